import { setTimeout as sleep } from "node:timers/promises";

const FIRST = "#search-results a[href]";

export async function isOpen(page) {
  return page.$eval("#search-dialog", (dialog) => dialog.open);
}

/** Opens the dialog with the key that the help names. */
export async function open(page) {
  await page.keyboard.press("/");
  await page.waitForSelector("#search-dialog[open]");
}

export async function openWithControlK(page) {
  await page.keyboard.down("Control");
  await page.keyboard.press("k");
  await page.keyboard.up("Control");
  await page.waitForSelector("#search-dialog[open]");
}

/** Types a query and waits until the list of results no longer changes. Returns its first link. */
export async function type(page, query) {
  await page.type("#search-input", query);
  await page.waitForSelector(FIRST);
  const look = () => page.$eval("#search-results", (list) => list.innerHTML);
  let before = null;
  let now = await look();
  while (now !== before) {
    await sleep(200);
    [before, now] = [now, await look()];
  }
  return page.$(FIRST);
}

/** Follows a link and waits for its page. An anchor on the open page needs no navigation. */
export async function follow(page, act) {
  const before = page.url();
  await act();
  await page.waitForFunction((url) => location.href !== url && document.readyState === "complete", {}, before);
}
