//! The page of codes, from the catalogue of rules.

use std::fmt::Write;

use tebiki::diagnostic::Level;
use tebiki::rules::catalogue;

use super::rust::cell;

/// All codes in a table, then a section for each.
pub fn codes() -> String {
    let mut out = String::from(
        "# Codes of `check`\n\nEvery problem that tebiki reports has a code. `tebiki explain CODE` prints what stands here. \
         The level can be changed under `[check.levels]` in [book.toml](configuration.md).\n\n\
         | code | level | meaning |\n|---|---|---|\n",
    );
    for rule in catalogue::all() {
        let _ = writeln!(out, "| [{0}](#{0}) | {1} | {2} |", rule.code, level(rule.level), cell(rule.summary.0));
    }
    for rule in catalogue::all() {
        let fence = |text: &str| format!("````text\n{text}\n````");
        let _ = write!(
            out,
            "\n## {0} {{#{0}}}\n\n{1}: {2}.\n\n{3}\n\nWrong:\n\n{4}\n\nRight:\n\n{5}\n",
            rule.code,
            level(rule.level),
            rule.summary.0,
            rule.why.0,
            fence(rule.wrong),
            fence(rule.right)
        );
    }
    out
}

fn level(level: Level) -> String {
    serde_json::to_value(level).unwrap().as_str().unwrap().to_owned()
}
