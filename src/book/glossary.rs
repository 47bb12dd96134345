//! Terms and their other names, found in running text.

use aho_corasick::{AhoCorasick, MatchKind};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::Page;
use crate::kind::{GlossarySpec, Kinds};
use crate::memo::{self, Key};

/// The terms of a book.
#[derive(Debug, Default)]
pub struct Glossary {
    /// Terms in the order of their pages.
    pub terms: Vec<Term>,
    finder: Option<AhoCorasick>,
    /// Term of each pattern of the finder.
    owners: Vec<usize>,
    /// Hash of what [`Glossary::find`] looks for.
    key: Key,
}

/// A term of the glossary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its page.
    pub page: usize,
    /// The term and its other names.
    pub names: Vec<String>,
    /// Reading in kana, may be empty.
    pub reading: String,
    /// Definition, plain text.
    pub definition: String,
    /// Whether it is linked automatically.
    pub linked: bool,
}

/// A term found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermMatch {
    /// Index in [`Glossary::terms`].
    pub term: usize,
    /// Byte offsets of the match.
    pub start: usize,
    /// End of the match.
    pub end: usize,
}

impl Glossary {
    /// Collects the terms: the pages whose kind has `x-glossary`.
    pub fn of(pages: &[Page], kinds: &Kinds) -> Glossary {
        let spec = |page: &Page| kinds.get(page.document.kind()).and_then(|kind| kind.glossary.clone());
        let terms: Vec<Term> =
            pages.par_iter().enumerate().filter_map(|(index, page)| Some(term(index, page, &spec(page)?))).collect();
        let patterns: Vec<(usize, &str)> = terms
            .iter()
            .enumerate()
            .filter(|(_, term)| term.linked)
            .flat_map(|(index, term)| term.names.iter().map(move |name| (index, name.as_str())))
            .filter(|(_, name)| is_findable(name))
            .collect();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(patterns.iter().map(|(_, name)| name))
            .ok();
        let owners = patterns.iter().map(|(index, _)| *index).collect();
        let key = memo::key_of(&patterns);
        Glossary { finder: finder.filter(|_| !patterns.is_empty()), owners, key, terms }
    }

    /// Hash of what [`Glossary::find`] looks for; none when there is nothing to find.
    pub fn key(&self) -> Option<Key> {
        self.finder.as_ref().map(|_| self.key)
    }

    /// Whether a term has a name that can be found in texts: one character alone would be found in
    /// any other word.
    pub fn can_find(term: &Term) -> bool {
        term.names.iter().any(|name| is_findable(name))
    }

    /// Finds terms in a text, the longest first, none inside a longer word.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = TermMatch> + 't {
        let matches = self.finder.iter().flat_map(move |finder| finder.find_iter(text));
        matches.filter(move |found| is_word(text, found.start(), found.end())).map(|found| TermMatch {
            term: self.owners[found.pattern().as_usize()],
            start: found.start(),
            end: found.end(),
        })
    }
}

fn is_findable(name: &str) -> bool {
    name.chars().count() >= 2
}

fn term(index: usize, page: &Page, spec: &GlossarySpec) -> Term {
    let front = &page.document.front;
    let mut names = vec![page.title().to_owned()];
    for name in spec.names.iter().flat_map(|field| front.texts(field)) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    Term {
        page: index,
        names,
        reading: front.text(&spec.reading).unwrap_or("").to_owned(),
        definition: front.text(&spec.definition).unwrap_or("").to_owned(),
        linked: front.data.get(&spec.linked) != Some(&false.into()),
    }
}

/// Script of a character, as far as it decides where a word ends.
#[derive(PartialEq, Eq)]
enum Script {
    Latin,
    Katakana,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'ァ'..='ヺ' | 'ー' | 'ヽ' | 'ヾ' => Script::Katakana,
        c if c.is_ascii_alphanumeric() => Script::Latin,
        _ => Script::Other,
    }
}

/// Whether a match stands by itself: the Latin or katakana word at its edge does not go on beyond
/// it (ログ is not in プログラム). Kanji have no such border and may be part of a compound.
fn is_word(text: &str, start: usize, end: usize) -> bool {
    let goes_on = |a: Option<char>, b: Option<char>| match (a.map(script), b.map(script)) {
        (Some(a), Some(b)) => a == b && a != Script::Other,
        _ => false,
    };
    let inside = &text[start..end];
    !goes_on(text[..start].chars().next_back(), inside.chars().next())
        && !goes_on(inside.chars().next_back(), text[end..].chars().next())
}
