//! HTML that content holds.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::LinkType;

use super::Writer;
use super::link::target;
use crate::parse::Piece;
use crate::parse::html::{clean, clean_tag, escape, is_block};
use crate::parse::tags::{Tag, Token, tokens};
use crate::say;

/// An element that content opened by hand.
struct Open {
    /// Its name.
    name: String,
    /// What closes it.
    end: Piece,
    /// Whether text in it stays as it is.
    plain: bool,
}

/// Elements that content opened by hand and did not close yet.
#[derive(Default)]
pub struct Opened {
    /// From the outermost to the innermost.
    all: Vec<Open>,
    /// Where those of a name are among all: looking through all for each end tag takes the square.
    named: BTreeMap<String, Vec<usize>>,
}

impl Opened {
    /// How many are open.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// The innermost of a name, by its place among all.
    fn last(&self, name: &str) -> Option<usize> {
        self.named.get(name)?.last().copied()
    }

    fn push(&mut self, open: Open) {
        self.named.entry(open.name.clone()).or_default().push(self.all.len());
        self.all.push(open);
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.all.pop()?;
        self.named.get_mut(&open.name).and_then(Vec::pop);
        Some(open)
    }
}

impl Writer<'_> {
    /// Writes a piece of HTML: a block of its own, or tags within a text.
    pub(super) fn raw(&mut self, html: &str, range: Range<usize>, is_block: bool) {
        // In a quotation or a list the lines of the file hold more than the HTML.
        let exact = html.len() == range.len();
        for (token, part) in tokens(html) {
            let place = if exact { range.start + part.start..range.start + part.end } else { range.clone() };
            match token {
                Token::Text(text) => self.raw_text(text),
                Token::Open(tag) if self.source.dialect.raw_html && !is_allowed(&tag) => {
                    self.as_written(&tag, &html[part], &place);
                }
                Token::Open(tag) => self.open_tag(&tag, place, is_block),
                Token::Close(name) => self.close_tag(&name, place, is_block),
            }
        }
    }

    fn raw_text(&mut self, text: &str) {
        if text.trim().is_empty() {
            self.block(text);
        } else if text.contains('&') {
            self.inline(clean(text));
        } else if self.state.plain > 0 {
            self.pieces.push(Piece::Plain(text.to_owned()));
        } else {
            self.pieces.push(Piece::Text(text.to_owned()));
        }
    }

    /// Lets through what the allow-list does not have, with all that it holds where that is no HTML.
    fn as_written(&mut self, tag: &Tag<'_>, source: &str, place: &Range<usize>) {
        // The attribute stands in the source; links lead to it.
        self.own_id(tag, place);
        self.html(&tag.name, source.to_owned());
        if source.len() == tag.source.len() && !tag.is_void() {
            self.opened(&tag.name, end_of(&tag.name), false);
        }
    }

    fn open_tag(&mut self, tag: &Tag<'_>, place: Range<usize>, is_block: bool) {
        match (&*tag.name, tag.attribute("href"), tag.attribute("src")) {
            ("a", Some(address), _) => self.open_link(tag, address, place),
            ("img", _, Some(address)) => {
                let alt = tag.attribute("alt").unwrap_or("");
                self.image(target(LinkType::Inline, address), alt.to_owned(), place);
            }
            _ => self.open_element(tag, place, is_block),
        }
    }

    /// A link can be checked and led to, wherever it is written.
    fn open_link(&mut self, tag: &Tag<'_>, address: &str, place: Range<usize>) {
        if let Some(id) = self.own_id(tag, &place) {
            self.inline(format!("<span id=\"{}\"></span>", escape(&id)));
        }
        self.pieces.push(Piece::LinkStart(target(LinkType::Inline, address), place));
        self.opened(&tag.name, Piece::LinkEnd, true);
    }

    fn open_element(&mut self, tag: &Tag<'_>, place: Range<usize>, is_block: bool) {
        let Some(clean) = clean_tag(tag) else { return self.refuse(&tag.name, tag.source, place, is_block) };
        self.refuse_attributes(tag, &clean, &place);
        // An `a` that leads nowhere is a place to link to.
        let name = if tag.name == "a" { "span" } else { &*tag.name };
        let rest = clean.strip_prefix(&format!("<{}", tag.name)).unwrap_or(">");
        let id = self.own_id(tag, &place).map_or_else(String::new, |id| format!(" id=\"{}\"", escape(&id)));
        self.html(name, format!("<{name}{id}{rest}"));
        if !tag.is_void() {
            self.opened(
                &tag.name,
                end_of(name),
                matches!(name, "code" | "pre" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
            );
        }
    }

    fn opened(&mut self, name: &str, end: Piece, plain: bool) {
        self.state.plain += usize::from(plain);
        self.state.tags.push(Open { name: name.to_owned(), end, plain });
    }

    /// Writes a tag of an element.
    fn html(&mut self, name: &str, html: String) {
        match is_block(name) {
            true => self.block(html),
            false => self.inline(html),
        }
    }

    /// The id that a tag asks for, unless another has it.
    fn own_id(&mut self, tag: &Tag<'_>, place: &Range<usize>) -> Option<String> {
        let name = tag.attribute("name").filter(|_| tag.name == "a");
        let id = tag.attribute("id").or(name).filter(|id| !id.is_empty())?.to_owned();
        if !self.state.anchors.insert(id.clone()) {
            let message = say!("the anchor `{id}` is already taken in this page", id);
            self.warn("double-anchor", place.clone(), message, say!("give one of the two another id"));
            return None;
        }
        Some(id)
    }

    fn close_tag(&mut self, name: &str, place: Range<usize>, is_block: bool) {
        let floor = self.state.floors.last().copied().unwrap_or(0);
        match self.state.tags.last(name) {
            Some(at) if at >= floor => self.close_tags_to(at),
            // It was opened outside of the paragraph, so the paragraph ends first.
            Some(_) => self.state.late.push(name.to_owned()),
            None if matches!(name, "br" | "p") => {}
            None if is_block => {}
            None => self.refuse(name, &format!("</{name}>"), place, is_block),
        }
    }

    /// Reports a tag that is not allowed; within a text it is shown, as it may be meant so.
    fn refuse(&mut self, name: &str, source: &str, place: Range<usize>, is_block: bool) {
        let message = match is_block {
            true => say!("`<{name}>` is not allowed and was left out", name),
            false => say!("`<{name}>` is not allowed and is shown as text", name),
        };
        self.warn("raw-html", place, message, say!("write it in markdown"));
        if !is_block {
            self.pieces.push(Piece::Plain(source.to_owned()));
        }
    }

    fn refuse_attributes(&mut self, tag: &Tag<'_>, clean: &str, place: &Range<usize>) {
        for name in left_out(tag, clean) {
            let message =
                say!("the attribute `{name}` of `<{tag}>` is not allowed and was left out", name, tag = tag.name);
            self.warn("raw-html", place.clone(), message, say!("write it in markdown"));
        }
    }

    /// Starts a part of the page that holds its own tags.
    pub(super) fn enter(&mut self) {
        self.state.floors.push(self.state.tags.len());
    }

    /// Closes tags that content left open in the part, so that the HTML stays balanced.
    pub(super) fn leave(&mut self) {
        let floor = self.state.floors.pop().unwrap_or(0);
        self.close_tags_to(floor);
    }

    /// Closes tags whose end stood in a paragraph that they hold.
    pub(super) fn close_late(&mut self) {
        for name in std::mem::take(&mut self.state.late) {
            let floor = self.state.floors.last().copied().unwrap_or(0);
            if let Some(at) = self.state.tags.last(&name).filter(|at| *at >= floor) {
                self.close_tags_to(at);
            }
        }
    }

    pub(super) fn close_tags_to(&mut self, floor: usize) {
        while self.state.tags.len() > floor {
            if let Some(open) = self.state.tags.pop() {
                self.state.plain -= usize::from(open.plain);
                self.pieces.push(open.end);
            }
        }
    }
}

/// What closes an element.
fn end_of(name: &str) -> Piece {
    let end = format!("</{name}>");
    if is_block(name) { Piece::Block(end) } else { Piece::Inline(end) }
}

/// The attributes of a tag that its clean form lacks. Ids are written apart.
fn left_out<'t>(tag: &'t Tag<'_>, clean: &str) -> impl Iterator<Item = &'t str> {
    let names = tag.attributes.iter().map(|(name, _)| name.as_str());
    names.filter(|name| !matches!(*name, "id" | "name") && !clean.contains(&format!(" {name}=")))
}

/// Whether a tag needs no permission: the allow-list has all of it, or it is a link or an image and nothing else.
fn is_allowed(tag: &Tag<'_>) -> bool {
    let is_address = |name: &str| matches!(name, "href" | "src" | "alt" | "id" | "name");
    match &*tag.name {
        "a" | "img" => tag.attributes.iter().all(|(name, _)| is_address(name)),
        _ => clean_tag(tag).is_some_and(|clean| left_out(tag, &clean).next().is_none()),
    }
}
