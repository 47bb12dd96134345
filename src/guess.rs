//! What a folder of markdown would say in a `book.toml`.

use std::path::Path;

use crate::parse;
use crate::source::{Source, Sources};

/// Completes a configuration that nobody wrote: the title is that of the start page, else the name
/// of the folder; the language follows from the letters.
pub fn complete(root: &Path, sources: &mut Sources) {
    if sources.config.book.title.is_empty() {
        sources.config.book.title = title(root, &sources.documents);
    }
    if sources.config.mdbook.is_none() {
        sources.config.book.language = language(&sources.documents).to_owned();
    }
}

fn title(root: &Path, documents: &[Source]) -> String {
    let home = documents.iter().find(|document| crate::path::page(&document.path) == "index.html");
    let home = home.map(parse::parse).filter(parse::Document::is_titled);
    let folder = || {
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        real.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    };
    home.map_or_else(folder, |home| home.title.clone())
}

/// Kana are Japanese; kanji without any are Chinese; all else is taken for English, whose words the
/// theme has.
fn language(documents: &[Source]) -> &'static str {
    let holds = |wanted: fn(char) -> bool| documents.iter().any(|document| document.text.contains(wanted));
    if holds(|c| ('\u{3041}'..='\u{30FA}').contains(&c)) {
        "ja"
    } else if holds(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c)) {
        "zh"
    } else {
        "en"
    }
}
