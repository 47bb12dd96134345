//! A new book builds without a diagnostic, and a book that is there is not touched.

use std::path::Path;
use std::process::Command;

fn tebiki(args: &[&str], folder: &Path) -> bool {
    in_locale("ja_JP.UTF-8", args, folder)
}

fn in_locale(locale: &str, args: &[&str], folder: &Path) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tebiki"));
    command.args(args).current_dir(folder).env("LC_ALL", locale).status().unwrap().success()
}

#[test]
fn a_new_book_builds_without_a_warning_in_the_language_of_its_writer() {
    for (locale, language, title) in [("ja_JP.UTF-8", "ja", "手引き"), ("C", "en", "Handbook")] {
        let folder = tempfile::tempdir().unwrap();
        assert!(in_locale(locale, &["init"], folder.path()));
        assert!(in_locale(locale, &["check", "--deny-warnings"], folder.path()), "{locale}");
        assert!(tebiki(&["build", "--deny-warnings"], folder.path()), "{locale}");
        let home = std::fs::read_to_string(folder.path().join("book/index.html")).unwrap();
        assert!(home.contains(&format!("<html lang=\"{language}\"")) && home.contains(title), "{locale}");
    }
}

#[test]
fn the_theme_stub_changes_nothing_until_it_is_edited() {
    let folder = tempfile::tempdir().unwrap();
    assert!(tebiki(&["init"], folder.path()));
    let site = |name: &str| {
        assert!(tebiki(&["build", "-d", name], folder.path()));
        std::fs::read_to_string(folder.path().join(name).join("SHA256SUMS")).unwrap()
    };
    let pages = |sums: &str| sums.lines().filter(|line| !line.contains("edition") && !line.contains("sw")).count();
    let with = site("with");
    let sheet = folder.path().join("theme/styles/own.css");
    let text = std::fs::read_to_string(&sheet).unwrap();
    std::fs::remove_dir_all(folder.path().join("theme")).unwrap();
    let without = site("without");
    let style = |sums: &str| sums.lines().find(|line| line.contains("assets/style.")).unwrap().to_owned();
    assert_eq!((style(&with), pages(&with)), (style(&without), pages(&without)));
    std::fs::create_dir_all(sheet.parent().unwrap()).unwrap();
    std::fs::write(&sheet, text.replace("/*\n@layer", "@layer").replace("}\n*/", "}")).unwrap();
    let edited = site("edited");
    assert_ne!(style(&edited), style(&with));
    let published = std::fs::read_dir(folder.path().join("edited/assets")).unwrap().map(|entry| entry.unwrap().path());
    let style = published.into_iter().find(|path| path.extension().is_some_and(|end| end == "css")).unwrap();
    assert!(std::fs::read_to_string(style).unwrap().ends_with("}\n"));
}

#[test]
fn the_workflow_is_that_of_the_documentation() {
    let folder = tempfile::tempdir().unwrap();
    assert!(tebiki(&["init"], folder.path()));
    let text = std::fs::read_to_string(folder.path().join(".github/workflows/pages.yml")).unwrap();
    let workflow: serde_json::Value = serde_yaml::from_str(&text).unwrap();
    assert!(workflow["jobs"]["publish"]["steps"].as_array().unwrap().len() > 5);
    assert!(text.starts_with("name: pages\n") && text.ends_with("path: site\n      - uses: actions/deploy-pages@v4\n"));
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
