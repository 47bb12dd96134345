//! The page of bad input, from the cases in `tests/hostile`.

use std::fmt::Write;

use super::rust::cell;
use crate::texts::cases::{self, Case};

/// Files of cases and what they are about.
const PARTS: [(&str, &str); 7] = [
    ("front-matter.md", "Front matter"),
    ("encodings.md", "Encodings"),
    ("markdown.md", "Markdown"),
    ("names.md", "Names of files"),
    ("trees.md", "Folders, links and special files"),
    ("configuration.md", "Configuration and schemas"),
    ("templates.md", "Themes"),
];

/// A table for each file, with a line for each case.
pub fn bad_input() -> String {
    let mut out = String::from(
        "# What bad input gets\n\nEach line is a test. Status 0 is a site, with warnings or without; status 1 a mistake in the \
         content, with file, line and column, and no site is written; status 2 trouble with the configuration or the machine. An \
         earlier site stays as it was unless the status is 0. The first message of each sort is shown.\n",
    );
    for (file, title) in PARTS {
        let _ = write!(out, "\n## {title}\n\n| input | status | what is said |\n|---|---|---|\n");
        for case in cases::of("hostile", file) {
            let (status, said) = answer(&case);
            let _ = writeln!(out, "| {} | {status} | {} |", cell(&case.title), said.join("<br>"));
        }
    }
    out
}

/// The exit status of a case, and what is said: of problems the first message of each code.
fn answer(case: &Case) -> (&str, Vec<String>) {
    let (status, rest) = case.expected.split_once('\n').expect("a case expects a status");
    let status = status.strip_prefix("status ").unwrap_or(status);
    let lines = rest.lines().filter(|line| !line.starts_with("help: "));
    if status == "2" {
        return (
            status,
            vec![cell(&lines.map(|line| line.trim_start_matches("error: ")).collect::<Vec<_>>().join("; "))],
        );
    }
    let mut said: Vec<(&str, &str)> = Vec::new();
    for (sort, message) in lines.filter_map(|line| line.split_once(": ")).filter(|(sort, _)| sort.ends_with(']')) {
        if !said.iter().any(|(known, _)| *known == sort) {
            said.push((sort, message.rsplit_once(" (").map_or(message, |(message, _)| message)));
        }
    }
    let built = said.is_empty().then(|| "the site, and nothing is wrong".to_owned());
    (status, said.into_iter().map(line).chain(built).collect())
}

/// A message in a cell, with its code.
fn line((sort, message): (&str, &str)) -> String {
    let (level, code) = sort.trim_end_matches(']').split_once('[').unwrap_or((sort, ""));
    format!("{level} [{code}](codes.md#{code}): {}", cell(message).replace('<', "&lt;"))
}
