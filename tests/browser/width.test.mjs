// No page scrolls sideways on the narrowest telephone.
import { test } from "node:test";

import { onePerTemplate } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import { nothing } from "./support/nothing.mjs";

const WIDTH = 320;

// Runs inside the page. What sticks out inside a box that scrolls by itself is meant to.
function sticksOut(width) {
  const scrolls = (element) => element && (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
  const wide = (element) => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement);
  const name = (element) => `${element.localName}.${element.getAttribute("class") ?? ""} ${element.textContent.trim().slice(0, 30)}`;
  window.scrollTo(1000, 0);
  if (window.scrollX === 0 && document.documentElement.scrollWidth <= width) return [];
  return ["the page scrolls sideways", ...[...document.body.querySelectorAll("*")].filter(wide).slice(0, 5).map(name)];
}

combinations(
  (read) => {
    for (const [template, path] of onePerTemplate()) {
      test(`${template}: ${path}`, () =>
        read({ width: WIDTH, height: 640 }, async (page) => {
          await page.visit(path);
          nothing(await page.evaluate(sticksOut, WIDTH));
        }));
    }
  },
  { ways: ["file"] },
);
