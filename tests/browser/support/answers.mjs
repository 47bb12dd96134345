import { listed } from "./results.mjs";

/** Opens `search.html` and waits until it answers: its functions are then there. */
export async function openSearch(page) {
  await page.visit("search.html");
  await listed(page);
}

// Runs inside the page, with its own functions: one page asks many queries.
async function answerAll(queries) {
  const paths = async ({ hits, index }) => {
    const path = async ({ page: number, section }) => {
      const page = await index.page(number);
      const [anchor] = section > index.facts.pages[number].first ? page.headings[section - index.facts.pages[number].first - 1] : [""];
      return page.url + (anchor === "" ? "" : "#" + anchor);
    };
    return Promise.all(hits.map(path));
  };
  const answers = [];
  for (const query of queries) answers.push(await paths(await window.tebikiSearch.answer(query)));
  return answers;
}

/** What the open search page answers to queries: lists of output paths with anchors, best first. */
export function answers(page, queries) {
  return page.evaluate(answerAll, queries);
}
