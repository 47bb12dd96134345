//! The site as a value: an ordered map from output path to bytes.

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use crate::bytes::Bytes;
use crate::bytes::hex;

/// All files of the site by their path from its root, with `/` between the parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Bytes>,
}

impl Site {
    /// Adds a file. A path that is taken keeps its first contents.
    pub fn put(&mut self, path: String, bytes: Bytes) {
        self.files.entry(path).or_insert(bytes);
    }

    /// Adds the files of another site, as [`Site::extend`] does.
    pub fn append(&mut self, other: Site) {
        self.extend(other.files);
    }

    /// Adds a file. Returns whether the path was free; a taken path keeps its first contents.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Bytes>) -> bool {
        let path = path.into();
        let free = !self.files.contains_key(&path);
        if free {
            self.files.insert(path, bytes.into());
        }
        free
    }

    /// Returns the contents of a file.
    pub fn get(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path)
    }

    /// Iterates over all files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Bytes)> {
        self.files.iter().map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Hash over all paths and contents: equal for equal sites, on every machine.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &self.files {
            hasher.update(&(path.len() as u64).to_le_bytes()).update(path.as_bytes());
            hasher.update(bytes.blake3());
        }
        hasher.finalize().to_hex().to_string()
    }
}

impl Extend<(String, Bytes)> for Site {
    /// Adds many files. A path that is taken keeps its first contents.
    fn extend<I: IntoIterator<Item = (String, Bytes)>>(&mut self, files: I) {
        let mut files: Vec<(String, Bytes)> = files.into_iter().collect();
        files.par_sort_by(|(path, _), (other, _)| path.cmp(other));
        files.dedup_by(|(later, _), (first, _)| later == first);
        // A map is made of a list in order, and of two maps, much faster than of one file after another.
        let mut all: BTreeMap<String, Bytes> = files.into_iter().collect();
        all.append(&mut self.files);
        self.files = all;
    }
}

/// Returns a name that changes with the contents: `style.css` becomes `style.1a2b3c4d5e.css`.
/// Ten hexadecimal digits keep two contents of one name apart for all practical purposes.
pub fn hashed_name(path: &str, bytes: &Bytes) -> String {
    let hash = hex(bytes.blake3());
    match path.rfind('.') {
        Some(dot) => format!("{}.{}{}", &path[..dot], &hash[..10], &path[dot..]),
        None => format!("{path}.{}", &hash[..10]),
    }
}
