//! Files about pages: their titles and headings, and where the texts of their sections are.

use rayon::prelude::*;
use serde_json::{Value, json};

use super::file::{Files, write_json};
use super::numbers;
use crate::book::Book;
use crate::search::cut::Cut;
use crate::search::parts::{Parts, Texts};

/// Pages in a file of titles.
const TITLES: Cut = Cut { least: 0, most: 11, one_in: 4 };

/// Adds the texts of the sections, and for each page its address, title, breadcrumbs, headings and where its
/// texts are. Returns how many pages each file holds and the names of the files.
pub fn pages(book: &Book, parts: &[&Parts], files: &mut Files) -> Value {
    let entry = |index: usize| {
        let (page, parts) = (&book.pages[index], parts[index]);
        let crumbs: Vec<&str> = book.ancestors(index).into_iter().map(|page| book.pages[page].title()).collect();
        let headings: Vec<[&str; 2]> =
            parts.sections[1..].iter().map(|section| [section.anchor.as_str(), section.heading.as_str()]).collect();
        let names: String = parts.texts.iter().map(|texts| Files::name(&texts.script)).collect();
        let counts = numbers(parts.texts.iter().map(|texts| texts.sections));
        json!([page.url, page.title(), crumbs.join(" › "), headings, names, counts]).to_string()
    };
    let entries: Vec<String> = (0..book.pages.len()).into_par_iter().map(entry).collect();
    let cut = TITLES.parts(&entries, |_| 1, |at| &book.pages[at].url);
    let names = files.add_all("p", &cut, |part, out| write_json(out, &format!("[{}]", part.join(","))));
    let texts = parts.iter().flat_map(|parts| &parts.texts);
    texts.for_each(|Texts { script, .. }| files.put("x", script.clone()));
    json!({ "counts": numbers(cut.iter().map(|part| part.len() as u32)), "names": names })
}
