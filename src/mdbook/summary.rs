//! `SUMMARY.md`: the order of a book, as mdBook writes it.
//!
//! Links outside of lists are chapters without a number, links in lists numbered ones; a heading of
//! level 1 that is not the first thing in the file starts a part, a rule separates. A link without
//! an address is a chapter that is still to be written.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::diagnostic::Diagnostic;
use crate::outline::{Chapter, Item, Outline};
use crate::path;
use crate::say;
use crate::source::Source;

/// A chapter's file, and where its link stands in `SUMMARY.md`.
pub type Named = (String, Range<usize>);

/// What was read of `SUMMARY.md`.
#[derive(Default)]
struct Reader {
    items: Vec<Item>,
    /// Chapters of the open lists, the innermost last.
    lists: Vec<Vec<Chapter>>,
    /// Text of the open heading or link.
    text: String,
    /// Address and place of the open link.
    link: Option<(String, Range<usize>)>,
    /// Whether the open item of a list has its link.
    linked: Vec<bool>,
    /// Places of items without a link.
    unlinked: Vec<Range<usize>>,
    files: Vec<Named>,
    /// Whether anything was read.
    started: bool,
    /// Numbered chapters on the top level so far; they are counted through all parts.
    numbered: usize,
}

/// Reads `SUMMARY.md`. Returns the files that it names too, in order.
pub fn parse(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> (Outline, Vec<Named>) {
    let mut reader = Reader::default();
    for (event, range) in Parser::new(&source.text).into_offset_iter() {
        reader.event(event, range);
    }
    let unlinked = |range: &Range<usize>| {
        let line = range.start..source.text[range.clone()].find('\n').map_or(range.end, |end| range.start + end);
        Diagnostic::warning("summary", source.place(line), say!("this entry has no link and is left out"))
            .hint(say!("write `- [title](file.md)`, or `- [title]()` for a chapter that is still to be written"))
    };
    diagnostics.extend(reader.unlinked.iter().map(unlinked));
    (Outline { items: reader.items }, reader.files)
}

impl Reader {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.text.clear(),
            Event::End(TagEnd::Heading(level)) => self.heading(level),
            Event::Start(Tag::List(_)) => self.lists.push(Vec::new()),
            Event::End(TagEnd::List(_)) => self.list_end(),
            Event::Start(Tag::Item) => self.linked.push(false),
            Event::End(TagEnd::Item) => {
                let linked = self.linked.pop().unwrap_or(true);
                self.unlinked.extend((!linked).then_some(range));
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.text.clear();
                self.link = Some((dest_url.into_string(), range));
            }
            Event::End(TagEnd::Link) => self.link_end(),
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Rule => self.items.push(Item::Separator),
            _ => {}
        }
    }

    /// The first heading is the title of `SUMMARY.md` itself, which nobody sees.
    fn heading(&mut self, level: HeadingLevel) {
        let part = std::mem::take(&mut self.text);
        if level == HeadingLevel::H1 && std::mem::replace(&mut self.started, true) {
            self.items.push(Item::Part(part.trim().to_owned()));
        }
    }

    fn link_end(&mut self) {
        self.started = true;
        let Some((address, range)) = self.link.take() else { return };
        if self.linked.last() == Some(&true) {
            return;
        }
        let path = (!address.is_empty()).then(|| path::join("", &path::decode(&address))).flatten();
        self.files.extend(path.clone().map(|path| (path, range)));
        let title = std::mem::take(&mut self.text).trim().to_owned();
        let chapter = Chapter { title, path, ..Chapter::default() };
        match (self.lists.last_mut(), self.linked.last_mut()) {
            (Some(list), Some(linked)) => {
                list.push(chapter);
                *linked = true;
            }
            _ => self.items.push(Item::Chapter(chapter)),
        }
    }

    /// A list within a list belongs to the chapter before it.
    fn list_end(&mut self) {
        let chapters = self.lists.pop().unwrap_or_default();
        match self.lists.last_mut() {
            Some(outer) => match outer.last_mut() {
                Some(parent) => parent.children.extend(chapters),
                None => outer.extend(chapters),
            },
            None => {
                let first = self.numbered + 1;
                self.numbered += chapters.len();
                let numbered = chapters.into_iter().enumerate().map(|(at, chapter)| number(chapter, "", first + at));
                self.items.extend(numbered.map(Item::Chapter));
            }
        }
    }
}

/// Numbers a chapter and those below it.
fn number(chapter: Chapter, above: &str, at: usize) -> Chapter {
    let own = format!("{above}{at}.");
    let children = chapter.children.into_iter().enumerate().map(|(at, child)| number(child, &own, at + 1)).collect();
    Chapter { number: own, children, ..chapter }
}
