// A stand-in for a search engine. It answers from the documents that `tebiki export` prints, and takes only
// requests that the documentation of both engines allows: `bool` with must, should, filter and must_not,
// `multi_match` of the type phrase, `term` with a value.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";

import { tebiki } from "./book.mjs";

const PATHS = { opensearch: "/handbook/_search", quickwit: "/api/v1/_elastic/handbook/_search" };

function documents(engine, book) {
  const printed = execFileSync(tebiki, ["export", "--format", engine, book], { encoding: "utf8", maxBuffer: 2 ** 28 });
  const lines = printed.trim().split("\n").map((line) => JSON.parse(line));
  return engine === "opensearch" ? lines.filter((_, at) => at % 2 === 1) : lines;
}

const only = (object, ...keys) => Object.keys(object).forEach((key) => assert.ok(keys.includes(key), `no such parameter: ${key}`));
const list = (value) => (assert.ok(Array.isArray(value)), value);

/** Says of a query whether a document matches it. */
const QUERIES = {
  bool({ must = [], should = [], filter = [], must_not = [], ...rest }, engine) {
    only(rest);
    const all = [...list(must), ...list(filter)].map((query) => matcher(query, engine));
    const [some, none] = [list(should), list(must_not)].map((queries) => queries.map((query) => matcher(query, engine)));
    const needed = all.length === 0 && some.length > 0;
    return (document) => all.every((match) => match(document)) && !none.some((match) => match(document)) && (!needed || some.some((match) => match(document)));
  },
  multi_match({ query, type, fields, ...rest }, engine) {
    only(rest);
    assert.equal(type, "phrase");
    const named = list(fields).map((field) => (engine === "opensearch" ? field.replace(/\^[\d.]+$/, "").replace(".loose", "") : field));
    const plain = (text) => (engine === "opensearch" ? text.toLowerCase() : ` ${text} `);
    return (document) => named.some((field) => (assert.equal(typeof document[field], "string", `no such field: ${field}`), plain(document[field]).includes(plain(query))));
  },
  term(fields) {
    const [[field, { value, ...rest }]] = Object.entries(fields);
    only(rest);
    return (document) => [].concat(document[field]).includes(value);
  },
};

function matcher(query, engine) {
  const [[name, body]] = Object.entries(query);
  assert.ok(Object.hasOwn(QUERIES, name), `no such query: ${name}`);
  return QUERIES[name](body, engine);
}

/** Starts one that holds a book. `requests` are those that came, `failure` is a status to answer with. */
export async function standIn(engine) {
  const state = { requests: [], refused: [], failure: 0, documents: [] };
  async function answer(request) {
    assert.equal(request.url, PATHS[engine]);
    assert.equal(request.method, "POST");
    assert.match(request.headers["content-type"], /^application\/json/);
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { size, query, ...rest } = JSON.parse(Buffer.concat(chunks).toString());
    only(rest);
    assert.ok(Number.isInteger(size));
    state.requests.push(query);
    const match = matcher(query, engine);
    const found = state.documents.filter((document) => match(document)).slice(0, size);
    return { hits: { total: { value: found.length, relation: "eq" }, hits: found.map((_source) => ({ _index: "handbook", _score: 1, _source })) } };
  }
  const server = createServer(async (request, response) => {
    const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "content-type" };
    if (request.method === "OPTIONS") return response.writeHead(204, cors).end();
    try {
      const body = JSON.stringify(await answer(request));
      return response.writeHead(state.failure || 200, { ...cors, "content-type": "application/json; charset=UTF-8" }).end(body);
    } catch (error) {
      state.refused.push(error.message);
      return response.writeHead(400, cors).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const stop = () => (server.closeAllConnections(), server.close(), once(server, "close"));
  const hold = (book) => (state.documents = documents(engine, book));
  return Object.assign(state, { origin: `http://127.0.0.1:${server.address().port}`, hold, stop });
}
