//! A question in everyday words → the words that carry its meaning.
//!
//! 変なメールを開いた is asked with 変な, メール and 開い, the last one in all its endings. There is no
//! dictionary: a run of one script is a word, endings and particles are a short table.

use std::ops::Range;

use super::normalise::{Class, class};
use super::script::{Script, script};
use super::tables::{FUNCTION_WORDS, KANA_ROWS, PARTICLES};

/// A word of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Normal form, as it was typed.
    pub text: String,
    /// The same word with other endings or particles.
    pub inflected: Vec<String>,
    /// How much it counts, in percent.
    pub weight: u64,
    /// Where it stands in what was typed, in characters, without a particle behind it.
    place: Range<usize>,
}

/// Weight of a run of one script: a noun.
const NOUN: u64 = 100;
/// Weight of a single kanji with the first kana of its ending: most often a verb.
const VERB: u64 = 60;
/// Weight of hiragana that are no function word.
const KANA: u64 = 35;
/// Weight of a pair of a word that stands nowhere as a whole.
const PAIR: u64 = 50;

/// Cuts a normal form into the words that carry its meaning.
pub fn parts(normal: &str) -> Vec<Part> {
    let runs = counted(runs(normal));
    let before = |at: usize| runs[..at].last();
    let parts = runs.iter().enumerate().filter_map(|(at, run)| match run.script {
        Script::Space => None,
        Script::Hiragana => meaning(run, before(at)),
        _ if run.is_single_kanji() => single(run, before(at), runs.get(at + 1)),
        Script::Word if run.text.chars().count() == 1 => beside(run, before(at), runs.get(at + 1)),
        _ => Some(part(&run.text, NOUN, run.start)),
    });
    parts.collect()
}

/// Whether a normal form is several words with particles or endings between them or behind them, and
/// not a piece of a text as any other.
pub fn is_sentence(normal: &str, parts: &[Part]) -> bool {
    let between = parts.windows(2).any(|pair| pair[0].place.end < pair[1].place.start);
    let behind = parts.last().is_some_and(|last| last.place.end + 2 <= normal.chars().count());
    between || behind
}

fn part(text: &str, weight: u64, start: usize) -> Part {
    Part { text: text.to_owned(), inflected: Vec::new(), weight, place: start..start + text.chars().count() }
}

/// Characters of one script side by side.
struct Run {
    script: Script,
    text: String,
    start: usize,
}

/// Cuts a text into runs of one script. Letters and digits with spaces between them are one run.
fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (start, c) in text.chars().enumerate() {
        let script = script(c);
        if let [.., word, space] = &mut runs[..]
            && (word.script, space.script, script) == (Script::Word, Script::Space, Script::Word)
        {
            word.text.push(' ');
            runs.pop();
        }
        match runs.last_mut() {
            Some(run) if run.script == script => run.text.push(c),
            _ => runs.push(Run { script, text: c.to_string(), start }),
        }
    }
    runs
}

/// Writes a single kanji together with the word of letters or digits beside it: 5年, 第3条, A社. By itself it would stand
/// nearly everywhere.
fn counted(runs: Vec<Run>) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    for run in runs {
        let is_behind_kana = matches!(&out[..], [.., before, _] if before.script == Script::Hiragana);
        match out.last_mut() {
            Some(word) if word.script == Script::Word && run.is_single_kanji() => word.text.push_str(&run.text),
            Some(kanji) if kanji.is_single_kanji() && run.script == Script::Word && !is_behind_kana => {
                kanji.text.push_str(&run.text);
                kanji.script = Script::Word;
            }
            _ => out.push(run),
        }
    }
    out
}

impl Run {
    fn is_single_kanji(&self) -> bool {
        self.script == Script::Kanji && self.text.chars().count() == 1
    }
}

