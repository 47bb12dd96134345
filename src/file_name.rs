//! Names of files that cannot be published, or not everywhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, Place};
use crate::message::Message;
use crate::path;
use crate::say;

/// Names that mean devices to Windows, with any extension (Microsoft, "Naming Files, Paths, and
/// Namespaces").
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2",
    "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Longest name of a file in bytes. File systems hold 255, and `.md` becomes `.html`.
const LONGEST: usize = 250;

/// Whether a file can be published at a path of the site.
pub fn is_publishable(path: &str) -> bool {
    path::is_inside(path) && !path.contains(char::is_control) && path.split('/').all(|name| name.len() <= LONGEST)
}

/// Reports what is wrong with the name of a file, given by its path from the content folder and as
/// messages name it.
pub fn check(path: &str, file: &Arc<str>) -> Option<Diagnostic> {
    let place = Place::file(file);
    if path.contains(|c: char| c.is_control() || c == '\\' || c == char::REPLACEMENT_CHARACTER) {
        let message = say!("the name of the file holds bytes that are not UTF-8, control characters or a backslash");
        return Some(Diagnostic::error("file-name", place, message).hint(say!("give the file another name")));
    }
    if path.split('/').any(|name| name.len() > LONGEST) {
        let message = say!("the name of the file or of its folder is longer than {longest} bytes", longest = LONGEST);
        return Some(Diagnostic::error("file-name", place, message).hint(say!("give it a shorter name")));
    }
    let why = path.split('/').find_map(unportable)?;
    let diagnostic = Diagnostic::warning("unportable-name", place, say!("Windows cannot hold this file: {why}", why));
    Some(diagnostic.hint(say!("give the file or its folder another name")))
}

/// Why Windows cannot hold a file or folder of a name.
fn unportable(name: &str) -> Option<Message> {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_lowercase();
    if DEVICES.contains(&stem.as_str()) {
        return Some(say!("`{stem}` is a device there", stem));
    }
    if let Some(mark) = name.chars().find(|c| "<>:\"|?*".contains(*c)) {
        return Some(say!("`{mark}` may not stand in a name", mark));
    }
    name.ends_with([' ', '.']).then(|| say!("a name may not end in a space or a full stop"))
}

/// Reports files that are one file where names differ by their case or normal form alone, as on
/// Windows and macOS. Each is given by its path from the content folder and as messages name it.
pub fn doubled<'a>(files: impl Iterator<Item = (&'a str, &'a Arc<str>)>) -> Vec<Diagnostic> {
    let mut known: BTreeMap<String, &str> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, file) in files {
        let key = match path.is_ascii() {
            true => path.to_ascii_lowercase(),
            false => path.nfc().flat_map(char::to_lowercase).nfc().collect(),
        };
        if let Some(other) = known.insert(key, path) {
            let message = say!("the name differs from that of `{other}` by case or normal form alone", other);
            let hint = say!("give one of the two another name: elsewhere they are one file");
            found.push(Diagnostic::error("double-file", Place::file(file), message).hint(hint));
        }
    }
    found
}
