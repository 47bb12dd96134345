//! Files of the export: classic scripts whose names change with their contents.

use rayon::prelude::*;

use crate::site::Bytes;

/// Characters of the part of a file's name that changes with its contents.
pub const NAME: usize = 8;

/// Where a list is cut into files.
pub struct Cut {
    /// No file is cut before it has so much.
    pub least: usize,
    /// What has more is always cut.
    pub most: usize,
    /// In between, one in so many entries begins a file: by its hash alone.
    pub one_in: u8,
}

impl Cut {
    /// Cuts a list into those of each file. `name` gives what an entry is known by.
    pub fn parts<'a, 'b, T>(
        &self,
        entries: &'a [T],
        size: impl Fn(&T) -> usize,
        name: impl Fn(usize) -> &'b str,
    ) -> Vec<&'a [T]> {
        let mut parts = Vec::new();
        let (mut start, mut held) = (0, 0);
        for (at, entry) in entries.iter().enumerate() {
            if at > start && (held > self.most || held > self.least && begins(name(at), self.one_in)) {
                parts.push(&entries[start..at]);
                (start, held) = (at, 0);
            }
            held += size(entry);
        }
        parts.extend((start < entries.len()).then_some(&entries[start..]));
        parts
    }
}

/// Whether something begins a file: by its hash alone.
fn begins(name: &str, one_in: u8) -> bool {
    blake3::hash(name.as_bytes()).as_bytes()[0].is_multiple_of(one_in)
}

/// Files of the export.
#[derive(Default)]
pub struct Files {
    /// Output paths and contents.
    pub list: Vec<(String, Bytes)>,
}

impl Files {
    /// Adds a file that holds a value in JSON. Returns the part of its name that changes.
    pub fn add(&mut self, sort: &str, json: &str) -> String {
        self.add_all(sort, &[json], |json| (*json).to_owned())
    }

    /// Adds a file for each of some contents, which are written side by side. Returns the parts of
    /// their names that change, one after another.
    pub fn add_all<T: Sync>(&mut self, sort: &str, contents: &[T], json: impl Fn(&T) -> String + Sync) -> String {
        let file = |content: &T| {
            let bytes = script(&json(content));
            (blake3::hash(&bytes).to_hex()[..NAME].to_owned(), bytes)
        };
        let files: Vec<(String, Bytes)> = contents.par_iter().map(file).collect();
        let names = files.iter().map(|(name, _)| name.as_str()).collect();
        self.list.extend(files.into_iter().map(|(name, bytes)| (format!("search/{sort}-{name}.js"), bytes)));
        names
    }
}

/// A classic script that hands a value to the search script. `<` and the line separators of
/// JavaScript are escaped, so the value is safe inside and outside HTML.
pub fn script(json: &str) -> Bytes {
    let mut out = String::with_capacity(json.len() + 20);
    out.push_str("tebikiSearch(");
    let mut from = 0;
    for (at, special) in json.match_indices(['<', '\u{2028}', '\u{2029}']) {
        out.push_str(&json[from..at]);
        out.push_str(match special {
            "<" => "\\u003c",
            "\u{2028}" => "\\u2028",
            _ => "\\u2029",
        });
        from = at + special.len();
    }
    out.push_str(&json[from..]);
    out.push_str(");\n");
    out.into_bytes().into()
}
