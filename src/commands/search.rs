//! `tebiki search`: the same answers as in the browser, on the command line.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::cli::{Outcome, SearchArgs, SearchFormat, print};
use crate::pipeline::{self, SearchMemos, Searchable};
use crate::search::engine::{self, Answer, Hit, Tier};
use crate::search::{query, snippet};
use crate::{book::Book, source};

/// A result for programs.
#[derive(Debug, Serialize)]
struct Row {
    url: String,
    title: String,
    heading: String,
    kind: String,
    score: u64,
    snippet: String,
    #[serde(skip)]
    parts: Vec<snippet::Part>,
}

/// Searches the book and prints the results.
///
/// # Errors
/// When the book cannot be read.
pub fn run(args: &SearchArgs) -> Result<Outcome> {
    let sources = source::load(&args.book, Path::new(""))?;
    let book = pipeline::read_book(&sources, &mut Vec::new());
    let searchable = pipeline::index(&book, &mut SearchMemos::default())?;
    let query = query::parse(&args.query.join(" "), &searchable.facts.synonyms);
    let answer = engine::answer(&searchable.index, &searchable.facts, &query)?;
    let rows: Vec<Row> = answer.hits.iter().take(args.limit).map(|hit| row(&book, &searchable, &answer, hit)).collect();
    print(&match args.format {
        SearchFormat::Json => format!("{:#}\n", serde_json::json!(rows)),
        SearchFormat::Human => human(&rows, &answer, std::io::stdout().is_terminal()),
    })?;
    Ok(Outcome::Fine)
}

fn row(book: &Book, searchable: &Searchable, answer: &Answer, hit: &Hit) -> Row {
    let page = &book.pages[hit.page];
    let first = searchable.facts.pages[hit.page].first;
    let section = &searchable.sections[hit.page][(hit.section - first) as usize];
    let parts = snippet::snippet(&section.text, &answer.found);
    Row {
        url: if section.anchor.is_empty() { page.url.clone() } else { format!("{}#{}", page.url, section.anchor) },
        title: page.title().to_owned(),
        heading: section.heading.clone(),
        kind: page.document.kind().to_owned(),
        score: hit.score,
        snippet: parts.iter().map(|(_, text)| text.as_str()).collect(),
        parts,
    }
}

/// Results for a terminal; matched words are bold.
fn human(rows: &[Row], answer: &Answer, colour: bool) -> String {
    let mark =
        |(marked, text): &snippet::Part| if *marked && colour { format!("\x1b[1m{text}\x1b[0m") } else { text.clone() };
    let mut out = String::new();
    if answer.hits.first().is_some_and(|hit| hit.tier == Tier::Partial) {
        out.push_str("no section has all words; the nearest are:\n\n");
    }
    for row in rows {
        let heading = if row.heading == row.title { String::new() } else { format!(" › {}", row.heading) };
        let snippet: String = row.parts.iter().map(mark).collect();
        out.push_str(&format!("{}{heading}\n  {}\n  {snippet}\n\n", row.title, row.url));
    }
    out.push_str(&format!("{} sections\n", answer.hits.len()));
    out
}
