//! Preprocessors: programs that change the chapters of an mdBook before they are read.
//!
//! The protocol is mdBook's (<https://rust-lang.github.io/mdBook/for_developers/preprocessors.html>):
//! the program gets `[context, book]` as JSON on its standard input and prints the changed book. It
//! is asked first with `supports html`.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Result;
use serde_json::{Value as Json, json};
use toml::{Table, Value};

use crate::config;
use crate::diagnostic::Place;
use crate::outline::{Chapter, Item, Outline};
use crate::trouble::Saying;
use crate::{fail, say};

/// Version of the protocol that is spoken.
const VERSION: &str = "0.5.4";

/// Our own: `{{#include}}` and its kin.
pub const LINKS: &str = "links";

/// A program that changes the chapters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preprocessor {
    /// Its name in `book.toml`.
    pub name: String,
    /// What is run, as words of a shell without its other rules.
    pub command: String,
    /// Whether the book can be built without it.
    pub optional: bool,
    /// Where `book.toml` names it.
    pub place: Place,
}

impl Preprocessor {
    /// The preprocessors of a configuration in the order in which they run: after what their
    /// `after` names, before what their `before` names, else by name.
    pub fn all(text: &str, table: &Table) -> Vec<Preprocessor> {
        let own = table.get("preprocessor").and_then(Value::as_table);
        let mut waits: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        let defaults = super::settings::get(table, "build.use-default-preprocessors").and_then(Value::as_bool);
        if defaults != Some(false) {
            waits.insert(LINKS, Vec::new());
        }
        // A folder's README.md is its page here anyway.
        let named = own.into_iter().flatten().filter(|(name, value)| *name != "index" && value.is_table());
        let named: Vec<(&str, &Value)> = named.map(|(name, value)| (name.as_str(), value)).collect();
        waits.extend(named.iter().map(|(name, _)| (*name, Vec::new())));
        for (name, value) in named {
            for after in names(value, "after").filter(|after| *after != name) {
                waits.entry(name).or_default().push(after);
            }
            for before in names(value, "before") {
                if let Some(waits) = waits.get_mut(before) {
                    waits.push(name);
                }
            }
        }
        let new = |name: &str| Preprocessor::new(name, own.and_then(|own| own.get(name)), text);
        order(waits).into_iter().map(new).collect()
    }

    fn new(name: &str, value: Option<&Value>, text: &str) -> Preprocessor {
        let header = format!("[preprocessor.{name}]");
        let start = text.find(&header).unwrap_or(0);
        let command = value.and_then(|value| value.get("command")).and_then(Value::as_str);
        Preprocessor {
            name: name.to_owned(),
            command: command.map_or_else(|| format!("mdbook-{name}"), str::to_owned),
            place: Place::of(&config::FILE.into(), text, start..start + header.len()),
            optional: value.and_then(|value| value.get("optional")).and_then(Value::as_bool).unwrap_or(false),
        }
    }
}

