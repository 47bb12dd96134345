//! The search finds every substring, in the forms that readers type.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::process::Command;

use crate::support::{Book, Random};
use tebiki::memo::Memo;
use tebiki::pipeline::{self, Searchable};
use tebiki::search::engine::{Tier, answer};
use tebiki::search::normalise::{normalise, with_origins};
use tebiki::search::{Memos, export, query, question, ranges};

/// Rows of `tests/search/normalise.tsv`: input, normal form, why.
#[test]
fn normal_forms_are_those_of_the_table() {
    let table = include_str!("search/normalise.tsv");
    let mut rows = 0;
    for row in table.lines().skip(1).filter(|row| !row.is_empty()) {
        let cells: Vec<&str> = row.split('\t').collect();
        assert_eq!(cells.len(), 3, "{row}");
        let input = unescaped(cells[0]);
        let normal = unescaped(cells[1]);
        assert_eq!(normalise(&input), normal, "{row}");
        let (chars, _) = with_origins(&input);
        assert_eq!(chars.into_iter().collect::<String>(), normal, "with origins: {row}");
        rows += 1;
    }
    assert!(rows >= 150, "{rows} rows");
}

/// Reads `\\u{301}` and `\\n`, for characters that no editor shows.
pub fn unescaped(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.replace("\\n", "\n").replace("\\t", "\t").split("\\u{").enumerate() {
        match part.split_once('}').filter(|_| at > 0) {
            Some((code, rest)) => {
                out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
                out.push_str(rest);
            }
            None => out.push_str(part),
        }
    }
    out
}

/// Rows of `tests/search/questions.tsv`: a question, and the words that it is made of.
#[test]
fn questions_are_made_of_the_words_of_the_table() {
    for row in include_str!("search/questions.tsv").lines().filter(|row| !row.starts_with('#')) {
        let (typed, words) = row.split_once('\t').expect("two columns");
        let normal = normalise(typed);
        let parts = question::parts(&normal);
        let mut found: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        if question::is_sentence(&normal, &parts) {
            found.push("。");
        }
        assert_eq!(found.join(" / "), words, "{typed}");
    }
}

#[test]
fn a_normal_form_stays_as_it_is() {
    let (_, searchable) = handbook();
    let sections = searchable.sections.iter().flat_map(|page| page.iter());
    sections.flat_map(|section| [&section.heading, &section.text, &section.keywords]).for_each(|text| stays(text));
    let alphabet: Vec<char> = include_str!("search/normalise.tsv").chars().chain(FOLDED.chars()).collect();
    let mut random = Random(7);
    for _ in 0..20_000 {
        let length = 1 + random.below(8);
        stays(&(0..length).map(|_| *random.pick(&alphabet)).collect::<String>());
    }
    for c in (0..0x3_0000).filter_map(char::from_u32) {
        stays(&format!("{c}"));
        stays(&format!("a{c}漢{c}カ{c}1"));
    }
}

/// Characters that fold in more than one step, or into several.
const FOLDED: &str = "ヷヸヹヺ゙゚ﾞﾟｧｰ㍍㌔㊗℡İßŉſẞΣςǅⅣ½№™ｶﾞ　\u{A0}\u{AD}\u{200B}-—〜・";

fn stays(text: &str) {
    let once = normalise(text);
    assert_eq!(normalise(&once), once, "{text:?}");
}

fn searchable(book: &Book) -> (tebiki::book::Book, Searchable) {
    let linked = pipeline::read_book(&book.sources(), &mut Vec::new());
    let searchable = pipeline::index(&linked).unwrap();
    (linked, searchable)
}

fn urls(book: &Book, typed: &str) -> Vec<String> {
    let (linked, searchable) = searchable(book);
    let query = query::parse(typed, &searchable.facts.synonyms);
    let answer = answer(&searchable.index, &searchable.facts, &query).unwrap();
    answer.hits.iter().filter(|hit| hit.tier != Tier::Partial).map(|hit| linked.pages[hit.page].url.clone()).collect()
}

