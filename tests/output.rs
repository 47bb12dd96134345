//! What a security team looks at in the output: policies, headers, sums, `security.txt`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::{Book, handbook, handbook_build, small_theme};
use crate::texts::book;
use tebiki::hosting::{self, POLICY, SUMS};
use tebiki::pipeline::{self, Memos};
use tebiki::{config, path};

/// A start tag: its name, and its attributes with decoded values.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The start tags of a page. Enough of HTML for pages that we write ourselves: every value stands
/// in double quotes or is missing.
fn tags(html: &str) -> Vec<Tag> {
    html.split('<').skip(1).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())).map(tag).collect()
}

fn tag(rest: &str) -> Tag {
    let name_end = rest.find([' ', '\n', '>', '/']).unwrap_or(rest.len());
    let (name, mut rest) = rest.split_at(name_end);
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', '\n', '/']);
        let end = rest.find(['=', '>', ' ', '\n']).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        if key.is_empty() {
            return Tag { name: name.to_lowercase(), attributes };
        }
        rest = match after.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
            Some((value, after)) => {
                attributes.push((
                    key.to_lowercase(),
                    value.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&"),
                ));
                after
            }
            None => {
                attributes.push((key.to_lowercase(), String::new()));
                after
            }
        };
    }
}

/// Elements that have no place in a page: they run, frame or post something, or move its addresses.
const NEVER: [&str; 8] = ["base", "style", "iframe", "object", "embed", "frame", "applet", "portal"];

/// Attributes with addresses that are loaded without the reader asking.
const LOADED: [&str; 4] = ["src", "srcset", "poster", "data"];

/// What is wrong with a tag.
fn complaint(tag: &Tag) -> Option<String> {
    let on = tag.attributes.iter().find(|(name, _)| name.starts_with("on") || name == "style");
    let outside = LOADED.iter().filter_map(|name| tag.get(name)).find(|value| value.contains("//"));
    let script = ["href", "src", "action", "formaction", "xlink:href"]
        .iter()
        .filter_map(|name| tag.get(name))
        .find(|value| value.trim_start().to_lowercase().starts_with("javascript:"));
    let is_link = tag.name == "a" && tag.get("href").is_some_and(|href| href.starts_with("http"));
    match tag.name.as_str() {
        name if NEVER.contains(&name) => Some("is not allowed".into()),
        // A block of data is no script to a browser (HTML, 4.12.1).
        "script" if tag.get("src").is_none() && tag.get("type") != Some("application/ld+json") => {
            Some("is inline".into())
        }
        "a" if is_link && !tag.get("rel").is_some_and(|rel| rel.split(' ').any(|word| word == "noopener")) => {
            Some(format!("to {:?} lacks rel=noopener", tag.get("href")))
        }
        "form" if tag.get("action").is_some_and(|action| action.contains(':')) => Some("posts elsewhere".into()),
        _ => on
            .map(|(name, _)| format!("has {name}"))
            .or(outside.map(|value| format!("loads {value}")))
            .or(script.map(|value| format!("runs {value}"))),
    }
}

fn pages() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pages = handbook().iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, bytes)| (path, std::str::from_utf8(bytes.contents().unwrap()).unwrap()))
}

#[test]
fn no_page_of_the_handbook_holds_what_could_run() {
    let mut seen = 0;
    for (path, html) in pages() {
        for tag in tags(html) {
            assert_eq!(complaint(&tag).map(|why| format!("{path}: <{}> {why}", tag.name)), None);
            seen += 1;
        }
    }
    assert!(seen > 100_000, "{seen} tags");
}

#[test]
fn what_could_run_is_complained_about() {
    for html in [
        "<p onclick=\"x()\">",
        "<p style=\"color: red\">",
        "<script>x()</script>",
        "<iframe src=\"a.html\">",
        "<base href=\"/\">",
        "<img alt=\"\" src=\"https://example.org/a.png\">",
        "<a href=\" JavaScript:x()\">",
        "<a href=\"https://example.org/\">",
        "<form action=\"https://example.org/\">",
    ] {
        assert!(tags(html).iter().any(|tag| complaint(tag).is_some()), "{html}");
    }
}

