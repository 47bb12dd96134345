//! A part of a document with what fills its holes.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use super::Context;
use crate::book::{Book, Glossary, Page, Resolved, TermMatch};
use crate::parse::{Document, Link, LinkKind, Piece, Target, notes_of, section};
use crate::path;

/// Some pieces of a document, with what fills their holes.
#[derive(Debug)]
pub struct Passage<'a> {
    /// The document.
    pub document: &'a Document,
    /// Output path of its page.
    pub url: &'a str,
    /// Title of its page.
    pub title: &'a str,
    /// The pieces, as indices in its body.
    pub pieces: Range<usize>,
    /// Numbers of the footnotes that the pieces use, in the order of their use.
    pub notes: Vec<usize>,
    /// What fills the holes, in the order of the pieces.
    pub fillings: Vec<Filling<'a>>,
}

impl Hash for Passage<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Passage { document, url, title, pieces, notes, fillings } = self;
        (document.source.key, url, title, pieces, notes, fillings).hash(state);
    }
}

/// What fills a hole.
#[derive(Debug, Hash)]
pub struct Filling<'a> {
    /// The piece that has the hole.
    pub at: usize,
    /// What stands there.
    pub with: Filler<'a>,
}

/// What stands in a hole.
#[derive(Debug, Hash)]
pub enum Filler<'a> {
    /// The address of a link or an image.
    Address(Lead<'a>),
    /// The address of a link, and its text.
    Titled(Lead<'a>, Title<'a>),
    /// The terms of a text that are linked.
    Terms(Vec<LinkedTerm<'a>>),
    /// A part of another page.
    Passage(Passage<'a>),
}

/// Where a link leads.
#[derive(Debug, Hash)]
pub enum Lead<'a> {
    /// Nowhere that the book knows; the address as it was written, for a link by path.
    Dead(Option<String>),
    /// To an output path, and an anchor there.
    Inside(&'a str, Option<&'a str>),
    /// Out of the book.
    Outside(&'a str),
}

impl<'a> Lead<'a> {
    /// The output path that it leads to.
    pub fn url(&self) -> Option<&'a str> {
        match self {
            Lead::Inside(url, _) => Some(url),
            Lead::Outside(_) | Lead::Dead(_) => None,
        }
    }
}

/// The text of a link that has none of its own.
#[derive(Debug, Hash)]
pub enum Title<'a> {
    /// The number of a figure, and the title of its page.
    Figure(usize, &'a str),
    /// A title.
    Text(&'a str),
}

/// A term in a text.
#[derive(Debug, Hash)]
pub struct LinkedTerm<'a> {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Output path of the term's page.
    pub url: &'a str,
    /// What the term means.
    pub definition: &'a str,
}

/// A section of a page that is being shown: its page, and its anchor unless it is the whole page.
type Shown<'a> = (usize, Option<&'a str>);

/// Where terms stand in a document: the piece, and the term in its text.
pub type Terms = Vec<(usize, TermMatch)>;

/// Finds the terms in all texts of a document.
pub fn terms(glossary: &Glossary, document: &Document) -> Terms {
    let text = |(at, piece): (usize, &'_ Piece)| match piece {
        Piece::Text(text) => glossary.find(text).map(|found| (at, found)).collect::<Terms>(),
        _ => Terms::new(),
    };
    document.body().iter().enumerate().flat_map(text).collect()
}

/// The body of a page.
pub fn body<'a>(context: &'a Context<'a>, index: usize) -> Passage<'a> {
    let page = &context.book.pages[index];
    passage(context, &page.url, section(&page.document, None), &mut vec![(index, None)])
}

