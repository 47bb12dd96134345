//! What the book should cover: the topics that pages name under `covers:`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Inquiry;
use crate::book::Page;
use crate::diagnostic::Diagnostic;
use crate::say;
use crate::source::Source;

/// Reports topics that a page names and the book's file of topics does not, and those that no page
/// names. A book without such a file is free.
pub fn check(inquiry: &Inquiry<'_>, found: &mut Vec<Diagnostic>) {
    let Some(file) = inquiry.topics else { return };
    let known = topics(&file.text);
    for page in &inquiry.book.pages {
        unknown(inquiry, page, &known, found);
    }
    if inquiry.asks("uncovered-topic") {
        uncovered(inquiry, file, &known, found);
    }
}

/// The topics of a file, with their places: the first word of each line, without those that start
/// with `#`.
fn topics(text: &str) -> BTreeMap<&str, Range<usize>> {
    let mut topics = BTreeMap::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(word) = line.split_whitespace().next().filter(|word| !word.starts_with('#')) {
            let at = start + line.find(word).unwrap_or(0);
            topics.entry(word).or_insert(at..at + word.len());
        }
        start += line.len();
    }
    topics
}

fn unknown(inquiry: &Inquiry<'_>, page: &Page, known: &BTreeMap<&str, Range<usize>>, found: &mut Vec<Diagnostic>) {
    for (at, topic) in page.document.front.texts("covers").enumerate() {
        if !known.contains_key(topic) {
            let place = page.document.front_place(&["covers".to_owned(), at.to_string()]);
            let diagnostic = inquiry.report("unknown-topic", place, say!("there is no topic `{topic}`", topic));
            let hint = say!("name a topic of the file that `check.topics` names");
            found.push(diagnostic.suggest(topic, known.keys().copied(), hint));
        }
    }
}

fn uncovered(inquiry: &Inquiry<'_>, file: &Source, known: &BTreeMap<&str, Range<usize>>, found: &mut Vec<Diagnostic>) {
    let pages = inquiry.book.pages.iter();
    let covered: BTreeSet<&str> = pages.flat_map(|page| page.document.front.texts("covers")).collect();
    for (topic, range) in known.iter().filter(|(topic, _)| !covered.contains(*topic)) {
        let place = file.place(range.clone());
        let diagnostic = inquiry.report("uncovered-topic", place, say!("no page covers the topic `{topic}`", topic));
        found.push(diagnostic.hint(say!("write about it, and name `{topic}` under `covers:` of that page", topic)));
    }
}
