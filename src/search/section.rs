//! What is searched: the sections of a page with their text.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use serde_json::{Map, Value};

use crate::book::{self, Book, Page, runs, titles};
use crate::kind::{Kind, Step, visit_front};
use crate::parse::Document;
use crate::search::facts::length_step;
use crate::search::tables::LEGAL_FORMS;

/// A section: the unit of the search.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Section {
    /// Anchor; empty for the part of a page before its first heading.
    pub anchor: String,
    /// Heading; the title of the page for its first part.
    pub heading: String,
    /// Text of the section's blocks, one a line.
    pub text: String,
    /// Other names of the page, one a line; only its first section has some.
    pub names: String,
    /// Words that are searched but not shown: `keywords:`, readings, joined telephone numbers.
    pub keywords: String,
}

impl Section {
    /// Length of the text, see [`length_step`].
    pub fn length(&self) -> u32 {
        length_step(self.text.chars().count())
    }
}

/// What the sections of a page are made from.
#[derive(Debug)]
pub struct Given<'a> {
    document: &'a Document,
    title: &'a str,
    kind: Option<&'a Kind>,
    /// Values of the front matter that name pages, and the titles of these.
    uses: Vec<(String, &'a str)>,
    /// Titles of other pages that stand in the text.
    titles: Vec<&'a str>,
}

impl Hash for Given<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let Given { document, title, kind, uses, titles } = self;
        let kind = kind.map(|kind| (&kind.name, &kind.title, &kind.fields, &kind.names, &kind.sections));
        (document.source.key, title, kind, uses, titles).hash(state);
    }
}

impl<'a> Given<'a> {
    /// Collects what the sections of a page of a book are made from.
    pub fn of(book: &'a Book, page: &'a Page) -> Given<'a> {
        let title = |usage: &book::Use| (usage.json_pointer(), book.pages[usage.page].title());
        Given {
            document: &page.document,
            title: page.title(),
            kind: book.kind(page),
            uses: page.uses.iter().map(title).collect(),
            titles: titles(book, page),
        }
    }
}

/// Cuts a page into sections. The first one is the page itself, with the fields that its kind
/// shows; then come its headings and the sections that its schema declares.
pub fn sections(given: &Given<'_>) -> Vec<Section> {
    let mut sections = vec![first(given)];
    let document = given.document;
    for run in runs(document, &given.titles) {
        let index = run.heading.map_or(0, |heading| heading + 1);
        while sections.len() <= index {
            let heading = &document.headings[sections.len() - 1];
            sections.push(Section { anchor: heading.id.clone(), heading: heading.text.clone(), ..Section::default() });
        }
        if !run.is_heading {
            line(&mut sections[index].text, run.text.trim());
        }
        line(&mut sections[index].keywords, &run.readings);
    }
    if let Some(kind) = given.kind {
        fields(given, kind, &mut sections);
    }
    sections.iter_mut().for_each(add_numbers);
    sections
}

/// The sections of each page of a book.
pub fn all_sections(book: &Book) -> Vec<Vec<Section>> {
    book.pages.par_iter().map(|page| sections(&Given::of(book, page))).collect()
}

/// The page itself: its title, description and keywords, and what it is.
fn first(given: &Given<'_>) -> Section {
    let front = &given.document.front;
    let mut section = Section { heading: given.title.to_owned(), ..Section::default() };
    line(&mut section.text, front.text("description").unwrap_or(""));
    front.texts("keywords").for_each(|word| line(&mut section.keywords, word));
    let kind = given.kind.filter(|kind| kind.name != "page");
    line(&mut section.keywords, kind.map_or("", |kind| &kind.title));
    names(given, kind).iter().for_each(|name| line(&mut section.names, name));
    section
}

