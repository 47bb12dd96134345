// Counts a checklist, keeps the answers by the stable ids of their items, and lists what to
// work on. compare.js holds them against the last time.
(function () {
  "use strict";
  const form = document.querySelector("[data-checklist]");
  if (!form) return;
  const find = (selector) => form.querySelector(selector);
  const items = [...form.querySelectorAll("[data-item]")];
  const store = window.tebiki.store("checklist:" + form.dataset.id);
  const words = find(".result-sheet").dataset;
  let state = { answers: {}, history: [], ...store.load() };

  // A list whose choices have no points counts how often its first choice was taken.
  function countFirstChoice() {
    for (const item of items) {
      item.querySelectorAll("input").forEach((input, index) => (input.dataset.score = index === 0 ? 1 : 0));
    }
    words.textScore = items[0].querySelector("label").textContent.trim();
    find(".score-label").textContent = words.textScore;
  }

  function best(item) {
    return Math.max(...[...item.querySelectorAll("[data-score]")].map((choice) => Number(choice.dataset.score)));
  }

  function chosen(item) {
    return item.querySelector("input:checked");
  }

  // An answer without points ("does not apply") counts neither for nor against.
  function counts(item) {
    return !(chosen(item) && chosen(item).dataset.score === undefined);
  }

  function weak(item) {
    const choice = chosen(item);
    return Boolean(choice) && counts(item) && Number(choice.dataset.score) < best(item);
  }

  function sum(list) {
    return list.reduce((total, number) => total + number, 0);
  }

  function tally() {
    const counted = items.filter(counts);
    return {
      answered: items.filter(chosen).length,
      score: sum(counted.map((item) => Number(chosen(item)?.dataset.score || 0))),
      max: sum(counted.map(best)),
    };
  }

  function question(item) {
    return item.querySelector("legend").textContent.trim();
  }

  function todo(item) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = "#" + item.id;
    link.textContent = question(item);
    row.append(link);
    const help = item.querySelector("[data-help] a");
    if (help) row.append(" → ", help.cloneNode(true));
    return row;
  }

  function paintBand(result) {
    const complete = result.answered === items.length;
    for (const band of form.querySelectorAll("[data-band]")) {
      const inside = Number(band.dataset.min) <= result.score && result.score <= Number(band.dataset.max);
      band.classList.toggle("is-current", complete && inside);
      if (complete && inside) band.setAttribute("aria-current", "true");
      else band.removeAttribute("aria-current");
    }
  }

  function paint() {
    const result = tally();
    for (const item of items) item.classList.toggle("is-weak", weak(item));
    find("[data-score-now]").textContent = result.score;
    find("[data-score-max]").textContent = result.max;
    find("[data-answered]").textContent = result.answered;
    find("[data-items]").textContent = items.length;
    find("[data-score-bar]").value = result.max ? Math.max(0, result.score) / result.max : 0;
    const list = items.filter(weak);
    find("[data-todo-box]").hidden = !list.length;
    find("[data-todo]").replaceChildren(...list.map(todo));
    paintBand(result);
    form.dispatchEvent(new CustomEvent("checklist:change", { detail: { state, result, items } }));
  }

  function fill() {
    for (const input of form.querySelectorAll("input[type=radio]")) input.checked = state.answers[input.name] === input.value;
    paint();
  }

  function asText() {
    const result = tally();
    const lines = items.map((item) => "[" + (chosen(item)?.parentElement.textContent.trim() || words.textOpen) + "] " + question(item));
    const score = words.textScore + ": " + result.score + " / " + result.max;
    const head = [form.dataset.title, window.tebiki.stamp(new Date()), score, words.textAnswered + ": " + result.answered + " / " + items.length];
    return [...head, "", ...lines, ""].join("\n");
  }

  function change(next) {
    state = next;
    saved(store.save(state));
    fill();
  }

  const saved = window.tebiki.carry(form, {
    id: form.dataset.id,
    title: form.dataset.title,
    text: asText,
    data: () => ({ edition: window.tebiki.edition(form), ...tally(), ...state }),
    restore: ({ answers = {}, history = [] }) => change({ answers, history }),
    clear: () => change({ answers: {}, history: [] }),
  });

  form.addEventListener("change", function (event) {
    if (event.target.type !== "radio") return;
    state.answers[event.target.name] = event.target.value;
    saved(store.save(state));
    paint();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  find("[data-keep]").addEventListener("click", function () {
    const kept = { at: new Date().toISOString(), edition: window.tebiki.edition(form), ...tally(), answers: { ...state.answers } };
    change({ ...state, history: [...state.history, kept] });
  });
  if (!find("[data-score]")) countFirstChoice();
  // The other scripts of the page must be listening before the first change is told.
  document.addEventListener("DOMContentLoaded", fill);
})();
