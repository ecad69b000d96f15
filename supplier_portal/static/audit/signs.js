// What the page says about saving: the bar under its head, messages at fields, the proposal, the progress.

const SHAPES = { typing: "todo", sending: "doing", offline: "warn", saved: "done", faulty: "warn", conflict: "warn", refused: "bad" };
const OFF = ["offline", "faulty", "conflict", "refused"];

export class Signs {
  constructor(form, bar) {
    this.form = form;
    this.bar = bar;
  }

  say(state, beside = "") {
    const said = this.bar.querySelector("[data-said]");
    said.textContent = this.bar.dataset[state];
    said.className = `st st-${SHAPES[state]}`;
    this.bar.querySelector("[data-when]").textContent = beside;
    this.bar.classList.toggle("sync-off", OFF.includes(state));
  }

  saved(reply) {
    this.say("saved", new Date().toLocaleTimeString(document.documentElement.lang));
    this.errors([]);
    this.propose(reply.proposed);
    this.progress();
  }

  faulty(error) {
    this.errors(error.faults);
    const elsewhere = error.faults.filter((fault) => !this.placeOf(fault));
    this.say("faulty", elsewhere.map((fault) => fault.message).join(" "));
  }

  placeOf(fault) {
    const name = fault.place.split(".").pop();
    return this.form.querySelector(`[data-error="${CSS.escape(name)}"]`);
  }

  errors(faults) {
    for (const place of this.form.querySelectorAll("[data-error]")) {
      place.textContent = faults.filter((fault) => this.placeOf(fault) === place).map((fault) => fault.message).join(" ");
      const input = document.getElementById(place.dataset.error);
      input?.classList.toggle("is-invalid", place.textContent !== "");
      input?.toggleAttribute("aria-invalid", place.textContent !== "");
    }
  }

  propose(proposed) {
    const figure = this.form.querySelector("[data-figure]");
    if (figure) figure.textContent = proposed?.figure ? `${proposed.figure} %` : "–";
    const tag = this.form.querySelector("[data-proposal]");
    tag.hidden = !proposed;
    if (proposed) tag.textContent = this.form.querySelector("[data-proposed]").dataset.proposed.replace("{level}", proposed.level);
  }

  progress() {
    const chosen = this.form.querySelector("[name=rating]:checked")?.closest("label");
    if (!chosen) return;
    const mark = document.querySelector(".rail [aria-current=step] .st");
    if (mark) {
      mark.className = "st st-done";
      mark.textContent = chosen.dataset.word;
    }
    if (this.form.dataset.rated === "yes") return;
    this.form.dataset.rated = "yes";
    const more = (text) => text.replace(/\d+/, (number) => Number(number) + 1);
    const step = document.querySelector("[data-step]");
    for (const count of [step?.querySelector(".n"), document.querySelector("[data-answered]")]) {
      if (count) count.textContent = more(count.textContent);
    }
    const bar = step?.querySelector("progress");
    if (bar) bar.value += 1;
  }
}
