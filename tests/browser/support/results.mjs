/** The output path of an address inside the site, decoded and without a query string. */
function pathOf(address, base) {
  const { href, hash, search } = new URL(address);
  const path = href.slice(base.length, href.length - hash.length - search.length);
  return decodeURI(path) + decodeURIComponent(hash);
}

/**
 * Opens `search.html` with a query; returns what it lists when it says that it has finished. What
 * holds only a part of the query stands in a list of its own.
 */
export async function ask(page, query) {
  await page.visit("search.html?q=" + encodeURIComponent(query));
  return listed(page);
}

export async function listed(page) {
  await page.waitForSelector('#results[data-state="done"]');
  const links = (selector) => page.$$eval(`${selector} a[href]`, (found) => found.map((link) => link.href));
  const paths = async (selector) => (await links(selector)).map((href) => pathOf(href, page.base));
  return {
    total: Number(await page.$eval("#results", (element) => element.dataset.total)),
    addresses: await paths("#results"),
    partial: await paths("#partial-results"),
  };
}
