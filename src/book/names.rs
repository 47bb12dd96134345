//! Names by which a page can be linked: its id, its aliases, its title.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::Page;
use crate::diagnostic::{Diagnostic, nearest};

/// Pages by name. An id wins over an alias, an alias over a title.
#[derive(Debug, Default)]
pub struct Names {
    ids: BTreeMap<String, usize>,
    aliases: BTreeMap<String, usize>,
    titles: BTreeMap<String, Option<usize>>,
    paths: BTreeMap<String, usize>,
}

impl Names {
    /// Collects the names of all pages; an id that two pages claim is an error.
    pub fn of(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) -> Names {
        let mut names = Names::default();
        for (index, page) in pages.iter().enumerate() {
            let document = &page.document;
            let id: String = document.id.nfc().collect();
            if let Some(other) = names.ids.insert(id, index) {
                let place = document.front_place(&["id".into()]);
                let message =
                    format!("the id `{}` already belongs to {}", document.id, pages[other].document.source.file);
                diagnostics.push(
                    Diagnostic::error("double-id", place, message).hint("give one of the two pages another `id:`"),
                );
            }
            names.paths.insert(document.path().to_string(), index);
            names.titles.entry(document.title.nfc().collect()).and_modify(|page| *page = None).or_insert(Some(index));
        }
        for (index, page) in pages.iter().enumerate() {
            for alias in page.document.front.texts("aliases") {
                names.aliases.entry(alias.nfc().collect()).or_insert(index);
            }
        }
        names
    }

    /// Returns the page of a name.
    pub fn get(&self, name: &str) -> Option<usize> {
        let name: String = name.nfc().collect();
        let found = self.ids.get(&name).or_else(|| self.aliases.get(&name)).copied();
        found.or_else(|| self.titles.get(&name).copied().flatten())
    }

    /// Returns the page of an id.
    pub fn id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// Returns the page of a file, by its path from the content folder.
    pub fn path(&self, path: &str) -> Option<usize> {
        self.paths.get(path).copied()
    }

    /// Returns the name that is nearest to one that does not exist.
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        nearest(wrong, self.ids.keys().chain(self.aliases.keys()).chain(self.titles.keys()).map(String::as_str))
    }

    /// Returns the path that is nearest to one that does not exist.
    pub fn nearest_path(&self, wrong: &str) -> Option<&str> {
        nearest(wrong, self.paths.keys().map(String::as_str))
    }
}
