// What a person does on a page, by keyboard alone.
import assert from "node:assert/strict";

/** The first element of a selector that is shown. */
export async function visible(page, selector) {
  for (const element of await page.$$(selector)) if (await element.isVisible()) return element;
  return assert.fail(`${page.place()} shows no ${selector}`);
}

/** Puts the focus on an element and presses a key, Enter unless told. */
export async function press(page, selector, key = "Enter") {
  const element = await visible(page, selector);
  await element.focus();
  await page.keyboard.press(key);
}

/** Follows a link to another page. */
export async function follow(page, selector) {
  await Promise.all([page.waitForNavigation({ waitUntil: "load" }), press(page, selector)]);
}

/** Text of an element, without the space around it. */
export function text(page, selector) {
  return page.$eval(selector, (element) => element.textContent.trim());
}

/** Fails when the focus is on nothing, or on something that is not shown. */
export async function holdsFocus(page, after) {
  const lost = await page.evaluate(() => {
    const element = document.activeElement;
    return element === document.body || element.getClientRects().length === 0;
  });
  assert.equal(lost, false, `the focus is lost after ${after}`);
}

/** Answers the next question of the browser, or the next ones, with yes. */
export function agree(page) {
  page.on("dialog", (dialog) => dialog.accept());
}

/** Chooses a file with this text in the file dialog that `act` opens. */
export async function choose(page, contents, act) {
  await page.evaluate((contents) => {
    const click = HTMLInputElement.prototype.click;
    HTMLInputElement.prototype.click = function () {
      HTMLInputElement.prototype.click = click;
      const files = new DataTransfer();
      files.items.add(new File([contents], "chosen.json", { type: "application/json" }));
      this.files = files.files;
      this.dispatchEvent(new Event("change"));
    };
  }, contents);
  await act();
}

/** Waits until an element of a selector has some text, and returns it. */
export async function said(page, selector) {
  const find = (selector) => [...document.querySelectorAll(selector)].find((one) => one.textContent.trim() && one.getClientRects().length);
  await page.waitForFunction(find, {}, selector);
  return page.evaluate((selector) => {
    const shown = [...document.querySelectorAll(selector)].find((one) => one.textContent.trim() && one.getClientRects().length);
    return shown.textContent.trim();
  }, selector);
}
