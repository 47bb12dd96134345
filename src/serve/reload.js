// Follows the editions of a previewed book. Only `tebiki serve` adds this script to pages.
(() => {
  "use strict";
  const PLACE = "tebiki-place";
  // The page itself: an edition that came before this script could ask is another.
  let known = { number: 0, ...document.currentScript.dataset };

  // A place that was not reached stays: a file that is being written may be a short page for a moment.
  const reload = () => {
    if (!sessionStorage.getItem(PLACE)) sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
    history.scrollRestoration = "manual";
    location.reload();
  };

  const forget = () => sessionStorage.removeItem(PLACE);

  const comeBack = () => {
    history.scrollRestoration = "auto";
    const [page, left, top] = JSON.parse(sessionStorage.getItem(PLACE) ?? "[]");
    if (page === location.pathname) scrollTo({ left, top, behavior: "instant" });
    if (page !== location.pathname || scrollY >= top - 1) forget();
  };

  const show = (problems) => {
    document.getElementById("tebiki-problems")?.remove();
    if (!problems) return;
    const box = document.createElement("pre");
    box.id = "tebiki-problems";
    box.setAttribute("role", "alert");
    box.textContent = problems;
    document.body.prepend(box);
  };

  const swapStyle = (edition) => {
    const sheet = document.querySelector('link[rel="stylesheet"]');
    if (sheet) sheet.href = "/" + edition.style;
  };

  const follow = async () => {
    try {
      const answer = await fetch("/__tebiki/edition?known=" + known.number);
      const next = await answer.json();
      show(next.problems);
      if (next.substance !== known.substance) return reload();
      if (next.style !== known.style) swapStyle(next);
      known = next;
    } catch {
      await new Promise((wait) => setTimeout(wait, 1000));
    }
    follow();
  };

  // Who scrolls has another place in mind.
  for (const kind of ["wheel", "keydown", "pointerdown"]) addEventListener(kind, forget, { passive: true });
  addEventListener("load", comeBack);
  follow();
})();