pub fn handbook() -> (tebiki::book::Book, Searchable) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let (sources, _) = pipeline::load(root, std::path::Path::new("")).unwrap();
    let book = pipeline::read_book(&sources, &mut Vec::new());
    let searchable = pipeline::index(&book).unwrap();
    (book, searchable)
}

#[test]
fn every_substring_of_the_handbook_is_found() {
    let (_, searchable) = handbook();
    let mut random = Random(5);
    let sections: Vec<_> = searchable.sections.iter().flat_map(|page| page.iter()).collect();
    for _ in 0..1500 {
        let number = random.below(sections.len());
        let section = sections[number];
        let text = if random.below(4) == 0 { &section.heading } else { &section.text };
        let runs: Vec<Vec<char>> = text
            .split(|c: char| c.is_whitespace() || "-－\"「」:：".contains(c))
            .map(|run| run.chars().collect())
            .collect();
        let run = random.pick(&runs);
        let length = 2 + random.below(8);
        if run.len() < length {
            continue;
        }
        let at = random.below(run.len() - length + 1);
        let typed: String = run[at..at + length].iter().collect();
        if normalise(&typed).chars().count() < 2 {
            continue;
        }
        let query = query::parse(&typed, &searchable.facts.synonyms);
        let answer = answer(&searchable.index, &searchable.facts, &query).unwrap();
        let found = answer.hits.iter().any(|hit| hit.section == number as u32 && hit.tier == Tier::Section);
        assert!(found, "`{typed}` is in section {number} ({}) and was not found", section.heading);
    }
}

#[test]
fn what_is_found_holds_the_query() {
    let (_, searchable) = handbook();
    let sections: Vec<_> = searchable.sections.iter().flat_map(|page| page.iter()).collect();
    for typed in ["ランサム", "情報漏えい", "A.16.1.5", "JPCERT", "バックアップ", "めーる", "サーバー", "ISO27001"]
    {
        let query = query::parse(typed, &searchable.facts.synonyms);
        let forms: Vec<&str> = query.words[0].forms.iter().map(|form| form.text.as_str()).collect();
        let answer = answer(&searchable.index, &searchable.facts, &query).unwrap();
        assert!(!answer.hits.is_empty(), "{typed}");
        for hit in &answer.hits {
            let section = sections[hit.section as usize];
            let all = [&section.heading, &section.text, &section.keywords].map(|text| format!(" {} ", normalise(text)));
            assert!(
                forms.iter().any(|form| all.iter().any(|text| text.contains(form))),
                "{typed}: {}",
                section.heading
            );
        }
    }
}

/// What a sentence more on one page changes: the files of its terms, the directories of these, its page and text, the
/// root. All others keep their names, so no browser loads them again.
#[test]
fn a_sentence_changes_few_files() {
    let mut random = Random(9);
    let letters: Vec<char> =
        "情報漏洩対策機器持出管理者確認手順連絡先電話記録のをにへとがはです。サーバメール".chars().collect();
    let text = |random: &mut Random| (0..700).map(|_| *random.pick(&letters)).collect::<String>();
    let book = (0..80).fold(Book::new(), |book, page| {
        book.write(&format!("p{page}.md"), &format!("---\ntitle: 題{page}\n---\n{}\n", text(&mut random)))
    });
    let page = format!("{}記録を確認者へ電話で連絡。\n", book.files["p40.md"]);
    let before = exported(&book);
    let after = exported(&book.write("p40.md", &page));
    let changed: Vec<&str> = after.difference(&before).map(String::as_str).collect();
    let of = |sort: &str| changed.iter().filter(|path| path.starts_with(sort)).count();
    // 13 characters are 14 terms with the pairs at both ends; a line that grows may move the end of its file.
    assert!(of("search/t-") <= 28, "{changed:?}");
    assert!(of("search/d-") <= of("search/t-"), "{changed:?}");
    assert_eq!((of("search/x-"), of("search/p-"), of("search/s-"), of("search/w-")), (1, 1, 0, 0), "{changed:?}");
    assert!(changed.len() * 4 < after.len(), "{} of {}", changed.len(), after.len());
}

