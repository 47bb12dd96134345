// Everything that a running flow offers, by keyboard, on a telephone.
import assert from "node:assert/strict";
import { test } from "node:test";

import { combinations } from "./support/combinations.mjs";
import { exported } from "./support/exported.mjs";
import { agree, choose, follow, holdsFocus, press, said, text, visible } from "./support/person.mjs";

const FLOW = "incident/flow-malware.html";
const STAMP = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

const step = (page) => page.$eval(".step:not([hidden])", (one) => one.dataset.step);
const save = (page, form) => exported(page, () => press(page, `[data-record] [data-do="${form}"]`));

async function start(page, flow = FLOW) {
  await page.visit(flow);
  await page.evaluate(() => localStorage.clear());
  await page.reload({ waitUntil: "load" });
  await press(page, "[data-run-start]");
  await holdsFocus(page, "the start");
}

async function oneStepAtATime(page) {
  await start(page);
  assert.equal((await page.$$(".step:not([hidden])")).length, 1);
  assert.equal(await text(page, ".step:not([hidden]) [data-step-actor]"), "従業員（機器を使っている人）");
  await press(page, "[data-tick]", " ");
  assert.match(await text(page, "[data-tick-time]"), STAMP);
  await (await visible(page, "[data-note]")).type("画面に赤い警告");
  await press(page, "[data-run-next]");
  await holdsFocus(page, "the next step");
  assert.equal(await step(page), "contact-admin");
  await press(page, "[data-run-back]");
  assert.equal(await page.$eval("[data-note]", (note) => note.value), "画面に赤い警告");
  await press(page, "[data-tick]", " ");
  assert.equal(await text(page, "[data-tick-time]"), "", "a tick can be taken back");
}

async function branches(page) {
  await start(page);
  await press(page, "[data-run-next]");
  await press(page, '.step:not([hidden]) [data-branch="spread"]');
  await holdsFocus(page, "a branch");
  assert.equal(await step(page), "spread");
  await press(page, "[data-run-back]");
  assert.equal(await step(page), "contact-admin", "back is where the reader came from");
  await follow(page, '.step:not([hidden]) [data-branch-page][href*="flow-ransomware"]');
  assert.equal(page.place(), "incident/flow-ransomware.html");
  await visible(page, "[data-run-start]");
  await page.visit(FLOW);
  assert.equal(await step(page), "contact-admin", "the flow that was left waits");
  await press(page, "[data-run-record]");
  assert.match(await save(page, "text"), /金銭を求める表示/, "the record names the branch");
}

/** Runs in the page: sets its clock on. */
function anHourLater() {
  const now = Date.now;
  Date.now = () => now() + 60 * 60 * 1000;
}

async function leaveAndResume(page) {
  await start(page);
  await press(page, "[data-tick]", " ");
  await press(page, "[data-run-leave]");
  await holdsFocus(page, "leaving");
  assert.ok((await page.$$(".step:not([hidden])")).length > 5, "all steps are shown");
  await page.evaluateOnNewDocument(anHourLater);
  await page.reload({ waitUntil: "load" });
  await press(page, "[data-run-start]");
  assert.match(await text(page, "[data-run-time]"), /^1:0\d:/, "the time went on");
  assert.ok(await page.$eval("[data-tick]", (tick) => tick.checked));
}

async function carryAndReturn(page) {
  await start(page);
  await press(page, "[data-tick]", " ");
  await (await visible(page, "[data-note]")).type("メモ");
  await press(page, "[data-run-record]");
  await holdsFocus(page, "the record");
  const data = await save(page, "json");
  assert.equal(JSON.parse(data).record[0].note, "メモ");
  agree(page);
  await press(page, '[data-record] [data-do="clear"]');
  await holdsFocus(page, "clearing");
  assert.match(await said(page, "[data-flow-intro] [data-carry-status]"), /消しました/);
  assert.equal(await page.evaluate(() => Object.values(localStorage).join("").includes("メモ")), false);
  await choose(page, '{"page": "another"}', () => press(page, '[data-flow-intro] [data-do="import"]'));
  await page.waitForFunction(() => /読み込めません/.test(document.querySelector("[data-carry-status]").textContent));
  await choose(page, data, () => press(page, '[data-flow-intro] [data-do="import"]'));
  await page.waitForSelector("[data-tick]:checked");
  assert.equal(await page.$eval("[data-note]", (note) => note.value), "メモ");
  await holdsFocus(page, "taking in");
}

async function toTheEnd(page) {
  await start(page);
  await press(page, "[data-tick]", " ");
  while (!(await page.$eval("[data-run-end]", (button) => !button.hidden))) await press(page, "[data-run-next]");
  await press(page, "[data-run-end]");
  await holdsFocus(page, "the end");
  assert.match(await text(page, "[data-record-head]"), /終了: \d{4}/);
  const { started, ended } = JSON.parse(await save(page, "json"));
  assert.ok(new Date(started) <= new Date(ended));
  await page.evaluate(() => (window.print = () => (document.body.dataset.printed = "yes")));
  await press(page, '[data-record] [data-do="print"]');
  assert.equal(await page.$eval("body", (body) => body.dataset.printed), "yes");
  await press(page, "[data-run-again]");
  assert.equal((await page.$$(".step:not([hidden])")).length, 1, "an ended flow can go on");
}

combinations((read) => {
  const phone = { width: 390, height: 844 };
  test("one step at a time, with a tick, a note and the way back", () => read(phone, oneStepAtATime));
  test("branches, in the flow and to another flow", () => read(phone, branches));
  test("leave, reload, resume: the time goes on", () => read(phone, leaveAndResume));
  test("carry the record away, clear, and take it in again", () => read(phone, carryAndReturn));
  test("to the end, print, and on again", () => read(phone, toTheEnd));
});
