//! What `check` does beside reporting: `--fix`, `--external`, levels, `explain` and `graph`.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use crate::texts::book;
use tebiki::external::{self, Answer};
use tebiki::graph;
use tebiki::pipeline;
use tebiki::rules::catalogue;
use tebiki::source;

fn tebiki(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tebiki")).current_dir(folder).args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

const TERM: &str = "type: object\nx-glossary: {definition: definition, reading: reading}\n";

#[test]
fn fix_mends_bodies_and_nothing_else() {
    let body = "①ｻｰﾊﾞを見る。\r\n\r\nサーバと`サーバ`と[サーバ](https://example.jp/)。**終わり**。**\r\n";
    let folder = book::folder(&[
        ("content/index.md", body),
        ("content/g.md", "---\nkind: word\ntitle: サーバー\ndescription: ①サーバ\n---\n"),
        (
            "content/_kinds/word.yaml",
            &format!(
                "{TERM}properties: {{description: {{type: string}}, definition: {{type: string}}, reading: {{type: string}}}}\n"
            ),
        ),
    ]);
    let output = tebiki(folder.path(), &["check", "--fix"]);
    let mended = std::fs::read_to_string(folder.path().join("content/index.md")).unwrap();
    let expected = "（1）サーバーを見る。\r\n\r\nサーバーと`サーバ`と[サーバ](https://example.jp/)。**終わり**。\r\n";
    // The half-width word is a spelling of its own only after it was mended.
    tebiki(folder.path(), &["check", "--fix"]);
    let twice = std::fs::read_to_string(folder.path().join("content/index.md")).unwrap();
    assert_eq!(twice, expected, "after the first run: {mended}");
    assert!(text(&output.stderr).contains("mended content/index.md"));
    let front = std::fs::read_to_string(folder.path().join("content/g.md")).unwrap();
    assert!(front.contains("description: ①サーバ"), "the front matter is the author's");
}

#[test]
fn check_without_fix_writes_nothing() {
    let folder = book::folder(&[("content/index.md", "①\n")]);
    assert_eq!(tebiki(folder.path(), &["check"]).status.code(), Some(0));
    assert_eq!(tebiki(folder.path(), &["check", "--deny-warnings"]).status.code(), Some(1));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(std::fs::read_to_string(folder.path().join("content/index.md")).unwrap(), "①\n");
}

#[test]
fn a_level_for_an_unknown_code_is_trouble_with_the_configuration() {
    let folder = book::folder(&[("content/index.md", "本文\n"), ("book.toml", "[check.levels]\nded-link = \"off\"\n")]);
    let output = tebiki(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `dead-link`?"));
}

#[test]
fn every_code_is_explained() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let list = text(&tebiki(here, &["explain"]).stdout);
    for rule in catalogue::all() {
        assert!(list.contains(rule.code) && list.contains(rule.summary.0), "{}", rule.code);
        assert!(!rule.why.0.is_empty() && !rule.wrong.is_empty() && !rule.right.is_empty(), "{}", rule.code);
        assert!(!rule.summary.0.ends_with('.') && !rule.summary.0.contains('\n'), "{}", rule.code);
    }
    let one = text(&tebiki(here, &["explain", "dead-link"]).stdout);
    assert!(one.starts_with("# dead-link\n\nerror: ") && one.contains("Wrong:") && one.contains("Right:"), "{one}");
    let unknown = tebiki(here, &["explain", "ded-link"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("did you mean `dead-link`?"));
}

#[test]
fn codes_are_unique() {
    let codes: std::collections::BTreeSet<&str> = catalogue::all().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), catalogue::all().count());
}

#[test]
fn the_caret_stands_under_the_place_behind_wide_characters() {
    let folder = book::folder(&[
        ("content/index.md", "全角のあとの[[なし]]。\n"),
        ("content/a.md", "---\nkind: word\ntitle: 「全角」\nsee: [ 全角, なし ]\n---\n"),
        ("content/全角.md", "# 全角\n"),
        (
            "content/_kinds/word.yaml",
            "type: object\nproperties: {see: {type: array, items: {type: string, x-ref: '*'}}}\n",
        ),
    ]);
    let shown = text(&tebiki(folder.path(), &["check"]).stdout);
    assert!(shown.contains("1 | 全角のあとの[[なし]]。\n  |             ^^^^^^^^\n"), "{shown}");
    assert!(shown.contains("4 | see: [ 全角, なし ]\n  |              ^^^^\n"), "{shown}");
}

