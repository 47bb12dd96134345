//! Names by which a page can be linked: its id, its aliases, its title.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::Page;
use crate::diagnostic::{Diagnostic, nearest};
use crate::path;
use crate::say;

/// Pages by name. An id wins over an alias, an alias over a title.
#[derive(Debug, Default)]
pub struct Names {
    ids: BTreeMap<String, usize>,
    aliases: BTreeMap<String, usize>,
    titles: BTreeMap<String, Vec<usize>>,
    paths: BTreeMap<String, usize>,
    urls: BTreeMap<String, usize>,
}

/// Calls plain pages by their paths that have no id of their own and share the name of their file
/// with others: `a/intro` and `b/intro`.
pub fn tell_apart(pages: &mut [Page]) {
    let mut claims: BTreeMap<String, usize> = BTreeMap::new();
    pages.iter().for_each(|page| *claims.entry(page.id.clone()).or_default() += 1);
    for page in pages.iter_mut().filter(|page| claims[&page.id] > 1) {
        let document = &page.document;
        if document.kind() == "page" && document.front.text("id").is_none() {
            page.id = path::without_extension(document.path()).to_owned();
        }
    }
}

impl Names {
    /// Collects the names of all pages; an id that two pages claim is an error.
    pub fn of(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) -> Names {
        let mut names = Names::default();
        for (index, page) in pages.iter().enumerate() {
            let document = &page.document;
            let id: String = page.id.nfc().collect();
            if let Some(other) = names.ids.insert(id, index) {
                let place = match document.front.text("id") {
                    Some(_) => document.front_place(&["id".into()]),
                    None => document.title_place(),
                };
                let message = say!(
                    "the id `{id}` already belongs to {file}",
                    id = page.id,
                    file = pages[other].document.source.file
                );
                diagnostics.push(
                    Diagnostic::error("double-id", place, message)
                        .hint(say!("give one of the two pages another `id:`")),
                );
            }
            names.paths.insert(document.path().to_string(), index);
            names.urls.insert(page.url.clone(), index);
            names.titles.entry(document.title.nfc().collect()).or_default().push(index);
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
        found.or_else(|| match self.titled(&name) {
            [only] => Some(*only),
            _ => None,
        })
    }

    /// Returns the pages with a title. A title that several have names none of them.
    pub fn titled(&self, title: &str) -> &[usize] {
        self.titles.get(title).map_or(&[], Vec::as_slice)
    }

    /// Returns the page of an id.
    pub fn id(&self, id: &str) -> Option<usize> {
        self.ids.get(id).copied()
    }

    /// Returns the page of a file, by its path from the content folder.
    pub fn path(&self, path: &str) -> Option<usize> {
        self.paths.get(path).copied()
    }

    /// Returns the page of an output path.
    pub fn url(&self, url: &str) -> Option<usize> {
        self.urls.get(url).copied()
    }

    /// Returns the name that is nearest to one that does not exist.
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        nearest(wrong, self.ids.keys().chain(self.aliases.keys()).chain(self.titles.keys()).map(String::as_str))
    }

    /// Iterates over the paths of all pages' files, from the content folder.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }
}
