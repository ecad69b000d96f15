// The desk's table: ticks all shown rows at once, and counts the ticked ones. Without it each row is ticked.

const rows = [...document.querySelectorAll("input[name=finding]")];
const head = document.querySelector("[data-pick-all]");
const counter = document.querySelector("[data-picked]");

if (head && counter && rows.length) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  all.ariaLabel = head.dataset.pickAll;
  head.replaceChildren(all);
  const count = () => {
    const picked = rows.filter((box) => box.checked).length;
    counter.textContent = picked ? ` (${picked})` : "";
    if (picked) counter.closest("details").open = true;
    all.checked = picked === rows.length;
    all.indeterminate = picked > 0 && !all.checked;
  };
  all.addEventListener("change", () => {
    for (const box of rows) box.checked = all.checked;
    count();
  });
  for (const box of rows) box.addEventListener("change", count);
  count();
}
