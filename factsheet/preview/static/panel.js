// The panel: where the chosen string comes from, and what was found.

export class Panel {
  #string;
  #findings;
  #go;
  #scene = { strings: {} };
  #key = "";
  #budgets = {};

  /** `go` is called with the key of a string that somebody wants to see on its page. */
  constructor(aside, go) {
    this.#string = aside.querySelector(".string");
    this.#findings = aside.querySelector(".findings");
    this.#go = go;
    const copy = aside.querySelector(".copy");
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.#string.querySelector(".where code").textContent);
      copy.textContent = "Copied";
      setTimeout(() => (copy.textContent = "Copy"), 1500);
    });
    aside.querySelector(".close").addEventListener("click", () => go(""));
  }

  /** Take in the strings of a scene, and show the chosen one as it now is. */
  strings(scene) {
    this.#scene = scene;
    this.show(this.#key);
  }

  /** Show a string by its key; none for an empty one. */
  show(key) {
    this.#key = key;
    const string = this.#scene.strings[key];
    const part = (name) => this.#string.querySelector(name);
    this.#string.classList.toggle("chosen", Boolean(string));
    part(".how").hidden = Boolean(string);
    part("dl").hidden = part(".close").hidden = !string;
    if (!string) return;
    const say = (name, text) => (part(name).textContent = text);
    say(".key code", key);
    say(".where code", string.where);
    say(".text", string.text);
    part(".text").lang = this.#scene.tag;
    part(".text").dir = this.#scene.direction;
    say("dd.source", string.source);
    for (const one of this.#string.querySelectorAll(".of-source")) one.hidden = !string.source;
    say(".state", string.state);
    say(".length", length(string, this.#budgets[key]));
  }

  /** Know nothing of the strings of another choice. */
  forget() {
    this.#budgets = {};
    this.show("");
  }

  /** List what was found; `budgets` come with the check of the finished files. */
  findings({ findings, stopped, checked, budgets }) {
    if (budgets) {
      this.#budgets = budgets;
      this.show(this.#key);
    }
    const verdict = stopped
      ? "The pages are those before your last change."
      : checked
        ? findings.length ? "" : "Checked as the build does: nothing found."
        : findings.length ? "" : "Nothing found in words and pages; the finished file is being checked.";
    this.#findings.querySelector(".verdict").textContent = verdict;
    this.#findings.querySelector(".count").textContent = findings.length ? `(${findings.length})` : "";
    this.#findings.querySelector("ol").replaceChildren(...findings.map((finding) => this.#item(finding)));
    document.body.dataset.checked = Boolean(checked);
  }

  #item(finding) {
    const item = document.createElement("li");
    item.className = finding.advice ? "advice" : "error";
    const place = document.createElement("p");
    place.className = "place";
    const where = document.createElement("code");
    where.textContent = finding.where;
    place.append(finding.advice ? "Advice " : "Error ", finding.code, " ", where);
    const what = document.createElement("p");
    what.textContent = finding.what;
    item.append(place, what);
    if (finding.hint) {
      const hint = document.createElement("p");
      hint.textContent = `What to do: ${finding.hint}`;
      item.append(hint);
    }
    if (this.#scene.strings[finding.key]) {
      const show = document.createElement("button");
      show.type = "button";
      show.textContent = "Show on the page";
      show.addEventListener("click", () => this.#go(finding.key));
      item.append(show);
    }
    return item;
  }
}

/** How long a string is, beside its source and what it may have at most, as the last check of the files measured it. */
function length({ text, source }, budget) {
  const long = [...text].length;
  const parts = [`${long} characters`];
  if (source) parts.push(`source ${[...source].length}`);
  if (budget !== undefined) parts.push(budget >= long ? `room for ${budget - long} more` : `${long - budget} too many`);
  return parts.join(" · ");
}
