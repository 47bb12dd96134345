//! Folders of markdown that were written for other programs.

use std::path::Path;
use std::process::Command;

use crate::texts::book::folder;
use tebiki::pipeline::{self, Build, Memos};

fn build(files: &[(&str, &str)]) -> Build {
    let folder = folder(files);
    let (sources, theme) = pipeline::load(folder.path(), Path::new("")).unwrap();
    pipeline::build(&sources, &theme, &mut Memos::default()).unwrap()
}

fn titles(build: &Build) -> Vec<&str> {
    build.book.pages.iter().map(|page| page.title()).collect()
}

fn html(build: &Build, url: &str) -> String {
    String::from_utf8(build.site.get(url).unwrap_or_else(|| panic!("no {url}")).contents().unwrap().to_vec()).unwrap()
}

#[test]
fn a_folder_without_a_configuration_is_a_book() {
    let files = [
        ("README.md", "# Our notes\n\n[a file](10-end.md) and [a folder](sub/)\n"),
        ("2-middle.md", "## The middle\n\nText.\n"),
        ("10-end.md", "No heading at all.\n"),
        ("sub/_index.md", "---\norder: 1\n---\n# First of all\n"),
        ("sub/picture.svg", "<svg/>"),
    ];
    let build = build(&files);
    assert_eq!(titles(&build), ["Our notes", "First of all", "The middle", "10-end"]);
    assert!(build.diagnostics.is_empty(), "{:?}", build.diagnostics);
    assert!(html(&build, "2-middle.html").contains("<html lang=\"en\""));
    assert!(html(&build, "2-middle.html").contains("Our notes"));
    assert!(build.site.get("sub/picture.svg").is_some());
}

#[test]
fn its_site_may_lie_in_it() {
    let folder = folder(&[("a.md", "# 入口のページ\n\nかな。\n")]);
    let tebiki =
        || Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("build").current_dir(folder.path()).output().unwrap();
    let (first, second) = (tebiki(), tebiki());
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    assert!(String::from_utf8_lossy(&second.stdout).contains(" 0 files written"), "{second:?}");
    let page = std::fs::read_to_string(folder.path().join("book/a.html")).unwrap();
    assert!(page.contains("<html lang=\"ja\""));
}

#[test]
fn a_folder_without_markdown_is_refused() {
    let folder = folder(&[("a.txt", "a")]);
    let error = pipeline::load(folder.path(), Path::new("")).unwrap_err();
    assert!(format!("{error:#}").contains("no markdown"), "{error:#}");
}

#[test]
fn keys_of_other_generators_mean_what_ours_mean() {
    let build = build(&[
        ("index.md", "# Home\n"),
        (
            "hugo.md",
            "+++\ntitle = \"Hugo\"\nweight = 4\naliases = [\"/old/hugo/\", \"/older.html\"]\ndate = 2026-01-02\n+++\nText.\n",
        ),
        ("zola.md", "+++\ntitle = \"Zola\"\nweight = 3\n[taxonomies]\ntags = [\"blue\"]\n+++\n"),
        ("docusaurus.md", "---\ntitle: Docusaurus\nsidebar_position: 2\ndescription: About it\n---\n"),
        ("starlight.md", "---\ntitle: Starlight\nsidebar:\n  order: 1\n---\n"),
        (
            "obsidian.md",
            "---\nalias: [Black glass]\npublish: true\norder: 5\n---\n# Obsidian\n\n[[Black glass]] ![[sea.png]]\n",
        ),
        ("hidden.md", "---\npublish: false\n---\n# Hidden\n"),
        ("files/sea.png", "png"),
    ]);
    assert_eq!(titles(&build), ["Home", "Starlight", "Docusaurus", "Zola", "Hugo", "Obsidian"]);
    assert!(html(&build, "tags.html").contains("blue"));
    assert!(html(&build, "old/hugo/index.html").contains("url=../../hugo.html"));
    assert!(html(&build, "older.html").contains("url=hugo.html"));
    let obsidian = html(&build, "obsidian.html");
    assert!(obsidian.contains("<a href=\"obsidian.html\">Obsidian</a>"), "{obsidian}");
    assert!(obsidian.contains("<img src=\"files/sea.png\" alt=\"sea\""), "{obsidian}");
    let found: Vec<String> =
        build.diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
    assert_eq!(found, ["unknown-key `date` means nothing on a plain page"]);
    assert_eq!((build.diagnostics[0].place.line, build.diagnostics[0].place.column), (5, 1));
}

#[test]
fn a_key_that_means_nothing_is_named_once() {
    let build = build(&[("a.md", "---\ntoc: true\n---\n# A\n"), ("b.md", "---\ntoc: true\n---\n# B\n")]);
    let found: Vec<String> = build
        .diagnostics
        .iter()
        .map(|found| {
            format!("{}: {}", found.place.file, found.hint.as_ref().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.md: ") && found[0].ends_with("1 more places say the same"), "{found:?}");
}
