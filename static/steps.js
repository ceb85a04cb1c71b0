// In a meeting: n or → goes to the next item, p or ← to the previous one, where no field has focus. With a form on the
// page these are its buttons, so that what was typed is saved first. Escape leaves a field. Without JavaScript the
// buttons and links remain.
const KEYS = { n: "next", ArrowRight: "next", p: "previous", ArrowLeft: "previous" };

// The form is one Tab away, and no field has focus yet.
document.querySelector("[data-step-start]")?.focus({ preventScroll: true });

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest("#step input, #step textarea")) return event.target.blur();
  const step = KEYS[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, button, summary, [contenteditable]")) return;
  const target = document.querySelector(`[data-step="${step}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});
