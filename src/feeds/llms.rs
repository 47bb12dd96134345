//! `llms.txt`: what the book is about and where its pages are, for programs that read text
//! (<https://llmstxt.org/>): a title, a quotation, and lists of links under headings.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::twin::inline;
use crate::book::{Book, Page};
use crate::config::Config;
use crate::path;

/// Its output path.
pub const PATH: &str = "llms.txt";

/// Writes the file: the pages in reading order, those at the top and then a heading for each that has
/// pages below it.
pub fn text(book: &Book, config: &Config) -> String {
    let parts = parts(book);
    let mut out = format!("# {}\n", line(&config.book.title));
    if !config.book.description.is_empty() {
        out.push_str(&format!("\n> {}\n", line(&config.book.description)));
    }
    for (part, pages) in parts {
        let title = part.map_or(config.book.title.as_str(), |part| book.pages[part].title());
        let entries: Vec<String> = pages.into_par_iter().map(|page| entry(config, page)).collect();
        out.push_str(&format!("\n## {}\n\n{}", line(title), entries.concat()));
    }
    out
}

/// The pages of each part: of none first, then of the pages at the top that have others below them.
fn parts(book: &Book) -> BTreeMap<Option<usize>, Vec<&Page>> {
    let top = |index| book.ancestors(index).into_iter().chain([index]).find(|page| book.roots.contains(page));
    let tops: Vec<Option<usize>> = (0..book.pages.len()).into_par_iter().map(top).collect();
    let mut parts: BTreeMap<Option<usize>, Vec<&Page>> = BTreeMap::new();
    for (page, top) in book.pages.iter().zip(tops) {
        let part = top.filter(|top| !book.pages[*top].children.is_empty());
        parts.entry(part).or_default().push(page);
    }
    parts
}

fn entry(config: &Config, page: &Page) -> String {
    let twin = if config.build.markdown_twins { ".md" } else { "" };
    let address = format!("{}{}{twin}", config.build.address().unwrap_or_default(), path::encode(&page.url));
    let about = match &*page.description {
        "" => String::new(),
        text => format!(": {}", line(text)),
    };
    format!("- [{}]({}){about}\n", line(page.title()), inline::address(&address))
}

/// Text as markdown on one line.
fn line(text: &str) -> String {
    let mut line = String::new();
    inline::push(&mut line, text);
    line.trim().to_owned()
}
