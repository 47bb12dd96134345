// Shows which edition is read, and keeps the book on the reader's machine where a server gave it.
// The edition itself is said by assets/edition.js, so that pages stay the same between editions.
(function () {
  "use strict";
  const { edition, worker, root } = document.documentElement.dataset;
  const line = document.querySelector("[data-edition-line]");
  if (!line || !edition) return;
  const state = line.querySelector("[data-edition-state]");
  const button = line.querySelector("[data-edition-update]");
  line.querySelector("[data-edition-name]").textContent = edition;
  line.hidden = false;
  if (!worker || !/^https?:$/.test(location.protocol) || !navigator.serviceWorker) return;

  function offer(waiting) {
    state.textContent = state.dataset.newer;
    button.hidden = false;
    button.addEventListener("click", function () {
      navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
      waiting.postMessage("update");
    });
  }

  function follow(registration) {
    const coming = registration.installing;
    if (!coming) return;
    coming.addEventListener("statechange", function () {
      if (coming.state === "installed" && navigator.serviceWorker.controller) offer(coming);
      else if (coming.state === "activated") state.textContent = state.dataset.kept;
    });
  }

  async function start() {
    const registration = await navigator.serviceWorker.register(root + worker, { updateViaCache: "none" });
    if (registration.active) state.textContent = state.dataset.kept;
    if (registration.waiting) offer(registration.waiting);
    follow(registration);
    registration.addEventListener("updatefound", () => follow(registration));
  }

  // The page comes first: keeping the book must not hold up what is being read.
  window.addEventListener("load", () => start().catch(() => (state.textContent = "")));
})();
