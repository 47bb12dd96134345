// A question in everyday words → the words that carry its meaning: the same as
// src/search/question.rs, function by function.
(function (search) {
  "use strict";
  const { CLASS, classOf, script, tables } = search;
  const [NOUN, VERB, KANA, PAIR] = [100, 60, 35, 50];
  const FINAL = "かたて";

  /** Cuts a normal form into the words that carry its meaning. */
  function parts(normal) {
    const all = counted(runs(normal));
    return all.flatMap(function (run, at) {
      const next = all[at + 1];
      if (run.script === "space") return [];
      if (run.script === "hiragana") return meaning(run, all[at - 1]);
      if (isSingleKanji(run)) return single(run, all[at - 1], next);
      if (run.script === "word" && lengthOf(run.text) === 1) return beside(run, all[at - 1], next);
      return [part(run.text, NOUN, run.start)];
    });
  }

  /** Whether a normal form is several words with particles or endings between them or behind them. */
  function isSentence(normal, parts) {
    const between = parts.some((part, at) => at > 0 && parts[at - 1].end < part.start);
    return between || (parts.length > 0 && parts[parts.length - 1].end + 2 <= lengthOf(normal));
  }

  const lengthOf = (text) => Array.from(text).length;
  const part = (text, weight, start) => ({ text, inflected: [], weight, start, end: start + lengthOf(text) });

  /** Cuts a text into runs of one script. Letters and digits with spaces between them are one run. */
  function runs(text) {
    const out = [];
    Array.from(text).forEach(function (c, start) {
      const own = script(c);
      const [word, space] = out.slice(-2);
      if (own === "word" && space && word.script === "word" && space.script === "space") {
        word.text += " ";
        out.pop();
      }
      const last = out[out.length - 1];
      if (last && last.script === own) last.text += c;
      else out.push({ script: own, text: c, start });
    });
    return out;
  }

  /** Writes a single kanji together with the word of letters or digits beside it: 5年, 第3条, A社. */
  function counted(runs) {
    const out = [];
    for (const run of runs) {
      const [before, last] = [out[out.length - 2], out[out.length - 1]];
      const isNumber = last && isSingleKanji(last) && run.script === "word" && !(before && before.script === "hiragana");
      if (last && last.script === "word" && isSingleKanji(run)) last.text += run.text;
      else if (isNumber) Object.assign(last, { text: last.text + run.text, script: "word" });
      else out.push(run);
    }
    return out;
  }

  const isSingleKanji = ({ script, text }) => script === "kanji" && lengthOf(text) === 1;

  /** A letter or digit by itself is a part of nearly every word, and a kanji too: it is looked up with the character beside it. */
  function beside(single, before, after) {
    const own = part(single.text, NOUN, single.start);
    const last = Array.from(before ? before.text : "").pop();
    const next = Array.from(after ? after.text : "")[0];
    const isJapanese = (c) => c !== undefined && classOf(c) === CLASS.cjk;
    if (isJapanese(next) && (!isJapanese(last) || script(next) !== "hiragana")) return [{ ...own, text: own.text + next }];
    return isJapanese(last) ? [{ ...own, text: last + own.text }] : [];
  }

  /** A kanji by itself takes the kana behind it with it: a particle, or the start of an ending. */
  function single(run, before, next) {
    const { text: kanji, start } = run;
    const after = next && next.script === "hiragana" ? next.text : "";
    if (after === "") return before && before.script === "hiragana" ? [] : [...beside(run, before, next), part(kanji, NOUN, start)].slice(0, 1);
    const { particles, function: words } = tables();
    const kana = after[0];
    const isParticle = particles.includes(kana) && (after.length === 1 || words.includes(after));
    const others = isParticle ? [...particles] : endings(kana);
    const inflected = others.filter((other) => other !== kana).map((other) => kanji + other);
    return [{ text: kanji + kana, inflected, weight: isParticle ? NOUN : VERB, start, end: start + (isParticle ? 1 : 2) }];
  }

  /** First kana of the endings that a verb with this one may have. */
  function endings(kana) {
    return [...new Set(tables().rows.filter((row) => row.includes(kana)).join(""))];
  }

  /** What is left of a run of hiragana without the function words at its start and end. */
  function meaning({ text, start }, before) {
    const { particles, function: words } = tables();
    // A single kanji has taken the first one.
    let rest = text.slice(before && isSingleKanji(before) ? 1 : 0);
    const starting = words.filter((word) => before || word.length > 1);
    for (let next; (next = starting.find((word) => rest.startsWith(word))); ) rest = rest.slice(next.length);
    const dropped = text.length - rest.length;
    const ending = words.filter((word) => word.length > 1 || particles.includes(word) || FINAL.includes(word));
    for (let next; (next = ending.find((word) => rest.endsWith(word) && rest.length > word.length + 1)); ) rest = rest.slice(0, -next.length);
    return rest.length > 1 ? [part(rest, KANA, start + dropped)] : [];
  }

  /** Pairs of a word of three or more kana or kanji, for where it stands nowhere as a whole. */
  function pairs({ text }) {
    const chars = Array.from(text);
    if (chars.length < 3 || chars.every((c) => script(c) === "hiragana") || chars.some((c) => classOf(c) !== CLASS.cjk)) return [];
    return chars.slice(1).map((c, at) => part(chars[at] + c, PAIR, 0));
  }

  Object.assign(search, { isSentence, pairs, parts });
})(window.tebikiSearch);
