//! What programs read of a book: sitemap, robots.txt, feed, and the data in the head of pages.

use std::sync::OnceLock;

use roxmltree::{Document, Node};
use tebiki::history::Change;
use tebiki::pipeline::{self, Memos};
use tebiki::site::Site;
use tebiki::theme;

use crate::support::Book;

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const ATOM: &str = "http://www.w3.org/2005/Atom";

/// A title that would break out of everything that is not escaped.
const TITLE: &str = "甲</script><!--<script>&\"'乙";

fn book() -> Book {
    let mut book = Book::new()
        .write("index.md", "---\ntitle: 表紙\n---\n")
        .write("対策/index.md", "---\ntitle: 対策\ndescription: 守り方 & <備え>\nupdated: 2026-02-03\n---\n")
        .write("対策/甲 乙.md", &format!("---\ntitle: {TITLE:?}\naliases: [/old.html]\n---\n"))
        .write("odd.md", "---\ntitle: 日の分からないページ\nupdated: 昨日\n---\n")
        .write("own.html", "<p>写した</p>");
    book.config
        .push_str("[build]\nbase-url = \"https://example.jp:8443/手引き\"\n[theme]\nimage = \"pictures/card.png\"\n");
    book
}

/// The site of the book, with a page that git knows the last change of.
fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| {
        let mut sources = book().sources();
        let change = Change { day: "2026-01-02".into(), at: 1_767_290_645 };
        sources.changes.insert("content/対策/甲 乙.md".into(), change);
        let theme = theme::load(std::path::Path::new("")).unwrap();
        pipeline::build(&sources, &theme, &mut Memos::default()).unwrap().site
    })
}

fn text(path: &str) -> &'static str {
    let bytes = site().get(path).unwrap_or_else(|| panic!("no {path}"));
    std::str::from_utf8(bytes.contents().unwrap()).unwrap()
}

fn child<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.children().find(|child| child.tag_name().name() == name).map(|child| child.text().unwrap_or_default())
}

#[test]
fn the_sitemap_lists_the_pages_with_the_days_that_are_known() {
    let document = Document::parse(text("sitemap.xml")).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name((SITEMAP, "urlset")));
    let listed = root.children().filter(Node::is_element).map(|url| {
        assert!(url.has_tag_name((SITEMAP, "url")));
        (child(url, "loc").unwrap(), child(url, "lastmod"))
    });
    let at = "https://example.jp:8443/%E6%89%8B%E5%BC%95%E3%81%8D";
    let listed: Vec<String> =
        listed.map(|(loc, day)| format!("{} {}", loc.strip_prefix(at).unwrap(), day.unwrap_or("-"))).collect();
    let expected = [
        "/changes.html -",
        "/conformity.html -",
        "/index.html -",
        "/kana.html -",
        "/odd.html -",
        "/tags.html -",
        "/%E5%AF%BE%E7%AD%96/index.html 2026-02-03",
        "/%E5%AF%BE%E7%AD%96/%E7%94%B2%20%E4%B9%99.html 2026-01-02",
    ];
    assert_eq!(listed, expected);
}

#[test]
fn robots_may_read_everything_and_find_the_sitemap() {
    let expected =
        "User-agent: *\nAllow: /\nSitemap: https://example.jp:8443/%E6%89%8B%E5%BC%95%E3%81%8D/sitemap.xml\n";
    assert_eq!(text("robots.txt"), expected);
}

/// What RFC 4287 requires: section 4.1.1 for the feed, 4.1.2 for its entries, 3.3 for times.
#[test]
fn the_feed_has_what_atom_requires() {
    let document = Document::parse(text("changes.atom")).unwrap();
    let feed = document.root_element();
    assert!(feed.has_tag_name((ATOM, "feed")));
    for name in ["id", "title", "updated"] {
        assert_eq!(feed.children().filter(|child| child.has_tag_name((ATOM, name))).count(), 1, "{name}");
    }
    let author = feed.children().find(|child| child.has_tag_name((ATOM, "author"))).unwrap();
    assert_eq!(child(author, "name"), Some("試験"));
    assert_eq!(child(feed, "updated"), Some("2026-02-03T00:00:00Z"));
    let link = feed.children().find(|child| child.attribute("rel") == Some("self")).unwrap();
    assert_eq!(link.attribute("href"), Some("https://example.jp:8443/%E6%89%8B%E5%BC%95%E3%81%8D/changes.atom"));
    let entries: Vec<_> = feed.children().filter(|child| child.has_tag_name((ATOM, "entry"))).collect();
    let shown: Vec<[&str; 4]> = entries
        .iter()
        .map(|entry| ["title", "id", "updated", "summary"].map(|name| child(*entry, name).unwrap_or("-")))
        .collect();
    let folder = "tag:example.jp,2026-02-03:/%E6%89%8B%E5%BC%95%E3%81%8D/%E5%AF%BE%E7%AD%96/index.html";
    let page = "tag:example.jp,2026-01-02:/%E6%89%8B%E5%BC%95%E3%81%8D/%E5%AF%BE%E7%AD%96/%E7%94%B2%20%E4%B9%99.html";
    assert_eq!(
        shown,
        [["対策", folder, "2026-02-03T00:00:00Z", "守り方 & <備え>"], [TITLE, page, "2026-01-01T18:04:05Z", "-"]]
    );
    for entry in entries {
        let link = entry.children().find(|child| child.attribute("rel") == Some("alternate"));
        assert!(link.unwrap().attribute("href").unwrap().starts_with("https://example.jp:8443/"));
    }
}

