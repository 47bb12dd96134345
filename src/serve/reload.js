// Follows the editions of a previewed book. Only `tebiki serve` adds this script to pages.
(() => {
  "use strict";
  // The page itself: an edition that came before this script could ask is another.
  let known = { number: 0, ...document.currentScript.dataset };

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
      if (next.substance !== known.substance) return location.reload();
      if (next.style !== known.style) swapStyle(next);
      known = next;
    } catch {
      await new Promise((wait) => setTimeout(wait, 1000));
    }
    follow();
  };
  follow();
})();