/// Paths of the files of a book's search; all but the root's change with their contents.
fn exported(book: &Book) -> BTreeSet<String> {
    let (linked, Searchable { facts, .. }) = searchable(book);
    let ranges = ranges::build(&linked, &mut Memo::default()).unwrap();
    let memos = &mut Memos::default();
    let exported = export::export(&linked, &ranges.pages(), &ranges.lists(), &facts, memos);
    exported.files.into_iter().map(|(path, _)| path).collect()
}

/// What is typed, and the pages that have it in this order.
#[test]
fn what_counts_more_stands_first() {
    let book = Book::new()
        .write("_kinds/office.yaml", "title: 窓口\ntype: object\nx-name-rank: 300\nproperties:\n  of: {title: 組織, type: string, x-name: true}\n  phone: {title: 電話, type: string, x-name: true}\n")
        .write("_kinds/term.yaml", "title: 用語\ntype: object\nx-name-rank: 200\nx-glossary: {definition: definition, reading: reading, names: [aliases]}\nproperties:\n  definition: {title: 意味, type: string}\n")
        .write("a.md", "---\ntitle: 本文\n---\n予行演習をする。避難先は演習の後で決める。避けて難しく。\n")
        .write("b.md", "---\ntitle: 見出し\n---\n## 予行演習の日\n\nなし。\n")
        .write("c.md", "---\ntitle: 予行演習と備え\n---\nなし。避難と演習。\n")
        .write("d.md", "---\ntitle: 白滝町\n---\n白滝町。白滝町。白滝町。\n\n## 白滝町\n\n白滝町。\n")
        .write("e.md", "---\nkind: term\ntitle: 白滝町\naliases: [シラタキ]\ndefinition: 町の名\n---\n")
        .write("f.md", "---\nkind: office\ntitle: 役場の係\nof: 一般社団法人 白滝町（白滝）\nphone: 01-2345-6789\n---\n")
        .write("g.md", "---\ntitle: 電話\n---\n01-2345-6789 は白滝の番号。サーバーとシラタキ。\n")
        .write("h.md", "---\ntitle: 綴り\n---\nサーバとしらたき。\n")
        .write("i.md", "---\ntitle: 別名\n---\n白滝町とサーバーとサーバー。\n");
    let cases = [
        ("title above heading above body", "予行演習", &["c", "b", "a"][..]),
        ("adjacent above scattered", "避難 演習", &["c", "a"]),
        ("exact above another spelling", "サーバー", &["i", "g", "h"]),
        ("an office, a term, a page of that name", "白滝町", &["f", "e", "d"]),
        ("a name in brackets", "白滝", &["f"]),
        ("a telephone number", "01-2345-6789", &["f", "g"]),
        ("a telephone number without its hyphens", "0123456789", &["f", "g"]),
        ("another name, then where it stands, then its spellings", "シラタキ", &["e", "g"]),
    ];
    for (why, typed, expected) in cases {
        let mut found = urls(&book, typed);
        found.dedup();
        let names: Vec<&str> = found.iter().map(|url| url.trim_end_matches(".html")).collect();
        assert!(names.starts_with(expected), "{why}: {typed}: {names:?}");
    }
}

fn small() -> Book {
    Book::new()
        .write("_kinds/term.yaml", "title: 用語\ntype: object\nx-glossary: {definition: definition, reading: reading, names: [aliases]}\nproperties:\n  definition: {title: 意味, type: string}\n")
        .write("csirt.md", "---\nkind: term\ntitle: CSIRT\naliases: [シーサート, Incident Response Team]\ndefinition: 事故に対応する組織\n---\n")
        .write("a.md", "---\ntitle: ランサムウェア\n---\n## 備え\n\nサーバーの情報漏えいを防ぐ。\n")
        .write("b.md", "---\ntitle: 取扱い\naudience: [admin]\n---\nISO/IEC 27001 の A.16.1.5 を読み、窓口は 03-1234-5678。始める前に求める。\n")
        .write("c.md", "---\ntitle: メール\naudience: [employee, admin]\ntags: [連絡, 社内]\nkeywords: [たすけて]\n---\nシーサートへ連絡する。\n")
}

