// The table of scorecards: ticks all shown rows at once, and counts the ticked ones on the button. Without it each row is ticked.

const rows = [...document.querySelectorAll("input[name=supplier]")].filter((box) => !box.disabled);
const head = document.querySelector("[data-pick-all]");
const counter = document.querySelector("[data-picked]");

function count(all) {
  const picked = rows.filter((box) => box.checked).length;
  counter.textContent = picked ? ` (${picked})` : "";
  all.checked = picked === rows.length;
  all.indeterminate = picked > 0 && !all.checked;
}

if (head && counter && rows.length) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  all.ariaLabel = head.dataset.pickAll;
  head.replaceChildren(all);
  all.addEventListener("change", () => {
    for (const box of rows) box.checked = all.checked;
    count(all);
  });
  for (const box of rows) box.addEventListener("change", () => count(all));
  count(all);
}
