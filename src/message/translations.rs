//! The catalogue of all messages: each English text with its Japanese one.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::locale::Language;

/// The catalogue: a line in English, below it the same in Japanese, a blank line. `\n` is a new line, and a line that
/// starts with `//` is about the catalogue.
pub const CATALOGUE: &str = include_str!("messages.txt");

/// A text with new lines as the catalogue writes it.
pub fn line(text: &str) -> String {
    text.replace('\n', "\\n")
}

/// The entries of the catalogue, English and Japanese, as they are written.
pub fn entries() -> impl Iterator<Item = (&'static str, &'static str)> {
    CATALOGUE.split("\n\n").filter_map(|entry| {
        let mut lines = entry.lines().filter(|line| !line.starts_with("//"));
        Some((lines.next()?, lines.next()?))
    })
}

/// Returns a text in a language: in English where the catalogue lacks it.
pub fn of(english: &str, language: Language) -> &str {
    static JAPANESE: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
        let text = |line: &str| line.replace("\\n", "\n");
        entries().map(|(english, japanese)| (text(english), text(japanese))).collect()
    });
    match language {
        Language::English => english,
        Language::Japanese => JAPANESE.get(english).map_or(english, String::as_str),
    }
}