/// Some pieces of the page that is being shown, for the page with an output path.
fn passage<'a>(
    context: &'a Context<'a>,
    url: &'a str,
    pieces: Range<usize>,
    shown: &mut Vec<Shown<'a>>,
) -> Passage<'a> {
    let index = shown.last().map_or(0, |shown| shown.0);
    let page = &context.book.pages[index];
    let notes = notes_of(&page.document, &pieces);
    let bodies = notes.iter().filter_map(|number| page.document.notes.get(number - 1)).cloned();
    let mut parts: Vec<Range<usize>> = std::iter::once(pieces.clone()).chain(bodies).collect();
    parts.sort_by_key(|part| part.start);
    // A text without pieces may start where the one behind it does.
    let is_shown = |at: usize| {
        let started = parts.partition_point(|part| part.start <= at);
        started.checked_sub(1).is_some_and(|last| parts[last].contains(&at))
    };
    let mut fillings = self::terms_of(context, url, index, is_shown);
    for (link, resolved) in page.links().filter(|(link, _)| is_shown(link.piece)) {
        let with = filler(context, url, link, resolved, shown);
        fillings.extend(with.map(|with| Filling { at: link.piece, with }));
    }
    fillings.sort_by_key(|filling| filling.at);
    Passage { document: &page.document, url: &page.url, title: page.title(), pieces, notes, fillings }
}

/// What fills the hole of a link.
fn filler<'a>(
    context: &'a Context<'a>,
    url: &'a str,
    link: &'a Link,
    resolved: Option<&'a Resolved>,
    shown: &mut Vec<Shown<'a>>,
) -> Option<Filler<'a>> {
    let book = context.book;
    let lead = || lead(book, url, resolved, &link.target);
    match link.kind {
        LinkKind::Title => Some(Filler::Titled(lead(), title(book, resolved, &link.target))),
        LinkKind::Embed => embedded(context, url, resolved, shown).map(Filler::Passage),
        LinkKind::Text | LinkKind::Image => Some(Filler::Address(lead())),
    }
}

/// A section of another page, or all of it. A section that shows itself ends there: the book has
/// reported it.
fn embedded<'a>(
    context: &'a Context<'a>,
    url: &'a str,
    resolved: Option<&'a Resolved>,
    shown: &mut Vec<Shown<'a>>,
) -> Option<Passage<'a>> {
    let Resolved::Page(index, anchor) = resolved? else { return None };
    let section_shown = (*index, anchor.as_deref());
    if shown.contains(&section_shown) {
        return None;
    }
    shown.push(section_shown);
    let pieces = section(&context.book.pages[*index].document, anchor.as_deref());
    let passage = passage(context, url, pieces, shown);
    shown.pop();
    Some(passage)
}

/// Where a link of a page leads. One that leads nowhere keeps its address only where that stays in the site: from a
/// disk, a picture of `/dev/null` is one of the reader's machine.
fn lead<'a>(book: &'a Book, url: &str, resolved: Option<&'a Resolved>, target: &Target) -> Lead<'a> {
    let stays = |address: &String| {
        let path = address.split('#').next().unwrap_or_default();
        !path.starts_with('/') && path::join(path::folder(url), &path::decode(path)).is_some()
    };
    match resolved {
        Some(Resolved::Page(page, anchor)) => Lead::Inside(&book.pages[*page].url, anchor.as_deref()),
        Some(Resolved::Asset(path)) => Lead::Inside(path, None),
        Some(Resolved::External(address)) => Lead::Outside(address),
        None => Lead::Dead(target.written().filter(stays)),
    }
}

fn title<'a>(book: &'a Book, resolved: Option<&'a Resolved>, target: &'a Target) -> Title<'a> {
    match book.figure_number(resolved) {
        Some((number, title)) => Title::Figure(number, title),
        None => Title::Text(book.link_title(resolved, target)),
    }
}

/// The terms in some pieces of a page. A term is not linked on its own page.
fn terms_of<'a>(
    context: &'a Context<'a>,
    url: &str,
    index: usize,
    is_shown: impl Fn(usize) -> bool,
) -> Vec<Filling<'a>> {
    let book = context.book;
    let mut fillings: Vec<Filling<'a>> = Vec::new();
    for (at, found) in context.terms.get(index).iter().flat_map(|terms| terms.iter()) {
        let term = &book.glossary.terms[found.term];
        let page: &Page = &book.pages[term.page];
        if !is_shown(*at) || page.url == url {
            continue;
        }
        let linked = LinkedTerm { range: found.start..found.end, url: &page.url, definition: &term.definition };
        match fillings.last_mut() {
            Some(Filling { at: last, with: Filler::Terms(terms) }) if last == at => terms.push(linked),
            _ => fillings.push(Filling { at: *at, with: Filler::Terms(vec![linked]) }),
        }
    }
    fillings
}