/// Names of a page beside its title: the title up to a bracket, its aliases, and the fields that its kind calls
/// names. A telephone number is one with and without its hyphens.
fn names(given: &Given<'_>, kind: Option<&Kind>) -> Vec<String> {
    let front = &given.document.front;
    let mut names: Vec<String> = parts_of_name(given.title).into_iter().take(1).collect();
    front.texts("aliases").for_each(|alias| names.push(alias.to_owned()));
    for path in kind.into_iter().flat_map(|kind| &kind.names) {
        visit_front(&front.data, path, &mut |_, value| {
            let name = value.as_str().unwrap_or("");
            names.push(name.to_owned());
            names.extend(parts_of_name(name));
            names.extend(joined(name));
        });
    }
    names
}

/// Names inside a name: 日本司法支援センター and 法テラス in 日本司法支援センター（法テラス）, and both without the
/// legal form of an organisation.
fn parts_of_name(name: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in name.split(['（', '）', '(', ')']).take(2).map(str::trim).filter(|part| !part.is_empty()) {
        names.push(part.to_owned());
        names.extend(LEGAL_FORMS.iter().find_map(|form| part.strip_prefix(form)).map(|plain| plain.trim().to_owned()));
    }
    names
}

/// Adds a line where there is something to add.
fn line(text: &mut String, line: &str) {
    if line.is_empty() {
        return;
    }
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

/// Adds the fields of the page's kind: objects with `x-section` become sections of their own.
fn fields(given: &Given<'_>, kind: &Kind, sections: &mut Vec<Section>) {
    let data = &shown_data(given);
    for field in kind.fields.iter().filter(|field| field.own) {
        let own: Vec<&(Vec<Step>, String)> =
            kind.sections.iter().filter(|(path, _)| path.first() == Some(&Step::Key(field.key.clone()))).collect();
        for (path, key) in &own {
            visit_front(data, path, &mut |_, value| sections.push(declared(value, key)));
        }
        if own.is_empty()
            && let Some(value) = data.get(&field.key)
        {
            texts(value, &mut sections[0].text);
        }
    }
}

/// A section that the schema declares.
fn declared(value: &Value, key: &str) -> Section {
    let text_of = |key: &str| value[key].as_str().unwrap_or("").to_owned();
    let mut section = Section { anchor: text_of("id"), heading: text_of(key), ..Section::default() };
    for (field, inner) in value.as_object().into_iter().flatten() {
        if field != key && field != "id" {
            texts(inner, &mut section.text);
        }
    }
    section
}

/// The front matter as it is shown: the title of a page for its name.
fn shown_data(given: &Given<'_>) -> Map<String, Value> {
    let mut data = Value::Object(given.document.front.data.clone());
    for (pointer, title) in &given.uses {
        if let Some(value) = data.pointer_mut(pointer) {
            *value = (*title).into();
        }
    }
    match data {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// Adds all texts of a value, a line each; the texts of an object are one line.
fn texts(value: &Value, out: &mut String) {
    match value {
        Value::String(text) => line(out, text),
        Value::Number(number) => line(out, &number.to_string()),
        Value::Array(list) => list.iter().for_each(|value| texts(value, out)),
        Value::Object(map) => {
            let mut own = String::new();
            map.iter().filter(|(key, _)| *key != "id").for_each(|(_, value)| texts(value, &mut own));
            line(out, &own.replace('\n', "、"));
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// A number with hyphens (a telephone number) is also found without them.
fn add_numbers(section: &mut Section) {
    if !section.text.contains('-') {
        return;
    }
    let words = section.text.split(|c: char| !c.is_ascii_digit() && c != '-');
    let numbers: Vec<String> = words.filter_map(joined).collect();
    numbers.iter().for_each(|number| line(&mut section.keywords, number));
}

/// A number with hyphens without them.
fn joined(word: &str) -> Option<String> {
    let is_number = word.len() >= 9 && word.contains('-') && word.chars().all(|c| c.is_ascii_digit() || c == '-');
    is_number.then(|| word.replace('-', ""))
}
