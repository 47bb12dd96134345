//! Whatever a reader types is a query with an answer.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use tebiki::pipeline::{self, Searchable};
use tebiki::search::normalise::normalise;
use tebiki::search::{engine, query, snippet};
use tebiki::source::{Source, Sources};

static SEARCHABLE: LazyLock<Searchable> = LazyLock::new(|| {
    let source = |path: &str, text: &str| Source::new(path, path, text);
    let page = "---\ntags: [甲, b]\n---\n# 変なメールを開いた\n\nランサムウェア A.16.1.5 を漏えい。\n\n## ISO 27001\n\nサーバー\n";
    let documents = vec![source("a.md", page), source("index.md", "# Home\n\n手引き\n")];
    let sources = Sources { documents, ..Sources::default() };
    let book = pipeline::read_book(&sources, &mut Vec::new());
    pipeline::index(&book).expect("it is indexed")
});

fuzz_target!(|typed: &str| {
    let query = query::parse(typed, &SEARCHABLE.facts.synonyms);
    for form in query.words.iter().flat_map(|word| &word.forms) {
        assert_eq!(normalise(&form.text), form.text, "a form is normal");
    }
    let answer = engine::answer(&SEARCHABLE.index, &SEARCHABLE.facts, &query).expect("there is an answer");
    for hit in &answer.hits {
        let first = SEARCHABLE.facts.pages[hit.page].first;
        let text = &SEARCHABLE.sections[hit.page][(hit.section - first) as usize].text;
        let parts = snippet::snippet(text, &answer.found);
        assert!(!parts.is_empty() || text.is_empty());
    }
});
