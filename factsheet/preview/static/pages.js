// The pages: pictures as sharp as the screen, what stands where on them, and the proofs drawn over them.

const EYE = 0.29 / 2; // mm on the page, for each metre between it and the eye: half a minute of arc is blurred away
const find = (selector) => document.querySelector(selector);

/** An element with a class, mm that the style turns into pixels, and children. */
function make(tag, name, mm = {}, ...children) {
  const element = document.createElement(tag);
  element.className = name;
  for (const [property, value] of Object.entries(mm)) element.style.setProperty(`--${property}`, value);
  element.append(...children);
  return element;
}

export class Pages {
  #main;
  #sheets;
  #chosen;
  #scene = null;
  #key = "";
  #zoom = "page";
  #bleed = false;
  #findings = [];
  #loading = 0;

  /** `chosen` is called with the key of the string that somebody chooses. */
  constructor(main, chosen) {
    this.#main = main;
    this.#sheets = main.querySelector(".sheets");
    this.#chosen = chosen;
    this.#sheets.addEventListener("click", (event) => {
      if (event.target.dataset.key) this.choose(event.target.dataset.key, false, event.target);
    });
    this.#sheets.addEventListener("keydown", (event) => this.#step(event));
    main.addEventListener("scroll", () => this.#load());
    window.addEventListener("scroll", () => this.#load());
    new ResizeObserver(() => this.#size()).observe(main);
  }

  /** Show a scene. Where the pages are as many and as large as before, place and size stay, and so do old pictures
      until the new ones are there. */
  show(scene) {
    const shape = (of) => JSON.stringify(of?.pages.map((page) => [page.label, page.width, page.height, page.shown]));
    const same = shape(this.#scene) === shape(scene);
    this.#scene = scene;
    this.#main.querySelector(".empty").hidden = true;
    this.#sheets.dir = scene.direction;
    if (!same) this.#sheets.replaceChildren(...scene.pages.map((page) => this.#figure(page)));
    scene.pages.forEach((_, index) => this.#frame(this.#sheets.children[index], index));
    this.#size(); // which asks for pictures; while they are drawn, there is time for what lies over them
    setTimeout(() => {
      if (this.#scene !== scene) return;
      scene.pages.forEach((page, index) => this.#overlay(this.#sheets.children[index], page));
      this.mark(this.#findings);
    });
  }

  /** Show nothing until the next scene. */
  forget() {
    this.#scene = null;
    this.#loading++;
    this.#findings = [];
    this.#key = "";
    this.#sheets.replaceChildren();
    this.#main.querySelector(".empty").hidden = false;
  }

  /** Mark the strings that something was found about. */
  mark(findings) {
    this.#findings = findings;
    const keys = new Set(findings.map((finding) => finding.key).filter(Boolean));
    for (const button of this.#sheets.querySelectorAll(".strings button")) {
      button.classList.toggle("found", keys.has(button.dataset.key));
    }
  }

  /** Choose a string; bring it into view where it was chosen elsewhere. */
  choose(key, bring, button = null) {
    this.#key = key;
    for (const one of this.#sheets.querySelectorAll(".strings button")) {
      one.setAttribute("aria-pressed", one.dataset.key === key);
      if (bring && !button && one.dataset.key === key) button = one;
    }
    if (bring && button) button.scrollIntoView({ block: "center", inline: "center" });
    if (button) this.#rest(button);
    this.#chosen(key);
  }

  /** Set one of the ways of looking: zoom, grey, distance, or something drawn over the pages. */
  look(name, value) {
    if (name === "zoom") this.#zoom = value;
    else if (name === "distance") {
      this.#sheets.classList.toggle("far", value !== "0");
      this.#sheets.style.setProperty("--blur", value * EYE);
    } else this.#sheets.classList.toggle(name === "grey" ? "grey" : `with-${name}`, value);
    if (name === "bleed") {
      this.#bleed = value;
      this.#sheets.querySelectorAll("figure").forEach((figure, index) => this.#frame(figure, index));
    }
    this.#size();
  }

  #figure(page) {
    const picture = make("img", "");
    picture.alt = "";
    const strings = make("div", "strings");
    strings.role = "group";
    strings.ariaLabel = `Strings of ${page.label.toLowerCase()}`;
    const paper = make("div", "paper", { wide: page.width, high: page.height }, picture, make("div", "guides"), strings);
    const caption = make("figcaption", "");
    caption.textContent = page.label;
    return make("figure", "", {}, make("div", "window", {}, paper), caption);
  }

  /** How much of the picture is seen: the trim, or with its bleed all of it. */
  #frame(figure, index) {
    const page = this.#scene?.pages[index];
    if (!page) return;
    const [left, top, wide, high] = this.#bleed ? [0, 0, page.width, page.height] : page.shown;
    const mm = { "shown-left": left, "shown-top": top, "shown-width": wide, "shown-height": high };
    for (const [property, value] of Object.entries(mm)) figure.style.setProperty(`--${property}`, value);
  }

  #overlay(figure, page) {
    const strings = figure.querySelector(".strings");
    const focused = strings.contains(document.activeElement) ? document.activeElement.dataset.key : "";
    const buttons = page.texts.map(({ key, box: [x, y, w, h], overset }) => {
      const button = make("button", overset ? "overset" : "", { x, y, w, h });
      const text = this.#scene.strings[key]?.text ?? key;
      button.type = "button";
      button.dataset.key = key;
      button.tabIndex = -1;
      button.textContent = text;
      button.lang = this.#scene.tag;
      button.dir = this.#scene.direction;
      button.setAttribute("aria-pressed", key === this.#key);
      return button;
    });
    strings.replaceChildren(...buttons);
    const rest = buttons.find((button) => button.dataset.key === (focused || this.#key)) ?? buttons[0];
    if (rest) rest.tabIndex = 0;
    if (focused) rest?.focus({ preventScroll: true });
    const rectangles = Object.entries(page.guides).flatMap(([name, boxes]) =>
      boxes.map(([x, y, w, h]) => make("div", `guide ${name}`, { x, y, w, h })),
    );
    const lines = (name, all) =>
      all.map(([x1, y1, x2, y2]) => make("div", `guide ${name}`, { x: x1, y: y1, w: x2 - x1, h: y2 - y1 }));
    const grid = page.guides.trim.map(([x, y, w, h]) => make("div", "guide grid", { x, y, w, h }));
    figure.querySelector(".guides").replaceChildren(...grid, ...rectangles, ...lines("fold", page.folds), ...lines("cut", page.cuts));
  }

  /** Arrow keys go from string to string in reading order; only one of a page is a stop for Tab. */
  #step(event) {
    const buttons = [...event.target.parentElement.querySelectorAll("button[data-key]")];
    const here = buttons.indexOf(event.target);
    const forward = this.#scene?.direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const back = this.#scene?.direction === "rtl" ? "ArrowRight" : "ArrowLeft";
    const to = { ArrowDown: here + 1, [forward]: here + 1, ArrowUp: here - 1, [back]: here - 1, Home: 0, End: buttons.length - 1 };
    if (here < 0 || to[event.key] === undefined) return;
    event.preventDefault();
    const next = buttons[Math.max(0, Math.min(buttons.length - 1, to[event.key]))];
    next.focus();
    this.choose(next.dataset.key, false, next);
  }

  #rest(button) {
    for (const one of button.parentElement.children) one.tabIndex = one === button ? 0 : -1;
  }

  /** Pixels for each mm, so that what is to be seen fits; pages then ask for pictures of that size. */
  #size() {
    if (!this.#scene) return;
    const room = { width: this.#main.clientWidth - 40, height: window.innerHeight - find("header").offsetHeight - 75 };
    const seen = this.#scene.pages.map((page) => (this.#bleed ? [0, 0, page.width, page.height] : page.shown));
    const [wide, high] = [2, 3].map((edge) => Math.max(...seen.map((box) => box[edge])));
    const scale =
      this.#zoom === "page" ? Math.min(room.width / wide, Math.max(room.height, 240) / high)
      : this.#zoom === "width" ? room.width / wide
      : (Number(this.#zoom) * 96) / 25.4;
    this.#sheets.style.setProperty("--scale", scale.toFixed(4));
    if (scale !== this.scale) for (const picture of this.#sheets.querySelectorAll("img")) picture.style.width = "";
    this.scale = scale;
    this.#load();
  }

  /** Ask for pictures that are not of the newest number or not of this size: those in view first, one after another,
      then those just outside. */
  async #load() {
    const turn = ++this.#loading;
    const figures = [...this.#sheets.children];
    for (const margin of [0, 1200]) {
      for (const [index, figure] of figures.entries()) {
        const box = figure.getBoundingClientRect();
        const near = box.bottom > -margin && box.top < window.innerHeight + margin;
        if (near) await this.#picture(figure, index);
        if (turn !== this.#loading || !this.#scene) return;
      }
    }
  }

  async #picture(figure, index) {
    const page = this.#scene.pages[index];
    const width = Math.min(6000, Math.round(page.width * this.scale * window.devicePixelRatio));
    const address = `pictures/${this.#scene.number}/${index + 1}/${width}.png`;
    const old = figure.querySelector("img");
    if (old.dataset.address === address || old.dataset.failed === address) return;
    const number = this.#scene.number;
    const fresh = new Image();
    fresh.alt = `${page.label} of ${this.#scene.pages.length}`;
    fresh.src = address;
    try {
      await fresh.decode();
    } catch {
      old.dataset.failed = address; // a newer one is on its way, or the server tells what is wrong
      return;
    }
    if (!old.isConnected || number !== this.#scene?.number) return;
    fresh.dataset.address = address;
    fresh.style.width = `${width / window.devicePixelRatio}px`; // one of its pixels to one of the screen's
    old.replaceWith(fresh);
    requestAnimationFrame(() => setTimeout(() => (figure.dataset.painted = `${number} ${performance.timeOrigin + performance.now()}`)));
  }
}
