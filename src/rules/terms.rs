//! Terms that nobody uses, and abbreviations that nobody explains.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::Inquiry;
use super::text::{Text, is_quoted};
use crate::book::Glossary;
use crate::diagnostic::Diagnostic;
use crate::say;

/// Reports unused terms and unexplained abbreviations.
pub fn check(inquiry: &Inquiry<'_>, texts: &[Vec<Text<'_>>], found: &mut Vec<Diagnostic>) {
    if inquiry.asks("unused-term") {
        unused(inquiry, texts, found);
    }
    // A book without a glossary explains no words by itself.
    if inquiry.asks("undefined-abbreviation") && !inquiry.book.glossary.terms.is_empty() {
        abbreviations(inquiry, texts, found);
    }
}

/// A term is used when another page says one of its names, links to it or names it.
fn unused(inquiry: &Inquiry<'_>, texts: &[Vec<Text<'_>>], found: &mut Vec<Diagnostic>) {
    let glossary = &inquiry.book.glossary;
    let said: BTreeSet<usize> = texts
        .par_iter()
        .enumerate()
        .flat_map_iter(|(page, texts)| {
            let title = inquiry.book.pages[page].title();
            let matches = texts.iter().map(|text| text.text).chain([title]).flat_map(|text| glossary.find(text));
            matches.map(|found| found.term).filter(move |term| glossary.terms[*term].page != page)
        })
        .collect();
    for (index, term) in glossary.terms.iter().enumerate() {
        let page = &inquiry.book.pages[term.page];
        let used = said.contains(&index) || !page.backlinks.is_empty() || !page.relations.is_empty();
        if term.linked && !used && Glossary::can_find(term) {
            let message = say!("no other page uses the term `{title}`", title = page.title());
            let diagnostic = inquiry.report("unused-term", page.document.title_place(), message);
            found.push(diagnostic.hint(say!("take the term out, or add the name that pages use to its `aliases:`")));
        }
    }
}

/// An abbreviation is reported once, where the book has it first.
fn abbreviations(inquiry: &Inquiry<'_>, texts: &[Vec<Text<'_>>], found: &mut Vec<Diagnostic>) {
    let known = known_words(inquiry);
    let mut first: BTreeMap<&str, Option<Diagnostic>> = BTreeMap::new();
    for (index, texts) in texts.iter().enumerate() {
        for text in texts.iter().filter(|text| !text.linked) {
            for (at, word) in capitals(text.text) {
                let explained = known.contains(word) || is_explained(text.text, at, word) || is_quoted(text.text, at);
                let report = || {
                    let place = text.place(&inquiry.book.pages[index], at..at + word.len());
                    let message = say!("the glossary does not explain `{word}`", word);
                    inquiry
                        .report("undefined-abbreviation", place, message)
                        .hint(say!("add a term, or spell it out in brackets where it stands first"))
                };
                let slot = first.entry(word).or_insert_with(|| Some(report()));
                if explained {
                    *slot = None;
                }
            }
        }
    }
    found.extend(first.into_values().flatten());
}

/// All words in the names of terms and in the titles of pages, and those that need no explanation.
fn known_words(inquiry: &Inquiry<'_>) -> BTreeSet<String> {
    let names = inquiry.book.glossary.terms.iter().flat_map(|term| term.names.iter().map(String::as_str));
    let titles = inquiry.book.pages.iter().map(|page| page.document.title.as_str());
    let words = names.chain(titles).flat_map(capitals).map(|(_, word)| word.to_owned());
    words.chain(inquiry.config.abbreviations.iter().cloned()).collect()
}

/// Words of two or more capitals, which digits may follow, with where they start.
fn capitals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| {
        word.chars().take_while(char::is_ascii_uppercase).count() >= 2
            && !word.contains(|c: char| c.is_ascii_lowercase())
    });
    words.map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

/// `SIEM（…）` and `（SIEM）` say what the word means; `[!NOTE]` is no word of the text.
fn is_explained(text: &str, at: usize, word: &str) -> bool {
    text[..at].ends_with("[!") || text[at + word.len()..].starts_with(['（', '(']) || text[..at].ends_with(['（', '('])
}
