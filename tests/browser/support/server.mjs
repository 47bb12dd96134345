import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import { book, tebiki } from "./book.mjs";

/** Starts `tebiki serve` of a book on a free port. */
export async function serve(folder = book) {
  const child = spawn(tebiki, ["serve", folder, "-p", "0"], { stdio: ["ignore", "pipe", "pipe"] });
  let complaints = "";
  child.stderr.on("data", (data) => (complaints += data));
  const exited = once(child, "exit");
  const output = createInterface({ input: child.stdout });
  const first = await Promise.race([once(output, "line").then(([line]) => line), exited.then(() => "")]);
  const origin = /http:\/\/127\.0\.0\.1:\d+\//.exec(first)?.[0];

  async function stop() {
    if (child.exitCode === null && child.signalCode === null) child.kill();
    await exited;
  }

  if (!origin) {
    await stop();
    throw new Error(`tebiki serve did not say where it listens, but: ${first || complaints}`);
  }
  // The pages are there at once, the search follows; a reader who is that quick is no test's subject.
  while (!(await fetch(origin + "search/root.js")).ok) await sleep(100);
  return { origin, stop };
}
