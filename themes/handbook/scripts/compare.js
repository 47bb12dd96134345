// Holds the answers of a checklist against the last result that was kept.
(function () {
  "use strict";
  const form = document.querySelector("[data-checklist]");
  if (!form) return;
  const box = form.querySelector("[data-compare-box]");
  const words = form.querySelector(".result-sheet").dataset;

  function points(item, value) {
    const choice = value && item.querySelector(`input[value="${CSS.escape(value)}"]`);
    return choice && choice.dataset.score !== undefined ? Number(choice.dataset.score) : null;
  }

  function changed(item, last, now) {
    const id = item.dataset.item;
    const before = points(item, last.answers[id]);
    const after = points(item, now[id]);
    if (before === null || after === null || before === after) return null;
    const row = document.createElement("li");
    row.textContent = (after > before ? words.textBetter : words.textWorse) + ": " + item.querySelector("legend").textContent.trim();
    row.className = after > before ? "is-better" : "is-worse";
    return row;
  }

  function difference(number) {
    if (number === 0) return words.textSame;
    return (number > 0 ? "+" : "−") + Math.abs(number);
  }

  form.addEventListener("checklist:change", function (event) {
    const { state, result, items } = event.detail;
    const last = state.history[state.history.length - 1];
    box.hidden = !last;
    if (!last) return;
    const line = words.textLast + " " + window.tebiki.stamp(last.at) + ": " + last.score + " / " + last.max;
    box.querySelector("[data-compare-line]").textContent = line + " (" + difference(result.score - last.score) + ")";
    const rows = items.map((item) => changed(item, last, state.answers)).filter(Boolean);
    box.querySelector("[data-compare-list]").replaceChildren(...rows);
  });
})();
