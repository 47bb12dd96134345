//! The pages about the theme: data of templates, strings, variables.

use std::fmt::Write;

use super::rust::{self, cell, prose, structs, words};
use super::text;

/// What templates are given, a section for each struct.
pub fn theme_data() -> String {
    let start = "# Data of templates\n\n[Theme](theme.md) says how templates are written and found.";
    objects(start, &text("src/render/view.rs"))
}

/// What `export --format json` prints, likewise.
pub fn export_json() -> String {
    let start = "# The exported book\n\n`tebiki export --format json` prints a [Model object](#model). \
                 [Other programs](../guide/other-programs.md) shows it at work.";
    objects(start, &text("src/export/model.rs"))
}

/// A page of all structs of a source, behind its head.
fn objects(start: &str, source: &str) -> String {
    let structs = structs(source);
    let head = rust::head(source);
    let mut out = format!("{start}\n\n{}", prose(head.split_once("\n\n").unwrap().1));
    for one in &structs {
        let _ = write!(out, "\n## {} {{#{}}}\n\n{}\n\n", one.name, one.name.to_lowercase(), prose(&one.docs));
        out.push_str("| field | meaning | value |\n|---|---|---|\n");
        for field in &one.fields {
            let kind = words(&field.of, &structs);
            let _ = writeln!(out, "| `{}` | {} | {kind} |", field.name, cell(&prose(&field.docs)));
        }
    }
    out
}

/// The words of the interface in English.
pub fn theme_strings() -> String {
    let strings: toml::Table = toml::from_str(&text("themes/handbook/strings/en.toml")).unwrap();
    let mut out = String::from(
        "# Strings of the theme\n\nThe words of the interface. A template has them as `site.strings`, by the keys below. \
         [Theme](theme.md#strings) says how to change or translate them.\n",
    );
    for (group, words) in &strings {
        let _ = write!(out, "\n## {group} {{#{}}}\n\n| key | English |\n|---|---|\n", group.replace('_', "-"));
        for (key, word) in words.as_table().unwrap() {
            let _ = writeln!(out, "| `{group}_{key}` | {} |", cell(word.as_str().unwrap().trim()));
        }
    }
    out
}

/// The custom properties, by the comments over them.
pub fn theme_variables() -> String {
    let mut out = String::from(
        "# Variables of the theme\n\nThe custom properties that every style sheet of the theme uses. To change one, see \
         [Theme](theme.md#variables). `light-dark(A, B)` is A in the light scheme and B in the dark one.\n",
    );
    let sheet = text("themes/handbook/styles/tokens.css");
    let root = sheet.split_once(":root {").unwrap().1.split_once("\n  }").unwrap().0;
    let mut open = false;
    let mut number = 0;
    for paragraph in root.split("\n\n").map(str::trim) {
        let (comment, rest) = match paragraph.strip_prefix("/*").and_then(|rest| rest.split_once("*/")) {
            Some((comment, rest)) => (comment.split_whitespace().collect::<Vec<_>>().join(" "), rest),
            None => (String::new(), paragraph),
        };
        let variables: Vec<(&str, &str)> = rest
            .lines()
            .filter_map(|line| {
                line.trim().strip_suffix(';')?.split_once(": ").filter(|(name, _)| name.starts_with("--"))
            })
            .collect();
        if variables.is_empty() {
            continue;
        }
        number += 1;
        let _ = write!(out, "\n## {} {{#group-{number}}}\n\n", heading(&comment, variables[0].0));
        if !comment.is_empty() {
            let _ = write!(out, "{comment}\n\n");
        }
        out.push_str("| variable | value |\n|---|---|\n");
        for (name, value) in variables {
            let _ = writeln!(out, "| `{name}` | `{value}` |");
            open = true;
        }
    }
    assert!(open, "no variable was found");
    out
}

/// What a group of variables is called: the start of its comment, else its first variable.
fn heading(comment: &str, first: &str) -> String {
    match comment.split([':', ',', '.']).next() {
        Some(start) if !start.is_empty() => start.to_owned(),
        _ => format!("From `{first}`"),
    }
}
