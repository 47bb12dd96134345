//! Files about pages: their titles and headings, and the texts of their sections.

use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::file::{Cut, Files};
use super::numbers;
use crate::book::Book;
use crate::search::Section;

/// Pages in a file of titles.
const TITLES: Cut = Cut { least: 0, most: 11, one_in: 4 };

/// Sizes in bytes of a file of texts.
const TEXTS: Cut = Cut { least: 1_000, most: 8_000, one_in: 2 };

/// Writes address, title, breadcrumbs and headings of each page.
pub fn titles(book: &Book, sections: &[Arc<Vec<Section>>], files: &mut Files) -> Value {
    let entry = |index: usize| {
        let page = &book.pages[index];
        let crumbs: Vec<&str> = book.ancestors(index).into_iter().map(|page| book.pages[page].title()).collect();
        let headings: Vec<[&str; 2]> =
            sections[index][1..].iter().map(|section| [section.anchor.as_str(), section.heading.as_str()]).collect();
        json!([page.url, page.title(), crumbs.join(" › "), headings]).to_string()
    };
    grouped("p", book, entry, &TITLES, |_| 1, files)
}

/// Writes the texts of the sections of each page.
pub fn texts(book: &Book, sections: &[Arc<Vec<Section>>], files: &mut Files) -> Value {
    let entry = |index: usize| {
        let texts: Vec<&str> = sections[index].iter().map(|section| section.text.as_str()).collect();
        json!(texts).to_string()
    };
    grouped("x", book, entry, &TEXTS, str::len, files)
}

/// Writes an entry for each page, several in one file; returns how many pages each file holds and
/// the names of the files.
fn grouped(
    sort: &str,
    book: &Book,
    entry: impl Fn(usize) -> String + Sync + Send,
    cut: &Cut,
    size: impl Fn(&str) -> usize,
    files: &mut Files,
) -> Value {
    let entries: Vec<String> = (0..book.pages.len()).into_par_iter().map(entry).collect();
    let parts = cut.parts(&entries, |entry| size(entry), |at| &book.pages[at].url);
    let names = files.add_all(sort, &parts, |part| format!("[{}]", part.join(",")));
    json!({ "counts": numbers(parts.iter().map(|part| part.len() as u32)), "names": names })
}
