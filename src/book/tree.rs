//! Order and addresses: the folders are the tree, `weight:` and names order it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::parse::Document;
use crate::path;

/// A document in its place. Other documents are named by their index in reading order.
pub struct Placed {
    pub document: Arc<Document>,
    pub parent: Option<usize>,
    pub children: Vec<usize>,
    /// What it is called, when it does not say so itself.
    pub title: Option<String>,
    /// What its window is called, when not as the page.
    pub window_title: Option<String>,
}

/// A folder with its own page and what is below it.
#[derive(Default)]
struct Folder {
    index: Option<Leaf>,
    leaves: Vec<Leaf>,
    folders: BTreeMap<String, Folder>,
}

/// A document, with what says where in its folder it stands.
struct Leaf {
    document: Arc<Document>,
    weight: i64,
    name: String,
}

/// Something that stands in an order.
enum Entry {
    Page(Arc<Document>),
    Folder(Folder),
}

/// Puts documents into reading order. Within a folder the smaller `weight:` comes first, then what
/// has none, by name; a folder stands where its index page stands.
pub fn order(documents: Vec<Arc<Document>>) -> Vec<Placed> {
    let leaves: Vec<Leaf> = documents.into_par_iter().map(leaf).collect();
    let mut leaves = leaves.into_iter().peekable();
    let (mut root, mut placed) = (Folder::default(), Vec::with_capacity(leaves.len()));
    while let Some(first) = leaves.peek() {
        let path = first.document.path().clone();
        let folder = root.below(path::folder(&path));
        while let Some(leaf) = leaves.next_if(|leaf| path::folder(leaf.document.path()) == path::folder(&path)) {
            folder.take(leaf);
        }
    }
    place(root, None, &mut placed);
    placed
}

/// `weight:` and the name of a document; one without a weight comes after those with one.
fn leaf(document: Arc<Document>) -> Leaf {
    let weight = document.front.value("weight").and_then(serde_json::Value::as_i64).unwrap_or(i64::MAX);
    Leaf { weight, name: path::stem(document.path()).to_owned(), document }
}

impl Folder {
    /// The folder at a path below it.
    fn below(&mut self, path: &str) -> &mut Folder {
        let parts = path.split('/').filter(|part| !part.is_empty());
        parts.fold(self, |folder, part| folder.folders.entry(part.to_owned()).or_default())
    }

    fn take(&mut self, leaf: Leaf) {
        if self.index.is_none() && leaf.document.is_index() {
            self.index = Some(leaf);
        } else {
            self.leaves.push(leaf);
        }
    }
}

/// Places a folder: its own page, then what is below it. A folder without a page of its own gives
/// its pages to the folder above.
fn place(folder: Folder, parent: Option<usize>, placed: &mut Vec<Placed>) {
    let parent = match folder.index {
        Some(index) => Some(push(index.document, parent, placed)),
        None => parent,
    };
    let pages = folder.leaves.into_iter().map(|leaf| (leaf.weight, leaf.name, Entry::Page(leaf.document)));
    let folders = folder.folders.into_iter().map(|(name, folder)| {
        let weight = folder.index.as_ref().map_or(i64::MAX, |index| index.weight);
        (weight, name, Entry::Folder(folder))
    });
    let mut entries: Vec<(i64, String, Entry)> = pages.chain(folders).collect();
    entries.sort_by(|(a, one, _), (b, other, _)| a.cmp(b).then_with(|| natural(one).cmp(natural(other))));
    for (_, _, entry) in entries {
        match entry {
            Entry::Page(document) => drop(push(document, parent, placed)),
            Entry::Folder(folder) => place(folder, parent, placed),
        }
    }
}

/// Adds one document.
fn push(document: Arc<Document>, parent: Option<usize>, placed: &mut Vec<Placed>) -> usize {
    let index = placed.len();
    if let Some(parent) = parent {
        placed[parent].children.push(index);
    }
    placed.push(Placed { parent, children: Vec::new(), title: None, window_title: None, document });
    index
}

/// The parts of a name, which sort `a-5-1-10` after `a-5-1-9`: numbers by value.
fn natural(name: &str) -> impl Iterator<Item = (u64, &str)> {
    let mut next = name;
    std::iter::from_fn(move || {
        let rest = next;
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let text = rest[digits..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |at| digits + at);
        next = &rest[text..];
        (!rest.is_empty()).then(|| (rest[..digits].parse().unwrap_or(0), &rest[digits..text]))
    })
}
