//! The markdown twin of a page: what it says, for programs that read text, at its address with `.md`
//! behind it (<https://llmstxt.org/>).
//!
//! It is made from the page itself, from what stands in its `<main>`. So it says what readers see:
//! links are resolved, sections of other pages and data are in it, and what a kind shows of the front
//! matter. What is there to be clicked is left out.

mod blocks;
pub mod inline;
mod writer;

use std::collections::BTreeSet;

use crate::book::Book;
use crate::bytes::Lost;
use crate::memo::{self, Key, Memo};
use crate::path;
use crate::site::{Bytes, Site};

/// The twin of a page as a memo has it, unless the page is lost.
pub type Made = Result<Bytes, Lost>;

/// Adds the twins of all pages.
///
/// # Errors
/// When a page is lost.
pub fn add(site: &mut Site, book: &Book, address: Option<&str>, memo: &mut Memo<Made>) -> Result<(), Lost> {
    let pages: Vec<(&str, &Bytes)> = super::pages(site, book).collect();
    let known: BTreeSet<&str> = pages.iter().map(|(path, _)| *path).collect();
    let shared = memo::key_of(&(&known, address));
    let prepare = |page| key(&shared, page);
    let twins = memo.all(&pages, prepare, |(path, page)| of(path, page, &known, address));
    let paths: Vec<String> = pages.iter().map(|(path, _)| format!("{path}.md")).collect();
    for (path, twin) in paths.into_iter().zip(twins) {
        site.put(path, Made::clone(&twin)?);
    }
    Ok(())
}

/// The key of a twin: all that it is made from. With it the page comes back.
fn key<'a>(shared: &Key, page: &(&'a str, &'a Bytes)) -> (Key, (&'a str, &'a Bytes)) {
    (memo::key([&shared[..], page.0.as_bytes(), page.1.blake3()]), *page)
}

/// The twin of one page.
fn of(path: &str, page: &Bytes, known: &BTreeSet<&str>, address: Option<&str>) -> Made {
    let html = String::from_utf8_lossy(page.contents()?);
    let mut text = writer::markdown(main(&html), &|href| link(path, href, known));
    if let Some(address) = address {
        text.push_str(&format!("\n<{address}{}>\n", path::encode(path)));
    }
    Ok(text.into_bytes().into())
}

/// What stands in the `<main>` of a page; all of it where there is none.
fn main(html: &str) -> &str {
    let inside = html.find("<main").zip(html.rfind("</main>")).and_then(|(start, end)| html.get(start..end));
    inside.unwrap_or(html)
}

/// Where a link leads from a twin: to a twin, where there is one.
fn link(from: &str, href: &str, known: &BTreeSet<&str>) -> String {
    let (page, rest) = href.split_at(href.find(['#', '?']).unwrap_or(href.len()));
    let is_page = !page.is_empty() && !page.contains(':');
    let target = path::join(path::folder(from), &path::decode(page)).filter(|_| is_page);
    match target.is_some_and(|target| known.contains(target.as_str())) {
        true => format!("{page}.md{rest}"),
        false => href.to_owned(),
    }
}
