//! One word in two spellings.
//!
//! What may be one word is the search normaliser's business ([`crate::search::tables`]), but not
//! all that the search treats alike is a mistake: スマホ and スマートフォン are two words, and
//! 取扱規程 rightly has fewer kana than 取り扱う. See [`is_one_word`].

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;

use super::Inquiry;
use super::text::{Text, is_quoted};
use crate::diagnostic::Diagnostic;
use crate::say;
use crate::search::tables::{SMALL_KANA, SPELLINGS, V_SOUNDS};

/// First spellings of sets that are other words, or that are found inside other words (さぎ in
/// うさぎ, 他の in その他の), or where one book has reason for both (できる, 出来る).
const OTHER_WORDS: [&str; 12] = [
    "詐欺",
    "つながり",
    "つなぐ",
    "すべて",
    "ほかの",
    "分かる",
    "分から",
    "できる",
    "できない",
    "サイバー攻撃",
    "スマートフォン",
    "パソコン",
];

/// Occurrences of a spelling: page, text of the page, part of the text.
type Places = Vec<Occurrence>;

/// All spellings of each word.
type Words<'t> = BTreeMap<String, BTreeMap<&'t str, Places>>;

/// Reports spellings that differ from the glossary's, or else from the more frequent one.
pub fn check(inquiry: &Inquiry<'_>, texts: &[Vec<Text<'_>>], found: &mut Vec<Diagnostic>) {
    if !inquiry.asks("spelling") {
        return;
    }
    let preferred = preferred(inquiry);
    for (word, spellings) in collect(texts) {
        let glossary = preferred.get(&word).copied().flatten();
        let Some(right) = glossary.or_else(|| majority(&spellings)) else { continue };
        for (spelling, places) in spellings.iter().filter(|(spelling, _)| **spelling != right) {
            for (page, text, part) in places {
                let text = &texts[*page][*text];
                let place = text.place(&inquiry.book.pages[*page], part.clone());
                let message = match glossary {
                    Some(_) => say!("the glossary writes `{right}`, not `{spelling}`", right, spelling),
                    None => say!("`{spelling}` is mostly written `{right}` in this book", spelling, right),
                };
                let diagnostic = inquiry.report("spelling", place, message).hint(say!("write `{right}`", right));
                // Without a word of the glossary, which spelling is right is for the author to say.
                found.push(match text.in_body(part).filter(|_| glossary.is_some()) {
                    Some(range) => diagnostic.fix(range, right),
                    None => diagnostic,
                });
            }
        }
    }
}

/// The glossary's spelling of each word in its terms; none where it has two.
fn preferred<'b>(inquiry: &Inquiry<'b>) -> BTreeMap<String, Option<&'b str>> {
    let mut preferred: BTreeMap<String, Option<&str>> = BTreeMap::new();
    for term in &inquiry.book.glossary.terms {
        let title = term.names.first().map_or("", String::as_str);
        for (word, part) in words(title) {
            let form = &title[part];
            preferred
                .entry(word)
                .and_modify(|known| *known = known.filter(|known| *known == form))
                .or_insert(Some(form));
        }
    }
    preferred
}

/// Where a word stands: the page, its text, the bytes in it.
type Occurrence = (usize, usize, Range<usize>);

/// Collects the words of a book that have spellings. Links and quotations are others' words.
fn collect<'t>(texts: &'t [Vec<Text<'_>>]) -> Words<'t> {
    let found: Vec<(String, &str, Occurrence)> = texts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(page, texts)| {
            texts.iter().enumerate().filter(|(_, text)| !text.linked).flat_map(move |(index, text)| {
                let own = words(text.text).into_iter().filter(|(_, part)| !is_quoted(text.text, part.start));
                own.map(move |(word, part)| (word, &text.text[part.clone()], (page, index, part)))
            })
        })
        .collect();
    let mut words = Words::new();
    for (word, spelling, place) in found {
        words.entry(word).or_default().entry(spelling).or_default().push(place);
    }
    words
}

