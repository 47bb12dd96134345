//! Files of the export: classic scripts whose names change with their contents.

use rayon::prelude::*;
use serde_json::Value;

use crate::bytes::{Bytes, Hash};

/// Characters of the part of a file's name that changes with its contents.
pub const NAME: usize = 8;

/// What names are made of (Crockford's base 32): five bits each, so that forty tell files apart. With
/// thirty-two, two of the 30,000 files of a large book would share a name in one book of ten.
const CHARACTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Files of the export.
#[derive(Default)]
pub struct Files {
    /// Output paths and contents.
    pub list: Vec<(String, Bytes)>,
}

impl Files {
    /// Adds a file that holds a value in JSON. Returns the part of its name that changes.
    pub fn add(&mut self, sort: &str, json: &Value) -> String {
        self.add_all(sort, &[json], |json, out| write_json(out, &json.to_string()))
    }

    /// Adds a file that is there. It is called by the part of its name that changes, see [`Files::name`].
    pub fn put(&mut self, sort: &str, file: Bytes) {
        self.list.push((path(sort, &Files::name(&file)), file));
    }

    /// The part of a file's name that changes with its contents.
    pub fn name(file: &Bytes) -> String {
        name(file.blake3())
    }

    /// Adds a file for each of some contents, which are written side by side. Returns the parts of
    /// their names that change, one after another.
    pub fn add_all<T: Sync>(&mut self, sort: &str, contents: &[T], write: impl Fn(&T, &mut String) + Sync) -> String {
        let file = |content: &T| {
            let bytes = script(|out| write(content, out));
            (name(bytes.blake3()), bytes)
        };
        let files: Vec<(String, Bytes)> = contents.par_iter().map(file).collect();
        let names = files.iter().map(|(name, _)| name.as_str()).collect();
        self.list.extend(files.into_iter().map(|(name, bytes)| (path(sort, &name), bytes)));
        names
    }
}

fn path(sort: &str, name: &str) -> String {
    format!("search/{sort}-{name}.js")
}

/// The part of a name that changes with a hash.
fn name(hash: &Hash) -> String {
    let bits = hash.iter().take(NAME).fold(0, |bits, byte| bits << 8 | u64::from(*byte));
    (0..NAME).map(|at| char::from(CHARACTERS[(bits >> (59 - 5 * at)) as usize % 32])).collect()
}

/// A classic script that hands a value to the search script. `write` writes the value.
pub fn script(write: impl FnOnce(&mut String)) -> Bytes {
    let mut out = String::with_capacity(8 * 1024);
    out.push_str("tebikiSearch(");
    write(&mut out);
    out.push_str(");\n");
    out.into_bytes().into()
}

/// Writes a value in JSON. `<` and the line separators of JavaScript are escaped, so the value is safe inside and
/// outside HTML.
pub fn write_json(out: &mut String, json: &str) {
    write_escaped(out, json, |byte| byte == b'<');
}

/// Writes a text as a part of a string in JSON, escaped as [`write_json`] does.
pub fn write_text(out: &mut String, text: &str) {
    write_escaped(out, text, |byte| byte < b' ' || matches!(byte, b'"' | b'\\' | b'<'));
}

/// Copies a text but for some ASCII characters and the line separators, which are escaped.
fn write_escaped(out: &mut String, text: &str, is_special: impl Fn(u8) -> bool) {
    const SEPARATOR: u8 = 0xE2;
    let mut from = 0;
    let mut next = 0;
    while let Some(at) = first(text.as_bytes(), next, |byte| is_special(byte) | (byte == SEPARATOR)) {
        let byte = text.as_bytes()[at];
        let is_separator = byte == SEPARATOR && text[at..].starts_with(['\u{2028}', '\u{2029}']);
        next = at + 1;
        if byte == SEPARATOR && !is_separator {
            continue;
        }
        out.push_str(&text[from..at]);
        from = at + if is_separator { 3 } else { 1 };
        match &text[at..from] {
            "\n" => out.push_str("\\n"),
            "\t" => out.push_str("\\t"),
            "\"" => out.push_str("\\\""),
            "\\" => out.push_str("\\\\"),
            other => out.extend(other.chars().map(|c| format!("\\u{:04x}", u32::from(c)))),
        }
    }
    out.push_str(&text[from..]);
}

/// Where the first such byte from a place on is. Most pieces of a text have none, which is asked of all their bytes at once.
fn first(bytes: &[u8], from: usize, is_wanted: impl Fn(u8) -> bool) -> Option<usize> {
    const PIECE: usize = 32;
    let has = |piece: &[u8]| piece.iter().fold(false, |has, byte| has | is_wanted(*byte));
    let start = from + bytes[from..].chunks(PIECE).position(has)? * PIECE;
    Some(start + bytes[start..].iter().position(|byte| is_wanted(*byte))?)
}