#[test]
fn every_page_carries_the_policy_before_anything_it_governs() {
    for (path, html) in pages() {
        let tags = tags(html);
        let policy = tags.iter().position(|tag| tag.get("http-equiv") == Some("Content-Security-Policy"));
        let loads = tags.iter().position(|tag| tag.name == "script" || tag.name == "link").unwrap();
        let policy = policy.unwrap_or_else(|| panic!("{path} has no policy"));
        assert_eq!(tags[policy].get("content"), Some(POLICY), "{path}");
        assert!(policy < loads, "{path}");
        let referrer = tags.iter().find(|tag| tag.get("name") == Some("referrer"));
        assert_eq!(referrer.and_then(|tag| tag.get("content")), Some("no-referrer"), "{path}");
    }
    assert!(!POLICY.contains("unsafe") && POLICY.starts_with("default-src 'none'"));
}

#[test]
fn no_script_of_the_theme_makes_code_from_text() {
    for (path, bytes) in handbook().iter().filter(|(path, _)| path.ends_with(".js")) {
        let script = std::str::from_utf8(bytes.contents().unwrap()).unwrap();
        if path.starts_with("search/") {
            // Data: one call with one value of JSON, in one file of its own.
            assert!(script.starts_with("tebikiSearch("), "{path}");
            continue;
        }
        for word in ["eval(", "new Function", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"] {
            assert!(!script.contains(word), "{path} uses {word}");
        }
    }
}

#[test]
fn the_headers_are_those_of_the_preview() {
    let headers = std::str::from_utf8(handbook().get("_headers").unwrap().contents().unwrap()).unwrap();
    assert!(headers.starts_with("/*\n  Content-Security-Policy: default-src 'none';"), "{headers}");
    assert!(headers.contains("frame-ancestors 'none'\n"), "{headers}");
    for (name, value) in hosting::HEADERS {
        assert!(headers.contains(&format!("\n  {name}: {value}\n")), "{name}");
    }
}

