//! Names by which a page can be linked: its id, its aliases, its title.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Page;
use crate::diagnostic::Diagnostic;
use crate::near::Near;
use crate::path;
use crate::say;

/// Pages by name. An id wins over an alias, an alias over a title.
#[derive(Debug, Default)]
pub struct Names {
    ids: BTreeMap<String, usize>,
    aliases: BTreeMap<String, Vec<usize>>,
    /// Titles with their pages, in order.
    titles: Vec<(String, usize)>,
    paths: HashMap<Arc<str>, usize>,
    urls: HashMap<String, usize>,
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
        let paths = || numbered().map(|(index, page)| (page.document.path().clone(), index)).collect();
        let urls = || numbered().map(|(index, page)| (page.url.clone(), index)).collect();
        let ((ids, aliases), (titles, (paths, urls))) = rayon::join(
            || (ids(pages, diagnostics), aliases(pages)),
            || rayon::join(|| titles(pages), || rayon::join(paths, urls)),
        );
        Names { ids, aliases, titles, paths, urls, near: OnceLock::new(), near_paths: OnceLock::new() }
    }

    /// Returns the page of a name.
    pub fn get(&self, name: &str) -> Option<usize> {
        let name = composed(name);
        let found = self.ids.get(&name).or_else(|| self.aliased(&name).first()).copied();
        found.or_else(|| match self.titled(&name) {
            [(_, only)] => Some(*only),
            _ => None,
        })
    }

    /// Returns the pages with an alias. A link by it leads to the first.
    pub fn aliased(&self, alias: &str) -> &[usize] {
        self.aliases.get(alias).map_or(&[], Vec::as_slice)
    }

    /// Whether several pages have an alias.
    pub fn have_shared_aliases(&self) -> bool {
        self.aliases.values().any(|pages| pages.len() > 1)
    }

    /// Returns the pages with a title. A title that several have names none of them.
    pub fn titled(&self, title: &str) -> &[(String, usize)] {
        let rest = &self.titles[self.titles.partition_point(|(other, _)| other.as_str() < title)..];
        &rest[..rest.partition_point(|(other, _)| other == title)]
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
        let titles = self.titles.chunk_by(|a, b| a.0 == b.0).map(|same| &same[0].0);
        let all = || self.ids.keys().chain(self.aliases.keys()).chain(titles).map(String::as_str);
        self.near.get_or_init(|| Near::of(all())).to(wrong)
    }

    /// Returns the path of a page, from the content folder, that is nearest to one that does not exist.
    pub fn nearest_path(&self, wrong: &str) -> Option<&str> {
        let near = || {
            let mut paths: Vec<&str> = self.paths.keys().map(|path| &**path).collect();
            paths.sort_unstable();
            Near::of(paths.into_iter())
        };
        self.near_paths.get_or_init(near).to(wrong)
    }

    /// How many output paths there are.
    pub fn urls(&self) -> usize {
        self.urls.len()
    }
}

fn ids(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, usize> {
    let mut ids = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        if let Some(other) = ids.insert(composed(&page.id), index) {
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

fn aliases(pages: &[Page]) -> BTreeMap<String, Vec<usize>> {
    let mut aliases: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        for alias in page.document.front.texts("aliases") {
            aliases.entry(composed(alias)).or_default().push(index);
        }
    }
    aliases
}

fn titles(pages: &[Page]) -> Vec<(String, usize)> {
    let titled = |(index, page): (usize, &Page)| (composed(&page.document.title), index);
    let mut titles: Vec<_> = pages.par_iter().enumerate().map(titled).collect();
    titles.par_sort_unstable();
    titles
}

/// A name in NFC, as almost all are.
pub fn composed(name: &str) -> String {
    match is_nfc_quick(name.chars()) {
        IsNormalized::Yes => name.to_owned(),
        _ => name.nfc().collect(),
    }
}
