//! Names by which a page can be linked: its id, its aliases, its title.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use unicode_normalization::UnicodeNormalization;

use super::Page;
use crate::diagnostic::Diagnostic;
use crate::near::Near;
use crate::path;
use crate::say;

/// Pages by name. An id wins over an alias, an alias over a title.
#[derive(Debug, Default)]
pub struct Names {
    ids: BTreeMap<String, usize>,
    aliases: BTreeMap<String, usize>,
    titles: BTreeMap<String, Vec<usize>>,
    paths: BTreeMap<Arc<str>, usize>,
    urls: BTreeMap<String, usize>,
    /// Made when the first name is wrong.
    near: OnceLock<Near>,
    /// The same of paths.
    near_paths: OnceLock<Near>,
}

/// Calls plain pages by their paths that have no id of their own and share the name of their file
/// with others: `a/intro` and `b/intro`.
pub fn tell_apart(pages: &mut [Page]) {
    let mut ids: Vec<&str> = pages.iter().map(Page::id).collect();
    ids.sort_unstable();
    let doubled: BTreeSet<String> =
        ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].to_owned()).collect();
    for page in pages.iter_mut().filter(|page| doubled.contains(&page.id)) {
        let document = &page.document;
        if document.kind() == "page" && document.front.text("id").is_none() {
            page.id = path::without_extension(document.path()).to_owned();
        }
    }
}

impl Names {
    /// Collects the names of all pages; an id that two pages claim is an error.
    pub fn of(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) -> Names {
        let numbered = || pages.iter().enumerate();
        let ((ids, aliases), (titles, (paths, urls))) = rayon::join(
            || (ids(pages, diagnostics), aliases(pages)),
            || {
                let paths = numbered().map(|(index, page)| (page.document.path().clone(), index)).collect();
                (titles(pages), (paths, numbered().map(|(index, page)| (page.url.clone(), index)).collect()))
            },
        );
        Names { ids, aliases, titles, paths, urls, near: OnceLock::new(), near_paths: OnceLock::new() }
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
        let all = || self.ids.keys().chain(self.aliases.keys()).chain(self.titles.keys()).map(String::as_str);
        self.near.get_or_init(|| Near::of(all())).to(wrong)
    }

    /// Returns the path of a page, from the content folder, that is nearest to one that does not exist.
    pub fn nearest_path(&self, wrong: &str) -> Option<&str> {
        self.near_paths.get_or_init(|| Near::of(self.paths.keys().map(|path| &**path))).to(wrong)
    }

    /// How many output paths there are.
    pub fn urls(&self) -> usize {
        self.urls.len()
    }
}

fn ids(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, usize> {
    let mut ids = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        if let Some(other) = ids.insert(page.id.nfc().collect(), index) {
            diagnostics.push(double_id(page, &pages[other]));
        }
    }
    ids
}

fn double_id(page: &Page, other: &Page) -> Diagnostic {
    let document = &page.document;
    let place = match document.front.text("id") {
        Some(_) => document.front_place(&["id".into()]),
        None => document.title_place(),
    };
    let message = say!("the id `{id}` already belongs to {file}", id = page.id, file = other.document.source.file);
    Diagnostic::error("double-id", place, message).hint(say!("give one of the two pages another `id:`"))
}

fn aliases(pages: &[Page]) -> BTreeMap<String, usize> {
    let mut aliases = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for alias in page.document.front.texts("aliases") {
            aliases.entry(alias.nfc().collect()).or_insert(index);
        }
    }
    aliases
}

fn titles(pages: &[Page]) -> BTreeMap<String, Vec<usize>> {
    let mut titles: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        titles.entry(page.document.title.nfc().collect()).or_default().push(index);
    }
    titles
}