/// OASIS SARIF 2.1.0: 3.14.17 (`columnKind`), 3.27 (`result`), 3.30 (`region`), 3.49
/// (`reportingDescriptor`).
#[test]
fn sarif_has_rules_and_regions_in_characters() {
    let folder = book::folder(&[
        ("content/index.md", "# 入口\n\n全角[[なし]]と①。\n"),
        ("content/全角 1.md", "# 甲\n\n[[無]]\n"),
    ]);
    let log = text(&tebiki(folder.path(), &["check", "--format", "sarif"]).stdout);
    let log: serde_json::Value = serde_json::from_str(&log).unwrap();
    let run = &log["runs"][0];
    assert_eq!((log["version"].as_str(), run["columnKind"].as_str()), (Some("2.1.0"), Some("unicodeCodePoints")));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["dead-link", "machine-character"]);
    let shown: Vec<String> = run["results"].as_array().unwrap().iter().map(sarif_line).collect();
    assert_eq!(
        shown,
        [
            "dead-link error content/index.md 3:3-9",
            "machine-character warning content/index.md 3:10-11",
            "dead-link error content/%E5%85%A8%E8%A7%92%201.md 3:1-6",
        ]
    );
}

fn sarif_line(result: &serde_json::Value) -> String {
    let place = &result["locations"][0]["physicalLocation"];
    let region = &place["region"];
    assert!(!result["message"]["text"].as_str().unwrap().is_empty());
    format!(
        "{} {} {} {}:{}-{}",
        result["ruleId"].as_str().unwrap(),
        result["level"].as_str().unwrap(),
        place["artifactLocation"]["uri"].as_str().unwrap(),
        region["startLine"],
        region["startColumn"],
        region["endColumn"]
    )
}

#[test]
fn github_shows_a_line_for_each_problem() {
    let folder =
        book::folder(&[("content/index.md", "# 入口\n\n全角[[100%]]。\n"), ("content/a,b.md", "# 甲\n\n[[無]]\n")]);
    let lines = text(&tebiki(folder.path(), &["check", "--format", "github"]).stdout);
    let starts = ["::error file=content/a%2Cb.md,line=3,col=1,", "::error file=content/index.md,line=3,col=3,"];
    assert!(lines.lines().zip(starts).all(|(line, start)| line.starts_with(start)), "{lines}");
    assert!(lines.contains("title=dead-link::there is no page `100%25`; "), "{lines}");
}

#[test]
fn the_graph_has_links_and_relations() {
    let folder = book::folder(&[
        ("content/index.md", "# 入口\n\n[[a]]と[[a]]。\n"),
        ("content/a.md", "---\nkind: word\ntitle: '\"甲\"'\nsee: [home]\n---\n"),
        (
            "content/_kinds/word.yaml",
            "type: object\nproperties: {see: {type: array, items: {type: string, x-ref: '*'}}}\n",
        ),
    ]);
    let sources = source::load(folder.path(), Path::new("")).unwrap();
    let graph = graph::graph(&pipeline::read_book(&sources, &mut Vec::new()));
    let edges: Vec<String> =
        graph.edges.iter().map(|edge| format!("{} {} {}", edge.from, edge.kind, edge.to)).collect();
    assert_eq!(edges, ["a see home", "home link a"]);
    let dot = text(&tebiki(folder.path(), &["graph"]).stdout);
    assert!(
        dot.starts_with("digraph") && dot.contains("\"a\" [label=\"\\\"甲\\\"\"") && dot.contains("\"home\" -> \"a\"")
    );
    let json = text(&tebiki(folder.path(), &["graph", "--format", "json"]).stdout);
    assert_eq!(serde_json::from_str::<serde_json::Value>(&json).unwrap()["nodes"][0]["id"], "home");
}

