import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";

import { site } from "./book.mjs";

const TYPES = { html: "text/html; charset=utf-8", js: "text/javascript", css: "text/css", json: "application/json" };

/** A plain web server for a built site, below a path. `changed` holds texts over its files. */
export async function serveStatic(below = "/book/", folder = site) {
  const changed = new Map();
  const contents = (name) => changed.get(name) ?? readFileSync(path.join(folder, name));
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url, "http://x").pathname).slice(below.length) || "index.html";
    try {
      const body = contents(name);
      response.writeHead(200, { "content-type": TYPES[name.split(".").pop()] ?? "application/octet-stream" }).end(body);
    } catch {
      response.writeHead(404, { "content-type": TYPES.html }).end(contents("404.html"));
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => (server.closeAllConnections(), server.close(), once(server, "close"));
  return { origin: `http://127.0.0.1:${server.address().port}${below}`, changed, contents, stop };
}
