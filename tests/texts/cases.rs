//! Test cases as text: `=== title`, what is given, `---- expect`, what is expected.

use std::path::{Path, PathBuf};

/// A case.
pub struct Case {
    /// What it pins down.
    pub title: String,
    /// What is given.
    pub input: String,
    /// What is expected.
    pub expected: String,
}

const EXPECT: &str = "---- expect\n";

/// Checks all cases of the files in `tests/<folder>`; with `UPDATE=1` writes what was found.
pub fn check(folder: &str, found: impl Fn(&Case) -> String) {
    let update = std::env::var_os("UPDATE").is_some();
    let mut wrong = Vec::new();
    for file in files(folder) {
        let text = std::fs::read_to_string(&file).unwrap();
        let cases = read(&text);
        let results: Vec<String> = cases.iter().map(&found).collect();
        for (case, result) in cases.iter().zip(&results).filter(|(case, result)| case.expected != **result) {
            wrong.push(format!("{}: {}\nexpected:\n{}found:\n{result}", file.display(), case.title, case.expected));
        }
        if update {
            std::fs::write(&file, write(&text, &cases, &results)).unwrap();
        }
    }
    assert!(wrong.is_empty() || update, "{}\n{} cases differ", wrong.join("\n"), wrong.len());
}

/// How many cases a folder has.
pub fn count(folder: &str) -> usize {
    all(folder).len()
}

/// All cases of a folder.
pub fn all(folder: &str) -> Vec<Case> {
    files(folder).iter().flat_map(|file| read(&std::fs::read_to_string(file).unwrap())).collect()
}

/// The cases of one file of a folder.
pub fn of(folder: &str, file: &str) -> Vec<Case> {
    let files = files(folder);
    let file = files.iter().find(|path| path.ends_with(file)).unwrap_or_else(|| panic!("no {file} in {folder}"));
    read(&std::fs::read_to_string(file).unwrap())
}

fn files(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let entries = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|name| name == "md")).collect();
    files.sort();
    assert!(!files.is_empty(), "no cases in {}", folder.display());
    files
}

fn read(text: &str) -> Vec<Case> {
    let parts = format!("\n{text}");
    parts.split("\n=== ").skip(1).map(case).collect()
}

fn case(text: &str) -> Case {
    let (title, rest) = text.split_once('\n').unwrap();
    let rest = format!("{rest}\n");
    let (input, expected) = rest.split_once(EXPECT).unwrap_or_else(|| panic!("no `---- expect` in {title}"));
    let expected = expected.trim_matches('\n');
    let expected = if expected.is_empty() { String::new() } else { format!("{expected}\n") };
    Case { title: title.to_owned(), input: input.to_owned(), expected }
}

/// The text of a file with the found results for the expected ones.
fn write(text: &str, cases: &[Case], results: &[String]) -> String {
    let head = text.split("=== ").next().unwrap_or("");
    let body: Vec<String> = cases
        .iter()
        .zip(results)
        .map(|(case, result)| format!("=== {}\n{}{EXPECT}{result}", case.title, case.input))
        .collect();
    format!("{head}{}", body.join("\n"))
}

/// Cuts the input of a case into files: `--- path` starts one. Input without such a line is one
/// file, `index.md`.
pub fn cut(input: &str) -> Vec<(String, String)> {
    if !input.starts_with("--- ") {
        return vec![("index.md".to_owned(), input.to_owned())];
    }
    let mut files: Vec<(String, String)> = Vec::new();
    for line in input.split_inclusive('\n') {
        match line.strip_prefix("--- ") {
            Some(path) => files.push((path.trim().to_owned(), String::new())),
            None => files.last_mut().unwrap().1.push_str(line),
        }
    }
    files
}
