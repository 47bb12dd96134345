//! Addresses once published stay: `addresses.lock`.

use std::path::Path;
use std::process::{Command, Output};

use crate::texts::book;

const BOOK: &str = "[book]\ntitle = \"試験\"\n[build]\ntheme = \"theme\"\n";

fn made() -> tempfile::TempDir {
    let files = [
        ("book.toml", BOOK),
        ("index.md", "# 入口\n\n[[rules]]\n"),
        ("rules.md", "# 規程\n\n[[home]]\n\n## 旅費\n\n## 出張\n"),
    ];
    book::write(&files.map(|(path, text)| (path.to_owned(), text.to_owned())))
}

fn tebiki(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tebiki")).args(words).current_dir(folder).output().unwrap()
}

fn accept(folder: &Path) -> String {
    let output = tebiki(folder, &["build", "--update-addresses"]);
    assert!(output.status.success(), "{output:?}");
    std::fs::read_to_string(folder.join("addresses.lock")).unwrap()
}

#[test]
fn a_book_has_the_file_when_somebody_asked_for_it() {
    let folder = made();
    assert!(tebiki(folder.path(), &["build"]).status.success());
    assert!(!folder.path().join("addresses.lock").exists());
    let text = accept(folder.path());
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(lines.is_sorted());
    for address in ["index.html", "rules.html", "rules.html#出張", "rules.html#旅費", "search.html"] {
        assert!(lines.contains(&address), "{address} in {text}");
    }
    assert!(!lines.contains(&"404.html"));
    assert_eq!(accept(folder.path()), text, "the same book gives the same file");
}

#[test]
fn check_fails_until_the_address_leads_somewhere_or_is_given_up() {
    let folder = made();
    accept(folder.path());
    let content = folder.path().join("content");
    std::fs::create_dir(content.join("staff")).unwrap();
    std::fs::rename(content.join("rules.md"), content.join("staff/rules.md")).unwrap();
    let output = tebiki(folder.path(), &["check"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("error[gone-address]: `rules.html` was published and is gone"), "{said}");
    assert!(
        said.contains(
            "did it become `staff/rules.html`? then add `aliases: [\"/rules.html\"]` to content/staff/rules.md"
        ),
        "{said}"
    );
    assert_eq!(said.matches("gone-address").count(), 1, "its anchors go with it: {said}");

    let text = "---\naliases: [\"/rules.html\"]\n---\n\n# 規程\n\n[[home]]\n\n## 交通費\n\n## 出張\n";
    std::fs::write(content.join("staff/rules.md"), text).unwrap();
    let said = String::from_utf8(tebiki(folder.path(), &["check"]).stdout).unwrap();
    assert!(said.contains("`rules.html#旅費` was published and is gone"), "{said}");

    std::fs::write(content.join("staff/rules.md"), text.replace("交通費", "交通費 {#旅費}")).unwrap();
    let output = tebiki(folder.path(), &["check"]);
    assert!(output.status.success(), "{output:?}");

    std::fs::remove_dir_all(content.join("staff")).unwrap();
    std::fs::write(content.join("index.md"), "# 入口\n").unwrap();
    assert_eq!(tebiki(folder.path(), &["check"]).status.code(), Some(1));
    assert!(!accept(folder.path()).contains("rules"));
    assert!(tebiki(folder.path(), &["check"]).status.success());
}

#[test]
fn a_renamed_heading_is_named() {
    let folder = made();
    accept(folder.path());
    std::fs::write(folder.path().join("content/rules.md"), "# 規程\n\n[[home]]\n\n## 旅費と交通費\n\n## 出張\n")
        .unwrap();
    let said = String::from_utf8(tebiki(folder.path(), &["check"]).stdout).unwrap();
    assert!(
        said.contains("did it become `rules.html#旅費と交通費`? then write `{#旅費}` behind that heading"),
        "{said}"
    );
}
