"""The map of this folder, in the order of imports: what comes into each module, and what goes out.

machine.py             A list of needs in, a machine that has them out, or a text that says what to install: libraries, venv, other readers.
bootstrap.py           Any Python in, one that has what the lock names out: the first run sets itself up, later ones cost milliseconds.
findings.py            What is wrong, as values: a place in a file, a finding with its hint, and the exit code it leads to.
tree.py                What a file holds, as maps, lists and text that know their key and their place in it. The grammar of every stage.
checked.py             The tree of a file and a pydantic model come in; the model filled goes out, or every misfit in people's words.
yamlfile.py            A YAML file comes in; a tree of maps, lists and text goes out (`tree.py`), each knowing its key and place.
shape.py               What the two files of a sheet may hold: the models of facts and copy.
content.py             A folder of content comes in; frozen sheets go out, facts and copy joined, every string knowing its file and line.
locales.py             locales/<tag>.yaml -> everything the program knows about a language, in one frozen value.
layouts.py             templates/<layout>/layout.yaml -> frozen geometry and what the layout takes; `extends` fills in the rest.
palette.py             templates/_shared/palette.yaml -> the closed list of colours a page may use, for screens and for inks.
schemas.py             The models of all YAML files come in; JSON Schemas go out, with which editors help and warn while people type.
fonts.py               assets/fonts/SOURCES.toml -> fonts proven to be the pinned ones, their CSS, and no other font within reach.
preflight/__init__.py  Checks before printing: on the words, on the layout, on the finished PDF. Each takes a value and returns findings.
preflight/words.py     The strings of a sheet come in; findings about characters that print wrong, mislead or were not meant go out.
editions.py            Sheets, layouts, locales -> editions: which exist, what they take, what they write, where templates are sought.
film_code.py           Film address -> the QR symbol as one seamless vector path, quiet zone included. Only this module knows qrcode.
world_map.py           Longitude and latitude -> a point on the world map; assets/images/land.svg -> the land to draw beneath it.
compose.py             Edition -> HTML, with every string carrying its key. The only module that knows Jinja.
boxes.py               Laid-out pages -> the texts on them, with place, key, and how far each sticks out of what should hold it.
reading.py             Boxes of laid-out pages -> the tree in which a screen reader reads them: roles, languages, what drawings show.
tags.py                Pages being drawn -> the tags in their PDF, in place of the engine's own. Knows the insides of one version of it.
typeset.py             Composed HTML -> laid-out pages, and pages -> PDF bytes. The only module that knows WeasyPrint.
marks.py               A drawn PDF -> what is painted on each page: fills and runs of text, in their order, with their places and colours.
preflight/contrast.py  Laid-out pages and their drawing -> findings on text that cannot be told from its ground, or is painted over.
overset.py             Laid-out texts and the strings an edition takes -> findings: every word lost, out of order, or outside its place.
impose.py              A layout's geometry and a page count -> where each page stands on which imposed sheet, and its fold and cut lines.
separate.py            A drawn PDF in sRGB and the palette -> the same PDF in printing inks, with no colour left that the palette lacks.
paint.py               Drawn pages and imposed sides -> a PDF of imposed sheets, with their fold, cut and register marks.
screen.py              A drawn PDF with tags -> the file for screens: cut to the trim, and both PDF/UA-1 and PDF/A-3a.
press.py               Drawn pages -> the PDF bytes of one intent: imposed, inked, boxed, marked, and saying nothing about who made them.
proof.py               Drawn pages -> a proof with trim, bleed, safe area and page numbers drawn over them, and a dummy to fold by hand.
preflight/finished.py  The bytes of a finished PDF and its edition -> what is wrong with the file itself, read back as a stranger would.
publish.py             Bytes -> files in dist/, each put in place whole or not at all, and the report and index of a build.
progress.py            A list of things to do -> the same things one by one, with a bar on a terminal and a plain line each elsewhere.
"""  # noqa: E501  one line a module, so that it can be searched
