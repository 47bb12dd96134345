// Follows the editions of a previewed book. Only `tebiki serve` adds this script to pages.
(() => {
  "use strict";
  let known = null;

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
      const answer = await fetch("/__tebiki/edition?known=" + (known ? known.number : 0));
      const next = await answer.json();
      show(next.problems);
      if (known && next.substance !== known.substance) return location.reload();
      if (known && next.style !== known.style) swapStyle(next);
      known = next;
    } catch {
      await new Promise((wait) => setTimeout(wait, 1000));
    }
    follow();
  };
  follow();
})();
