/** The output path of an address inside the site, decoded and without a query string. */
function pathOf(address, base) {
  const { href, hash, search } = new URL(address);
  const path = href.slice(base.length, href.length - hash.length - search.length);
  return decodeURI(path) + decodeURIComponent(hash);
}

/** Opens `search.html` with a query; returns what it lists when it says that it has finished. */
export async function ask(page, query) {
  await page.visit("search.html?q=" + encodeURIComponent(query));
  return listed(page);
}

export async function listed(page) {
  await page.waitForSelector('#results[data-state="done"]');
  const { total, hrefs } = await page.$eval("#results", (element) => ({
    total: Number(element.dataset.total),
    hrefs: [...element.querySelectorAll("a[href]")].map((link) => link.href),
  }));
  return { total, addresses: [...new Set(hrefs.map((href) => pathOf(href, page.base)))] };
}
