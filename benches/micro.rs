//! How long the parts of a build take on the handbook: `cargo bench --bench micro`.

use std::path::Path;

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};

use tebiki::book::Book;
use tebiki::memo::Memo;
use tebiki::parse::{self, Parsed};
use tebiki::pipeline::{self, Memos, Searchable};
use tebiki::search::{self, engine, export, normalise, query, ranges};
use tebiki::source::Sources;
use tebiki::theme::Theme;

const JUDGED: &str = include_str!("../tests/search/judged.tsv");

fn main() {
    divan::main();
}

/// The handbook and its theme.
fn handbook() -> (Sources, Theme) {
    pipeline::load(Path::new(env!("CARGO_MANIFEST_DIR")), Path::new("")).expect("the handbook can be read")
}

/// The handbook, linked, and its index.
fn searchable() -> (Book, Searchable) {
    let book = pipeline::read_book(&handbook().0, &mut Vec::new());
    let searchable = pipeline::index(&book).expect("the handbook can be indexed");
    (book, searchable)
}

fn bytes(sources: &Sources) -> BytesCount {
    BytesCount::new(sources.documents.iter().map(|source| source.text.len()).sum::<usize>())
}

fn pages(sources: &Sources) -> ItemsCount {
    ItemsCount::new(sources.documents.len())
}

#[divan::bench]
fn normalise_text(bencher: Bencher<'_, '_>) {
    let (sources, _) = handbook();
    bencher.counter(bytes(&sources)).bench(|| {
        sources.documents.iter().for_each(|source| drop(black_box(normalise::normalise(&source.text))));
    });
}

#[divan::bench]
fn parse_pages(bencher: Bencher<'_, '_>) {
    let (sources, _) = handbook();
    bencher.counter(bytes(&sources)).bench(|| {
        sources.documents.iter().for_each(|source| drop(black_box(parse::parse(source))));
    });
}

/// Everything but parsing and the search.
#[divan::bench(sample_count = 20)]
fn assemble_and_render(bencher: Bencher<'_, '_>) {
    let (sources, theme) = handbook();
    let warm = || Memos { documents: parsed(&sources, &theme), ..Memos::default() };
    bencher
        .counter(pages(&sources))
        .with_inputs(warm)
        .bench_refs(|memos| pipeline::pages(&sources, &theme, memos).is_ok());
}

/// Parsed files, as a warm build has them.
fn parsed(sources: &Sources, theme: &Theme) -> Memo<Parsed> {
    let mut memos = Memos::default();
    let built = pipeline::pages(sources, theme, &mut memos);
    built.map(|_| memos.documents).unwrap_or_default()
}

#[divan::bench(sample_count = 20)]
fn index_sections(bencher: Bencher<'_, '_>) {
    let (book, _) = searchable();
    let index = || ranges::build(&book, &mut Memo::default());
    bencher.counter(ItemsCount::new(book.pages.len())).bench(|| index().is_ok());
}

#[divan::bench(sample_count = 20)]
fn export_lists(bencher: Bencher<'_, '_>) {
    let (book, Searchable { facts, .. }) = searchable();
    let ranges = ranges::build(&book, &mut Memo::default()).expect("the handbook can be indexed");
    let (pages, lists) = (ranges.pages(), ranges.lists());
    let export = || export::export(&book, &pages, &lists, &facts, &mut search::Memos::default()).terms;
    bencher.counter(ItemsCount::new(book.pages.len())).bench(export);
}

/// Questions in the order of tests/search/judged.tsv.
#[divan::bench(sample_count = 20)]
fn answer_queries(bencher: Bencher<'_, '_>) {
    let (_, searchable) = searchable();
    let typed = || JUDGED.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next());
    let answer = |typed: &str| {
        let query = query::parse(typed, &searchable.facts.synonyms);
        engine::answer(&searchable.index, &searchable.facts, &query).map(|answer| answer.hits.len()).ok()
    };
    bencher.counter(ItemsCount::new(typed().count())).bench(|| typed().map(answer).collect::<Vec<_>>());
}
