// What a page may do beyond its HTML: follow long work, close open menus, bring a summary of errors or the step in hand into sight.
// Every page works without it.

const PAUSE = 2000; // milliseconds between two questions about a job
const LONGEST_PAUSE = 30000; // when the server does not answer

function show(row, state) {
  const bar = row.querySelector("progress");
  bar.max = state.total || 1;
  bar.value = state.done;
  row.querySelector("[data-said]").textContent = row.dataset.count
    .replace("{done}", state.done)
    .replace("{total}", state.total);
}

async function ask(address) {
  const response = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function follow(row) {
  let pause = PAUSE;
  const again = async () => {
    try {
      const state = await ask(row.dataset.watch);
      pause = PAUSE;
      show(row, state);
      if (state.ended) return location.reload();
    } catch {
      pause = Math.min(pause * 2, LONGEST_PAUSE);
    }
    return setTimeout(again, pause);
  };
  setTimeout(again, pause);
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(except)) menu.open = false;
  }
}

// On a phone the rail is a strip to swipe: bring the step in hand into sight.
function showStep() {
  const rail = document.querySelector(".rail");
  const step = rail?.querySelector("[aria-current=step]");
  if (step) rail.scrollLeft += step.getBoundingClientRect().left - rail.clientWidth / 2;
}

document.querySelectorAll("[data-watch]").forEach(follow);
document.querySelector("[data-focus]")?.focus();
showStep();
document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.menu[open]");
  closeMenus(null);
  open?.querySelector("summary").focus();
});
