// The score picker says what a choice would change: "From H v H (High) to L v H (High)".
for (const matrix of document.querySelectorAll("[data-score-matrix]")) {
  const output = matrix.querySelector("[data-score-output]");
  const before = matrix.dataset.scoreNow;

  const describe = () => {
    const picked = matrix.querySelector("input:checked");
    if (!picked) return;
    const after = picked.dataset.scoreText;
    if (!before) output.textContent = `New score: ${after}`;
    else if (before === after) output.textContent = `No change: it stays ${before}`;
    else output.textContent = `From ${before} to ${after}`;
  };

  matrix.addEventListener("change", describe);
  describe();
}
