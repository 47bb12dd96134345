//! What the program says: one catalogue, in Japanese and English.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tebiki::locale::Language;
use tebiki::message::translations;
use tebiki::message::{Message, Phrase, either, holes};
use tebiki::rules::catalogue;
use tebiki::say;

use crate::texts::book;

/// What a message starts with in the source.
const MADE_BY: [&str; 4] = ["say!(", "fail!(", "trouble!(", "Phrase("];

fn sources() -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).sort_by_file_name();
    let files = files.into_iter().map(|entry| entry.unwrap().into_path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The code of a file: without comments and its tests.
fn code(file: &Path) -> String {
    let text = std::fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The string literal that a text starts with, as Rust reads it, and what stands behind it.
fn literal(text: &str) -> Option<(String, &str)> {
    let mut rest = text.trim_start().strip_prefix('"')?;
    let mut out = String::new();
    loop {
        let at = rest.find(['"', '\\'])?;
        out.push_str(&rest[..at]);
        let (sign, behind) = rest[at..].split_at(1);
        rest = behind;
        if sign == "\"" {
            return Some((out, rest));
        }
        let escaped = rest.chars().next()?;
        rest = &rest[escaped.len_utf8()..];
        match escaped {
            'n' => out.push('\n'),
            '\n' => rest = rest.trim_start(),
            other => out.push(other),
        }
    }
}

/// All texts that the source makes messages of.
fn made() -> BTreeSet<String> {
    let mut found: BTreeSet<String> =
        catalogue::all().flat_map(|rule| [rule.summary.0, rule.why.0]).map(translations::line).collect();
    for code in sources().iter().map(|file| code(file)) {
        for start in MADE_BY {
            let texts = code.split(start).skip(1).filter_map(literal);
            found.extend(texts.map(|(text, _)| translations::line(&text)));
        }
    }
    found
}

#[test]
fn every_message_is_in_the_catalogue_once_and_nothing_else_is() {
    let (made, entries) = (made(), translations::entries().map(|(english, _)| english.to_owned()));
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    entries.for_each(|english| *counts.entry(english).or_default() += 1);
    let known: BTreeSet<String> = counts.keys().cloned().collect();
    assert!(made.len() > 400, "{}", made.len());
    assert_eq!(made.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the catalogue");
    assert_eq!(known.difference(&made).collect::<Vec<_>>(), Vec::<&String>::new(), "nobody says it");
    assert_eq!(counts.iter().filter(|(_, count)| **count > 1).collect::<Vec<_>>(), Vec::new(), "twice");
}

#[test]
fn both_languages_have_the_same_holes() {
    for (english, japanese) in translations::entries() {
        let sorted = |text: &'static str| holes(text).collect::<BTreeSet<_>>();
        assert_eq!(sorted(english), sorted(japanese), "{english}");
        assert_eq!(holes(english).count(), holes(japanese).count(), "{english}");
        // Code in backticks stays as it is: names of keys and commands are one in all languages.
        let words: String = english.split('`').step_by(2).map(without_holes).collect();
        let is_said = words.contains(|c: char| c.is_ascii_alphabetic());
        assert!(
            !is_said || japanese.contains(|c: char| ('\u{3040}'..'\u{a000}').contains(&c)),
            "{english}: {japanese}"
        );
    }
}

fn without_holes(text: &str) -> String {
    let names: Vec<&str> = holes(text).collect();
    names.iter().fold(text.replace("\\n", "\n"), |text, name| text.replace(&format!("{{{name}}}"), ""))
}

/// The types let nothing but a message into a diagnostic or an error (`clippy.toml` forbids anyhow's own ways).
/// What commands print are texts: none of them may be a sentence.
#[test]
fn commands_say_nothing_beside_the_catalogue() {
    for file in sources().iter().filter(|file| file.parent().is_some_and(|folder| folder.ends_with("commands"))) {
        let mut rest = code(file);
        for start in MADE_BY {
            let parts: Vec<String> = rest.split(start).map(str::to_owned).collect();
            rest = parts[0].clone();
            rest.extend(
                parts[1..].iter().map(|part| literal(part).map_or(part.as_str(), |(_, behind)| behind).to_owned()),
            );
        }
        for said in rest.split('"').skip(1).step_by(2) {
            let words =
                said.split(' ').filter(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()));
            assert!(words.count() < 2, "{}: {said}", file.display());
        }
    }
}

#[test]
fn a_message_is_put_into_words_where_it_is_shown() {
    let name = "甲";
    let message = say!("there is no page `{name}`", name)
        .and(say!("write {expected}", expected = either([Phrase("a text"), Phrase("a list")])));
    assert_eq!(message.to(Language::English), "there is no page `甲`; write a text or a list");
    assert_eq!(message.to(Language::Japanese), "`甲` というページはありません。文字列または一覧を書いてください");
    let braces = say!("there is no page `{name}`", name = "{name} {}");
    assert_eq!(braces.to_string(), "there is no page `{name} {}`");
    assert_eq!(Message::quoted("{words}").to(Language::Japanese), "{words}");
}

fn tebiki(folder: &Path, locale: &str, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tebiki"));
    command.args(words).current_dir(folder).env("LC_ALL", locale).output().unwrap()
}

fn stdout(output: Output) -> String {
    String::from_utf8(output.stdout).unwrap()
}

const JAPANESE: &str = "ja_JP.UTF-8";

fn broken() -> tempfile::TempDir {
    book::write(&[("index.md", "# 入口\n\n[[nowhere]]\n")].map(|(path, text)| (path.to_owned(), text.to_owned())))
}

#[test]
fn people_read_their_language() {
    let folder = broken();
    let english = stdout(tebiki(folder.path(), "C", &["check"]));
    assert!(english.contains("error[dead-link]: there is no page `nowhere`"), "{english}");
    assert!(english.contains("help: write that page") && english.ends_with("1 error, 0 warnings\n"), "{english}");
    let japanese = stdout(tebiki(folder.path(), JAPANESE, &["check"]));
    assert!(japanese.contains("エラー[dead-link]: `nowhere` というページはありません"), "{japanese}");
    assert!(
        japanese.contains("ヒント: そのページを書くか") && japanese.ends_with("エラー 1 件、警告 0 件\n"),
        "{japanese}"
    );
    let unknown = tebiki(folder.path(), JAPANESE, &["explain", "ded-link"]);
    let said = String::from_utf8(unknown.stderr).unwrap();
    assert_eq!(said, "エラー: `ded-link` というコードはありません\nヒント: `dead-link` のことですか\n");
    let explained = stdout(tebiki(folder.path(), JAPANESE, &["explain", "dead-link"]));
    assert!(explained.starts_with("# dead-link\n\nerror: リンク先のページやファイルがありません。\n"), "{explained}");
}

#[test]
fn programs_read_the_same_in_every_language() {
    let folder = broken();
    for format in ["json", "sarif", "github"] {
        let [english, japanese] =
            ["C", JAPANESE].map(|locale| stdout(tebiki(folder.path(), locale, &["check", "--format", format])));
        assert!(english.contains("there is no page `nowhere`"), "{english}");
        assert_eq!(english, japanese);
    }
}

/// What is kept between two builds knows no language, and neither does the site.
#[test]
fn a_site_is_the_same_in_every_language_and_what_is_kept_is_said_in_both() {
    let folder = book::write(
        &[("index.md", "# 入口\n\n![](a.png)\n"), ("a.png", "")].map(|(path, text)| (path.to_owned(), text.to_owned())),
    );
    let english = tebiki(folder.path(), "C", &["build"]);
    let sums = || std::fs::read(folder.path().join("book/SHA256SUMS")).unwrap();
    let before = sums();
    let japanese = tebiki(folder.path(), JAPANESE, &["build"]);
    let said = |output: &Output| String::from_utf8(output.stderr.clone()).unwrap();
    assert!(said(&english).contains("the image has no alternative text"), "{}", said(&english));
    assert!(said(&japanese).contains("警告[image-alt]: 画像に代替テキストがありません"), "{}", said(&japanese));
    assert_eq!(before, sums());
}
