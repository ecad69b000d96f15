// An answer between the form and its JSON: figures stay text, so that nothing is rounded on the way.

const COUNTS = ["population", "sampled", "conforming"];
const FIGURES = ["number", "claimed", "reperformed"];
const NOT_APPLICABLE = { na: "NA" };
const ON_TRACK = { yes: true, no: false };

const field = (form, name) => form.elements.namedItem(name);
const typed = (form, name) => (field(form, name)?.value ?? "").replace(/[\s,\u00a0]/g, "");

function count(form, name) {
  const text = typed(form, name);
  if (text === "") return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : text; // what is no number is sent as it is: the server says so
}

export function read(form) {
  const rating = field(form, "rating").value || null;
  const answer = { rating: NOT_APPLICABLE[rating] ?? rating, note: field(form, "note").value };
  for (const name of COUNTS) answer[name] = count(form, name);
  for (const name of FIGURES) answer[name] = typed(form, name) || null;
  const judged = ON_TRACK[field(form, "on_track")?.value];
  if (judged !== undefined) answer.on_track = judged;
  return answer;
}

export function fill(form, answer) {
  for (const choice of form.querySelectorAll("[name=rating]")) {
    choice.checked = (NOT_APPLICABLE[choice.value] ?? choice.value) === answer.rating;
  }
  for (const name of ["note", ...COUNTS, ...FIGURES]) {
    const input = field(form, name);
    if (input) input.value = answer[name] ?? "";
  }
  const track = field(form, "on_track");
  if (track) track.value = { true: "yes", false: "no" }[answer.on_track] ?? "";
}

// Pairs of label and text, in the words of the page, for whoever has to choose between two answers.
export function told(form, answer) {
  const value = Object.entries(NOT_APPLICABLE).find(([, said]) => said === answer.rating)?.[0] ?? answer.rating;
  const level = value === null ? null : form.querySelector(`[name=rating][value="${value}"]`)?.closest("label");
  const pairs = [[form.querySelector("legend .b").textContent, level?.dataset.word ?? "–"]];
  for (const name of [...FIGURES, "note", ...COUNTS]) {
    const label = field(form, name)?.labels?.[0]?.textContent;
    if (label && (answer[name] ?? "") !== "") pairs.push([label, String(answer[name])]);
  }
  return pairs;
}
