//! The whole book as one JSON value, for other programs.
//!
//! `version` is raised when a field is removed or changes its meaning. Fields may be added without that:
//! readers skip those that they do not know. Texts are plain, addresses are output paths from the site's
//! root, and lists are in the order of the book.

use serde::Serialize;
use serde_json::Value;

use crate::book::{self, Book, Resolved};
use crate::config::Config;
use crate::graph::{self, Edge};
use crate::search::{self, all_sections};

/// Version of the shape, see [`Model::version`].
pub const VERSION: u32 = 1;

/// The book.
#[derive(Debug, Serialize)]
pub struct Model {
    /// Version of this shape: 1.
    pub version: u32,
    /// Title of the book.
    pub title: String,
    /// One sentence about the book, may be empty.
    pub description: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// Authors.
    pub authors: Vec<String>,
    /// Where it is published, empty when unknown.
    pub base_url: String,
    /// Kinds of pages.
    pub kinds: Vec<Kind>,
    /// Pages in reading order.
    pub pages: Vec<Page>,
    /// What leads from one page to another, by their ids.
    pub relations: Vec<Relation>,
    /// Terms of the glossary.
    pub glossary: Vec<Term>,
}

/// A kind of page.
#[derive(Debug, Serialize)]
pub struct Kind {
    /// Name, as pages give it.
    pub name: String,
    /// Title.
    pub title: String,
    /// JSON Schema of its front matter, with the keywords of kinds.
    pub schema: Value,
}

/// A page.
#[derive(Debug, Serialize)]
pub struct Page {
    /// Id, unique in the book.
    pub id: String,
    /// Name of its kind, `page` for plain pages.
    pub kind: String,
    /// Title.
    pub title: String,
    /// One sentence about it, may be empty.
    pub description: String,
    /// Output path.
    pub url: String,
    /// Path of its file in the content folder.
    pub path: String,
    /// Id of the page above it.
    pub parent: Option<String>,
    /// Front matter as it is written.
    pub front: Value,
    /// Sections in order; the first is the part before the first heading.
    pub sections: Vec<Section>,
    /// Addresses outside the book that its text links to.
    pub addresses: Vec<String>,
}

/// A section of a page, or an object of the front matter that its kind declares to be one.
#[derive(Debug, Serialize)]
pub struct Section {
    /// Anchor; empty for the first.
    pub anchor: String,
    /// Level of the heading, 1 to 6; nothing where there is none in the text.
    pub level: Option<u8>,
    /// Heading; the title of the page for the first.
    pub heading: String,
    /// Text, one block a line.
    pub text: String,
}

/// A link in a text, or a page that front matter names.
#[derive(Debug, Serialize)]
pub struct Relation {
    /// Id of the page that names the other.
    pub from: String,
    /// Id of the page that is named.
    pub to: String,
    /// `link` for links in the text, else the field of the front matter, with `.` between its keys.
    pub kind: String,
}

/// A term.
#[derive(Debug, Serialize)]
pub struct Term {
    /// Id of its page.
    pub page: String,
    /// The term and its other names.
    pub names: Vec<String>,
    /// Reading in kana, may be empty.
    pub reading: String,
    /// Definition, may be empty.
    pub definition: String,
}

/// Makes the value of a book.
pub fn model(book: &Book, config: &Config) -> Model {
    let kind = |kind: &crate::kind::Kind| Kind {
        name: kind.name.clone(),
        title: kind.title.clone(),
        schema: kind.schema.clone(),
    };
    let sections = all_sections(book);
    let pages = book.pages.iter().zip(&sections).map(|(one, sections)| page(book, one, sections));
    Model {
        version: VERSION,
        title: config.book.title.clone(),
        description: config.book.description.clone(),
        language: config.book.language.clone(),
        authors: config.book.authors.clone(),
        base_url: config.build.base_url.clone(),
        kinds: book.kinds.iter().map(kind).collect(),
        pages: pages.collect(),
        relations: graph::graph(book).edges.into_iter().map(relation).collect(),
        glossary: book.glossary.terms.iter().map(|one| term(book, one)).collect(),
    }
}

fn page(book: &Book, page: &book::Page, sections: &[search::Section]) -> Page {
    Page {
        id: page.id().to_owned(),
        kind: page.document.kind().to_owned(),
        title: page.title().to_owned(),
        description: page.description.clone(),
        url: page.url.clone(),
        path: page.document.path().to_string(),
        parent: page.parent.map(|parent| book.pages[parent].id().to_owned()),
        front: Value::Object(page.document.front.data.clone()),
        sections: sections.iter().enumerate().map(|(number, one)| section(page, number, one)).collect(),
        addresses: page.links().filter_map(|(_, resolved)| address(resolved?)).collect(),
    }
}

/// Sections follow the headings of the document; those that a kind declares come behind them.
fn section(page: &book::Page, number: usize, section: &search::Section) -> Section {
    let heading = number.checked_sub(1).and_then(|heading| page.document.headings.get(heading));
    Section {
        anchor: section.anchor.clone(),
        level: heading.map(|heading| heading.level),
        heading: section.heading.clone(),
        text: section.text.clone(),
    }
}

fn address(resolved: &Resolved) -> Option<String> {
    match resolved {
        Resolved::External(address) => Some(address.clone()),
        Resolved::Page(..) | Resolved::Asset(_) => None,
    }
}

fn relation(Edge { from, to, kind }: Edge) -> Relation {
    Relation { from, to, kind }
}

fn term(book: &Book, term: &book::Term) -> Term {
    Term {
        page: book.pages[term.page].id().to_owned(),
        names: term.names.clone(),
        reading: term.reading.clone(),
        definition: term.definition.clone(),
    }
}
