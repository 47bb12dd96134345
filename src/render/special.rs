//! The pages that the generator adds, most of them lists.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::changes::{self, Changed};
use super::given::FaceRef;
use super::kana::{Read, kana};
use super::navigation::{self, Sidebar};
use super::view::{Collection, Group, Row};
use super::{Context, data, redirect};
use crate::book::Book;
use crate::parse::{LinkKind, slug};

/// What a page of the generator is given.
#[derive(Debug, Hash)]
pub struct Special<'a> {
    /// Its id, which is its kind too, unless it only leads elsewhere.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// Its output path.
    pub url: String,
    /// The top of the navigation.
    pub sidebar: Sidebar<'a>,
    /// What it lists.
    pub listing: Listing<'a>,
}

/// What a page of the generator lists.
#[derive(Debug, Hash)]
pub enum Listing<'a> {
    /// Nothing.
    Nothing,
    /// Pages in groups.
    Groups(Vec<(&'a str, Vec<FaceRef<'a>>)>),
    /// All pages.
    Kana(Vec<Read<'a>>),
    /// Pages that changed last.
    Changes(Vec<Changed<'a>>),
    /// How many pages and images there are: what a statement about accessibility depends on.
    Census(usize, usize),
    /// Nothing: the page leads to an address, and places of it, by their anchors, to others.
    Moved(String, Vec<(&'a str, &'a str)>),
}

/// The pages that the generator adds: search, not found, tags, the index of all pages, what changed
/// last, how accessible the book is, and a home page where the book has none.
pub fn pages<'a>(context: &'a Context<'a>) -> Vec<Special<'a>> {
    let titled = |id: &'a str, key: &str, otherwise, listing| Special {
        id,
        title: context.site.strings.get(key).map_or(otherwise, String::as_str),
        url: format!("{id}.html"),
        sidebar: navigation::top(context),
        listing,
    };
    let page = |id, listing| titled(id, &format!("{id}_title"), id, listing);
    let moved: Vec<Special<'a>> = redirect::pages(context).collect();
    let left: BTreeSet<String> = moved.iter().map(|page| page.url.clone()).collect();
    let is_taken = |url: &String| left.contains(url) || context.book.names.url(url).is_some();
    let pages = [
        Special { title: &context.config.book.title, ..page("index", Listing::Groups(contents(context))) },
        page("search", Listing::Nothing),
        titled("404", "not_found_title", "404", Listing::Nothing),
        page("tags", Listing::Groups(tags(context))),
        page("kana", Listing::Kana(readings(context))),
        page("changes", Listing::Changes(changes::newest(context, "*", changes::COUNT))),
        page("conformity", census(context.book)),
    ];
    pages.into_iter().filter(|page| !is_taken(&page.url)).chain(moved).collect()
}

/// The top level of the book.
fn contents<'a>(context: &'a Context<'a>) -> Vec<(&'a str, Vec<FaceRef<'a>>)> {
    vec![("", context.book.roots.iter().map(|root| context.face(*root)).collect())]
}

fn census<'a>(book: &Book) -> Listing<'a> {
    let links = book.pages.par_iter().flat_map_iter(|page| &page.document.links);
    Listing::Census(book.pages.len(), links.filter(|link| link.kind == LinkKind::Image).count())
}

fn tags<'a>(context: &'a Context<'a>) -> Vec<(&'a str, Vec<FaceRef<'a>>)> {
    let pages = context.book.pages.par_iter().zip(&context.faces);
    let tagged: Vec<(&str, FaceRef<'a>)> =
        pages.flat_map_iter(|(page, face)| page.document.front.texts("tags").map(move |tag| (tag, face))).collect();
    let mut groups: BTreeMap<&str, Vec<FaceRef<'a>>> = BTreeMap::new();
    tagged.into_iter().for_each(|(tag, face)| groups.entry(tag).or_default().push(face));
    groups.into_iter().collect()
}

fn readings<'a>(context: &'a Context<'a>) -> Vec<Read<'a>> {
    let mut readings: Vec<Read<'a>> = context.faces.iter().map(|face| (face.name.title, face)).collect();
    for term in &context.book.glossary.terms {
        readings[term.page].0 = &term.reading;
    }
    readings
}

impl Special<'_> {
    /// Its kind.
    pub fn kind(&self) -> &str {
        if matches!(self.listing, Listing::Moved(..)) { redirect::KIND } else { self.id }
    }

    /// The lists of the page as it shows them.
    pub fn collections(&self) -> Vec<Collection> {
        match &self.listing {
            Listing::Nothing | Listing::Census(..) | Listing::Moved(..) => Vec::new(),
            Listing::Groups(groups) => vec![self.listed(groups)],
            Listing::Kana(readings) => vec![self.listed(&kana(readings.clone()))],
            Listing::Changes(changed) => vec![changes::by_day(changed, &self.url)],
        }
    }

    /// Values that the page shows beside lists.
    pub fn data(&self) -> BTreeMap<String, Value> {
        match self.listing {
            Listing::Census(pages, images) => {
                [("pages".to_owned(), json!(pages)), ("images".to_owned(), json!(images))].into()
            }
            _ => BTreeMap::new(),
        }
    }

    fn listed(&self, groups: &[(&str, Vec<FaceRef<'_>>)]) -> Collection {
        let row = |face: &FaceRef<'_>| Row { page: data::card(face, &self.url), cells: Vec::new(), marks: Vec::new() };
        let group = |(title, pages): &(&str, Vec<FaceRef<'_>>)| Group {
            id: slug(title),
            rows: pages.iter().map(row).collect(),
            title: (*title).to_owned(),
        };
        Collection {
            title: String::new(),
            id: if self.id == "index" { "contents" } else { self.id }.to_owned(),
            kind: String::new(),
            layout: "list".into(),
            groups: groups.iter().map(group).collect(),
            columns: Vec::new(),
            against: Vec::new(),
        }
    }
}