const SECURITY: &str = "[security]
expires = \"2027-03-31T00:00:00Z\"
contact = [\"mailto:security@example.jp\", \"https://example.jp/report\"]
preferred-languages = [\"ja\", \"en\"]
policy = [\"https://example.jp/policy\"]
";

#[test]
fn security_txt_is_made_from_the_configuration() {
    let mut book = Book::new().write("index.md", "# 入口\n");
    assert!(book.build(&small_theme()).site.get(".well-known/security.txt").is_none());
    book.config.push_str(SECURITY);
    let site = book.build(&small_theme()).site;
    assert_eq!(
        std::str::from_utf8(site.get(".well-known/security.txt").unwrap().contents().unwrap()).unwrap(),
        "Contact: mailto:security@example.jp\nContact: https://example.jp/report\nPolicy: https://example.jp/policy\n\
         Preferred-Languages: ja, en\nExpires: 2027-03-31T00:00:00Z\n"
    );
}

#[test]
fn a_wrong_security_table_is_refused_with_its_line() {
    for (from, to, line, why) in [
        ("mailto:security", "http://security", 3, "an address starts with"),
        ("mailto:security", "mailto:a\\nExpires: never ", 3, "holds no spaces"),
        ("[\"mailto:security@example.jp\", \"https://example.jp/report\"]", "[]", 3, "at least one contact"),
        ("2027-03-31T00:00:00Z", "2027-03-31", 2, "is a date and time"),
        ("expires = \"2027-03-31T00:00:00Z\"", "", 1, "missing field `expires`"),
        ("policy", "polcy", 5, "did you mean `policy`?"),
    ] {
        let error = config::parse(&SECURITY.replace(from, to)).unwrap_err().to_string();
        assert!(error.contains(why) && error.contains(&format!("at line {line}, column")), "{to}: {error}");
    }
}

fn verify(site: &Path, more: &[&str]) -> (Option<i32>, String) {
    let output: Output =
        Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("verify").arg(site).args(more).output().unwrap();
    (output.status.code(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

#[test]
fn verify_names_what_was_changed_added_and_removed() {
    let book =
        book::write(&[("index.md".into(), "# 入口\n\n[[a]]\n".into()), ("a.md".into(), "# 甲\n\n[[home]]\n".into())]);
    let site = book.path().join("site");
    let build = Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("build").arg(book.path()).arg("-d").arg(&site).output();
    assert!(build.unwrap().status.success());
    let (status, said) = verify(&site, &[]);
    assert!(status == Some(0) && said.ends_with(" files are as they were built\n"), "{said}");
    let sums = book.path().join("sums");
    fs::copy(site.join(SUMS), &sums).unwrap();
    fs::write(site.join("index.html"), "<p>changed").unwrap();
    fs::remove_file(site.join("a.html")).unwrap();
    fs::write(site.join("zz.html"), "new").unwrap();
    let wrong = "removed  a.html\nchanged  index.html\nadded    zz.html\n";
    assert_eq!(verify(&site, &[]), (Some(1), wrong.into()));
    // Who changes files may change their sums. Those kept elsewhere tell.
    let text = fs::read_to_string(site.join(SUMS)).unwrap();
    let text: String = text.lines().filter(|line| !line.ends_with(".html")).map(|line| format!("{line}\n")).collect();
    fs::write(site.join(SUMS), text).unwrap();
    let (status, said) = verify(&site, &["--sums", sums.to_str().unwrap()]);
    assert_eq!((status, said.as_str()), (Some(1), format!("changed  SHA256SUMS\n{wrong}").as_str()));
}

#[test]
fn sums_that_are_none_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(verify(folder.path(), &[]).1.contains("cannot read"));
    let sum = hosting::sum(b"");
    for line in
        ["nothing".to_owned(), format!("{sum}  ../a"), format!("{sum}  /etc/passwd"), format!("{}  a", &sum[1..])]
    {
        fs::write(folder.path().join(SUMS), format!("{line}\n")).unwrap();
        let (status, said) = verify(folder.path(), &[]);
        assert!(status == Some(2) && said.contains("is no line of sha256sum"), "{said}");
    }
}

#[test]
fn the_sums_are_those_of_sha256sum() {
    assert_eq!(hosting::sum(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let listed = std::str::from_utf8(handbook().get(SUMS).unwrap().contents().unwrap()).unwrap();
    assert_eq!(hosting::parse_sums(listed).unwrap().len() + 1, handbook().len());
    assert!(hosting::parse_sums(listed).unwrap().iter().all(|(path, _)| path::is_inside(path)));
}

/// Links, search results and diagrams lead to these ids: those of headings as well as those that the
/// front matter declares, such as the steps of a procedure.
#[test]
fn every_anchor_of_the_handbook_is_the_id_of_one_element() {
    let build = handbook_build();
    let mut wrong = Vec::new();
    for page in &build.book.pages {
        let html = std::str::from_utf8(build.site.get(&page.url).unwrap().contents().unwrap()).unwrap();
        let tags = tags(html);
        let ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
        let count = |anchor: &str| ids.iter().filter(|id| **id == anchor).count();
        let lost = page.anchors().iter().filter(|anchor| Some(*anchor) != page.document.title_id.as_ref());
        wrong.extend(
            lost.map(|anchor| (count(anchor), anchor))
                .filter(|(count, _)| *count != 1)
                .map(|(count, anchor)| format!("{}#{anchor}: {count} elements", page.url)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The only page of a book, built from files with what earlier builds left.
fn page_of(config: &str, text: &str, memos: &mut Memos) -> String {
    let files = [("book.toml", config), ("SUMMARY.md", "- [甲](index.md)\n"), ("index.md", text)];
    let book = book::write(&files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let (sources, theme) = pipeline::load(book.path(), Path::new("")).unwrap();
    let site = pipeline::build(&sources, &theme, memos).unwrap().site;
    String::from_utf8_lossy(site.get("index.html").unwrap().contents().unwrap()).into_owned()
}

#[test]
fn raw_html_passes_only_where_the_book_says_so() {
    let text = "# 甲\n\n<video controls src=\"a.mp4\"></video>\n\n<div onclick=\"x()\">\n\n**乙**\n\n</div>\n\n\
        <script>if (a < b) { x(\"<b>\") }</script>\n\n文<my-box data-x=\"1\">丙</my-box>\n";
    let passed = [
        "<video controls src=\"a.mp4\"></video>",
        "<div onclick=\"x()\">",
        "<script>if (a < b) { x(\"<b>\") }</script>",
        "<my-box data-x=\"1\">丙</my-box>",
    ];
    let mut memos = Memos::default();
    let closed = page_of("", text, &mut memos);
    assert_eq!(passed.map(|html| closed.contains(html)), [false; 4], "{closed}");
    let open = page_of("[build]\nallow-raw-html = true\n", text, &mut memos);
    assert_eq!(passed.map(|html| open.contains(html)), [true; 4], "{open}");
    let mdbook =
        page_of("[book]\nsrc = \"content\"\n[build]\nallow-raw-html = true\n[output.html]\n", text, &mut memos);
    assert_eq!(passed.map(|html| mdbook.contains(html)), [true; 4], "{mdbook}");
    for page in [closed, open, mdbook] {
        assert!(page.contains("<strong>乙</strong>") && page.contains(&written_policy()), "{page}");
    }
}

/// The policy as it stands in an attribute.
fn written_policy() -> String {
    tebiki::parse::escape(POLICY).into_owned()
}
