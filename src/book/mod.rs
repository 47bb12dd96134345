//! All documents, ordered and linked: order, addresses, navigation, links, relations, glossary.
//!
//! Pure: documents and schemas in, a [`Book`] and diagnostics out.

mod aliases;
mod ambiguous;
mod assets;
mod collect;
mod embed_size;
mod embeds;
mod expect;
mod glossary;
mod links;
mod names;
mod naming;
mod outline;
mod outputs;
mod relations;
mod runs;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use assets::Assets;
pub use glossary::{Glossary, Term, TermMatch};
pub use links::{Backlink, Mention, Mentions, Resolved, titles};
pub use names::Names;
pub use outline::Entry;
pub use relations::{Relation, Use};
pub use runs::{Run, runs};

use crate::diagnostic::Diagnostic;
use crate::kind::{Kind, Kinds, visit_front};
use crate::memo::Memo;
use crate::outline::Outline;
use crate::parse::{Document, Link, escape, phrases};
use crate::path;

/// A linked book.
#[derive(Debug)]
pub struct Book {
    /// Pages in reading order.
    pub pages: Vec<Page>,
    /// The top level of the navigation: the pages below the home page, or without one those below
    /// no other.
    pub roots: Vec<usize>,
    /// The navigation, where a table of contents gives it; then `roots` is not shown.
    pub contents: Option<Vec<Entry>>,
    /// Names by which pages can be linked.
    pub names: Names,
    /// Terms that are linked automatically.
    pub glossary: Glossary,
    /// Schemas of the pages' front matter.
    pub kinds: Kinds,
    /// Files that are copied as they are.
    pub assets: Assets,
    /// Output paths that lead elsewhere, with `#anchor` for a place of a page; where to, relative to
    /// them.
    pub redirects: BTreeMap<String, String>,
}

/// What a book is made of beside its documents.
pub struct Frame<'a> {
    /// Table of contents, where there is one.
    pub outline: Option<&'a Outline>,
    /// Schemas.
    pub kinds: Kinds,
    /// Files that are copied as they are.
    pub assets: Assets,
    /// See [`Book::redirects`].
    pub redirects: BTreeMap<String, String>,
}

/// A page in its book. Other pages are named by their index in [`Book::pages`].
#[derive(Debug)]
pub struct Page {
    /// What was parsed.
    pub document: Arc<Document>,
    /// Stable id, unique in the book.
    pub id: String,
    /// What it is called: the document's title, or what its kind makes of it.
    pub title: String,
    /// The same with `<wbr>` between its phrases, safe HTML.
    pub title_html: String,
    /// One sentence about the page: its description, or a term's definition; may be empty.
    pub description: String,
    /// What its window is called, when not as the page.
    pub window_title: Option<String>,
    /// Output path.
    pub url: String,
    /// The page above this one.
    pub parent: Option<usize>,
    /// The pages directly below this one, in order.
    pub children: Vec<usize>,
    /// All anchors of the page, where its kind adds some to those of its document.
    anchors: Option<BTreeSet<String>>,
    /// Where each of [`Document::links`] leads; none for a dead one.
    pub links: Vec<Option<Resolved>>,
    /// Pages that its front matter names.
    pub uses: Vec<Use>,
    /// Pages whose front matter names it.
    pub relations: Vec<Relation>,
    /// Pages whose text links to it.
    pub backlinks: Vec<Backlink>,
}

impl Page {
    /// Id of the page.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Anchors that exist in the page.
    pub fn anchors(&self) -> &BTreeSet<String> {
        self.anchors.as_ref().unwrap_or(&self.document.anchors)
    }

    /// Title of the page.
    pub fn title(&self) -> &str {
        &self.title
    }
}

/// Results that the next book may use again.
#[derive(Default)]
pub struct Memos {
    /// What schemas say of front matter.
    pub checks: Memo<Vec<Diagnostic>>,
    /// The words around the links of a page.
    pub mentions: Memo<Mentions>,
}

