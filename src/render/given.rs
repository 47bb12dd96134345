//! What a page is given: its document, and of other pages just what it shows.
//!
//! The view of a page is made from this and nothing else, and its key is the hash of it. It refers
//! to what it holds and hashes most of that by hashes that are known, so that a rebuild can tell
//! in a few microseconds that a page stays as it is.

use std::hash::{Hash, Hasher};

use super::changes;
use super::collect::{self, Collected};
use super::face::{Face, Name};
use super::navigation::{self, Levels, Sidebar};
use super::passage::{self, Passage};
use super::{Context, redirect, special::Special};
use crate::book::{self, Mention, Page};
use crate::kind::Kind;
use crate::memo::Hashed;
use crate::parse::Document;

/// A page's name, as another page is given it.
pub type NameRef<'a> = &'a Hashed<Name<'a>>;

/// A page's face, as another page is given it.
pub type FaceRef<'a> = &'a Hashed<Face<'a>>;

/// What is rendered: a page of the book, or one that the generator adds.
#[derive(Debug, Hash)]
pub enum Subject<'a> {
    /// A page of the book.
    Page(Box<Given<'a>>),
    /// A page of the generator.
    Special(&'a Special<'a>),
}

/// What a page of the book is given.
#[derive(Debug, Hash)]
pub struct Given<'a> {
    /// What it is by itself.
    pub own: Own<'a>,
    /// Its text.
    pub body: Passage<'a>,
    /// The pages above it, from the top.
    pub breadcrumbs: Vec<NameRef<'a>>,
    /// The navigation around it.
    pub sidebar: Sidebar<'a>,
    /// The page before it in reading order.
    pub previous: Option<NameRef<'a>>,
    /// The page after it.
    pub next: Option<NameRef<'a>>,
    /// The pages directly below it.
    pub children: Vec<FaceRef<'a>>,
    /// Pages that its front matter names, by JSON pointer.
    pub uses: Vec<(String, FaceRef<'a>)>,
    /// Pages whose front matter names it: key, title, pages.
    pub relations: Vec<(&'a str, &'a str, Vec<FaceRef<'a>>)>,
    /// Pages that link here, and where they do.
    pub backlinks: Vec<(NameRef<'a>, &'a Hashed<Mention>)>,
    /// What its `collect:` asked for.
    pub collections: Vec<Collected<'a>>,
    /// Anchors of it that have moved, and where to.
    pub moved: Vec<(&'a str, &'a str)>,
    /// Day of its last change.
    pub last_change: Option<&'a str>,
}

/// What a page is by itself.
#[derive(Debug)]
pub struct Own<'a> {
    /// Its file.
    pub document: &'a Document,
    /// Its id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// What its window is called, when not as the page.
    pub window_title: Option<&'a str>,
    /// The same with `<wbr>` between phrases, safe HTML.
    pub title_html: &'a str,
    /// One sentence about it, may be empty.
    pub description: &'a str,
    /// Its output path.
    pub url: &'a str,
    /// Its kind, when that has a schema.
    pub kind: Option<&'a Kind>,
}

impl Hash for Own<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Own { document, id, title, window_title, title_html, description, url, kind } = self;
        (document.source.key, id, title, window_title, title_html, description, url, kind.map(|kind| kind.shown))
            .hash(state);
    }
}

/// Collects what a page of the book is given.
pub fn given<'a>(context: &'a Context<'a>, levels: &Levels<'a>, index: usize) -> Given<'a> {
    let page = &context.book.pages[index];
    Given {
        own: own(context, index),
        body: passage::body(context, index),
        breadcrumbs: navigation::breadcrumbs(context, index),
        sidebar: navigation::sidebar(context, levels, index),
        previous: index.checked_sub(1).map(|before| context.name(before)),
        next: context.faces.get(index + 1).map(|face| &face.name),
        children: page.children.iter().map(|child| context.face(*child)).collect(),
        uses: page.uses.iter().map(|usage| (usage.json_pointer(), context.face(usage.page))).collect(),
        relations: page.relations.iter().map(|relation| self::relation(context, relation)).collect(),
        backlinks: page.backlinks.iter().map(|backlink| self::backlink(context, backlink)).collect(),
        collections: collect::collections(context, page),
        moved: redirect::moved(context, page),
        last_change: changes::of(context.changes, page).map(|(day, _)| day),
    }
}

fn own<'a>(context: &'a Context<'a>, index: usize) -> Own<'a> {
    let page: &Page = &context.book.pages[index];
    Own {
        document: &page.document,
        id: page.id(),
        window_title: page.window_title.as_deref(),
        title: page.title(),
        title_html: &page.title_html,
        description: context.face(index).description,
        url: &page.url,
        kind: context.book.kind(page),
    }
}

fn relation<'a>(context: &'a Context<'a>, relation: &'a book::Relation) -> (&'a str, &'a str, Vec<FaceRef<'a>>) {
    (&relation.key, &relation.title, relation.pages.iter().map(|page| context.face(*page)).collect())
}

fn backlink<'a>(context: &'a Context<'a>, backlink: &'a book::Backlink) -> (NameRef<'a>, &'a Hashed<Mention>) {
    (context.name(backlink.page), &backlink.mention)
}
