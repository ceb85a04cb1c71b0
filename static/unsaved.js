// <form data-warn-unsaved> asks before the page is left with something typed and not saved.
// What a page keeps while it is typed (paper.js) counts as saved: the form tells by the events "keeping" and "kept".
// A form that comes back with an error, or with data-warn-unsaved="always", counts as changed from the start.
const watched = [...document.querySelectorAll("form[data-warn-unsaved]")];
const contents = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
const asShown = new Map(watched.map((form) => [form, contents(form)]));
let saving = false;

const keeping = new Map();
const keptOnes = new Set();

const unsaved = (form) =>
  (!keptOnes.has(form) &&
    (form.dataset.warnUnsaved === "always" || form.querySelector(".govuk-form-group--error") !== null)) ||
  contents(form) !== asShown.get(form);

for (const form of watched) {
  form.addEventListener("submit", () => {
    saving = true;
  });
  form.addEventListener("keeping", () => keeping.set(form, contents(form)));
  form.addEventListener("kept", () => {
    keptOnes.add(form);
    asShown.set(form, keeping.get(form));
  });
}

// Back to a page the browser kept: the form is there again, unsaved.
window.addEventListener("pageshow", () => {
  saving = false;
});

window.addEventListener("beforeunload", (event) => {
  if (!saving && watched.some(unsaved)) event.preventDefault();
});
