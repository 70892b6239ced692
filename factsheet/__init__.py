"""The map of this folder, in the order of imports: what comes into each module, and what goes out.

machine.py                 A list of needs in, a machine that has them out, or a text that says what to install: libraries, venv, other readers.
bootstrap.py               Any Python in, one that has what the lock names out: the first run sets itself up, later ones cost milliseconds.
streams.py                 Standard streams that may be closed, full or cut off -> such that a command can print to and still end as it should.
commands.py                The words of a command line -> the command and its options, or what is wrong with them. Readable by Python 3.8.
inputs.py                  The files that a build can read -> their fingerprints, and one of all of them together.
findings.py                What is wrong, as values: a place in a file, a finding with its hint, and the exit code it leads to.
pending.py                 What a command is about to change in a folder of content -> each file as it will be, as soon as that is certain.
files.py                   Read files that anybody may have put there: regular ones only, within a folder, and no more than so many bytes.
disk.py                    Bytes -> files, each put in place whole or not at all, and nothing left lying about by what was killed meanwhile.
turns.py                   A folder of content that several commands want to change -> one after the other, each while the others wait.
changes.py                 What a command changes in words and records -> all of it or nothing, whoever else is at work, and whenever it ends.
textfile.py                The bytes of a file as programs of many makers leave them -> its text; and text -> bytes in the form a file had.
table.py                   A table as spreadsheets of all countries save it, as CSV -> its rows, each with the line it begins on.
ours.py                    Files about to be written -> a refusal, if what stands in the place of one was not made by this program.
records.py                 What a build made -> a record of it in .build_cache/, and back, if it is whole and everything it tells of is there.
workers.py                 Things to do and a function -> what each came to, in several processes, of which each that is lost loses one thing.
typed.py                   Text as people and version control leave it -> Unicode's normal form C, where its characters stood, and conflicts.
tree.py                    What a file holds, as maps, lists and text that know their key and their place in it. The grammar of every stage.
addresses.py               A string of any language -> the pieces of it that are no words: addresses, numbers to dial, names with a sign.
direction.py               A string written from the right -> the stretches in it that run from the left, and would not by themselves.
checked.py                 The tree of a file and a pydantic model come in; the model filled goes out, or every misfit in people's words.
comments.py                A text in a YAML file and where it stands -> the comments beside it that may be words somebody meant to print.
syntax.py                  What the YAML parser says of a file it does not understand -> what a person can use, and what to do.
yamlfile.py                A YAML file comes in; a tree of maps, lists and text goes out (`tree.py`), each knowing its key and place.
shape.py                   What the two files of a sheet may hold: the models of facts and copy.
sheet.py                   One factsheet in one language: what a sheet is made of, and which strings its sections have to print.
kept.py                    A page with addresses in its words -> the same with each whole, in its own order, and on screens a link.
content.py                 A folder of content comes in; frozen sheets go out, facts and copy joined, every string knowing its file and line.
translation.py             Words of the source, of a translation, and the record kept of it -> the state of every string, and the record anew.
locales.py                 locales/<tag>.yaml -> everything the program knows about a language, in one frozen value.
languages.py               A language tag, and those known -> the nearest of them in the same letters. The only module that knows langcodes.
layouts.py                 templates/<layout>/layout.yaml -> frozen geometry and what the layout takes; `extends` fills in the rest.
palette.py                 templates/_shared/palette.yaml -> the closed list of colours a page may use, for screens and for inks.
schemas.py                 The models of all YAML files come in; JSON Schemas go out, with which editors help and warn while people type.
glossary.py                content/glossary.csv -> the terms of the movement, each with what it is called in one language.
fonts.py                   assets/fonts/SOURCES.toml -> fonts proven to be the pinned ones, their CSS, and no other font within reach.
faces.py                   A stack of families and words -> the face each word is set in as a whole, and the one that sets all headlines.
preflight/__init__.py      Checks before printing, numbered: on the words, on the finished PDF. Each takes a value and yields what is wrong.
preflight/checks.py        A function that looks at one thing -> a numbered check, and findings that carry its number.
preflight/strings.py       One string of a sheet and what its language asks of it; findings that say where in it something is wrong.
preflight/lookalikes.py    Letters of Latin, Greek, Cyrillic and Armenian that look alike in most fonts.
preflight/characters.py    The strings of a sheet come in; findings about characters that nobody can see, or that no font can print, go out.
preflight/spelt.py         The strings of a sheet come in; findings about letters and marks not typed as their script has them go out.
preflight/pasted.py        The strings of a sheet come in; findings about what came along from other programs go out.
preflight/shapes.py        The strings of a sheet come in; findings about characters that no font of the language has go out.
preflight/words.py         The strings of a sheet come in; findings about marks and spaces that print wrong or were not meant go out.
preflight/addressed.py     The strings of a sheet come in; findings about addresses and numbers to dial that lead elsewhere go out.
preflight/translated.py    A string, its source and the glossary come in; findings about terms and figures that were lost on the way go out.
dictionary.py              assets/words/ and letters in a row -> pieces of them that stay on one line, in scripts without spaces between words.
unspaced.py                Letters that no space divides -> lines of them that break where it is marked. Knows the engine's insides, as tags.py.
hardhyphens.py             A page with hyphens that people typed -> the same with those held after which no line may end, as languages want.
undecided.py               A page -> the same, with line ends decided about which releases of Unicode's rules, and so of Pango, differ.
wordbreaks.py              A page without spaces between words -> the same with places where lines may break. The only module that knows ICU.
editions.py                Sheets, layouts, locales -> editions: which exist, what they take, what they write, where templates are sought.
status.py                  Sheets, the records of their translations and the layouts -> how far each language is, for people and programs.
film_code.py               Film address -> the QR symbol as one seamless vector path, quiet zone included. Only this module knows qrcode.
world_map.py               Longitude and latitude -> a point on the world map; assets/images/land.svg -> the land to draw beneath it.
settings.py                An edition -> what its styles know of it, as CSS custom properties: geometry, fonts, colours, widths of its words.
templates.py               Fill Jinja templates, which may come from anybody. The only module that knows Jinja.
compose.py                 Edition -> HTML, with every string carrying its key.
boxes.py                   Laid-out pages -> the texts on them, with place, key, and how far each sticks out; and how full each page is.
lines.py                   A line that the engine has broken before -> the same line again. Knows the insides of one version of it, as tags.py.
division.py                An address on its way into a line -> the same, with places to divide it only if no line could hold it whole.
outlines.py                A path that the engine has drawn before, such as all land on Earth -> the same strokes again, as with lines.py.
drawings.py                Drawings in SVG, which may come from anybody -> the same, or none where parts that use parts never come to an end.
reading.py                 Boxes of laid-out pages -> the tree in which a screen reader reads them: roles, languages, what drawings show.
tags.py                    Pages being drawn -> the tags in their PDF, in place of the engine's own. Knows the insides of one version of it.
layers.py                  Laid-out pages -> the same pages, whose words are painted in the order in which they are read.
composites.py              A font of a PDF and shapes to be put together from its own -> the same font with these as glyphs.
codes.py                   A font while a document is drawn -> the codes that show its glyphs, each for the characters that it stands for there.
embedded.py                A font as the engine takes it from the system -> as its file has it, cut to what is shown, alike on every computer.
textlayer.py               A line that the engine has set -> the same line drawn so that its text, searched, copied or read aloud, is right.
circles.py                 Laid-out pages -> the words in which the engine draws a dotted circle that nobody typed.
engine.py                  Fonts and replaced parts -> WeasyPrint, ready to lay out and write. The only module that imports it.
typeset.py                 Composed HTML -> laid-out pages, and pages -> PDF bytes; what the engine complains of -> findings.
blocks.py                  Texts as they stand line by line -> blocks: where each string stands on its pages, as people see it.
raster.py                  The bytes of a PDF -> pictures of its pages, as PNG.
overset.py                 Laid-out texts and the strings an edition takes -> findings: every word lost, out of order, or outside its place.
search.py                  A way to try a setting -> the setting nearest to 0 at which everything fits, found in few layouts.
copyfit.py                 An edition and a way to lay it out -> the best pages within the bounds of its layout, and how sizes were changed.
budgets.py                 Pages set as tightly as their layout allows -> how many characters each string may have before it oversets.
impose.py                  A layout's geometry and a page count -> where each page stands on which imposed sheet, and its fold and cut lines.
separate.py                A drawn PDF in sRGB and the palette -> the same PDF in printing inks, with no colour left that the palette lacks.
paint.py                   Drawn pages and imposed sides -> a PDF of imposed sheets, with their fold, cut and register marks.
packed.py                  A PDF that is put together -> its bytes, packed alike on every computer.
screen.py                  A drawn PDF with tags -> the file for screens: cut to the trim, and both PDF/UA-1 and PDF/A-3a.
press.py                   Drawn pages -> the PDF bytes of one intent: imposed, inked, boxed, marked, and saying nothing about who made them.
proof.py                   Drawn pages -> a proof with trim, bleed, safe area and page numbers drawn over them, and a dummy to fold by hand.
preflight/letters.py       A font in a PDF and what is shown in it -> where the first, the middle and the last letter are.
preflight/marks.py         A PDF -> every mark that is painted in it, with its colour, place and size: pages, forms in pages, forms in forms.
preflight/file.py          A PDF that was read back, its edition and its intent, as one value that the checks of finished files look at.
preflight/geometry.py      A finished PDF -> where its pages and boxes are not what layout.yaml promises (group G).
preflight/typefaces.py     A finished PDF -> fonts in it that are not this project's, or not in the file (group F).
preflight/images.py        A finished PDF -> pictures in it that print coarse (group I).
preflight/colour.py        A finished PDF -> colours and lines in it that print wrong (group C).
preflight/film.py          A finished PDF -> whether a phone reads the film code off its pages (group Q).
preflight/accessibility.py A finished PDF for the screen -> what a reader who hears it would miss (group A).
preflight/privacy.py       A finished PDF -> whatever in it runs, carries, or gives away who made it, where or when (group P).
preflight/finished.py      The bytes of a finished PDF and its edition -> what is wrong with the file itself, read back as a stranger would.
preflight/register.py      All numbered checks as one register, and the page of the handbook that tells what each of them wants and why.
galley.py                  A translation as it is laid out, and its source -> a galley: marked pages beside their words, to read, correct, sign.
gallery.py                 The PDFs that stand in an output folder -> the page that shows them all, each edition by its first page in small.
publish.py                 Finished pages and their bytes -> the files of an edition in dist/, and the reports and the index of a build.
memory.py                  An edition and all it is made from -> the files it was made into before, if nothing of that has changed; and a note.
making.py                  Editions and a function that finishes one -> what each came to, in words for people; several at a time.
edit.py                    The text of a file of words, with its tree -> the same with words put in or taken out; all else stays to the letter.
bundle.py                  What one file carries to a translator or back: the strings of one sheet in one language, as values.
lost.py                    Words, what they were made from, and the scripts of both languages -> how letters were lost on the way.
po.py                      The strings of a translation -> a PO file, and back as other programs leave it. The only module that knows polib.
spreadsheet.py             The strings of a translation -> a spreadsheet, and back as spreadsheet programs save it.
signed.py                  What a reviewer saved from a galley, as JSON -> the strings as they were read and as they should be, and who signed.
exchange.py                The strings of a translation -> a file for translators with tools of their own, and back, in each format there is.
desk.py                    What translators, reviewers and editors ask for -> files of words and records, changed as a whole or not at all.
returned.py                What came back, beside what is here -> findings about letters that were lost and rows that were moved on the way.
intake.py                  What a translator or reviewer sent back -> words and their record, both changed or neither.
progress.py                Things, each as soon as it is done -> the same, with a bar on a terminal and a plain line each elsewhere.
preview/__init__.py        The live preview: a saved file comes in, and the pages it changes go out to a browser on the same computer.
preview/scene.py           An edition and its laid-out pages -> what a browser needs to show them and to say what stands where, as plain maps.
preview/worker.py          Orders come in through a pipe; pages, pictures, findings and files go back. Runs in a process of its own.
preview/live.py            Saved files come in; what each window shows is made anew by a worker and goes out as events, the newest only.
preview/server.py          The events and pictures of the preview come in; they go out to browsers on this computer, and to nobody else.
"""  # noqa: E501  one line a module, so that it can be searched
