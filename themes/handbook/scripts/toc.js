// Opens the table of contents where there is room, and marks the part that is being read.
(function () {
  "use strict";
  const details = document.querySelector("[data-toc]");
  if (!details) return;
  const wide = window.matchMedia("(min-width: 80em)");
  const fit = () => (details.open = wide.matches);
  wide.addEventListener("change", fit);
  fit();

  const links = new Map();
  for (const link of details.querySelectorAll("a")) {
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (target) links.set(target, link);
  }
  const headings = [...links.keys()];
  if (!headings.length || !("IntersectionObserver" in window)) return;

  function mark() {
    const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 140);
    const current = passed[passed.length - 1] || headings[0];
    for (const [heading, link] of links) {
      if (heading === current) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    }
  }

  // A heading enters or leaves the upper part: nothing is measured on every scroll. The observer
  // speaks first when the page has been laid out: asking here would lay it out once more.
  const observer = new IntersectionObserver(mark, { rootMargin: "0px 0px -75% 0px" });
  for (const heading of headings) observer.observe(heading);
})();
