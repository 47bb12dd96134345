//! A new book builds without a diagnostic, and a book that is there is not touched.

use std::path::Path;
use std::process::Command;

fn tebiki(args: &[&str], folder: &Path) -> bool {
    Command::new(env!("CARGO_BIN_EXE_tebiki")).args(args).current_dir(folder).status().unwrap().success()
}

#[test]
fn a_new_book_builds_without_a_warning() {
    let folder = tempfile::tempdir().unwrap();
    assert!(tebiki(&["init"], folder.path()));
    assert!(tebiki(&["build", "--deny-warnings"], folder.path()));
    assert!(folder.path().join("book/index.html").is_file());
}

#[test]
fn files_that_are_there_stay() {
    let folder = tempfile::tempdir().unwrap();
    assert!(tebiki(&["init"], folder.path()));
    std::fs::write(folder.path().join("content/index.md"), "---\ntitle: mine\n---\n").unwrap();
    std::fs::remove_file(folder.path().join("content/first.md")).unwrap();
    assert!(tebiki(&["init"], folder.path()));
    assert!(std::fs::read_to_string(folder.path().join("content/index.md")).unwrap().contains("mine"));
    assert!(!folder.path().join("content/first.md").exists());
}

#[test]
fn editors_are_led_to_the_schemas() {
    let folder = tempfile::tempdir().unwrap();
    assert!(tebiki(&["init"], folder.path()));
    let settings = std::fs::read_to_string(folder.path().join(".vscode/settings.json")).unwrap();
    let settings: serde_json::Value = serde_json::from_str(&settings).unwrap();
    assert_eq!(settings["yaml.schemas"]["./.vscode/schemas/page.json"][0], "content/*.md");
    let schema = || std::fs::read_to_string(folder.path().join(".vscode/schemas/page.json")).unwrap();
    assert!(schema().contains("下書き"));
    std::fs::write(folder.path().join("content/_kinds/page.yaml"), "title: 変えた\n").unwrap();
    assert!(tebiki(&["init"], folder.path()));
    assert!(schema().contains("変えた"), "schemas follow the kinds");
}