/// A book of two plans. A step of the first goes on with the second.
const PLANS: [(&str, &str); 4] = [
    ("content/index.md", "# 入口\n\n[[a]]\n"),
    ("content/a.md", "---\nkind: plan\ntitle: 初動\nsteps:\n  - {id: one, next: two}\n  - {id: two, next: b}\n---\n"),
    ("content/b.md", "---\nkind: plan\ntitle: 復旧\nsteps: []\n---\n"),
    (
        "content/_kinds/plan.yaml",
        "type: object\nproperties: {steps: {type: array, items: {type: object, properties: {\
         id: {type: string, x-anchor: true}, \
         next: {type: string, x-target: [anchor, plan], x-reverse: 前の手順}}}}}\n",
    ),
];

#[test]
fn a_step_that_leads_to_another_page_is_a_relation_of_both() {
    let folder = book::folder(&PLANS);
    assert_eq!(tebiki(folder.path(), &["build"]).status.code(), Some(0));
    let page = |name: &str| std::fs::read_to_string(folder.path().join("book").join(name)).unwrap();
    assert!(page("a.html").contains("<dd><a href=\"b.html\">復旧</a></dd>"), "the template is given a card");
    assert!(page("a.html").contains("<dd>two</dd>"), "a step of the page itself stays an id");
    let reverse = page("b.html");
    assert!(reverse.contains("前の手順") && reverse.contains("href=\"a.html\""), "{reverse}");
}

/// A server on this machine that answers by path, and counts.
fn server() -> (String, std::sync::Arc<std::sync::atomic::AtomicUsize>) {
    let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
    let address = format!("http://{}", server.server_addr());
    let count = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let asked = count.clone();
    std::thread::spawn(move || {
        for request in server.incoming_requests() {
            asked.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            let head = *request.method() == tiny_http::Method::Head;
            let status = match request.url() {
                "/fine" | "/moved-to" => 200,
                "/moved" => 301,
                "/no-head" if head => 405,
                "/no-head" => 200,
                "/secret" => 403,
                _ => 404,
            };
            let location = tiny_http::Header::from_bytes("Location", "/moved-to").unwrap();
            let _ = request.respond(tiny_http::Response::empty(status).with_header(location));
        }
    });
    (address, count)
}

#[test]
fn addresses_are_asked_once_and_the_answers_kept() {
    let (address, count) = server();
    let paths = ["fine", "moved", "no-head", "secret", "gone#part"];
    let addresses: Vec<String> = paths.iter().map(|path| format!("{address}/{path}")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let cache = tempfile::tempdir().unwrap();
    let answers = external::ask(&addresses, cache.path(), Duration::ZERO).unwrap();
    let answers: Vec<Answer> = addresses.iter().map(|address| answers[*address].clone()).collect();
    assert_eq!(answers[0], Answer::Fine);
    assert_eq!(answers[1], Answer::Moved("/moved-to".into()));
    assert_eq!(answers[2], Answer::Fine);
    assert_eq!(answers[3], Answer::Fine);
    assert!(matches!(&answers[4], Answer::Dead(why) if why.contains("404")), "{:?}", answers[4]);
    let asked = count.load(std::sync::atomic::Ordering::SeqCst);
    external::ask(&addresses, cache.path(), Duration::ZERO).unwrap();
    assert_eq!(count.load(std::sync::atomic::Ordering::SeqCst), asked, "answers are kept");
}

#[test]
fn dead_addresses_are_reported_where_they_stand() {
    let (address, _) = server();
    let folder = book::folder(&[(
        "content/index.md",
        &format!("---\ntitle: 入口\nurl: {address}/moved\n---\n\n全角の[資料]({address}/gone)\n"),
    )]);
    let shown = text(&tebiki(folder.path(), &["check", "--external", "--format", "json"]).stdout);
    let found: Vec<serde_json::Value> = serde_json::from_str(&shown).unwrap();
    let lines: Vec<String> = found
        .iter()
        .map(|one| format!("{} {}:{}", one["code"].as_str().unwrap(), one["place"]["line"], one["place"]["column"]))
        .collect();
    assert_eq!(lines, ["unknown-key 3:1", "moved-address 3:6", "dead-address 6:4"]);
    assert!(folder.path().join(".tebiki/addresses.json").is_file());
}
