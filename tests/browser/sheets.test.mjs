// Checklists, forms and guides: filled in, kept, carried away, compared, cleared and taken in again.
import assert from "node:assert/strict";
import { test } from "node:test";

import { combinations } from "./support/combinations.mjs";
import { exported } from "./support/exported.mjs";
import { agree, choose, follow, holdsFocus, press, said, text, visible } from "./support/person.mjs";

const save = (page, form) => exported(page, () => press(page, `main [data-do="${form}"]`));

async function open(page, path) {
  await page.visit(path);
  await page.evaluate(() => localStorage.clear());
  await page.reload({ waitUntil: "load" });
}

/** Gives every question its nth answer, counted from 0. */
function answer(page, nth) {
  return page.$$eval("[data-item]", (items, nth) => items.forEach((item) => item.querySelectorAll("input")[nth].click()), nth);
}

const score = async (page) => Number(await text(page, "[data-score-now]"));

async function compared(page) {
  await open(page, "check/self-check-25.html");
  await answer(page, 1);
  const first = await score(page);
  assert.equal((await page.$$("[data-todo] li")).length, 25, "all that is not done is listed");
  await press(page, "[data-keep]");
  await answer(page, 0);
  const second = await score(page);
  assert.ok(second > first);
  assert.match(await text(page, "[data-compare-line]"), new RegExp(`\\+${second - first}`));
  assert.equal((await page.$$("[data-compare-list] .is-better")).length, 25);
  await page.reload({ waitUntil: "load" });
  assert.equal(await score(page), second, "a reload loses nothing");
  assert.match(await text(page, "[data-compare-line]"), new RegExp(`\\+${second - first}`));
}

async function toThePageThatHelps(page) {
  await open(page, "check/self-check-25.html");
  await answer(page, 1);
  await follow(page, "[data-todo] li a:not([href^='#'])");
  assert.ok(await page.$("main h1"));
  assert.notEqual(page.place(), "check/self-check-25.html");
}

async function carried(page) {
  await open(page, "check/self-check-25.html");
  await answer(page, 0);
  const best = await score(page);
  await press(page, "[data-keep]");
  const data = await save(page, "json");
  const { edition, answers, history } = JSON.parse(data);
  assert.ok(edition, "the answers name the edition of the questions");
  assert.equal(Object.keys(answers).length, 25);
  assert.equal(history.length, 1);
  assert.match(await save(page, "text"), new RegExp(`${best} / ${best}`));
  agree(page);
  await press(page, 'main [data-do="clear"]');
  assert.match(await said(page, "[data-carry-status]"), /消しました/);
  assert.equal(await score(page), 0);
  await holdsFocus(page, "clearing");
  await choose(page, "no JSON", () => press(page, 'main [data-do="import"]'));
  await page.waitForFunction(() => /読み込めません/.test(document.querySelector("[data-carry-status]").textContent));
  await choose(page, data, () => press(page, 'main [data-do="import"]'));
  await page.waitForFunction(() => document.querySelector("[data-answered]").textContent === "25");
  assert.equal(await score(page), best);
}

async function managementSheet(page) {
  await open(page, "check/management-checksheet.html");
  const items = (await page.$$("[data-item]")).length;
  await answer(page, 0);
  assert.equal(await text(page, "[data-answered]"), String(items));
  await page.reload({ waitUntil: "load" });
  assert.equal(await text(page, "[data-answered]"), String(items));
}

async function form(page) {
  await open(page, "incident/consultation-form.html");
  const company = await visible(page, "[name='company.company']").catch(() => visible(page, ".field input[type=text]"));
  await company.type("試験株式会社");
  assert.equal((await page.$$("[data-details].is-asked")).length, 0);
  await press(page, "[data-asks-details]", " ");
  const details = await visible(page, "[data-details].is-asked textarea");
  await details.type("取引先から電話");
  await page.reload({ waitUntil: "load" });
  const data = await save(page, "json");
  assert.ok(data.includes("試験株式会社") && data.includes("取引先から電話"), "a reload loses nothing");
  assert.match(await save(page, "text"), /試験株式会社[\s\S]*取引先から電話/);
  agree(page);
  await press(page, 'main [data-do="clear"]');
  await holdsFocus(page, "clearing");
  assert.ok(!(await save(page, "json")).includes("試験株式会社"));
  await choose(page, data, () => press(page, 'main [data-do="import"]'));
  await page.waitForFunction(() => /読み込みました/.test(document.querySelector("[data-carry-status]").textContent));
  assert.ok((await save(page, "json")).includes("試験株式会社"));
}

const question = (page) => page.$eval("[data-node]:not([hidden])", (node) => node.id);

async function guide(page) {
  await open(page, "check/six-class-guide.html");
  const first = await question(page);
  const choose = async () => {
    const before = await question(page);
    await press(page, "[data-node]:not([hidden]) [data-option]");
    await page.waitForFunction((id) => document.querySelector("[data-node]:not([hidden])").id !== id, {}, before);
    await holdsFocus(page, "an answer");
  };
  await choose();
  const second = await question(page);
  await choose();
  await page.reload({ waitUntil: "load" });
  assert.equal((await page.$$("[data-guide-trail] li")).length, 2, "a reload keeps the answers");
  await press(page, "[data-guide-back]");
  await page.waitForFunction((id) => document.querySelector("[data-node]:not([hidden])").id === id, {}, second);
  while (!(await page.$("[data-node].guide-advice:not([hidden])"))) await choose();
  await visible(page, ".guide-advice:not([hidden]) .card a");
  await press(page, "[data-guide-all]");
  assert.ok((await page.$$("[data-node]:not([hidden])")).length > 5);
  await press(page, "[data-guide-again]");
  await page.waitForFunction(() => !document.querySelector("[data-guide-trail] li"));
  assert.deepEqual(await page.$$eval("[data-node]:not([hidden])", (nodes) => nodes.map((node) => node.id)), [first]);
}

combinations((read) => {
  test("the 25 questions, compared with the last time", () => read({}, compared));
  test("from a question that is not done to the page that helps", () => read({}, toThePageThatHelps));
  test("answers are carried away, cleared and taken in again", () => read({}, carried));
  test("the management sheet is kept", () => read({}, managementSheet));
  test("the consultation form is filled in and carried away", () => read({ width: 390 }, form));
  test("the guide leads to advice, back, and starts again", () => read({ width: 390 }, guide));
});
