//! The samples in the documents are books that build, configurations that are read and commands
//! that exist.
//!
//! A fenced block behind a line that starts with a path in backquotes and ends with a colon is the
//! file of that path. The samples of a page are laid over those of the first book.

use std::path::Path;
use std::process::Command;

use clap::CommandFactory;
use tebiki::cli::Cli;
use tebiki::config;
use walkdir::WalkDir;

use super::{here, problems, text};
use crate::texts::book;

/// A fenced block.
pub struct Block {
    /// The file that it is, where the text says so.
    pub path: Option<String>,
    /// The first word behind the fence.
    pub language: String,
    /// What is in it.
    pub text: String,
}

/// The fenced blocks of a page, by its path in the repository.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let (mut fence, mut before) = (None::<String>, String::new());
    for line in text(page).lines() {
        match &fence {
            Some(open) if line.trim_end() == open => fence = None,
            Some(_) => found.last_mut().unwrap().text.push_str(&format!("{line}\n")),
            None if line.starts_with("```") => {
                let language = line.trim_start_matches('`');
                fence = Some(line[..line.len() - language.len()].to_owned());
                found.push(Block { path: named(&before), language: language.to_owned(), text: String::new() });
            }
            None if line.is_empty() => {}
            None => before = line.to_owned(),
        }
    }
    found
}

/// The path that a line before a block names.
fn named(line: &str) -> Option<String> {
    let path = line.strip_suffix([':', '：'])?.strip_prefix('`')?.split('`').next()?;
    Some(path.to_owned())
}

/// The files of the book that a page shows.
fn files(page: &str) -> Vec<(String, String)> {
    let own = |path: &String| path == "book.toml" || path.starts_with("content/") || path.starts_with("theme/");
    let named = blocks(page).into_iter().filter_map(|block| Some((block.path.filter(own)?, block.text)));
    // Paths of `book::write` are those of the content.
    named
        .map(|(path, text)| (path.strip_prefix("content/").map_or(format!("../{path}"), str::to_owned), text))
        .collect()
}

/// The book that a new user has after the first page of the guide.
pub fn first_book() -> Vec<(String, String)> {
    files("docs/content/guide/first-book.md")
}

/// The pages of the documents, by their paths in the repository.
fn pages() -> Vec<String> {
    let files =
        WalkDir::new(here("docs/content")).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let docs = files.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let docs = docs.map(|path| path.strip_prefix(here("")).unwrap().to_str().unwrap().to_owned());
    docs.chain(["README.md".into(), "README.ja.md".into()]).collect()
}

#[test]
fn the_books_in_the_samples_have_no_problem() {
    let mut built = 0;
    for page in pages() {
        let own = files(&page);
        if own.is_empty() || page.starts_with("docs/content/migration/") {
            continue;
        }
        let whole = own.iter().any(|(path, _)| path == "../book.toml");
        let files = if whole { own } else { [first_book(), own].concat() };
        let found = problems(book::write(&files).path());
        assert!(found.is_empty(), "the book in {page}:\n{found}");
        built += 1;
    }
    assert!(built > 5, "samples are found by the line before them");
}

#[test]
fn the_configurations_in_the_samples_are_read() {
    for page in pages() {
        for block in blocks(&page).iter().filter(|block| block.language == "toml") {
            if block.path.as_deref().is_none_or(|path| path == config::FILE) {
                config::parse(&block.text).unwrap_or_else(|error| panic!("{page}: {error:#}"));
            }
        }
    }
}

#[test]
fn the_commands_in_the_samples_exist() {
    let mut tried = 0;
    for page in pages() {
        for block in blocks(&page).iter().filter(|block| block.language == "sh") {
            for line in block.text.lines().filter(|line| line.starts_with("tebiki ")) {
                let words = line.split_whitespace().take_while(|word| !matches!(*word, "|" | ">"));
                let parsed = Cli::command().try_get_matches_from(words);
                assert!(parsed.is_ok(), "{page}: {line}: {}", parsed.unwrap_err());
                tried += 1;
            }
        }
    }
    assert!(tried > 10, "{tried}");
}

/// Runs the commands of a workflow that are tebiki's, in a new book.
fn run(commands: &[&str]) -> tempfile::TempDir {
    let book = book::write(&first_book());
    let own: Vec<&&str> = commands.iter().filter(|command| command.starts_with("tebiki ")).collect();
    assert!(!own.is_empty());
    for command in own {
        let words = command.split_whitespace().skip(1);
        let ran = Command::new(env!("CARGO_BIN_EXE_tebiki")).args(words).current_dir(book.path()).output().unwrap();
        assert!(ran.status.success(), "{command}: {ran:?}");
    }
    book
}

fn recipe(page: &str, path: &str) -> serde_json::Value {
    let block = blocks(page).into_iter().find(|block| block.path.as_deref() == Some(path)).unwrap();
    serde_yaml::from_str(&block.text).unwrap()
}

fn published(book: &Path, folder: &serde_json::Value) -> bool {
    book.join(folder.as_str().unwrap()).join("index.html").is_file()
}

#[test]
fn the_workflow_for_github_publishes_what_it_builds() {
    let workflow = recipe("docs/content/publishing/github-pages.md", ".github/workflows/pages.yml");
    let steps = workflow["jobs"]["publish"]["steps"].as_array().unwrap();
    let book = run(&steps.iter().filter_map(|step| step["run"].as_str()).collect::<Vec<_>>());
    let upload = steps.iter().find(|step| step["uses"].as_str().is_some_and(|name| name.contains("upload-pages")));
    assert!(published(book.path(), &upload.unwrap()["with"]["path"]));
}

#[test]
fn the_pipeline_for_gitlab_publishes_what_it_builds() {
    let pages = recipe("docs/content/publishing/gitlab-pages.md", ".gitlab-ci.yml")["pages"].clone();
    let script: Vec<&str> = pages["script"].as_array().unwrap().iter().filter_map(|line| line.as_str()).collect();
    assert!(published(run(&script).path(), &pages["artifacts"]["paths"][0]));
}
