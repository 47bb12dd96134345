// Every function is reached by keyboard, and where the keyboard is can be seen.
import assert from "node:assert/strict";
import { test } from "node:test";

import { onePerTemplate } from "./support/book.mjs";
import { combinations } from "./support/combinations.mjs";
import * as dialog from "./support/dialog.mjs";
import { nothing } from "./support/nothing.mjs";
import { holdsFocus, press, visible } from "./support/person.mjs";

const WIDTHS = [320, 1280];

// Runs inside the page, after the tab key: what a script focuses then is shown as the keyboard's.
function unseen() {
  const name = (element) => `${element.localName}.${element.className} ${element.textContent.trim().slice(0, 30)}`;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]");
  const ring = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };
  const hasRing = (element) => ring(element) || ring(element, "::after") || ring(element.closest("label") ?? element);
  const part = [0.02, 0.5, 0.98];
  const within = (low, high, size) => part.map((share) => Math.max(low, 0) + share * (Math.min(high, size) - Math.max(low, 0)));
  const belongs = (element, found) =>
    found && (element.contains(found) || found.contains(element.closest("label") ?? element) || found.closest("label") === (element.closest("label") ?? 0));
  // Something of it can be seen: no bar lies over all of it.
  const onTop = (element) =>
    [...element.getClientRects()].some((box) =>
      within(box.left, box.right, innerWidth).some((x) =>
        within(box.top, box.bottom, innerHeight).some((y) => belongs(element, document.elementFromPoint(x, y))),
      ),
    );
  document.documentElement.style.scrollBehavior = "auto";
  const complaints = [];
  const all = [...document.querySelectorAll("a[href], button, input, textarea, select, summary, [tabindex]")];
  for (const element of all.filter(shown)) {
    if (element.tabIndex > 0) complaints.push(`tabindex of its own: ${name(element)}`);
    if (element.tabIndex < 0 || element.disabled) continue;
    element.focus({ focusVisible: true });
    if (document.activeElement !== element) complaints.push(`takes no focus: ${name(element)}`);
    else if (!hasRing(element)) complaints.push(`shows no focus: ${name(element)}`);
    else if (!onTop(element)) complaints.push(`is covered when it has the focus: ${name(element)}`);
  }
  return complaints;
}

const active = (page, read) => page.evaluate(read);

async function skips(page) {
  await page.visit("threats/ransomware.html");
  await page.keyboard.press("Tab");
  assert.ok(await active(page, () => document.activeElement.matches(".skip-link")));
  await page.keyboard.press("Enter");
  assert.ok(await active(page, () => document.activeElement.id === "main"));
  await page.keyboard.press("Tab");
  assert.ok(await active(page, () => document.activeElement.closest("main") !== null), "the next stop is in the main part");
}

async function menu(page) {
  await page.visit("threats/ransomware.html");
  await press(page, ".tool-menu");
  assert.ok(await active(page, () => document.activeElement.closest("#site-nav") !== null), "the focus is in the menu");
  await page.keyboard.press("Escape");
  assert.ok(await active(page, () => document.activeElement.matches(".tool-menu")), "and goes back to the button");
}

async function search(page) {
  await page.visit("threats/ransomware.html");
  await press(page, "button[data-search-open]");
  await page.waitForSelector("#search-dialog[open]");
  assert.ok(await active(page, () => document.activeElement.id === "search-input"));
  await page.keyboard.press("Escape");
  assert.equal(await dialog.isOpen(page), false);
  assert.ok(await active(page, () => document.activeElement.matches("[data-search-open]")), "the focus goes back");
}

// The key itself would open a bar of Firefox wherever the page does not take it.
const takesSlash = (page) =>
  page.evaluate(() => !document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "/", bubbles: true, cancelable: true })));

async function slash(page) {
  await page.visit("index.html");
  await dialog.open(page);
  await press(page, "#search-slash", " ");
  await page.keyboard.press("Escape");
  assert.equal(await takesSlash(page), false, "the key is off");
  await page.reload({ waitUntil: "load" });
  assert.equal(await takesSlash(page), false, "and stays off");
  await dialog.openWithControlK(page);
  await press(page, "#search-slash", " ");
  await page.keyboard.press("Escape");
  await dialog.open(page);
}

const tip = (page) => page.$eval("main .term", (term) => getComputedStyle(term, "::after").content !== "none");

async function meaning(page) {
  await page.visit("threats/ransomware.html");
  await page.keyboard.press("Tab");
  await (await visible(page, "main .term")).focus();
  // Without a pointer that can hover there is no tip; a tap leads to the glossary.
  if (!(await active(page, () => matchMedia("(hover: hover)").matches))) return;
  assert.ok(await tip(page), "the meaning is shown");
  await page.keyboard.press("Escape");
  assert.equal(await tip(page), false, "Escape puts it away");
  await holdsFocus(page, "Escape");
}

async function scheme(page) {
  await page.visit("index.html");
  const before = await page.$eval("html", (html) => html.dataset.scheme);
  await press(page, "[data-scheme-switch]");
  const after = await page.$eval("html", (html) => html.dataset.scheme);
  assert.notEqual(after, before);
  await page.reload({ waitUntil: "load" });
  assert.equal(await page.$eval("html", (html) => html.dataset.scheme), after, "the choice is kept");
}

combinations(
  (read) => {
    for (const [template, path] of onePerTemplate()) {
      test(`the focus is seen: ${template}`, () =>
        read({}, async (page) => {
          for (const width of WIDTHS) {
            await page.setViewport({ width, height: 800 });
            await page.visit(path);
            await page.keyboard.press("Tab");
            nothing(await page.evaluate(unseen));
          }
        }));
    }
    test("the link past the header", () => read({}, skips));
    test("the menu of a telephone", () => read({ width: 390 }, menu));
    test("the search dialog gives the focus back", () => read({}, search));
    test("the key / can be turned off", () => read({}, slash));
    test("the meaning of a term can be put away", () => read({}, meaning));
    test("the colours are switched and kept", () => read({}, scheme));
  },
  { ways: ["file"] },
);