/// A page with a name is found first by it; of several, one whose kind weighs most.
#[test]
fn a_name_finds_its_page_first() {
    let (book, searchable) = handbook();
    let mut pages: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (page, sections) in searchable.sections.iter().enumerate() {
        for name in std::iter::once(sections[0].heading.as_str()).chain(sections[0].names.lines()) {
            pages.entry(normalise(name)).or_default().push(page);
        }
    }
    let weight = |page: &usize| book.kind(&book.pages[*page]).map_or(100, |kind| kind.name_rank * kind.rank);
    let mut names = 0;
    for (name, pages) in pages.iter().filter(|(name, _)| name.chars().count() > 1) {
        let heaviest = pages.iter().map(weight).max();
        if !pages.iter().any(|page| book.kind(&book.pages[*page]).is_some_and(|kind| kind.name_rank > 100)) {
            continue;
        }
        let query = query::parse(&format!("\"{name}\""), &searchable.facts.synonyms);
        let hits = answer(&searchable.index, &searchable.facts, &query).unwrap().hits;
        let first = hits.first().map(|hit| hit.page).unwrap_or(usize::MAX);
        assert!(pages.contains(&first) && Some(weight(&first)) == heaviest, "{name}: {}", book.pages[first].url);
        names += 1;
    }
    assert!(names > 500, "{names} names");
}

/// Rows of `tests/search/first.tsv`: a query to the handbook, and the page that comes first.
#[test]
fn pages_of_the_table_come_first() {
    let (book, searchable) = handbook();
    for row in include_str!("search/first.tsv").lines().filter(|row| !row.starts_with('#')) {
        let (typed, url) = row.split_once('\t').expect("two columns");
        let query = query::parse(typed, &searchable.facts.synonyms);
        let hits = answer(&searchable.index, &searchable.facts, &query).unwrap().hits;
        assert_eq!(hits.first().map_or("", |hit| &book.pages[hit.page].url), url, "{typed}");
    }
}

#[test]
fn readers_may_type_a_word_in_other_ways() {
    let cases = [
        ("ﾗﾝｻﾑｳｪｱ", "a.html"),
        ("らんさむうぇあ", "a.html"),
        ("ランサムウエア", "a.html"),
        ("サーバ", "a.html"),
        ("サーバー", "a.html"),
        ("情報漏洩", "a.html"),
        ("取り扱い", "b.html"),
        ("ＩＳＯ２７００１", "b.html"),
        ("iec 27001", "b.html"),
        ("a 16 1 5", "b.html"),
        ("a.16.1.5", "b.html"),
        ("0312345678", "b.html"),
        ("03-1234-5678", "b.html"),
        ("たすけて", "c.html"),
        ("情報　サーバー", "a.html"),
    ];
    for (typed, url) in cases {
        let found = urls(&small(), typed);
        assert_eq!(found.first().map_or("", String::as_str), url, "{typed}: {found:?}");
    }
}

#[test]
fn a_word_is_not_found_in_the_endings_of_others() {
    assert_eq!(urls(&small(), "メール"), ["c.html"]);
}

#[test]
fn other_names_of_a_term_are_found_below_its_own() {
    assert_eq!(urls(&small(), "CSIRT"), ["csirt.html", "c.html"]);
    assert_eq!(urls(&small(), "シーサート"), ["csirt.html", "c.html"]);
    assert_eq!(urls(&small(), "incident response team"), ["csirt.html", "c.html"]);
    assert_eq!(urls(&small(), "incident team"), ["csirt.html"]);
}

#[test]
fn words_can_be_left_out_and_phrases_kept_together() {
    assert!(urls(&small(), "情報 -サーバー").is_empty());
    assert_eq!(urls(&small(), "\"情報漏えい\""), ["a.html"]);
    assert!(urls(&small(), "「情報漏洩」").is_empty());
    assert_eq!(urls(&small(), "kind:term 事故"), ["csirt.html"]);
}

#[test]
fn filters_alone_list_their_pages_in_the_order_of_the_book() {
    assert_eq!(urls(&small(), "kind:page"), ["a.html", "b.html", "c.html"]);
    assert_eq!(urls(&small(), "tag:社内 tag:連絡"), ["c.html"]);
    assert_eq!(urls(&small(), "audience:admin"), ["b.html", "c.html"]);
    assert_eq!(urls(&small(), "audience:admin kind:term"), [""; 0]);
    assert_eq!(urls(&small(), "audience:admin -シーサート"), ["b.html"]);
}

