// The choice and the events: what is looked at stands in the address, and what the server tells goes to pages and panel.

import { Pages } from "./pages.js";
import { Panel } from "./panel.js";

const NAMES = ["sheet", "layout", "lang", "for"];
const find = (selector) => document.querySelector(selector);
const form = find(".choice");
const alertBar = find(".alert");
const status = find("[role=status]");

let menu = { sheets: {}, layouts: {}, intents: [] };
let first = {};
let source = null;

const panel = new Panel(find("aside"), (key) => pages.choose(key, true));
const pages = new Pages(find("#pages"), (key) => panel.show(key));

/** What the address asks for; where it says nothing, the command line, then the first there is. */
function choice() {
  const asked = new URLSearchParams(location.search);
  const wanted = (name, known) => {
    const all = [...known];
    return asked.get(name) ?? (all.includes(first[name]) ? first[name] : all[0]) ?? "";
  };
  const sheet = wanted("sheet", Object.keys(menu.sheets));
  return {
    sheet,
    layout: wanted("layout", Object.keys(menu.layouts)),
    lang: wanted("lang", Object.keys(menu.sheets[sheet] ?? {})),
    for: wanted("for", menu.intents),
  };
}

/** Follow the events of a choice; without one, only the menu's. */
function follow(chosen) {
  source?.close();
  const asked = chosen.sheet && chosen.layout && chosen.lang ? `?${new URLSearchParams(chosen)}` : "";
  source = new EventSource(`events${asked}`);
  const on = (name, act) => source.addEventListener(name, (event) => act(JSON.parse(event.data)));
  on("first", (told) => (first = told));
  on("menu", (told) => {
    menu = told;
    const now = choice();
    fill(now);
    if (!asked && now.sheet) follow(now);
  });
  on("scene", (scene) => {
    pages.show(scene);
    panel.strings(scene);
    document.title = `${scene.title} · ${scene.layout} · Preview`;
    status.textContent = "The pages are up to date.";
  });
  on("findings", (told) => {
    panel.findings(told);
    pages.mark(told.findings);
    warn(told.stopped ? told.findings : []);
    document.body.classList.toggle("stopped", told.stopped);
  });
  on("scene", () => {
    warn([]);
    document.body.classList.remove("stopped");
  });
  source.onopen = () => document.body.classList.remove("lost");
  source.onerror = () => {
    if (!document.body.classList.contains("lost")) {
      document.body.classList.add("lost");
      warn([{ what: "The preview does not answer.", hint: "start it again with python3 build.py preview" }]);
    }
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(choice()), 1000);
  };
}

/** Say over the pages why they are not the newest; nothing said hides it. */
function warn(findings) {
  alertBar.hidden = findings.length === 0;
  const lines = findings.slice(0, 5).map((finding) => {
    const line = document.createElement("p");
    const what = document.createElement("strong");
    what.textContent = finding.what;
    const where = document.createElement("code");
    where.textContent = finding.where ?? "";
    line.append(where, " ", what, finding.hint ? ` What to do: ${finding.hint}` : "");
    return line;
  });
  if (findings.length > 5) {
    const more = document.createElement("p");
    more.textContent = `And ${findings.length - 5} more, in the list of findings.`;
    lines.push(more);
  }
  alertBar.replaceChildren(...lines);
}

/** Fill the lists of the form, and choose in them. */
function fill(chosen) {
  const options = {
    sheet: Object.keys(menu.sheets).map((name) => [name, name]),
    layout: Object.entries(menu.layouts),
    lang: Object.entries(menu.sheets[chosen.sheet] ?? {}).map(([tag, name]) => [tag, `${name} (${tag})`]),
    for: menu.intents.map((name) => [name, name]),
  };
  for (const name of NAMES) {
    const list = form.elements[name];
    list.replaceChildren(...options[name].map(([value, shown]) => new Option(shown, value)));
    list.value = chosen[name];
  }
  find(".file").href = `files/${chosen.sheet}/${chosen.layout}/${chosen.lang}/${chosen.for}.pdf`;
}

form.addEventListener("change", (event) => {
  const chosen = Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value]));
  if (event.target.name === "sheet" && !menu.sheets[chosen.sheet][chosen.lang]) {
    chosen.lang = Object.keys(menu.sheets[chosen.sheet])[0];
  }
  history.pushState(null, "", `?${new URLSearchParams(chosen)}`);
  turn();
});
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("popstate", turn);

/** Look at what the address now asks for. */
function turn() {
  const chosen = choice();
  fill(chosen);
  pages.forget();
  panel.forget();
  follow(chosen);
}

/** The proofs and the size are kept for the next time in this window. */
for (const control of document.querySelectorAll(".tools input, .tools select")) {
  const kept = sessionStorage.getItem(control.name);
  if (kept !== null && control.type === "checkbox") control.checked = kept === "true";
  else if (kept !== null) control.value = kept;
  const apply = () => {
    const value = control.type === "checkbox" ? control.checked : control.value;
    sessionStorage.setItem(control.name, value);
    pages.look(control.name, value);
  };
  control.addEventListener("change", apply);
  apply();
}

document.addEventListener("keydown", (event) => {
  const proofs = find(".proofs");
  if (event.key === "Escape" && proofs.open) {
    proofs.open = false;
    proofs.querySelector("summary").focus();
  }
});

follow(choice());
