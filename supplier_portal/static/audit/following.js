// What follows from an answer stands below it: when the rating changed, that part of the page is asked for anew.
// A part somebody has typed in stays as it is.

function changed(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
  const first = [...field.options].find((option) => option.defaultSelected) ?? field.options[0];
  return field.value !== first?.value;
}

const touched = (part) => [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some(changed);

export class Following {
  constructor(form) {
    this.form = form;
    this.rated = this.rating;
  }

  get rating() {
    return this.form.elements.namedItem("rating").value;
  }

  async refresh() {
    if (this.rating === this.rated) return;
    this.rated = this.rating;
    const part = document.querySelector("[data-follows]");
    if (!part || touched(part)) return;
    try {
      const response = await fetch(location.pathname, { credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-follows]");
      if (response.ok && fresh && part.isConnected && !touched(part)) part.replaceWith(fresh);
    } catch {
      // the next change tries again; without it the part is as it was when the page was opened
    }
  }
}