/// Names in a list of a table.
fn names<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v str> {
    value.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Takes names whose predecessors were taken, the first by name of those; a circle ends by name.
fn order<'n>(mut waits: BTreeMap<&'n str, Vec<&'n str>>) -> Vec<&'n str> {
    let mut order = Vec::new();
    while !waits.is_empty() {
        let free = |(_, after): &(&&str, &Vec<&str>)| !after.iter().any(|name| waits.contains_key(name));
        let Some(next) = waits.iter().find(free).or(waits.iter().next()).map(|(name, _)| *name) else { break };
        waits.remove(next);
        order.push(next);
    }
    order
}

/// Lets a preprocessor change the texts of chapters, by the paths of their files, and their titles.
/// Chapters that it adds are not taken. Returns false when it is not installed but optional, or not meant for HTML.
///
/// # Errors
/// When it cannot be run, fails, or prints something else than a book.
pub fn run(
    preprocessor: &Preprocessor,
    root: &Path,
    table: &Table,
    outline: &mut Outline,
    texts: &mut BTreeMap<String, String>,
) -> Result<bool> {
    match command(preprocessor, root).args(["supports", "html"]).output() {
        Ok(output) if output.status.success() => {}
        Ok(_) => return Ok(false),
        Err(error) if error.kind() == ErrorKind::NotFound && preprocessor.optional => return Ok(false),
        Err(error) => return Err(error).saying(|| say!("cannot run `{command}`", command = preprocessor.command)),
    }
    let context = json!({ "root": root, "config": table, "renderer": "html", "mdbook_version": VERSION });
    let input = json!([context, book(outline, texts)]);
    let output = piped(command(preprocessor, root), &input.to_string())
        .saying(|| say!("the preprocessor `{name}`", name = preprocessor.name))?;
    let book: Json = serde_json::from_str(&output)
        .saying(|| say!("the preprocessor `{name}` did not print a book", name = preprocessor.name))?;
    let mut titles = BTreeMap::new();
    read(items(&book), texts, &mut titles);
    outline.each(&mut |chapter| {
        if let Some(title) = chapter.path.as_ref().and_then(|path| titles.remove(path)) {
            chapter.title = title;
        }
    });
    Ok(true)
}

fn command(preprocessor: &Preprocessor, root: &Path) -> Command {
    let mut words = preprocessor.command.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or_default());
    command.args(words).current_dir(root).stderr(Stdio::inherit());
    command
}

/// Gives a program its input and returns what it prints.
fn piped(mut command: Command, input: &str) -> Result<String> {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().saying(|| say!("it has no standard input"))?;
    let input = input.to_owned();
    // It may print before it has read all.
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    let written = writer.join();
    if !output.status.success() {
        fail!("it failed ({status})", status = output.status);
    }
    // A program that does not care for its input may close it early.
    drop(written);
    Ok(String::from_utf8(output.stdout)?)
}

/// The book as mdBook's JSON. Its list of items is called `items` since 0.5, `sections` before.
fn book(outline: &Outline, texts: &BTreeMap<String, String>) -> Json {
    let items: Vec<Json> = outline
        .items
        .iter()
        .map(|item| match item {
            Item::Chapter(chapter) => chapter_json(chapter, &[], texts),
            Item::Part(title) => json!({ "PartTitle": title }),
            Item::Separator => json!("Separator"),
        })
        .collect();
    json!({ "items": items, "sections": items, "__non_exhaustive": null })
}

fn chapter_json(chapter: &Chapter, above: &[&str], texts: &BTreeMap<String, String>) -> Json {
    let number: Vec<u32> = chapter.number.split('.').filter_map(|part| part.parse().ok()).collect();
    let names: Vec<&str> = above.iter().copied().chain([chapter.title.as_str()]).collect();
    let children: Vec<Json> = chapter.children.iter().map(|child| chapter_json(child, &names, texts)).collect();
    json!({ "Chapter": {
        "name": chapter.title,
        "content": chapter.path.as_ref().and_then(|path| texts.get(path)).map_or("", String::as_str),
        "number": if number.is_empty() { Json::Null } else { json!(number) },
        "sub_items": children,
        "path": chapter.path,
        "source_path": chapter.path,
        "parent_names": above,
    }})
}

fn items(book: &Json) -> &[Json] {
    book.get("items").or_else(|| book.get("sections")).and_then(Json::as_array).map_or(&[], Vec::as_slice)
}

/// Takes the texts and titles of chapters out of a book's JSON, where there are such chapters.
fn read(items: &[Json], texts: &mut BTreeMap<String, String>, titles: &mut BTreeMap<String, String>) {
    for chapter in items.iter().filter_map(|item| item.get("Chapter")) {
        let path = chapter["source_path"].as_str().or_else(|| chapter["path"].as_str());
        if let (Some(text), Some(content)) = (path.and_then(|path| texts.get_mut(path)), chapter["content"].as_str()) {
            *text = content.to_owned();
        }
        if let (Some(path), Some(title)) = (path, chapter["name"].as_str()) {
            titles.insert(path.to_owned(), title.to_owned());
        }
        read(chapter["sub_items"].as_array().map_or(&[], Vec::as_slice), texts, titles);
    }
}