#[test]
fn no_title_breaks_out_of_the_breadcrumbs() {
    let page = text("対策/甲 乙.html");
    let data = page.split_once("<script type=\"application/ld+json\">").unwrap().1.split_once("</script>").unwrap().0;
    assert!(!data.contains('<'), "{data}");
    let list: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!((&list["@context"], &list["@type"]), (&"https://schema.org".into(), &"BreadcrumbList".into()));
    let steps = list["itemListElement"].as_array().unwrap();
    let names: Vec<&str> = steps.iter().map(|step| step["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["表紙", "対策", TITLE]);
    for (at, step) in steps.iter().enumerate() {
        assert_eq!(step["position"], at + 1);
        assert!(step["item"].as_str().unwrap().starts_with("https://example.jp:8443/手引き/"), "{step}");
    }
}

#[test]
fn the_head_of_a_page_says_where_it_belongs() {
    let page = text("対策/甲 乙.html");
    let address = "https://example.jp:8443/手引き/対策/甲%20乙.html";
    for expected in [
        format!("<link rel=\"canonical\" href=\"{address}\">"),
        format!("<meta property=\"og:url\" content=\"{address}\">"),
        "<meta property=\"og:image\" content=\"https://example.jp:8443/手引き/pictures/card.png\">".into(),
        "<meta property=\"og:type\" content=\"article\">".into(),
        "<meta property=\"og:site_name\" content=\"試験\">".into(),
        "<meta property=\"article:modified_time\" content=\"2026-01-02\">".into(),
    ] {
        assert!(page.contains(&expected), "no {expected}");
    }
    assert!(text("index.html").contains("<meta property=\"og:type\" content=\"website\">"));
    assert!(text("changes.html").contains("<link rel=\"alternate\" type=\"application/atom+xml\""));
}

#[test]
fn without_a_whole_address_nothing_names_one() {
    let theme = theme::load(std::path::Path::new("")).unwrap();
    for base in ["", "[build]\nbase-url = \"/手引き/\"\n"] {
        let mut book =
            Book { config: format!("[theme]\nimage = \"a.png\"\n[book]\ntitle = \"試験\"\n{base}"), ..book() };
        book = book.write("対策/index.md", "---\ntitle: 対策\nupdated: 2026-02-03\n---\n");
        let site = book.build(&theme).site;
        for path in ["sitemap.xml", "robots.txt", "changes.atom"] {
            assert!(site.get(path).is_none(), "{path}");
        }
        let page = String::from_utf8(site.get("対策/甲 乙.html").unwrap().contents().unwrap().to_vec()).unwrap();
        for absent in ["canonical", "og:url", "og:image", "ld+json"] {
            assert!(!page.contains(absent), "{absent}");
        }
        assert!(page.contains("og:title") && page.contains("class=\"breadcrumbs\""));
    }
}

#[test]
fn a_file_of_the_content_stays_as_it_is() {
    let theme = theme::load(std::path::Path::new("")).unwrap();
    let site = book().write("robots.txt", "User-agent: *\nDisallow: /\n").build(&theme).site;
    assert_eq!(site.get("robots.txt").unwrap().contents(), Ok(&b"User-agent: *\nDisallow: /\n"[..]));
}

#[test]
fn hosts_are_told_of_pages_that_have_moved() {
    let moved = "---\ntitle: 丙\naliases: [/規程/旅費.html, /old/]\n---\n";
    let site = Book::new()
        .write("index.md", "# 入口\n")
        .write("a/丙 1.md", moved)
        .write("b.md", "---\naliases: [/index.html#x]\n---\n");
    let theme = theme::load(std::path::Path::new("")).unwrap();
    let text = |book: &Book| {
        String::from_utf8(book.build(&theme).site.get("_redirects").unwrap().contents().unwrap().to_vec()).unwrap()
    };
    let to = "/a/%E4%B8%99%201.html 301";
    let travel = "/%E8%A6%8F%E7%A8%8B/%E6%97%85%E8%B2%BB.html";
    assert_eq!(text(&site), format!("/old/ {to}\n/old/index.html {to}\n{travel} {to}\n"));
    let below = Book { config: "[build]\nbase-url = \"https://example.jp/h\"\n".into(), ..site };
    assert_eq!(text(&below), format!("/h/old/ /h{to}\n/h/old/index.html /h{to}\n/h{travel} /h{to}\n"));
    assert!(Book::new().write("index.md", "# 入口\n").build(&theme).site.get("_redirects").is_none());
}