/// The most frequent spelling; of equally frequent ones that which the book has first.
fn majority<'t>(spellings: &BTreeMap<&'t str, Places>) -> Option<&'t str> {
    let first = |places: &Places| places.iter().map(|(page, text, part)| (*page, *text, part.start)).min();
    let best = spellings.iter().min_by_key(|(_, places)| (std::cmp::Reverse(places.len()), first(places)));
    best.map(|(spelling, _)| *spelling)
}

/// Finds the words of a text that can have several spellings: the word, and its part of the text.
fn words(text: &str) -> Vec<(String, Range<usize>)> {
    let table = FORMS.finder.find_iter(text).map(|found| {
        let word = FORMS.words[found.pattern().as_usize()];
        (word.to_owned(), found.start()..found.end())
    });
    table.chain(katakana(text)).collect()
}

/// The spellings of the search's table that are one word.
struct Forms {
    finder: AhoCorasick,
    /// Name of the word of each pattern: the first spelling of its set.
    words: Vec<&'static str>,
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let sets = SPELLINGS.iter().filter(|set| is_one_word(set));
    let forms: Vec<(&str, &str)> = sets.flat_map(|set| set.iter().map(|form| (set[0], *form))).collect();
    let finder =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(forms.iter().map(|(_, form)| form));
    Forms { finder: finder.expect("the table is small"), words: forms.into_iter().map(|(word, _)| word).collect() }
});

/// Whether a set differs in more than the kana at the ends of words: 取扱 and 取り扱 may stand in
/// one book, as compounds drop kana. Sets of katakana words are found by [`katakana`].
fn is_one_word(set: &[&str]) -> bool {
    let kanji = |form: &str| form.chars().filter(|c| matches!(c, '\u{3400}'..='\u{9FFF}')).collect::<String>();
    let differ = set.iter().any(|form| kanji(form) != kanji(set[0]));
    let katakana = set.iter().all(|form| form.chars().all(is_katakana));
    differ && !katakana && !OTHER_WORDS.contains(&set[0])
}

/// Finds the katakana words of a text: those of three characters and more.
fn katakana(text: &str) -> Vec<(String, Range<usize>)> {
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(start) = text[from..].find(is_katakana).map(|at| from + at) {
        let end = text[start..].find(|c| !is_katakana(c)).map_or(text.len(), |at| start + at);
        let word = fold(&text[start..end]);
        if word.chars().count() >= 3 {
            words.push((word, start..end));
        }
        from = end;
    }
    words
}

/// What the spellings of a katakana word have in common: large kana for small ones, バ for ヴァ, no
/// long mark at the end.
fn fold(word: &str) -> String {
    let large = |c: char| {
        let at = SMALL_KANA.chars().position(|small| small == c).filter(|at| at % 2 == 0);
        at.and_then(|at| SMALL_KANA.chars().nth(at + 1)).unwrap_or(c)
    };
    let mut folded: String = word.chars().map(large).collect();
    if folded.contains('ヴ') {
        V_SOUNDS.iter().for_each(|(foreign, usual)| folded = folded.replace(foreign, usual));
    }
    folded.trim_end_matches('ー').to_owned()
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

#[cfg(test)]
mod tests {
    use super::{fold, is_one_word};

    #[test]
    fn spellings_of_a_word_fold_to_one() {
        for [a, b] in [["サーバ", "サーバー"], ["ウィルス", "ウイルス"], ["ヴァージョン", "バージョン"]]
        {
            assert_eq!(fold(a), fold(b));
        }
        assert_ne!(fold("メール"), fold("メル"));
    }

    #[test]
    fn compounds_may_drop_kana() {
        assert!(is_one_word(&["漏えい", "漏洩"]));
        assert!(!is_one_word(&["取り扱", "取扱"]));
        assert!(!is_one_word(&["スマートフォン", "スマートホン", "スマホ"]));
    }
}
