//! Files of the content that are copied as they are, by path and by name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::near::Near;
use crate::path;

/// Paths of files, from the content folder.
#[derive(Debug, Default)]
pub struct Assets {
    paths: BTreeSet<String>,
    /// The path of each name, the last part of a path; none where several files have it.
    named: BTreeMap<String, Option<String>>,
    /// Made when the first path is wrong.
    near: OnceLock<Near>,
}

impl FromIterator<String> for Assets {
    fn from_iter<T: IntoIterator<Item = String>>(paths: T) -> Assets {
        let mut assets = Assets::default();
        for path in paths {
            let only = assets.named.entry(path::name(&path).to_owned()).or_insert_with(|| Some(path.clone()));
            only.take_if(|only| *only != path);
            assets.paths.insert(path);
        }
        assets
    }
}

impl Assets {
    /// Whether there is a file.
    pub fn contains(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Iterates over the paths in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// Returns the path of a file that is named by its path, or without any `/` by its name where no other has it.
    pub fn named(&self, name: &str) -> Option<&str> {
        match name.contains('/') {
            true => self.paths.get(name).map(String::as_str),
            false => self.named.get(name)?.as_deref(),
        }
    }

    /// Returns the path that is nearest to one that does not exist.
    pub fn nearest(&self, wrong: &str) -> Option<&str> {
        self.near.get_or_init(|| Near::of(self.iter())).to(wrong)
    }
}
