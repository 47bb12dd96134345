// Shows a guide one question at a time. The place is the address's fragment, so the browser's
// own back button works; without this script all questions and advice are one linked page.
(function () {
  "use strict";
  const root = document.querySelector("[data-guide]");
  if (!root) return;
  const nodes = [...root.querySelectorAll("[data-node]")];
  const find = (selector) => root.querySelector(selector);
  const trailList = find("[data-guide-trail]");
  const all = find("[data-guide-all]");
  const store = window.tebiki.store("guide:" + root.dataset.id);
  let trail = (store.load()?.trail || []).filter((step) => nodes.some((node) => node.id === step.id));

  function title(node) {
    return node.querySelector("[data-node-title]").textContent;
  }

  function here() {
    return nodes.find((node) => new URL("#" + node.id, location.href).hash === location.hash);
  }

  function row(step) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = "#" + step.id;
    link.textContent = step.question;
    item.append(link, " ", step.answer);
    return item;
  }

  function paint(node) {
    const open = all.getAttribute("aria-pressed") === "true";
    for (const one of nodes) one.hidden = !open && one !== node;
    const seen = trail.findIndex((step) => step.id === node.id);
    if (seen >= 0) trail = trail.slice(0, seen);
    trailList.replaceChildren(...trail.map(row));
    trailList.hidden = open || !trail.length;
    find("[data-guide-back]").disabled = open || !trail.length;
    store.save({ trail, here: node.id });
  }

  // The question where the reader left off, unless the address names another.
  function resumed() {
    return here() || nodes.find((node) => node.id === store.load()?.here) || nodes[0];
  }

  function arrive() {
    const node = here() || (location.hash ? null : nodes[0]);
    if (!node) return;
    paint(node);
    const heading = node.querySelector("h2");
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: "center" });
  }

  root.addEventListener("click", function (event) {
    const option = event.target.closest("[data-option]");
    if (!option) return;
    const node = option.closest("[data-node]");
    trail.push({ id: node.id, question: title(node), answer: option.textContent.trim() });
  });
  find("[data-guide-back]").addEventListener("click", () => (location.hash = trail[trail.length - 1].id));
  find("[data-guide-again]").addEventListener("click", function () {
    trail = [];
    store.clear();
    all.setAttribute("aria-pressed", "false");
    if (here() === nodes[0]) arrive();
    else location.hash = nodes[0].id;
  });
  all.addEventListener("click", function () {
    all.setAttribute("aria-pressed", String(all.getAttribute("aria-pressed") !== "true"));
    paint(resumed());
  });
  window.addEventListener("hashchange", arrive);
  find("[data-guide-bar]").hidden = false;
  paint(resumed());
})();
