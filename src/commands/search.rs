//! `tebiki search`: the same answers as in the browser, on the command line.

use std::io::{BufRead, IsTerminal};
use std::path::Path;

use anyhow::Result;
use serde::Serialize;

use crate::cli::{Outcome, SearchArgs, SearchFormat, line, print};
use crate::pipeline::{self, Searchable};
use crate::say;
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
    tier: Tier,
    #[serde(skip)]
    parts: Vec<snippet::Part>,
}

/// Searches the book and prints the results.
///
/// # Errors
/// When the book or the standard input cannot be read.
pub fn run(args: &SearchArgs) -> Result<Outcome> {
    let sources = source::load(&args.book, Path::new(""))?;
    let book = pipeline::read_book(&sources, &mut Vec::new());
    let searchable = pipeline::index(&book)?;
    if args.each_line {
        // A line that is no UTF-8 is a query like any other: the answers of the rest are still wanted.
        for line in std::io::stdin().lock().split(b'\n') {
            let (rows, _) = answer(&book, &searchable, &String::from_utf8_lossy(&line?), args.limit)?;
            print(&format!("{}\n", serde_json::json!(rows)))?;
        }
        return Ok(Outcome::Fine);
    }
    let (rows, answer) = answer(&book, &searchable, &args.query.join(" "), args.limit)?;
    print(&match args.format {
        SearchFormat::Json => format!("{:#}\n", serde_json::json!(rows)),
        SearchFormat::Human => human(&rows, &answer, std::io::stdout().is_terminal()),
    })?;
    Ok(Outcome::Fine)
}

fn answer(book: &Book, searchable: &Searchable, typed: &str, limit: usize) -> Result<(Vec<Row>, Answer)> {
    let query = query::parse(typed, &searchable.facts.synonyms);
    let answer = engine::answer(&searchable.index, &searchable.facts, &query)?;
    Ok((answer.hits.iter().take(limit).map(|hit| row(book, searchable, &answer, hit)).collect(), answer))
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
        tier: hit.tier,
        parts,
    }
}

/// Results for a terminal, by page; matched words are bold.
fn human(rows: &[Row], answer: &Answer, colour: bool) -> String {
    let mut out = String::new();
    if !answer.synonyms.is_empty() {
        out.push_str(&line(&say!("also searched: {words}", words = answer.synonyms.join(", "))));
        out.push('\n');
    }
    for (at, row) in rows.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| &rows[before]);
        if row.tier == Tier::Partial && before.is_none_or(|before| before.tier != Tier::Partial) {
            out.push_str(&line(&say!("These have only some of the words:")));
            out.push('\n');
        }
        if before.is_none_or(|before| before.title != row.title) {
            out.push_str(&format!("{} ({})\n", marked(&row.title, answer, colour), row.kind));
        }
        if row.heading != row.title {
            out.push_str(&format!("  › {}\n", marked(&row.heading, answer, colour)));
        }
        out.push_str(&format!("  {}\n  {}\n\n", row.url, shown(&row.parts, colour)));
    }
    out.push_str(&line(&say!("{count} sections", count = answer.hits.len())));
    out
}

fn marked(text: &str, answer: &Answer, colour: bool) -> String {
    shown(&snippet::marked(text, &answer.found), colour)
}

/// Parts as one text, the matched ones bold where the terminal shows it.
fn shown(parts: &[snippet::Part], colour: bool) -> String {
    let mark =
        |(marked, text): &snippet::Part| if *marked && colour { format!("\x1b[1m{text}\x1b[0m") } else { text.clone() };
    parts.iter().map(mark).collect()
}
