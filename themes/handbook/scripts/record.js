// The record of a run through a flow: what was done when, as a list, as text and as data.
(function () {
  "use strict";
  const root = document.querySelector("[data-flow]");
  const sheet = root && root.querySelector("[data-record]");
  if (!sheet) return;
  const words = sheet.dataset;
  const { stamp } = window.tebiki;
  let state = { steps: {}, trail: [] };

  function text(step, selector) {
    const part = step.querySelector(selector);
    return part ? part.textContent.trim() : "";
  }

  // Steps that were visited, in the order of the way taken, then any others that carry a mark.
  function visited() {
    const marked = Object.keys(state.steps).filter((id) => state.steps[id].done || state.steps[id].note);
    return [...new Set([...state.trail, ...marked])];
  }

  function line(id) {
    const step = root.querySelector(`[data-step="${CSS.escape(id)}"]`);
    const { done = null, note = "", branch = "" } = state.steps[id] || {};
    return {
      step: id,
      action: step ? text(step, "[data-step-action]") : id,
      actor: step ? text(step, "[data-step-actor]") : "",
      done,
      branch,
      note,
    };
  }

  function details(entry) {
    return [
      entry.actor && words.textActor + ": " + entry.actor,
      entry.branch && words.textBranch + ": " + entry.branch,
      entry.note && words.textNote + ": " + entry.note,
    ].filter(Boolean);
  }

  function head() {
    return [
      words.textStarted + ": " + (state.started ? stamp(state.started) : ""),
      words.textEnded + ": " + (state.ended ? stamp(state.ended) : ""),
      words.textElapsed + ": " + window.tebiki.elapsed(),
      words.textEdition + ": " + window.tebiki.edition(root),
    ];
  }

  function when(entry) {
    return entry.done ? stamp(entry.done) : words.textOpen;
  }

  function asText() {
    const lines = visited().map(line).map((entry, index) => {
      const more = details(entry).map((one) => "    " + one);
      return [index + 1 + ". [" + when(entry) + "] " + entry.action, ...more].join("\n");
    });
    return [root.dataset.title, ...head(), "", ...lines, ""].join("\n");
  }

  function item(entry) {
    const row = document.createElement("li");
    const time = document.createElement(entry.done ? "time" : "span");
    time.className = entry.done ? "record-time" : "record-time is-open";
    time.textContent = when(entry);
    const action = document.createElement("b");
    action.textContent = entry.action;
    row.append(time, " ", action);
    for (const one of details(entry)) {
      const more = document.createElement("p");
      more.textContent = one;
      row.append(more);
    }
    return row;
  }

  function paint() {
    sheet.querySelector("[data-record-head]").textContent = head().join(" / ");
    sheet.querySelector("[data-record-list]").replaceChildren(...visited().map(line).map(item));
  }

  function restore(data) {
    root.dispatchEvent(new CustomEvent("flow:restore", { detail: data }));
  }

  const saved = window.tebiki.carry(root, {
    id: root.dataset.id,
    title: root.dataset.title,
    text: asText,
    data: () => ({ ...state, record: visited().map(line) }),
    restore: ({ edition, started, ended, trail = [], steps = {} }) =>
      restore({ edition, started, ended, trail, steps, running: true, recording: Boolean(ended) }),
    clear: () => restore({}),
  });
  root.addEventListener("flow:change", function (event) {
    state = event.detail.state;
    paint();
    if (!event.detail.saved) saved(false);
  });
})();
