// What readers come for, each as a task with an end.
import assert from "node:assert/strict";
import { test } from "node:test";

import { combinations } from "./support/combinations.mjs";
import * as dialog from "./support/dialog.mjs";
import { exported } from "./support/exported.mjs";
import { follow, press, visible } from "./support/person.mjs";

async function doStep(page) {
  const tick = await visible(page, "[data-tick]");
  await tick.focus();
  await page.keyboard.press(" ");
  assert.ok(await page.$eval("[data-tick]", (box) => box.checked));
  const before = await page.$eval(".step:not([hidden])", (step) => step.id);
  await press(page, "[data-run-next]");
  await page.waitForFunction((id) => document.querySelector(".step:not([hidden])").id !== id, {}, before);
}

async function runFlow(page) {
  await page.visit("index.html");
  await follow(page, 'main a[href="incident/flow-malware.html"]');
  await press(page, "[data-run-start]");
  for (let step = 0; step < 5; step++) await doStep(page);
  await page.reload({ waitUntil: "load" });
  assert.match(await page.$eval("[data-run-done]", (done) => done.textContent), /^5 \//, "a reload loses nothing");
  while (!(await page.$eval("[data-run-end]", (button) => !button.hidden))) await press(page, "[data-run-next]");
  await press(page, "[data-run-end]");
  const text = await exported(page, () => press(page, '[data-record] [data-do="text"]'));
  assert.equal(text.match(/\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\]/g).length, 5);
  const edition = await page.$eval("html", (html) => html.dataset.edition);
  assert.ok(edition && text.includes(edition), "the record names the edition");
  const data = JSON.parse(await exported(page, () => press(page, '[data-record] [data-do="json"]')));
  assert.equal(data.record.filter((entry) => entry.done).length, 5);
}

async function findContact(page) {
  await page.visit("incident/flow-suspicious-mail.html");
  const calls = await page.$$eval("main .contacts a[href]", (links) => links.map((link) => link.getAttribute("href")));
  assert.ok(calls.some((href) => href.includes("contact")), "the flow of a suspicious mail names a contact");
  await page.visit("threats/phishing.html");
  await follow(page, "main .contact-name a");
  assert.match(page.place(), /^contacts\//);
  await visible(page, "main .contact-sheet :is(a[href^='tel:'], a[href^='https:'])");
  // The search comes last: a page that is left while it loads the index counts as a problem.
  await page.visit("index.html");
  await dialog.open(page);
  const first = await dialog.type(page, "フィッシング メール");
  await dialog.follow(page, () => first.click());
}

async function answer(page) {
  await page.visit("check/self-check-25.html");
  const items = await page.$$("[data-item]");
  assert.equal(items.length, 25);
  await page.$$eval("[data-item]", (fieldsets) => {
    for (const fieldset of fieldsets) fieldset.querySelector("input").click();
  });
  const numbers = await page.$eval(".result-sheet", (sheet) => ({
    answered: sheet.querySelector("[data-answered]").textContent,
    band: sheet.querySelectorAll("[data-band].is-current").length,
  }));
  assert.deepEqual(numbers, { answered: "25", band: 1 });
  await page.evaluate(() => (window.print = () => (document.body.dataset.printed = "yes")));
  await press(page, '.checklist [data-do="print"]');
  assert.equal(await page.$eval("body", (body) => body.dataset.printed), "yes");
  await page.reload({ waitUntil: "load" });
  assert.equal(await page.$eval("[data-answered]", (answered) => answered.textContent), "25", "a reload loses nothing");
}

combinations((read) => {
  test("a malware alert: find the flow, do five steps, export the record", () => read({ width: 390 }, runFlow));
  test("find whom to call about a phishing mail", () => read({}, findContact));
  test("answer the 25 questions and print", () => read({}, answer));
});
