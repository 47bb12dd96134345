//! What pages show of other pages.

use rayon::prelude::*;
use serde_json::Value;

use crate::book::{Book, Page};
use crate::memo::Hashed;

/// What a link shows of a page.
#[derive(Debug, Hash)]
pub struct Name<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its output path.
    pub url: &'a str,
    /// Whether there are pages below it.
    pub parent: bool,
}

/// What a card shows of a page.
#[derive(Debug, Hash)]
pub struct Face<'a> {
    /// Title and output path.
    pub name: Hashed<Name<'a>>,
    /// Its id.
    pub id: &'a str,
    /// Its kind.
    pub kind: &'a str,
    /// Its title with `<wbr>` between phrases, safe HTML.
    pub title_html: &'a str,
    /// One sentence about it, may be empty.
    pub description: &'a str,
    /// The fields that its kind shows.
    pub fields: Vec<(&'a str, &'a Value)>,
}

/// The faces of all pages, in reading order.
pub fn faces(book: &Book) -> Vec<Hashed<Face<'_>>> {
    book.pages.par_iter().map(|page| Hashed::new(face(book, page))).collect()
}

fn face<'a>(book: &'a Book, page: &'a Page) -> Face<'a> {
    let kind = book.kind(page);
    let front = &page.document.front.data;
    let shown = kind.map_or(&[][..], |kind| &kind.card);
    Face {
        name: Hashed::new(Name { title: page.title(), url: &page.url, parent: !page.children.is_empty() }),
        id: page.id(),
        kind: page.document.kind(),
        title_html: &page.title_html,
        description: &page.description,
        fields: shown.iter().filter_map(|key| Some((key.as_str(), front.get(key)?))).collect(),
    }
}
