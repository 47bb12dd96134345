//! Files about pages: their titles and headings, and the texts of their sections.

use std::sync::Arc;

use rayon::prelude::*;
use serde_json::{Value, json};

use super::file::{Files, NAME, write_json, write_text};
use super::numbers;
use crate::book::Book;
use crate::search::Section;
use crate::search::cut::Cut;

/// Pages in a file of titles.
const TITLES: Cut = Cut { least: 0, most: 11, one_in: 4 };

/// Bytes of a file of texts, which has sections of one page.
const TEXTS: Cut = Cut { least: 3_000, most: 3_000, one_in: 1 };

/// Where the texts of a page are: names of the files, and how many sections each holds.
struct Texts {
    names: String,
    counts: String,
}

/// Writes the texts of the sections, and for each page its address, title, breadcrumbs, headings and where its
/// texts are. Returns how many pages each file holds and the names of the files.
pub fn pages(book: &Book, sections: &[Arc<Vec<Section>>], files: &mut Files) -> Value {
    let texts = texts(sections, files);
    let entry = |index: usize| {
        let (page, texts) = (&book.pages[index], &texts[index]);
        let crumbs: Vec<&str> = book.ancestors(index).into_iter().map(|page| book.pages[page].title()).collect();
        let headings: Vec<[&str; 2]> =
            sections[index][1..].iter().map(|section| [section.anchor.as_str(), section.heading.as_str()]).collect();
        json!([page.url, page.title(), crumbs.join(" › "), headings, texts.names, texts.counts]).to_string()
    };
    let entries: Vec<String> = (0..book.pages.len()).into_par_iter().map(entry).collect();
    let parts = TITLES.parts(&entries, |_| 1, |at| &book.pages[at].url);
    let names = files.add_all("p", &parts, |part, out| write_json(out, &format!("[{}]", part.join(","))));
    json!({ "counts": numbers(parts.iter().map(|part| part.len() as u32)), "names": names })
}

/// Writes the texts of the sections of each page.
fn texts(sections: &[Arc<Vec<Section>>], files: &mut Files) -> Vec<Texts> {
    let parts: Vec<Vec<&[Section]>> =
        sections.iter().map(|sections| TEXTS.parts(sections, |section| section.text.len(), |_| "")).collect();
    let contents: Vec<&[Section]> = parts.iter().flatten().copied().collect();
    let names = files.add_all("x", &contents, |sections, out| write(sections, out));
    let mut from = 0;
    let of_page = |parts: Vec<&[Section]>| {
        let start = from;
        from += parts.len() * NAME;
        let counts = numbers(parts.iter().map(|part| part.len() as u32));
        Texts { names: names[start..from].to_owned(), counts }
    };
    parts.into_iter().map(of_page).collect()
}

/// Writes the texts of sections as a list in JSON.
fn write(sections: &[Section], out: &mut String) {
    for (at, section) in sections.iter().enumerate() {
        out.push_str(if at == 0 { "[\"" } else { "\",\"" });
        write_text(out, &section.text);
    }
    out.push_str("\"]");
}
