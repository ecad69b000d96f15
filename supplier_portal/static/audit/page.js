// The audit page saves as one goes. Without scripts its form posts instead, to the same operation.

import { fill, read, told } from "./content.js";
import { Following } from "./following.js";
import { Outbox } from "./outbox.js";
import { Signs } from "./signs.js";

const form = document.querySelector("[data-answer]");
const quicker = document.querySelector("[data-quicker]");
const following = new Following(form);
const signs = new Signs(form, document.querySelector("[data-status]"));

const record = (base) => ({
  kind: "answer",
  audit_id: Number(form.dataset.audit),
  checkpoint: form.dataset.checkpoint,
  base_version: base,
  device_at: new Date().toISOString(),
  answer: read(form),
});

function list(place, pairs) {
  place.replaceChildren(
    ...pairs.flatMap(([label, text]) => {
      const [term, value] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = label;
      value.textContent = text;
      return [term, value];
    }),
  );
}

function met(reply) {
  signs.say("conflict", reply.error.message);
  list(quicker.querySelector("[data-yours]"), told(form, reply.yours));
  list(quicker.querySelector("[data-theirs]"), told(form, reply.current));
  quicker.querySelector("[data-by]").textContent = reply.saved_by;
  quicker.hidden = false;
  quicker.querySelector("h2").focus();
  quicker.querySelector("[data-keep]").onclick = () => {
    quicker.hidden = true;
    outbox.goOn(reply.version, { send: true });
  };
  quicker.querySelector("[data-take]").onclick = () => {
    quicker.hidden = true;
    fill(form, reply.current);
    outbox.goOn(reply.version, { send: false });
    signs.saved({ proposed: null });
  };
}

const outbox = new Outbox(form.dataset.changes, Number(form.elements.namedItem("base_version").value), record, {
  typing: () => signs.say("typing"),
  sending: () => signs.say("sending"),
  offline: () => signs.say("offline"),
  saved: (reply) => {
    signs.saved(reply);
    following.refresh();
  },
  faulty: (error) => signs.faulty(error),
  refused: (error) => signs.say("refused", error.message),
  met,
});

form.addEventListener("input", (event) => outbox.typed(event.target.type === "radio" ? 0 : undefined));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  outbox.typed(0);
});
window.addEventListener("online", () => outbox.run());
window.addEventListener("pagehide", () => outbox.leave());
window.addEventListener("beforeunload", (event) => outbox.atRisk && event.preventDefault());
