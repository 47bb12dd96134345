//! Links: where they lead, whether that exists, and who links here.

use std::sync::Arc;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Book, Page, runs};
use crate::diagnostic::{Diagnostic, meant, nearest};
use crate::memo::{self, Hashed, Key, Memo};
use crate::message::{Message, either};
use crate::parse::{Document, Link, LinkKind, Target};
use crate::path;
use crate::say;

/// A page that links here, with the sentence around the link.
#[derive(Debug, Clone)]
pub struct Backlink {
    /// The linking page.
    pub page: usize,
    /// Where it does so.
    pub mention: Arc<Hashed<Mention>>,
}

/// What a link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// A page, or an anchor in it.
    Page(usize, Option<String>),
    /// A file of the content, by its path.
    Asset(String),
    /// An address outside the book.
    External(String),
}

/// Why a link leads nowhere.
struct Dead {
    code: &'static str,
    message: Message,
    hint: Message,
}

impl Dead {
    /// Reports it at a link of a document.
    fn report(&self, document: &Document, link: &Link) -> Diagnostic {
        let diagnostic = Diagnostic::error(self.code, document.place(link.range.clone()), self.message.clone());
        diagnostic.hint(self.hint.clone())
    }
}

/// Where a link stands, and the words around it.
#[derive(Debug, Hash, Serialize, Deserialize)]
pub struct Mention {
    /// Anchor of the section that holds the link; empty for the part before the first heading.
    pub anchor: Box<str>,
    /// The sentence around the link.
    pub sentence: Box<str>,
}

/// The mentions of others in a page: one for each of its links, in their order.
pub type Mentions = Vec<Arc<Hashed<Mention>>>;

/// Follows every link of the book and tells its target who links to it.
pub fn connect(book: &mut Book, memo: &mut Memo<Mentions>, diagnostics: &mut Vec<Diagnostic>) {
    let followed: Vec<Followed> = book.pages.par_iter().map(|page| follow(book, page)).collect();
    for (page, (links, problems)) in book.pages.iter_mut().zip(followed) {
        page.links = links;
        diagnostics.extend(problems);
    }
    let mentions = memo.all(&book.pages, |page| (mentions_key(book, page), page), |page| mentions(book, page));
    let leading = leading(book);
    book.pages.par_iter_mut().enumerate().for_each(|(index, page)| {
        let start = leading.partition_point(|(target, ..)| *target < index);
        let here = leading[start..].iter().take_while(|(target, ..)| *target == index);
        let backlink = |page: usize, at: usize| Backlink { page, mention: mentions[page][at].clone() };
        page.backlinks = here.map(|(_, page, at)| backlink(*page, *at)).collect();
    });
}

/// Where the links of a page lead, and what is wrong with them.
type Followed = (Vec<Option<Resolved>>, Vec<Diagnostic>);

/// Follows the links of one page.
fn follow(book: &Book, page: &Page) -> Followed {
    let document = &*page.document;
    let mut problems = Vec::new();
    let lead = |link: &Link| {
        book.resolve(document, &link.target).map_err(|dead| problems.push(dead.report(document, link))).ok()
    };
    (document.links.iter().map(lead).collect(), problems)
}

/// The links that lead from one page to another, the first of each page to each: the page that it leads to, the one that it
/// stands on, and which of its links it is; in this order.
fn leading(book: &Book) -> Vec<(usize, usize, usize)> {
    let of = |(index, page): (usize, &'_ Page)| {
        let lead = move |(at, link): (usize, &Option<Resolved>)| match link {
            Some(Resolved::Page(target, _)) if *target != index => Some((*target, index, at)),
            _ => None,
        };
        page.links.iter().enumerate().filter_map(lead).collect::<Vec<_>>()
    };
    let mut leading: Vec<_> = book.pages.par_iter().enumerate().flat_map_iter(of).collect();
    leading.par_sort_unstable();
    leading.dedup_by_key(|(target, page, _)| (*target, *page));
    leading
}

/// Hash of what [`mentions`] is given: the text, and the titles of others that stand in it.
fn mentions_key(book: &Book, page: &Page) -> Key {
    memo::key_of(&(page.document.source.key, titles(book, page)))
}

