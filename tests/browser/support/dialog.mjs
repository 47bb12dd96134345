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

/** Types a query and waits until its results are shown. Returns their first link. */
export async function type(page, query) {
  await page.type("#search-input", query);
  await page.waitForSelector('#search-results[data-state="done"]');
  return page.waitForSelector(FIRST);
}

/** Puts a query into the field at once, and waits until what was found is shown. */
export async function paste(page, query) {
  await page.$eval(
    "#search-input",
    function (input, query) {
      document.getElementById("search-results").dataset.state = "";
      input.value = query;
      input.dispatchEvent(new Event("input"));
    },
    query,
  );
  await page.waitForSelector('#search-results[data-state="done"]');
}

/** Follows a link and waits for its page. An anchor on the open page needs no navigation. */
export async function follow(page, act) {
  const before = page.url();
  await act();
  await page.waitForFunction((url) => location.href !== url && document.readyState === "complete", {}, before);
}
