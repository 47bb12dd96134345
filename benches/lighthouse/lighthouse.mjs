// Lighthouse's four scores for the pages that matter most, against `tebiki serve` and headless
// Chromium as a slow telephone: `npm ci && node lighthouse.mjs`. Ends with status 1 below 100, and
// says what cost the points. The performance depends on a quiet machine.
import lighthouse from "lighthouse";

import { launch } from "../../tests/browser/support/browsers.mjs";
import { serve } from "../../tests/browser/support/server.mjs";

const PAGES = ["index.html", "threats/ransomware.html", "incident/flow-malware.html", "contacts/index.html", "search.html"];

/** What keeps a category below 100. */
function lost({ auditRefs }, audits) {
  const weighed = auditRefs.filter(({ weight }) => weight > 0).map(({ id }) => audits[id]);
  return weighed.filter(({ score }) => score !== null && score < 1).map(({ id, score, displayValue = "" }) => `  ${id}: ${score} ${displayValue}`);
}

async function measure(address) {
  const browser = await launch("chromium");
  try {
    const { lhr } = await lighthouse(address, { port: Number(new URL(browser.wsEndpoint()).port), logLevel: "error" });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    return Object.values(lhr.categories).map((category) => [category.id, Math.round(category.score * 100), lost(category, lhr.audits)]);
  } finally {
    await browser.close();
  }
}

const server = await serve();
try {
  for (const path of process.argv.slice(2).length ? process.argv.slice(2) : PAGES) {
    const scores = await measure(server.origin + path);
    console.log(path, scores.map(([name, score]) => `${name} ${score}`).join(", "));
    for (const [, score, why] of scores) if (score < 100) console.log(why.join("\n"));
    if (scores.some(([, score]) => score < 100)) process.exitCode = 1;
  }
} finally {
  await server.stop();
}
