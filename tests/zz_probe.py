import time
def t(w,*a):
    s=time.time(); r=w.run(*a); print(f"\n{'='*20} {a} rc={r.code} {time.time()-s:.2f}s\n{r.err[:1500]}\n--out: {r.out}\n yesterdays: {w.yesterdays}")
    return r
def test_a(workshop):
    t(workshop)
    t(workshop)
def test_key(workshop):
    workshop.change("content/taking-back-whats-ours/en.yaml","  subtitle:","  subtitel:")
    t(workshop)
def test_css(workshop):
    workshop.append("templates/factsheet-letter/layout.css","h1 { colour: red }")
    t(workshop)
def test_css_only_base(workshop):
    workshop.append("templates/factsheet/layout.css","h1 { colour: red }")
    t(workshop)
def test_tmpl(workshop):
    (workshop.folder/"templates/factsheet-letter/layout.html").write_text("{% if %}")
    t(workshop)
def test_tmpl2(workshop):
    (workshop.folder/"templates/factsheet-letter/layout.html").write_text("{{ sheet.nix }}")
    t(workshop)
def test_font(workshop):
    (workshop.own_assets()/"fonts/noto-sans/NotoSans_400Regular.ttf").unlink()
    t(workshop)
def test_font2(workshop):
    p=(workshop.own_assets()/"fonts/noto-sans/NotoSans_400Regular.ttf"); p.write_bytes(p.read_bytes()+b"x")
    t(workshop)
def test_font3(workshop):
    p=(workshop.own_assets()/"fonts/noto-sans/NotoSans_400Regular.ttf"); p.write_bytes(b"x"*1000)
    t(workshop)
def test_land(workshop):
    (workshop.own_assets()/"images/land.svg").unlink()
    t(workshop)
def test_layoutyaml(workshop):
    workshop.append("templates/factsheet-letter/layout.yaml","nonsense: 1\n")
    t(workshop)
def test_palette(workshop):
    workshop.append("templates/_shared/palette.yaml","nonsense: 1\n")
    t(workshop)
def test_index(workshop):
    (workshop.folder/"templates/_shared/index.html").write_text("{% if %}")
    t(workshop)
def test_index_gone(workshop):
    (workshop.folder/"templates/_shared/index.html").unlink()
    t(workshop)
def test_sheet_broken_facts(workshop):
    import shutil
    shutil.copytree("/work/main/tests/sheets/lantern-street",workshop.folder/"content/aaa")
    (workshop.folder/"content/aaa/facts.yaml").write_text("a: [")
    t(workshop)
def test_wrongtag(workshop):
    import shutil
    shutil.copytree("/work/main/tests/sheets/lantern-street",workshop.folder/"content/aaa")
    (workshop.folder/"content/aaa/xx_YY.yaml").write_text("a: [")
    t(workshop)
def test_newlang(workshop):
    import shutil
    shutil.copy(workshop.folder/"content/taking-back-whats-ours/en.yaml",workshop.folder/"content/taking-back-whats-ours/qq.yaml")
    t(workshop)
def test_family(workshop):
    workshop.change("locales/en.yaml","FS Display,","FS Displai,")
    t(workshop)
def test_family2(workshop):
    workshop.change("locales/en.yaml","text: [FS Sans]","text: [FS Sanz]")
    t(workshop)
def test_longword(workshop):
    workshop.change("content/taking-back-whats-ours/en.yaml","subtitle: A documented","subtitle: A "+"documented"*30)
    t(workshop)
def test_much(workshop):
    workshop.change("content/taking-back-whats-ours/en.yaml","    human-rights:\n      lead: >-","    human-rights:\n      lead: >-\n"+("        "+"word "*20+"\n")*18)
    t(workshop)
def test_trim0(workshop):
    workshop.change("templates/factsheet-letter/layout.yaml","[8.5in, 11in]","[0in, 11in]")
    t(workshop)
def test_distfile(workshop):
    import shutil
    shutil.rmtree(workshop.dist); workshop.dist.write_text("x")
    t(workshop)
def test_size(workshop):
    workshop.append("templates/factsheet-letter/layout.css","h1 { font-size: 1e9px }")
    t(workshop)
def test_weird(workshop):
    (workshop.dist/"taking-back-whats-ours/en/a_b_c_d_e.pdf").write_text("{% if %}")
    t(workshop)
def test_cascade(workshop):
    workshop.append("templates/factsheet-letter/layout.css","h1 { background: url(nix.png) }")
    t(workshop)
def test_notutf(workshop):
    (workshop.folder/"templates/factsheet-letter/layout.css").write_bytes(b"h1 { content: '\xff' }")
    t(workshop)
def test_notutfh(workshop):
    (workshop.folder/"templates/factsheet-letter/layout.html").write_bytes(b"h1 { content: '\xff' }")
    t(workshop)
