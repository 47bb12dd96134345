//! How long the parts of a build take on the handbook: `cargo bench --bench micro`.

use std::path::Path;

use anyhow::Result;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

use tebiki::pipeline::{self, Memos, SearchMemos};
use tebiki::search::{export, normalise};
use tebiki::source::Sources;
use tebiki::theme::Theme;
use tebiki::{parse, search};

fn main() {
    divan::main();
}

/// The handbook and its theme.
fn handbook() -> Result<(Sources, Theme)> {
    pipeline::load(Path::new(env!("CARGO_MANIFEST_DIR")), Path::new(""))
}

fn bytes(sources: &Sources) -> BytesCount {
    BytesCount::new(sources.documents.iter().map(|source| source.text.len()).sum::<usize>())
}

fn pages(sources: &Sources) -> ItemsCount {
    ItemsCount::new(sources.documents.len())
}

#[divan::bench]
fn normalise_text(bencher: Bencher<'_, '_>) -> Result<()> {
    let (sources, _) = handbook()?;
    bencher.counter(bytes(&sources)).bench(|| {
        sources.documents.iter().for_each(|source| drop(black_box(normalise::normalise(&source.text))));
    });
    Ok(())
}

#[divan::bench]
fn parse_pages(bencher: Bencher<'_, '_>) -> Result<()> {
    let (sources, _) = handbook()?;
    bencher.counter(bytes(&sources)).bench(|| {
        sources.documents.iter().for_each(|source| drop(black_box(parse::parse(source))));
    });
    Ok(())
}

/// Everything but parsing and the search.
#[divan::bench(sample_count = 20)]
fn assemble_and_render(bencher: Bencher<'_, '_>) -> Result<()> {
    let (sources, theme) = handbook()?;
    let parsed = || {
        let mut memos = Memos::default();
        memos.documents = pipeline_documents(&sources, &theme);
        memos
    };
    bencher
        .counter(pages(&sources))
        .with_inputs(parsed)
        .bench_refs(|memos| pipeline::pages(&sources, &theme, memos).is_ok());
    Ok(())
}

/// Parsed files, as a warm build has them.
fn pipeline_documents(sources: &Sources, theme: &Theme) -> tebiki::memo::Memo<parse::Document> {
    let mut memos = Memos::default();
    let built = pipeline::pages(sources, theme, &mut memos);
    built.map(|_| memos.documents).unwrap_or_default()
}

#[divan::bench(sample_count = 20)]
fn index_sections(bencher: Bencher<'_, '_>) -> Result<()> {
    let (sources, _) = handbook()?;
    let book = pipeline::read_book(&sources, &mut Vec::new());
    bencher
        .counter(pages(&sources))
        .bench(|| pipeline::index(&book, &mut SearchMemos::default()).map(|searchable| searchable.index.sections).ok());
    Ok(())
}

#[divan::bench(sample_count = 20)]
fn export_index(bencher: Bencher<'_, '_>) -> Result<()> {
    let (sources, _) = handbook()?;
    let book = pipeline::read_book(&sources, &mut Vec::new());
    let searchable = pipeline::index(&book, &mut SearchMemos::default())?;
    let export = || export::export(&book, &searchable.sections, &searchable.index, &searchable.facts);
    bencher.counter(pages(&sources)).bench(|| export().map(|exported| exported.terms).ok());
    Ok(())
}

/// Questions in the order of tests/search/judged.tsv.
#[divan::bench(sample_count = 20)]
fn answer_queries(bencher: Bencher<'_, '_>) -> Result<()> {
    let (sources, _) = handbook()?;
    let book = pipeline::read_book(&sources, &mut Vec::new());
    let searchable = pipeline::index(&book, &mut SearchMemos::default())?;
    let judged = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/search/judged.tsv"))?;
    let typed = || judged.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next());
    let answer = |typed: &str| {
        let query = search::query::parse(typed, &searchable.facts.synonyms);
        search::engine::answer(&searchable.index, &searchable.facts, &query).map(|answer| answer.hits.len()).ok()
    };
    bencher.counter(ItemsCount::new(typed().count())).bench(|| typed().map(answer).collect::<Vec<_>>());
    Ok(())
}
