//! The generated pages of the reference. `UPDATE=1 cargo test docs` writes them.

use super::{bad_input, codes, command_line, configuration, here, rust, text, theme};

/// A generated page.
struct Page {
    name: &'static str,
    source: &'static str,
    make: fn() -> String,
}

const fn page(name: &'static str, source: &'static str, make: fn() -> String) -> Page {
    Page { name, source, make }
}

const PAGES: [Page; 8] = [
    page("bad-input", "tests/hostile", bad_input::bad_input),
    page("codes", "src/rules/catalogue", codes::codes),
    page("command-line", "src/cli.rs", command_line::command_line),
    page("configuration", "src/config.rs", configuration::configuration),
    page("export-json", "src/export/model.rs", theme::export_json),
    page("theme-data", "src/render/view.rs", theme::theme_data),
    page("theme-strings", "themes/handbook/strings/en.toml", theme::theme_strings),
    page("theme-variables", "themes/handbook/styles/tokens.css", theme::theme_variables),
];

#[test]
fn the_references_say_what_the_sources_say() {
    for Page { name, source, make } in PAGES {
        let path = format!("docs/content/reference/{name}.md");
        let expected =
            format!("<!-- Generated from {source} by `UPDATE=1 cargo test docs`. Do not edit. -->\n\n{}", make());
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(here(&path), &expected).unwrap();
        }
        let found = std::fs::read_to_string(here(&path)).unwrap_or_default();
        assert!(found == expected, "{path} is not what {source} says: run `UPDATE=1 cargo test docs`");
    }
}

#[test]
fn written_and_generated_pages_differ_in_their_first_line() {
    for file in walkdir::WalkDir::new(here("docs/content")) {
        let file = file.unwrap().into_path();
        let Some(stem) = file.file_name().unwrap().to_str().unwrap().strip_suffix(".md") else { continue };
        let generated = std::fs::read_to_string(&file).unwrap().starts_with("<!-- Generated from ");
        assert_eq!(generated, PAGES.iter().any(|page| page.name == stem), "{}", file.display());
    }
}

/// The keys of the front matter that the program asks for by name.
#[test]
fn every_key_of_the_front_matter_is_described() {
    let page = text("docs/content/reference/front-matter.md");
    let mut asked = 0;
    for file in walkdir::WalkDir::new(here("src")) {
        let file = file.unwrap().into_path();
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&file).unwrap();
        for call in ["front.text(\"", "front.texts(\"", "front.data.get(\""] {
            for key in source.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                assert!(page.contains(&format!("`{key}`")), "`{key}` ({}) is not described", file.display());
                asked += 1;
            }
        }
    }
    assert!(asked > 5, "the way to ask for a key has changed");
}

/// The keywords of schemas, as the head of `src/kind.rs` lists them.
#[test]
fn every_keyword_of_kinds_is_described() {
    let page = text("docs/content/reference/kinds.md");
    let head = rust::head(&text("src/kind.rs"));
    let listed: Vec<&str> =
        head.lines().filter_map(|line| line.strip_prefix("| `x-")?.split([':', '`']).next()).collect();
    assert!(listed.len() > 5, "{head}");
    let described: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("### `x-")?.split('`').next()).collect();
    for keyword in &listed {
        assert!(described.contains(keyword), "`x-{keyword}` is not described");
    }
    assert!(described.iter().all(|keyword| listed.contains(keyword)), "{described:?}");
}
