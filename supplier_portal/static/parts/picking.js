// A table whose rows can be ticked: all shown rows at once, and how many are ticked. Without it each row is ticked.

const rows = [...document.querySelectorAll("[data-pick]:not(:disabled)")];
const head = document.querySelector("[data-pick-all]");
const counter = document.querySelector("[data-picked]");

if (head && counter && rows.length) {
  const all = document.createElement("input");
  all.type = "checkbox";
  all.className = "form-check-input";
  all.ariaLabel = head.dataset.pickAll;
  head.replaceChildren(all);
  const fold = counter.closest("details");
  const count = () => {
    const picked = rows.filter((box) => box.checked).length;
    counter.textContent = picked ? ` (${picked})` : "";
    if (picked && fold) fold.open = true;
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
