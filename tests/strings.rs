//! The words of the theme: two languages with the same keys, and a third as one file.

use std::collections::BTreeSet;
use std::path::Path;

use tebiki::theme::{self, Theme};

fn built_in() -> Theme {
    theme::load(Path::new("")).unwrap()
}

/// The keys of one file of words, `[search] title` as `search_title`.
fn keys(theme: &Theme, language: &str) -> BTreeSet<String> {
    let text = std::str::from_utf8(theme.files[&format!("strings/{language}.toml")].contents().unwrap()).unwrap();
    let table: toml::Table = toml::from_str(text).unwrap();
    let words = |(section, words): (&String, &toml::Value)| {
        let words = words.as_table().unwrap().keys().map(|key| format!("{section}_{key}").replace('-', "_"));
        words.collect::<Vec<_>>()
    };
    table.iter().flat_map(words).collect()
}

#[test]
fn japanese_and_english_have_the_same_keys() {
    let theme = built_in();
    let (ja, en) = (keys(&theme, "ja"), keys(&theme, "en"));
    assert!(en.len() > 200);
    assert_eq!(ja.symmetric_difference(&en).collect::<Vec<_>>(), Vec::<&String>::new());
}

#[test]
fn templates_use_no_word_that_is_not_there() {
    let theme = built_in();
    let known = keys(&theme, "en");
    for (name, text) in theme.texts("templates", "html").unwrap() {
        for used in text.split("site.strings.").skip(1) {
            let key: String = used.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            assert!(known.contains(&key), "{name} uses {key}");
        }
    }
}

#[test]
fn a_third_language_is_one_file_and_falls_back_to_english() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("strings")).unwrap();
    std::fs::write(folder.path().join("strings/fr.toml"), "[search]\ntitle = \"Recherche\"\n").unwrap();
    let theme = theme::load(folder.path()).unwrap();
    let (french, english) = (theme.strings("fr-CA").unwrap(), theme.strings("en").unwrap());
    assert_eq!(french["search_title"], "Recherche");
    assert_eq!(french["toc_title"], english["toc_title"]);
}
