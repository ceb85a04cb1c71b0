// While a job runs, look again every few seconds and show how far it is. When it has ended, show its page.
// Without JavaScript the page itself reloads: components/progress_refresh.html.
const EVERY = 2500;

const look = async (shown) => {
  try {
    const answer = await fetch(window.location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-progress]");
    if (!answer.ok) throw new Error(answer.statusText);
    if (!fresh || !["waiting", "running"].includes(fresh.dataset.progress)) return window.location.reload();
    if (shown.innerHTML !== fresh.innerHTML) shown.replaceChildren(...fresh.childNodes); // said aloud only when new
  } catch {
    // Asked again below: the network may be back.
  }
  setTimeout(() => look(shown), EVERY);
};

for (const shown of document.querySelectorAll('[data-progress="waiting"], [data-progress="running"]')) {
  setTimeout(() => look(shown), EVERY);
}
