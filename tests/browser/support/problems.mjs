// Events of the page itself: Firefox reports neither failed file:// loads nor violations of the
// content security policy over WebDriver BiDi.
function reportInPage() {
  const report = (text) => console.error(text);
  addEventListener("securitypolicyviolation", (event) =>
    report(`content security policy: ${event.violatedDirective} ${event.blockedURI}`),
  );
  addEventListener("unhandledrejection", (event) => report(`unhandled rejection: ${event.reason}`));
  const failed = (event) => {
    const address = event.target.src || event.target.href;
    if (address) report(`failed to load ${address}`);
  };
  addEventListener("error", failed, true);
}

// The preview server's channel for reloading is cut whenever a page is left.
function isCutChannel(request) {
  return new URL(request.url()).pathname.startsWith("/__tebiki/");
}

function isInside(url, base) {
  return url.startsWith(base) || /^(data|about|blob):/.test(url);
}

/** Collects everything that goes wrong on a page, as texts, from now on. */
export async function watch(page, base) {
  const problems = [];
  page.on("pageerror", (error) => problems.push(`exception: ${error.stack || error.message}`));
  page.on("error", (error) => problems.push(`crash: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!isInside(request.url(), base)) problems.push(`request outside the site: ${request.url()}`);
  });
  page.on("requestfailed", (request) => {
    if (!isCutChannel(request)) problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  await page.evaluateOnNewDocument(reportInPage);
  return problems;
}