/// The titles of others that stand in the text of a page.
pub fn titles<'b>(book: &'b Book, page: &'b Page) -> Vec<&'b str> {
    let titled = page.links().filter(|(link, _)| link.kind == LinkKind::Title);
    titled.map(|(link, resolved)| book.link_title(resolved, &link.target)).collect()
}

/// The words around each of [`Document::links`].
fn mentions(book: &Book, page: &Page) -> Mentions {
    let mut mentions = Vec::with_capacity(page.links.len());
    for run in runs(&page.document, &titles(book, page)) {
        let anchor = run.heading.map_or("", |heading| &page.document.headings[heading].id);
        let ends: Vec<usize> = run.text.match_indices(END).map(|(at, end)| at + end.len()).collect();
        let mention = |at: &usize| Mention { anchor: anchor.into(), sentence: sentence(&run.text, &ends, *at) };
        mentions.extend(run.links.iter().map(mention).map(Hashed::new).map(Arc::new));
    }
    mentions
}

/// What ends a sentence.
const END: [char; 4] = ['。', '！', '？', '\n'];

/// Cuts the sentence around a place out of a text whose sentences have their ends at some places; at
/// most 120 characters of it.
fn sentence(text: &str, ends: &[usize], at: usize) -> Box<str> {
    let next = ends.partition_point(|end| *end <= at);
    let start = next.checked_sub(1).map_or(0, |last| ends[last]);
    let sentence = text[start..ends.get(next).copied().unwrap_or(text.len())].trim();
    let short: String = sentence.chars().take(120).collect();
    if short.len() < sentence.len() { format!("{short}…").into() } else { short.into() }
}

impl Book {
    /// Number of the figure that a link leads to, when it leads to one, and the title of its page.
    pub fn figure_number(&self, resolved: Option<&Resolved>) -> Option<(usize, &str)> {
        let Resolved::Page(page, Some(anchor)) = resolved? else { return None };
        let page = &self.pages[*page];
        let figure = page.document.figures.iter().find(|figure| figure.id == *anchor)?;
        Some((figure.number, page.title()))
    }

    /// Text of a link that has none: the title of the page or heading that it leads to.
    pub fn link_title<'a>(&'a self, resolved: Option<&Resolved>, target: &'a Target) -> &'a str {
        match resolved {
            Some(Resolved::Page(page, Some(anchor))) => {
                let target = &self.pages[*page];
                let heading = target.document.headings.iter().find(|heading| heading.id == *anchor);
                let figure = target.document.figures.iter().find(|figure| figure.id == *anchor);
                let text = heading.map(|heading| &heading.text).or(figure.map(|figure| &figure.caption));
                text.unwrap_or(&target.title)
            }
            Some(Resolved::Page(page, None)) => self.pages[*page].title(),
            _ => match target {
                Target::Name(name, _) | Target::Path(name, _) => name,
                Target::Anchor(name) | Target::External(name) => name,
            },
        }
    }

    /// Returns where a link of a document leads.
    fn resolve(&self, document: &Document, target: &Target) -> Result<Resolved, Dead> {
        match target {
            Target::External(address) => external(address),
            Target::Anchor(anchor) => match self.names.path(document.path()) {
                Some(page) => self.anchor(page, Some(anchor)),
                None => Ok(Resolved::External(format!("#{anchor}"))),
            },
            Target::Name(name, anchor) => match self.names.get(name).or_else(|| self.relative(document, name)) {
                Some(page) => self.anchor(page, anchor.as_deref()),
                None => self.asset(document, name).map(Resolved::Asset).ok_or_else(|| self.unnamed(name)),
            },
            Target::Path(relative, anchor) => self.path(document, relative, anchor.as_deref()),
        }
    }

    /// Why a name leads nowhere: no page has it, or several have it as their title.
    fn unnamed(&self, name: &str) -> Dead {
        let titled = self.names.titled(name);
        if !titled.is_empty() {
            let ids = either(titled.iter().take(SHOWN).map(|(_, page)| format!("`[[{}]]`", self.pages[*page].id())));
            let message = say!("{count} pages have the title `{name}`", count = titled.len(), name);
            return Dead { code: "dead-link", message, hint: say!("link by an id: {ids}", ids) };
        }
        let near = self.names.nearest(name).map(|near| say!("did you mean `[[{near}]]`?", near));
        let hint = near.unwrap_or_else(|| say!("write that page, or link to one that exists"));
        Dead { code: "dead-link", message: say!("there is no page `{name}`", name), hint }
    }

