//! A section as a document of a search engine.

use serde::Serialize;

use crate::book::Book;
use crate::search::all_sections;

/// What an engine is given of a section, and gives back with a result.
#[derive(Debug, Serialize)]
pub struct SectionDocument<'a> {
    /// Output path of the page.
    pub url: &'a str,
    /// Title of the page.
    pub title: &'a str,
    /// Titles of the pages above it.
    pub crumbs: String,
    /// Number of the section in its page, from 0.
    pub section: usize,
    /// Anchor; empty for the part before the first heading.
    pub anchor: String,
    /// Heading; the title of the page for its first part.
    pub heading: String,
    /// Text, one block a line.
    pub text: String,
    /// Words that are searched but not shown.
    pub keywords: String,
    /// Kind of the page.
    pub kind: &'a str,
    /// Tags of the page.
    pub tags: Vec<&'a str>,
    /// Whom the page is written for.
    pub audience: Vec<&'a str>,
}

impl SectionDocument<'_> {
    /// A name for the document that its text does not change, of 32 hexadecimal digits: engines bound the
    /// length of names, and a path may be longer.
    pub fn id(&self) -> String {
        blake3::hash(format!("{}\n{}", self.url, self.section).as_bytes()).to_hex()[..32].to_owned()
    }
}

/// All sections in the order of the book.
pub fn documents(book: &Book) -> Vec<SectionDocument<'_>> {
    let all = all_sections(book);
    let of_page = |(index, sections): (usize, &Vec<crate::search::Section>)| {
        let page = &book.pages[index];
        let crumbs: Vec<&str> = book.ancestors(index).into_iter().map(|page| book.pages[page].title()).collect();
        let front = &page.document.front;
        let document = |(number, section): (usize, &crate::search::Section)| SectionDocument {
            url: &page.url,
            title: page.title(),
            crumbs: crumbs.join(" › "),
            section: number,
            anchor: section.anchor.clone(),
            heading: section.heading.clone(),
            text: section.text.clone(),
            keywords: section.keywords.clone(),
            kind: page.document.kind(),
            tags: front.texts("tags").collect(),
            audience: front.texts("audience").collect(),
        };
        sections.iter().enumerate().map(document).collect::<Vec<_>>()
    };
    all.iter().enumerate().flat_map(of_page).collect()
}
