//! Order where a table of contents gives it.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::tree::Placed;
use crate::outline::{Chapter, Item, Outline};
use crate::parse::Document;

/// An entry of the navigation, where a table of contents gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What it is called there, with its number; empty for a line between entries.
    pub title: String,
    /// The page that it leads to; none for a chapter to come, and for the title of a part.
    pub page: Option<usize>,
    /// Entries below it.
    pub children: Vec<Entry>,
}

/// Puts documents into the order of a table of contents. Those that it does not name come last and
/// have no entry.
pub fn order(documents: Vec<Arc<Document>>, outline: &Outline) -> (Vec<Placed>, Vec<Entry>) {
    let waiting = documents.into_iter().map(|document| (document.path().clone(), document)).collect();
    let mut orderer = Orderer { waiting, placed: Vec::new() };
    let entries = outline.items.iter().map(|item| orderer.item(item)).collect();
    for document in std::mem::take(&mut orderer.waiting).into_values() {
        orderer.push(document, None, None);
    }
    (orderer.placed, entries)
}

struct Orderer {
    waiting: BTreeMap<Arc<str>, Arc<Document>>,
    placed: Vec<Placed>,
}

impl Orderer {
    fn item(&mut self, item: &Item) -> Entry {
        match item {
            Item::Chapter(chapter) => self.chapter(chapter, None),
            Item::Part(title) => Entry { title: title.clone(), page: None, children: Vec::new() },
            Item::Separator => Entry { title: String::new(), page: None, children: Vec::new() },
        }
    }

    fn chapter(&mut self, chapter: &Chapter, parent: Option<usize>) -> Entry {
        let document = chapter.path.as_ref().and_then(|path| self.waiting.remove(path.as_str()));
        let page = document.map(|document| self.push(document, parent, Some(chapter)));
        let title = format!("{} {}", chapter.number, chapter.title).trim().to_owned();
        let children = chapter.children.iter().map(|child| self.chapter(child, page.or(parent))).collect();
        Entry { title, page, children }
    }

    fn push(&mut self, document: Arc<Document>, parent: Option<usize>, chapter: Option<&Chapter>) -> usize {
        let index = self.placed.len();
        if let Some(parent) = parent {
            self.placed[parent].children.push(index);
        }
        self.placed.push(Placed {
            parent,
            children: Vec::new(),
            title: chapter.map(|chapter| chapter.title.clone()).filter(|_| !document.is_titled()),
            window_title: chapter.and_then(|chapter| chapter.window_title.clone()),
            document,
        });
        index
    }
}