    /// A wiki link may also name a file: by its path, or by its name alone where only one has it.
    fn asset(&self, document: &Document, name: &str) -> Option<String> {
        let near = path::join(path::folder(document.path()), name).filter(|path| self.assets.contains(path));
        near.or_else(|| self.assets.named(name).map(str::to_owned))
    }

    /// A wiki link may also be a path without its `.md`.
    fn relative(&self, document: &Document, name: &str) -> Option<usize> {
        let path = path::join(path::folder(document.path()), name)?;
        let from_root = path::join("", name)?;
        [path, from_root]
            .into_iter()
            .find_map(|path| self.names.path(&path).or_else(|| self.names.path(&format!("{path}.md"))))
    }

    fn path(&self, document: &Document, relative: &str, anchor: Option<&str>) -> Result<Resolved, Dead> {
        let outside = || Dead {
            code: "outside-link",
            message: say!("`{relative}` leads out of the book", relative),
            hint: say!("put the file into the content folder"),
        };
        let path = path::join(path::folder(document.path()), relative).ok_or_else(outside)?;
        let index = || if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
        let page = self.names.path(&path).or_else(|| self.names.url(&path)).or_else(|| self.names.url(&index()));
        if let Some(page) = page {
            return self.anchor(page, anchor);
        }
        if self.assets.contains(&path) || self.redirects.contains_key(&path) {
            return Ok(Resolved::Asset(path));
        }
        let otherwise = || say!("put the file there; paths are relative to this file");
        let near = [self.names.nearest_path(&path), self.assets.nearest(&path)];
        let hint = nearest(&path, near.into_iter().flatten()).map_or_else(otherwise, meant);
        Err(Dead { code: "dead-link", message: say!("there is no file `{path}`", path), hint })
    }

    fn anchor(&self, page: usize, anchor: Option<&str>) -> Result<Resolved, Dead> {
        let Some(anchor) = anchor else {
            return Ok(Resolved::Page(page, None));
        };
        let target: &Page = &self.pages[page];
        let known = |anchor: &str| target.anchors().get(anchor).cloned();
        if let Some(known) = known(anchor).or_else(|| known(&crate::parse::slug(anchor))) {
            return Ok(Resolved::Page(page, Some(known)));
        }
        Err(Dead {
            code: "dead-anchor",
            message: say!("`{id}` has no heading `#{anchor}`", id = target.id(), anchor),
            hint: anchor_hint(anchor, target),
        })
    }
}

/// Most names that a hint lists.
const SHOWN: usize = 8;

/// The anchor that may be meant, or those that there are.
fn anchor_hint(anchor: &str, target: &Page) -> Message {
    // Each is compared with each dead link: a page that is all headings and dead links has an end too.
    const COMPARED: usize = 1000;
    let known = || target.anchors().iter().map(String::as_str);
    match nearest(anchor, known().take(COMPARED)) {
        Some(near) => say!("did you mean `#{near}`?", near),
        None if target.anchors().is_empty() => say!("the page has no headings; link to the page"),
        None if target.anchors().len() > SHOWN => say!("it has {count} others", count = target.anchors().len()),
        None => {
            say!("it has: {known}", known = known().map(|anchor| format!("`#{anchor}`")).collect::<Vec<_>>().join(", "))
        }
    }
}

/// Allows the schemes that can do no harm.
fn external(address: &str) -> Result<Resolved, Dead> {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme).to_ascii_lowercase();
    match scheme.as_str() {
        "http" | "https" | "mailto" | "tel" | "ftp" => Ok(Resolved::External(address.to_owned())),
        _ => Err(Dead {
            code: "unsafe-link",
            message: say!("the address `{address}` has a scheme that is not allowed", address),
            hint: say!("use http, https, mailto or tel"),
        }),
    }
}