/// Orders and links documents: by a table of contents, else by their folders. Drafts are left out.
pub fn assemble(
    documents: Vec<Arc<Document>>,
    frame: Frame<'_>,
    memos: &mut Memos,
    diagnostics: &mut Vec<Diagnostic>,
) -> Book {
    let Frame { outline, kinds, assets, redirects } = frame;
    let shown: Vec<Arc<Document>> = documents.into_iter().filter(|document| !document.front.is_draft()).collect();
    let check = |document: &Arc<Document>| kinds.check(document);
    let checked = memos.checks.all(&shown, |document| (kinds.check_key(document), document), check);
    diagnostics.extend(checked.iter().flat_map(|found| found.iter().cloned()));
    let (placed, contents) = match outline.map(|outline| outline::order(shown.clone(), outline)) {
        Some((placed, entries)) => (placed, Some(entries)),
        None => (tree::order(shown), None),
    };
    let mut pages: Vec<Page> = placed.into_par_iter().map(|placed| page(placed, &kinds)).collect();
    names::tell_apart(&mut pages);
    let redirects = aliases::addresses(&pages).chain(redirects).collect();
    let names = Names::of(&pages, diagnostics);
    let glossary = Glossary::of(&pages, &kinds);
    let mut book = Book { roots: roots(&pages), contents, pages, names, glossary, kinds, assets, redirects };
    outputs::check(&book, diagnostics);
    relations::connect(&mut book, diagnostics);
    links::connect(&mut book, &mut memos.mentions, diagnostics);
    embeds::check(&mut book, diagnostics);
    let are_shared = book.names.have_shared_aliases();
    let problems = |index| problems(&book, index, are_shared);
    diagnostics.par_extend((0..book.pages.len()).into_par_iter().flat_map_iter(problems));
    book
}

/// What is wrong with one page that can be told by itself.
fn problems(book: &Book, index: usize, are_shared: bool) -> Vec<Diagnostic> {
    let (page, mut found) = (&book.pages[index], Vec::new());
    aliases::check(page, &mut found);
    expect::check(book, page, &mut found);
    naming::check(book, page, &mut found);
    collect::check(book, page, &mut found);
    ambiguous::aliases(book, index, &mut found);
    if are_shared {
        ambiguous::links(book, page, &mut found);
    }
    found
}

fn roots(pages: &[Page]) -> Vec<usize> {
    match pages.first() {
        Some(home) if home.url == "index.html" => home.children.clone(),
        _ => (0..pages.len()).filter(|page| pages[*page].parent.is_none()).collect(),
    }
}

/// Makes a page of a document in its place.
fn page(placed: tree::Placed, kinds: &Kinds) -> Page {
    let document = placed.document;
    let kind = kinds.get(document.kind());
    let own = |kind: &Kind| kind.title_of(&document);
    let title = placed.title.unwrap_or_else(|| kind.map_or_else(|| document.title.clone(), own));
    Page {
        id: document.id.clone(),
        title_html: title_html(&title, &document),
        title,
        description: description(&document, kind),
        window_title: placed.window_title,
        url: path::page(document.path()),
        parent: placed.parent,
        children: placed.children,
        anchors: kind.filter(|kind| !kind.anchors.is_empty()).map(|kind| anchors(&document, kind)),
        links: Vec::new(),
        document,
        uses: Vec::new(),
        relations: Vec::new(),
        backlinks: Vec::new(),
    }
}

/// The anchors of a document and of the fields that its kind makes anchors of.
fn anchors(document: &Document, kind: &Kind) -> BTreeSet<String> {
    let mut anchors = document.anchors.clone();
    for path in &kind.anchors {
        visit_front(&document.front.data, path, &mut |_, value| anchors.extend(value.as_str().map(str::to_owned)));
    }
    anchors
}

/// What a document, or as a term its kind, says in one sentence about the page.
fn description(document: &Document, kind: Option<&Kind>) -> String {
    let definition = || document.front.text(&kind?.glossary.as_ref()?.definition);
    document.front.text("description").or_else(definition).unwrap_or("").to_owned()
}

/// The title of a page cut into phrases. The document's own title is cut already, once for as long
/// as its file stays; a kind mostly puts a number before it.
fn title_html(title: &str, document: &Document) -> String {
    match title.strip_suffix(&document.title) {
        Some(before) => format!("{}{}", escape(before), document.title_html),
        None => phrases(title),
    }
}

impl Page {
    /// The links of the page in the order of its text, and where each leads.
    pub fn links(&self) -> impl Iterator<Item = (&Link, Option<&Resolved>)> {
        self.document.links.iter().zip(self.links.iter().map(Option::as_ref))
    }

    /// Makes the embed at a piece of the body lead nowhere.
    fn show_nothing(&mut self, piece: usize) {
        if let Some(at) = self.document.link_at(piece) {
            self.links[at] = None;
        }
    }
}

impl Book {
    /// Kind of a page, when its schema exists.
    pub fn kind(&self, page: &Page) -> Option<&Kind> {
        self.kinds.get(page.document.kind())
    }

    /// Indices of the pages above a page, from the top.
    pub fn ancestors(&self, mut page: usize) -> Vec<usize> {
        let mut above = Vec::new();
        while let Some(parent) = self.pages[page].parent {
            above.push(parent);
            page = parent;
        }
        above.reverse();
        above
    }
}