#[test]
fn a_question_finds_the_pages_with_its_words() {
    assert_eq!(urls(&small(), "シーサートに連絡したい"), ["c.html"]);
    assert_eq!(urls(&small(), "情報を防ぎたい"), ["a.html"]);
    assert_eq!(urls(&small(), "「シーサートに連絡」"), [""; 0]);
}

#[test]
fn a_piece_of_a_text_is_no_question() {
    assert_eq!(urls(&small(), "ートへ連絡す"), ["c.html"]);
    assert_eq!(urls(&small(), "情報漏え"), ["a.html"]);
}

/// Queries that must do no harm, those of `browser/support/hostile.mjs` and bytes that are no UTF-8.
fn hostile() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " ",
        "　\u{A0}\t",
        "あ",
        "a",
        "。",
        "、。・!?-:()[]{}",
        "(a+)+$|[漏-え]{1,9}.*?\\d\\",
        "[",
        "\\",
        "\"",
        "「",
        "\"漏えい",
        "'\"`「」『』\"漏えい",
        "-",
        "--",
        "<script>alert(1)</script>",
        "<img src=x onerror='alert(1)'>漏えい",
        "&lt;b&gt; &#x6F0F;えい",
        "漏\u{200B}え\u{200D}い\u{FEFF}",
        "\u{202E}漏えい\u{2066}",
        "kind:",
        ":",
        "kind: tag: -",
        "__proto__ constructor",
        "👨‍👩‍👧‍👦🇯🇵漏えい",
        "\0",
    ];
    let long = ["漏えい".repeat(3334), "漏 ".repeat(10_000), "か\u{3099}".repeat(500), "(".repeat(10_000)];
    let mut all: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    all.extend(long.map(String::into_bytes));
    all.extend([b"\xED\xA0\x80\xE6\xBC\x8F".to_vec(), b"\xFF".to_vec(), b"\r".to_vec()]);
    all
}

/// Each gets an answer of its own from the program, and the query behind them all is found.
#[test]
fn hostile_queries_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("book.toml"), "[book]\ntitle = \"試験\"\nsrc = \"content\"\n").unwrap();
    std::fs::create_dir(folder.path().join("content")).unwrap();
    std::fs::write(folder.path().join("content/index.md"), "# 入口\n\n情報漏えいを防ぐ。\n").unwrap();
    let mut lines = hostile();
    lines.push("漏えい".into());
    std::fs::write(folder.path().join("queries"), lines.join(&b'\n')).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_tebiki"));
    program.args(["search", "--each-line"]).current_dir(folder.path());
    let output = program.stdin(File::open(folder.path().join("queries")).unwrap()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let answers: Vec<Vec<serde_json::Value>> =
        output.stdout.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    assert_eq!(answers.len(), lines.len());
    assert_eq!(answers.last().map(Vec::len), Some(1));
}

#[test]
fn matched_words_are_bold_on_a_terminal_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("content")).unwrap();
    std::fs::write(folder.path().join("book.toml"), "").unwrap();
    std::fs::write(folder.path().join("content/index.md"), "# 手引き\n\n身代金は払わない。\n").unwrap();
    let search = format!("'{}' search --book '{}' 身代金", env!("CARGO_BIN_EXE_tebiki"), folder.path().display());
    let printed = |program: &str, args: &[&str]| {
        let ran = Command::new(program).args(args).stdin(std::process::Stdio::null()).output().ok()?;
        Some(String::from_utf8(ran.stdout).unwrap())
    };
    assert!(printed("sh", &["-c", &search]).unwrap().contains("  身代金は払わない。"));
    // It gives a program a terminal.
    if let Some(on_terminal) = printed("script", &["-qec", &search, "/dev/null"]) {
        assert!(on_terminal.contains("\u{1b}[1m身代金\u{1b}[0mは払わない。"), "{on_terminal}");
    }
}
