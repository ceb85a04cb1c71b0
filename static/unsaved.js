// <form data-warn-unsaved> asks before the page is left with something typed and not saved.
// A form that comes back with an error, or with data-warn-unsaved="always", counts as changed from the start.
const watched = [...document.querySelectorAll("form[data-warn-unsaved]")];
const contents = (form) => JSON.stringify([...new FormData(form)].map(([name, value]) => [name, value.name ?? value]));
const asShown = new Map(watched.map((form) => [form, contents(form)]));
let saving = false;

const unsaved = (form) =>
  form.dataset.warnUnsaved === "always" ||
  form.querySelector(".govuk-form-group--error") !== null ||
  contents(form) !== asShown.get(form);

for (const form of watched) {
  form.addEventListener("submit", () => {
    saving = true;
  });
}

// Back to a page the browser kept: the form is there again, unsaved.
window.addEventListener("pageshow", () => {
  saving = false;
});

window.addEventListener("beforeunload", (event) => {
  if (!saving && watched.some(unsaved)) event.preventDefault();
});
