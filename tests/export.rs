//! The book for other programs: its shape, and that the engines' own rules make our normal form.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tebiki::book;
use tebiki::export::{model, opensearch, quickwit};
use tebiki::pipeline;
use tebiki::search::normalise::normalise;

use crate::search::unescaped;
use crate::support::Book;

fn example() -> Book {
    Book::new()
        .write("_kinds/term.yaml", "title: 用語\ntype: object\nx-glossary: {definition: definition, reading: reading, names: [aliases]}\nproperties:\n  definition: {title: 意味, type: string}\n")
        .write("index.md", "# 入口\n\n[外](https://example.jp/)と[[phishing]]。\n\n## 連絡 {#call}\n\n電話する。\n")
        .write(
            "terms/phishing.md",
            "---\nkind: term\ntitle: フィッシング\naliases: [釣り]\ndefinition: 偽の案内\ntags: [a]\n---\n\n本文。\n",
        )
}

fn linked(book: &Book) -> book::Book {
    pipeline::read_book(&book.sources(), &mut Vec::new())
}

#[test]
fn the_model_has_the_documented_shape() {
    let (book, config) = (example(), example().sources().config);
    let mut made = json!(model::model(&linked(&book), &config));
    let schema = made["kinds"][0]["schema"].take();
    assert_eq!(schema["x-glossary"]["definition"], "definition");
    let front = json!({ "kind": "term", "title": "フィッシング", "aliases": ["釣り"], "definition": "偽の案内", "tags": ["a"] });
    let expected = json!({
        "version": 1, "title": "試験", "description": "", "language": "ja", "authors": [], "base_url": "",
        "kinds": [{ "name": "term", "title": "用語", "schema": null }],
        "pages": [
            {
                "id": "home", "kind": "page", "title": "入口", "description": "", "url": "index.html",
                "path": "index.md", "parent": null, "front": {},
                "sections": [
                    { "anchor": "", "level": null, "heading": "入口", "text": "外とフィッシング。" },
                    { "anchor": "call", "level": 2, "heading": "連絡", "text": "電話する。" },
                ],
                "addresses": ["https://example.jp/"],
            },
            {
                "id": "phishing", "kind": "term", "title": "フィッシング", "description": "偽の案内",
                "url": "terms/phishing.html", "path": "terms/phishing.md", "parent": "home", "front": front,
                "sections": [{ "anchor": "", "level": null, "heading": "フィッシング", "text": "本文。\n偽の案内" }],
                "addresses": [],
            },
        ],
        "relations": [{ "from": "home", "to": "phishing", "kind": "link" }],
        "glossary": [{
            "page": "phishing", "names": ["フィッシング", "釣り"], "reading": "", "definition": "偽の案内",
        }],
    });
    assert_eq!(made, expected, "{made:#}");
}

#[test]
fn equal_books_are_exported_as_equal_bytes() {
    let export = || {
        let (book, config) = (linked(&example()), example().sources().config);
        let model = json!(model::model(&book, &config)).to_string();
        [model, opensearch::lines(&book), opensearch::definition(&book).to_string(), quickwit::lines(&book)]
    };
    assert_eq!(export(), export());
}

/// `_bulk` takes an action and a document in turn; a strict mapping takes no other field than its own.
#[test]
fn opensearch_gets_an_action_and_a_document_for_each_section() {
    let book = linked(&example());
    let lines: Vec<Value> = opensearch::lines(&book).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2 * 3);
    let ids: BTreeSet<&str> = lines.iter().step_by(2).map(|action| action["index"]["_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 3);
    assert!(ids.iter().all(|id| id.len() <= 512));
    let definition = opensearch::definition(&book);
    let fields: Vec<&String> = definition["mappings"]["properties"].as_object().unwrap().keys().collect();
    for document in lines.iter().skip(1).step_by(2) {
        assert_eq!(document.as_object().unwrap().keys().collect::<Vec<_>>(), fields);
    }
    assert_eq!(lines[5]["crumbs"], "入口");
}

#[test]
fn quickwit_gets_the_fields_of_its_definition() {
    let book = linked(&example());
    let definition: Value = serde_yaml::from_str(&quickwit::definition("handbook")).unwrap();
    assert_eq!(definition["index_id"], "handbook");
    let fields = definition["doc_mapping"]["field_mappings"].as_array().unwrap();
    let names: BTreeSet<&str> = fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    let lines = quickwit::lines(&book);
    assert_eq!(lines.lines().count(), 3);
    for line in lines.lines() {
        let document: BTreeMap<String, Value> = serde_json::from_str(line).unwrap();
        assert_eq!(document.keys().map(String::as_str).collect::<BTreeSet<_>>(), names);
    }
    for field in definition["search_settings"]["default_search_fields"].as_array().unwrap() {
        let field = fields.iter().find(|known| known["name"] == *field).unwrap();
        assert_eq!((&field["tokenizer"], &field["record"]), (&json!("whitespace"), &json!("position")));
    }
}

#[test]
fn the_words_for_quickwit_are_the_normal_form() {
    for (text, words) in [
        ("情報漏えい、対策", "情 報 漏 え い . 対 策"),
        ("ISO27001の A.16", "iso 27001 の a 16"),
        ("サーバー　停止 USBメモリ", "サ ー バ ー 停 止 usb メ モ リ"),
        ("", ""),
    ] {
        assert_eq!(quickwit::terms(text), words, "{text}");
    }
}

/// The filters of the analyser, as OpenSearch documents them: a mapping replaces the longest key first, a pattern
/// every place that it matches.
struct Analyser(Vec<Filter>);

enum Filter {
    Mapping(BTreeMap<String, String>, usize),
    Pattern(fancy_regex::Regex, String),
}

impl Analyser {
    fn of(definition: &Value, name: &str) -> Analyser {
        let analysis = &definition["settings"]["analysis"];
        let names = analysis["analyzer"][name]["char_filter"].as_array().unwrap();
        Analyser(names.iter().map(|name| Filter::of(&analysis["char_filter"][name.as_str().unwrap()])).collect())
    }

    fn filtered(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, filter| filter.apply(&text))
    }
}