/// A letter or digit by itself is a part of nearly every word, and a kanji too: it is looked up with the character beside it (3日 of
/// 3日以内, 表A of 別表Aを), where there is one.
fn beside(single: &Run, before: Option<&Run>, after: Option<&Run>) -> Option<Part> {
    let is_japanese = |c: &char| class(*c) == Class::Cjk;
    let last = before.and_then(|run| run.text.chars().next_back()).filter(is_japanese);
    let next = after.and_then(|run| run.text.chars().next()).filter(is_japanese);
    let text = match (last, next) {
        (_, Some(next)) if last.is_none() || script(next) != Script::Hiragana => format!("{}{next}", single.text),
        (last, _) => format!("{}{}", last?, single.text),
    };
    Some(Part { text, ..part(&single.text, NOUN, single.start) })
}

/// A kanji by itself takes the kana behind it with it: a particle behind a noun (鍵を, 鍵が) or the
/// start of an ending (開い, 開く). Behind kana and with none of its own it is a suffix that says little (方 of
/// 選び方, 時 of 開いた時); beside katakana it is a part of that word (情シス).
fn single(kanji: &Run, before: Option<&Run>, after: Option<&Run>) -> Option<Part> {
    let ending = after.filter(|run| run.script == Script::Hiragana).map_or("", |run| &run.text);
    let Some(kana) = ending.chars().next() else {
        let is_suffix = before.is_some_and(|before| before.script == Script::Hiragana);
        let own = || beside(kanji, before, after).unwrap_or_else(|| part(&kanji.text, NOUN, kanji.start));
        return (!is_suffix).then(own);
    };
    let is_particle = PARTICLES.contains(kana) && (ending.chars().count() == 1 || FUNCTION_WORDS.contains(&ending));
    let others: Vec<char> = if is_particle { PARTICLES.chars().collect() } else { endings(kana) };
    Some(Part {
        text: format!("{}{kana}", kanji.text),
        inflected: others
            .into_iter()
            .filter(|other| *other != kana)
            .map(|other| format!("{}{other}", kanji.text))
            .collect(),
        weight: if is_particle { NOUN } else { VERB },
        place: kanji.start..kanji.start + if is_particle { 1 } else { 2 },
    })
}

/// First kana of the endings that a verb with this one may have: those of its row, and of the euphonic change.
fn endings(kana: char) -> Vec<char> {
    let mut all: Vec<char> = Vec::new();
    for other in KANA_ROWS.iter().filter(|row| row.contains(kana)).flat_map(|row| row.chars()) {
        if !all.contains(&other) {
            all.push(other);
        }
    }
    all
}

/// What is left of a run of hiragana without the function words at its start and end. Behind another word
/// it starts with the ending of that, or with particles; by itself it is a word.
fn meaning(run: &Run, before: Option<&Run>) -> Option<Part> {
    // A single kanji has taken the first one.
    let taken = before.is_some_and(Run::is_single_kanji);
    let mut rest: &str = run.text.char_indices().nth(usize::from(taken)).map_or("", |(at, _)| &run.text[at..]);
    let starts = |word: &&&str| before.is_some() || word.chars().count() > 1;
    while let Some(next) = FUNCTION_WORDS.iter().filter(starts).find_map(|word| rest.strip_prefix(word)) {
        rest = next;
    }
    let dropped = run.text.chars().count() - rest.chars().count();
    let ends = |word: &&&str| word.chars().count() > 1 || PARTICLES.contains(**word) || FINAL.contains(**word);
    let without = |rest: &str, word: &str| {
        let next = rest.strip_suffix(word)?.len();
        (rest[..next].chars().count() > 1).then_some(next)
    };
    while let Some(end) = FUNCTION_WORDS.iter().filter(ends).find_map(|word| without(rest, word)) {
        rest = &rest[..end];
    }
    (rest.chars().count() > 1).then(|| part(rest, KANA, run.start + dropped))
}

/// Endings of one kana that are no particles.
const FINAL: &str = "かたて";

impl Part {
    /// Pairs of a word of three or more kana or kanji, for where it stands nowhere as a whole.
    pub fn pairs(&self) -> Vec<Part> {
        let chars: Vec<char> = self.text.chars().collect();
        let is_kana = chars.iter().all(|c| script(*c) == Script::Hiragana);
        if chars.len() < 3 || is_kana || chars.iter().any(|c| class(*c) != Class::Cjk) {
            return Vec::new();
        }
        chars.windows(2).map(|pair| part(&pair.iter().collect::<String>(), PAIR, self.place.start)).collect()
    }
}
