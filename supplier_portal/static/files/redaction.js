// Areas drawn on a photo with a pointer: each is written into the four fields of its line, which are what is sent.

const picture = document.querySelector("[data-picture]");
const cover = picture.querySelector("[data-cover]");
const lines = [...document.querySelectorAll("[data-area]")];
const SMALLEST = 0.5; // percent: what is smaller was a click
const hint = document.querySelector("[data-drawn]");

/** Left, top, width and height as typed in a line; null where one of them is no number. */
function typed(line) {
  const figures = [...line.querySelectorAll("input")].map((field) => (field.value.trim() === "" ? NaN : Number(field.value)));
  return figures.some(Number.isNaN) ? null : figures;
}

function isEmpty(line) {
  return [...line.querySelectorAll("input")].every((field) => field.value.trim() === "");
}

function rectangle([left, top, width, height]) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const sides = { x: left, y: top, width: Math.max(width, 0), height: Math.max(height, 0) };
  for (const [name, value] of Object.entries(sides)) drawn.setAttribute(name, value);
  return drawn;
}

/** Draw what the fields say; a line further than the next free one is not shown. */
function show() {
  cover.replaceChildren(...lines.map(typed).filter(Boolean).map(rectangle));
  const last = lines.findLastIndex((line) => !isEmpty(line));
  lines.forEach((line, place) => {
    line.hidden = place > last + 1;
    line.querySelector("[data-clear]").hidden = isEmpty(line);
  });
}

function write(line, figures) {
  [...line.querySelectorAll("input")].forEach((field, place) => {
    field.value = figures[place] === "" ? "" : figures[place].toFixed(1);
  });
  show();
}

/** Where the pointer is, in percent of the picture. */
function place(event) {
  const box = picture.getBoundingClientRect();
  const within = (value) => Math.min(Math.max(value, 0), 100);
  return [within(((event.clientX - box.left) / box.width) * 100), within(((event.clientY - box.top) / box.height) * 100)];
}

/** The rectangle between two points, rounded outwards to a tenth, within the picture. */
function between(one, other) {
  const first = [0, 1].map((side) => Math.floor(Math.min(one[side], other[side]) * 10) / 10);
  const last = [0, 1].map((side) => Math.min(Math.ceil(Math.max(one[side], other[side]) * 10) / 10, 100));
  return [...first, last[0] - first[0], last[1] - first[1]];
}

let drawing = null;

picture.addEventListener("pointerdown", (event) => {
  const line = lines.find(isEmpty);
  if (event.button !== 0 || !line) return;
  event.preventDefault();
  picture.setPointerCapture(event.pointerId);
  drawing = { line, from: place(event) };
});

picture.addEventListener("pointermove", (event) => {
  if (drawing) write(drawing.line, between(drawing.from, place(event)));
});

for (const name of ["pointerup", "pointercancel"]) {
  picture.addEventListener(name, (event) => {
    if (!drawing) return;
    const { line, from } = drawing;
    drawing = null;
    const drawn = between(from, place(event));
    write(line, name === "pointerup" && Math.min(drawn[2], drawn[3]) >= SMALLEST ? drawn : ["", "", "", ""]);
  });
}

for (const line of lines) {
  line.addEventListener("input", show);
  line.querySelector("[data-clear]").addEventListener("click", () => {
    write(line, ["", "", "", ""]);
    line.querySelector("input").focus();
  });
}

picture.classList.add("draws");
hint.textContent = hint.dataset.drawn;
show();