impl Filter {
    fn of(filter: &Value) -> Filter {
        if filter["type"] == "pattern_replace" {
            let pattern = fancy_regex::Regex::new(filter["pattern"].as_str().unwrap()).unwrap();
            return Filter::Pattern(pattern, filter["replacement"].as_str().unwrap().to_owned());
        }
        assert_eq!(filter["type"], "mapping");
        let rules = filter["mappings"].as_array().unwrap().iter().map(|rule| {
            let (from, to) = rule.as_str().unwrap().split_once("=>").unwrap();
            (read(from.trim()), read(to.trim()))
        });
        let table: BTreeMap<String, String> = rules.collect();
        let longest = table.keys().map(|key| key.chars().count()).max().unwrap_or(0);
        Filter::Mapping(table, longest)
    }

    fn apply(&self, text: &str) -> String {
        match self {
            Filter::Pattern(pattern, replacement) => pattern.replace_all(text, replacement.as_str()).into_owned(),
            Filter::Mapping(table, longest) => replaced(text, table, *longest),
        }
    }
}

fn replaced(text: &str, table: &BTreeMap<String, String>, longest: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    let (mut out, mut at) = (String::new(), 0);
    while at < chars.len() {
        let keys = (1..=longest.min(chars.len() - at)).rev().map(|length| (length, &chars[at..at + length]));
        let found = keys.map(|(length, key)| (length, table.get(&key.iter().collect::<String>())));
        match found.into_iter().find_map(|(length, to)| Some((length, to?))) {
            Some((length, to)) => {
                out.push_str(to);
                at += length;
            }
            None => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// Reads the `\uXXXX` of a rule.
fn read(text: &str) -> String {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match rest.strip_prefix("\\u") {
            Some(code) => {
                units.push(u16::from_str_radix(&code[..4], 16).unwrap());
                rest = &code[4..];
            }
            None => {
                units.extend(c.encode_utf16(&mut [0; 2]).iter());
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    String::from_utf16(&units).unwrap()
}

#[test]
fn the_filters_of_opensearch_make_our_normal_form() {
    let analyser = Analyser::of(&opensearch::definition(&linked(&Book::new())), "tebiki");
    // A table of characters cannot join them.
    let holds = |row: &&str| !row.is_empty() && !row.ends_with("letters in parts are joined");
    for row in include_str!("search/normalise.tsv").lines().skip(1).filter(holds) {
        let input = unescaped(row.split('\t').next().unwrap());
        assert_eq!(analyser.filtered(&input), normalise(&input), "{row}");
    }
}

/// What the handbook really says, and not only a table of odd cases.
#[test]
fn the_filters_of_opensearch_make_the_normal_form_of_the_handbook() {
    let analyser = Analyser::of(&opensearch::definition(&linked(&Book::new())), "tebiki");
    let documents = opensearch::lines(&crate::support::handbook_build().book);
    let lines: Vec<&str> = documents.lines().skip(1).step_by(2 * 40).collect();
    assert!(lines.len() > 50, "{}", lines.len());
    for line in lines {
        let document: Value = serde_json::from_str(line).unwrap();
        for field in ["title", "heading", "text", "keywords"] {
            let text = document[field].as_str().unwrap();
            assert_eq!(analyser.filtered(text), normalise(text), "{text}");
        }
    }
}

#[test]
fn the_loose_analyser_makes_one_of_spellings_and_names() {
    let analyser = Analyser::of(&opensearch::definition(&linked(&example())), "tebiki_loose");
    let same = |one, other| assert_eq!(analyser.filtered(one), analyser.filtered(other), "{one} {other}");
    same("情報漏えい", "情報漏洩");
    same("サーバーの停止", "サーバの停止");
    same("ヴァイオリン", "バイオリン");
    same("釣りの被害", "フィッシングの被害");
    assert_ne!(analyser.filtered("ボール"), analyser.filtered("ボル"));
}
