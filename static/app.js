// Starts GOV.UK Frontend. Its address comes with the page, because a built file's name may carry a hash.
const script = document.querySelector("script[data-frontend]");
const { initAll } = await import(script.dataset.frontend);
initAll();
