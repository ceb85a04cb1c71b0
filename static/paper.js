// Writing a section. htmx exchanges the preview, the list of figures and what was kept; here is what it cannot do.
// Without JavaScript the buttons under the text do the same, and what was typed comes back with the page.
const form = document.querySelector("#section-form");
const text = form?.querySelector("textarea");
const kept = document.querySelector("[data-kept]");

for (const part of document.querySelectorAll("[data-with-scripts]")) part.hidden = false;

// A name from the list goes where the cursor is; undo takes it back. Brackets that were begun are taken up by it.
const insert = (words) => {
  text.focus();
  const begun = text.value.slice(0, text.selectionStart).match(/\[{1,2}$/);
  if (begun) text.selectionStart -= begun[0].length;
  if (document.execCommand("insertText", false, words)) return;
  text.setRangeText(words, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (button && text) insert(button.dataset.insert);
});

// Enter in the search takes the first that was found for what stands in it.
const search = document.querySelector("#figure-search");
const found = document.querySelector("#figures-found");
let foundFor = "";
search?.addEventListener("htmx:afterRequest", (event) => {
  foundFor = event.detail.successful ? event.detail.requestConfig.parameters.q : "";
});
search?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const first = found.querySelector("[data-insert]");
  if (!text || !first || !search.value.trim() || foundFor !== search.value) return;
  event.preventDefault();
  insert(first.dataset.insert);
});

// Ctrl+S or ⌘S saves; with Enter in place of S it goes on to the next text that nobody has read.
document.addEventListener("keydown", (event) => {
  if (!form || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  if (event.key !== "s" && event.key !== "Enter") return;
  event.preventDefault();
  form.requestSubmit(event.key === "Enter" ? document.querySelector("#save-next") : null);
});

// The text that was kept need not be asked about when the page is left, another field still does; where it was not
// kept, say so at once.
const others = () => JSON.stringify([...new FormData(form)].filter(([name]) => !["body", "version"].includes(name)));
const asOpened = form && others();
const isKeeping = (event) => kept && event.detail.requestConfig?.path.split("?")[0] === kept.getAttribute("hx-post");

const refused = (answer) => {
  const page = new DOMParser().parseFromString(answer?.responseText || "", "text/html");
  return page.querySelector("main p.govuk-body")?.textContent;
};

document.addEventListener("htmx:beforeRequest", (event) => {
  if (isKeeping(event)) form.dispatchEvent(new Event("keeping"));
});

document.addEventListener("htmx:afterRequest", (event) => {
  if (!isKeeping(event)) return;
  const { successful, xhr } = event.detail;
  kept.classList.toggle("rp-not-kept", !successful);
  if (successful && others() === asOpened) form.dispatchEvent(new Event("kept"));
  if (!successful) kept.textContent = `Not kept: ${refused(xhr) || "the portal does not answer."} Copy your text before you leave.`;
});

// What says the same as before is not read out again.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse } = event.detail;
  if (target.matches("[aria-live]") && target.innerHTML.trim() === serverResponse.trim()) event.detail.shouldSwap = false;
});
