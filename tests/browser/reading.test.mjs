// What pages offer beside their text, and how the text is set.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { build, newBook, onePerTemplate } from "./support/book.mjs";
import { launch } from "./support/browsers.mjs";
import { combinations } from "./support/combinations.mjs";
import { nothing } from "./support/nothing.mjs";
import { follow, press, text, visible } from "./support/person.mjs";

// Runs inside the page: running text that has room for more characters of full width than wanted.
function tooLong(most) {
  const size = (element) => parseFloat(getComputedStyle(element).fontSize);
  const room = (element) => element.clientWidth - parseFloat(getComputedStyle(element).paddingLeft) - parseFloat(getComputedStyle(element).paddingRight);
  const runs = [...document.querySelectorAll("main :is(p, li, dd, blockquote)")].filter(
    (element) => element.checkVisibility() && !element.closest("table, nav, .carry") && element.textContent.trim().length > most,
  );
  const long = runs.filter((element) => getComputedStyle(element).display !== "flex" && !element.querySelector("p, li") && room(element) / size(element) > most + 1);
  return long.map((element) => `${(room(element) / size(element)).toFixed(1)}: ${element.outerHTML.slice(0, 120)}`);
}

// Runs inside the page: the spacing that WCAG 1.4.12 asks to bear, and what is then cut off.
function spaced() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }");
  document.adoptedStyleSheets = [sheet];
  const clipped = (element) => {
    const style = getComputedStyle(element);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY) && style.clipPath === "none";
    return hides && element.checkVisibility() && (element.scrollWidth > element.clientWidth + 2 || element.scrollHeight > element.clientHeight + 2);
  };
  const cut = [...document.querySelectorAll("body *")].filter((element) => element.textContent.trim() && clipped(element));
  const wide = document.documentElement.scrollWidth > innerWidth ? ["the page scrolls sideways"] : [];
  return [...wide, ...cut.map((element) => `cut off: ${element.outerHTML.slice(0, 120)}`)];
}

async function around(page) {
  await page.visit("threats/ransomware.html");
  await visible(page, ".breadcrumbs a");
  await visible(page, ".page-kind");
  await visible(page, ".badge-role");
  await visible(page, ".page-facts time");
  await visible(page, ".relations a");
  await visible(page, ".sources a");
  assert.ok((await page.$$(".backlinks li")).length > 0);
  assert.match(await text(page, ".page-meta time"), /^\d{4}-\d\d-\d\d$/);
  const branches = await page.$$eval(".sidebar li", (entries) => entries.filter((entry) => entry.querySelector("ul")).map((entry) => entry.className));
  assert.deepEqual(branches, ["is-open"], "only the open branch is open");
  await follow(page, ".pager-next");
  await follow(page, ".pager-previous");
  assert.equal(page.place(), "threats/ransomware.html");
}

async function stale(page) {
  await page.visit("contacts/contact-ipa-anshin.html");
  await visible(page, ".unverified");
  assert.match(await text(page, await page.$eval(".stale", (line) => (line.hidden ? ".none" : ".stale"))), /古くなっている/);
}

async function tagged(page) {
  await page.visit("tags.html");
  const [group] = await page.$$eval("main h2[id]", (found) => found.map((heading) => heading.id));
  await follow(page, "main .link-list a");
  await follow(page, ".tags a.badge");
  assert.match(page.place(), /^tags\.html#/);
  assert.ok(group);
}

async function contents(page) {
  await page.visit("threats/ransomware.html");
  const current = () => page.$eval(".toc [aria-current]", (link) => link.hash);
  const last = await page.$$eval(".toc a", (links) => links.at(-1).hash);
  assert.notEqual(await current(), last);
  await page.evaluate((id) => document.getElementById(decodeURIComponent(id.slice(1))).scrollIntoView({ behavior: "instant" }), last);
  await page.waitForFunction((hash) => document.querySelector(".toc [aria-current]").hash === hash, {}, last);
}

// The handbook has no code, and no address at which it is edited: this book has both.
function bookWithCode() {
  const folder = newBook('edit-url = "https://example.jp/edit/{path}"\n');
  writeFileSync(path.join(folder, "content/code.md"), "---\ntitle: 命令\n---\n\n```sh\nping localhost\n```\n");
  return pathToFileURL(path.join(build(folder), "code.html")).href;
}

async function copies(page) {
  await page.goto(bookWithCode());
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (words) => (window.copied = words) } });
  });
  await press(page, "main .copy");
  await page.waitForFunction(() => window.copied);
  assert.equal(await page.evaluate(() => window.copied), "ping localhost\n");
  assert.equal(await text(page, "main .copy"), "コピーしました");
  assert.equal(await page.$eval(".page-meta a", (link) => link.href), "https://example.jp/edit/content/code.md");
}

async function changes(page) {
  await page.visit("index.html");
  assert.ok((await page.$$("main .changes li time")).length > 0);
  await follow(page, "main .more-link a");
  assert.equal(page.place(), "changes.html");
  await follow(page, '.footer-links a[href="conformity.html"]');
  assert.equal((await page.$$(".criteria tbody tr")).length, 55, "all criteria of levels A and AA");
}

async function firstScreen(page) {
  await page.visit("index.html");
  const last = await page.$$eval(".home-alarm .tile", (tiles) => tiles.at(-1).getBoundingClientRect().bottom);
  assert.ok(last <= 844, `what happened is on the first screen of a telephone, and ends at ${last} px`);
}

combinations(
  (read) => {
    for (const [template, path] of onePerTemplate()) {
      test(`at most 40 characters a line: ${template}`, () =>
        read({}, async (page) => {
          await page.visit(path);
          nothing(await page.evaluate(tooLong, 40));
        }));
      test(`bears more space in its text: ${template}`, () =>
        read({ width: 320 }, async (page) => {
          await page.visit(path);
          nothing(await page.evaluate(spaced));
        }));
    }
    test("what stands around a page", () => read({}, around));
    test("old facts and unverified numbers are said to be so", () => read({}, stale));
    test("from a tag to its pages and back", () => read({}, tagged));
    test("the table of contents follows", () => read({}, contents));
    test("from home to what changed, and to the conformity page", () => read({}, changes));
    test("what happened is on the first screen", () => read({ width: 390, height: 844 }, firstScreen));
  },
  { ways: ["file"] },
);

for (const name of ["chromium", "firefox"]) {
  test(`${name}: code is copied, and the source is edited`, async () => {
    const browser = await launch(name);
    await copies(await browser.newPage()).finally(() => browser.close());
  });
}
