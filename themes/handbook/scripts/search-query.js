// What a reader types → words, each with the forms that count as finding it: the same as
// src/search/query.rs, function by function.
(function (search) {
  "use strict";
  const { CLASS, classOf, isKatakana, isNumeric, isWhitespace, normalise, tables } = search;
  const LONGEST = 200;
  const FORMS = 12;
  const NAME = 6;
  const QUOTES = [['"', '"'], ["「", "」"], ["“", "”"], ["＂", "＂"]];
  const trimStart = (text) => text.replace(/^\p{White_Space}+/u, "");

  /** Reads a query; `index` knows the names of terms. */
  async function parse(index, typed) {
    const cut = Array.from(typed.slice(0, LONGEST * 2)).slice(0, LONGEST).join("");
    const query = { words: [], kinds: [], tags: [], audiences: [] };
    const tokens = joinNumbers(tokensOf(cut)).filter((token) => !addFilter(query, token));
    query.words = (await Promise.all(tokens.map((token) => wordOf(index, token)))).flat();
    await addNames(index, query.words);
    return query;
  }

  /** Lets the other names of a term stand for each of its words where these were typed side by side; the longest counts. */
  async function addNames(index, words) {
    let start = 0;
    while (start < words.length) {
      let end = Math.min(words.length, start + NAME);
      while (end > start + 1 && !(await addName(index, words.slice(start, end)))) end--;
      start = end;
    }
  }

  /** Adds the other names of the term that words are together. Returns whether there is one. */
  async function addName(index, words) {
    if (words.length < 2 || words.some(({ quoted, excluded }) => quoted || excluded)) return false;
    const groups = await index.groupsOf([normalise(words.map(({ typed }) => typed).join(" "))]);
    for (const group of groups) words.forEach(({ forms }) => addSynonyms(forms, group));
    return groups.length > 0;
  }

  /** Cuts a query at white space; `"…"` and 「…」 keep together what is in them. */
  function tokensOf(typed) {
    const out = [];
    let rest = trimStart(typed);
    while (rest !== "") {
      const excluded = (rest[0] === "-" || rest[0] === "－") && rest.length > 1 && !isWhitespace(rest.slice(1));
      const after = excluded ? rest.slice(1) : rest;
      const { text, next, quoted } = quotedStart(after) || plainStart(after);
      out.push({ text, quoted, excluded });
      rest = trimStart(next);
    }
    return out;
  }

  function quotedStart(text) {
    const quote = QUOTES.find(([open]) => text.startsWith(open));
    const end = quote ? text.indexOf(quote[1], 1) : -1;
    if (end < 0) return null;
    const next = text.slice(end + 1);
    return next === "" || isWhitespace(next) ? { text: text.slice(1, end), next, quoted: true } : null;
  }

  function plainStart(text) {
    const end = text.search(/\p{White_Space}/u);
    return end < 0 ? { text, next: "", quoted: false } : { text: text.slice(0, end), next: text.slice(end), quoted: false };
  }

  /** Joins Latin words with the numbers beside them: `a 16 1 5` and `iso 27001` are one thing. */
  function joinNumbers(list) {
    const out = [];
    for (const token of list) {
      const last = out[out.length - 1];
      const isNumber = Array.from(token.text).every((c) => isNumeric(c) || c === "." || c === "-");
      if (last && isNumber && !token.quoted && !token.excluded && !last.quoted && isPlain(last.text)) last.text += " " + token.text;
      else out.push(token);
    }
    return out;
  }

  /** Whether a text has only letters and digits that are written with spaces between words. */
  const isPlain = (text) => /^[a-zA-Z0-9 ]+$/.test(normalise(text)) && !text.includes(":");

  /** Takes `kind:…`, `tag:…` and `audience:…`; says whether a token is one of them. */
  function addFilter({ kinds, tags, audiences }, { text, quoted }) {
    const colon = text.indexOf(":");
    const value = text.slice(colon + 1);
    const list = { kind: kinds, tag: tags, audience: audiences }[text.slice(0, Math.max(0, colon))];
    if (quoted || !Array.isArray(list) || value === "") return false;
    list.push(value);
    return true;
  }

  async function wordOf(index, { text, quoted, excluded }) {
    const normal = normalise(text);
    if (normal === "") return [];
    return [{ typed: text, forms: quoted || excluded ? [exact(normal)] : await forms(index, normal), excluded, quoted }];
  }

  const exact = (text) => ({ text, nearness: "exact", label: "" });
  const spelling = (text) => ({ text, nearness: "spelling", label: "" });

  /** Returns the forms of a word: itself, its spellings, the other names of a term. */
  async function forms(index, normal) {
    const out = [exact(normal)];
    for (const text of spellings(normal)) addForm(out, spelling(text));
    for (const group of await index.groupsOf(out.map(({ text }) => text))) {
      addSynonyms(out, group);
    }
    return out;
  }

  /** Adds the names of a term to the forms of a word. */
  function addSynonyms(list, group) {
    for (const [text, label] of group) addForm(list, { text, nearness: "synonym", label, title: group[0][1] });
  }

  /** Adds a form unless there are enough. */
  function addForm(list, form) {
    if (list.length < FORMS) push(list, form);
  }

  /** Adds a word in other endings to its forms. */
  function inflected(list, others) {
    others.forEach((text) => push(list, spelling(text)));
    return list;
  }

  /** Adds a form unless a nearer one finds all that it would find. */
  function push(list, form) {
    if (form.text !== "" && !list.some((known) => holds(known, form))) list.push(form);
  }

  /** Whether a form stands wherever another one does. */
  function holds(known, { text }) {
    const inWords = known.nearness !== "synonym" || Array.from(known.text).every((c) => classOf(c) === CLASS.cjk);
    return known.text === text || (inWords && text.includes(known.text));
  }

  const replace = (text, from, to) => text.split(from).join(to);

  /** Other spellings of a normal form. */
  function spellings(normal) {
    const out = [];
    const put = (text) => text !== normal && !out.includes(text) && out.push(text);
    for (const members of tables().spellings) {
      const found = longestIn(normal, members);
      if (found) members.forEach((other) => put(replace(normal, found, other)));
    }
    put(tables().v.reduce((text, [v, b]) => replace(text, v, b), normal));
    put(withoutLongMarks(normal));
    put(withLongMarks(normal));
    const katakana = toKatakana(normal);
    if (katakana) [withoutLongMarks(katakana), katakana].forEach(put);
    const hiragana = toHiragana(normal);
    if (hiragana) put(hiragana);
    return out;
  }

  /** The longest member that stands in a text, the last of several; all are kana and kanji. */
  function longestIn(text, members) {
    const inside = members.filter((member) => text.includes(member));
    return inside.reduce((longest, member) => (member.length >= longest.length ? member : longest), "");
  }

  /** Cuts a text into runs of katakana and runs of anything else. */
  function katakanaRuns(text) {
    const runs = [];
    for (const c of text) {
      const last = runs[runs.length - 1];
      if (last && last.katakana === isKatakana(c)) last.run.push(c);
      else runs.push({ katakana: isKatakana(c), run: [c] });
    }
    return runs;
  }

  /** Drops the long mark at the end of katakana words of three characters or more before it. */
  function withoutLongMarks(text) {
    const shorten = ({ katakana, run }) => (katakana && run.length >= 4 && run[run.length - 1] === "ー" ? run.slice(0, -1) : run);
    return katakanaRuns(text).flatMap(shorten).join("");
  }

  /** Adds a long mark to katakana words inside the text. */
  function withLongMarks(text) {
    const runs = katakanaRuns(text);
    const isLong = ({ katakana, run }, at) => katakana && at < runs.length - 1 && run.length >= 3 && !"ーンッ".includes(run[run.length - 1]);
    return runs.map((run, at) => run.run.join("") + (isLong(run, at) ? "ー" : "")).join("");
  }

  const shift = (text, by) => Array.from(text, (c) => (c === "ー" ? c : String.fromCodePoint(c.codePointAt(0) + by))).join("");

  /** Writes a word of at least three hiragana in katakana. */
  const toKatakana = (text) => (/^[ぁ-ゖー]{3,}$/u.test(text) ? shift(text, 0x60) : "");

  /** Writes a word of at least four katakana in hiragana. */
  const toHiragana = (text) => (/^[ァ-ヶー]{4,}$/u.test(text) ? shift(text, -0x60) : "");

  Object.assign(search, { exact, forms, inflected, parse });
})(window.tebikiSearch);
