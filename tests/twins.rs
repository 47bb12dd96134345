//! Markdown twins of pages, and `llms.txt`, which names them.

use tebiki::config;
use tebiki::pipeline::{self, Memos};
use tebiki::site::Site;
use tebiki::{path, theme};

use crate::support::{Book, handbook};

/// A theme whose pages are their titles and texts.
fn site(book: &Book) -> Site {
    let mut theme = theme::load(std::path::Path::new("")).unwrap();
    let page = "<body><nav>X</nav><main><h1>{{ page.title }}</h1>{{ page.content | safe }}</main></body>";
    theme.files.retain(|path, _| !path.starts_with("templates/"));
    theme.files.insert("templates/page.html".into(), page.as_bytes().into());
    let mut sources = book.sources();
    sources.config = config::parse(&book.config).unwrap();
    pipeline::build(&sources, &theme, &mut Memos::default()).unwrap().site
}

fn text<'s>(site: &'s Site, path: &str) -> &'s str {
    std::str::from_utf8(site.get(path).unwrap_or_else(|| panic!("no {path}")).contents().unwrap()).unwrap()
}

fn book(base: &str) -> Book {
    let mut book = Book::new().write("index.md", "# 入口\n").write("b/index.md", "# 乙 [1]\n\n## 所\n\n示す文。\n");
    book.config =
        format!("[book]\ntitle = \"試験\"\ndescription = \"試しの*本*\"\n[build]\nmarkdown-twins = true\n{base}");
    book
}

fn twin(markdown: &str) -> String {
    text(&site(&book("").write("a.md", &format!("# 甲\n\n{markdown}"))), "a.html.md").to_owned()
}

#[test]
fn a_twin_says_what_its_page_says() {
    let markdown = "\
一行目は
*強い*、**とても**、`a*b`、~~消す~~、{漢字|かんじ}、1 < 2、\\*印。

## 見出し\n\n- 一\n- 二\n  - 二の一\n\n    段落\n- 三\n\n3. 三\n4. 四\n
> [!WARNING]\n> 注意する。\n>\n> - 一\n
| 甲 | 乙 |\n|---|---|\n| a\\|b | [[b]] |\n
```rust\nlet a = \"`\";\n\n  b(); \n```\n
鍵\n\n<dl><dt>鍵</dt><dd>値</dd><dt>二</dt><dd><p>値</p><p>値</p></dd></dl>\n\n![[b#所]]\n\n---\n\n行の終わり  \n次の行\n\n- [x] 済み\n- [ ] まだ\n\n2026\\. 年\n\n\\# 字\n";
    let expected = "\
# 甲

一行目は*強い*、**とても**、`a*b`、~~消す~~、漢字（かんじ）、1 \\< 2、\\*印。

## 見出し

- 一
- 二
  - 二の一

    段落
- 三

3. 三
4. 四

> 注意
>
> 注意する。
>
> - 一

| 甲 | 乙 |
|---|---|
| a\\|b | [乙 \\[1\\]](b/index.html.md) |

```rust
let a = \"`\";

  b(); 
```

鍵

- **鍵**: 値
- **二**: 値

  値

示す文。

---

行の終わり\\
次の行

- [x] 済み
- [ ] まだ

2026\\. 年

\\# 字
";
    assert_eq!(twin(markdown), expected);
}

#[test]
fn links_lead_to_twins_where_there_are_any() {
    let markdown = "[[b#所]] [外](https://example.jp/a.html) [上](#x) [札](tags.html) [絵](own.html) ![図](図(1).png)\n\n## X {#x}\n";
    let book = book("").write("a.md", &format!("# 甲\n\n{markdown}")).write("own.html", "<p>").write("図(1).png", "");
    let expected = "# 甲\n\n[所](b/index.html.md#所) [外](https://example.jp/a.html) [上](#x) [札](tags.html) [絵](own.html) \
                    ![図](<図(1).png>)\n\n## X\n";
    assert_eq!(text(&site(&book), "a.html.md"), expected);
}

#[test]
fn what_nests_without_end_has_a_twin() {
    let deep = twin(&format!("{}底\n", "> ".repeat(2000)));
    assert!(deep.ends_with("底\n") && deep.len() < 10_000, "{}", deep.len());
    let deep = twin(&"<div>".repeat(5000));
    assert_eq!(deep, "# 甲\n");
}

#[test]
fn llms_txt_names_the_twins() {
    let book =
        book("base-url = \"https://example.jp/h/\"\n").write("b/c.md", "---\ntitle: 丙\ndescription: 説明\n---\n");
    let site = site(&book);
    let expected = "\
# 試験

> 試しの\\*本\\*

## 試験

- [入口](https://example.jp/h/index.html.md)

## 乙 \\[1\\]

- [乙 \\[1\\]](https://example.jp/h/b/index.html.md)
- [丙](https://example.jp/h/b/c.html.md): 説明
";
    assert_eq!(text(&site, "llms.txt"), expected);
    assert!(text(&site, "b/c.html.md").ends_with("\n<https://example.jp/h/b/c.html>\n"));
    assert!(!text(&site, "sw-files.js").contains(".md\""), "readers without a network need no twins");
}

#[test]
fn without_twins_llms_txt_names_the_pages() {
    let book = Book { config: "[book]\ntitle = \"試験\"\n".into(), ..book("") };
    let site = site(&book);
    assert!(site.iter().all(|(path, _)| !path.ends_with(".md")));
    assert_eq!(text(&site, "llms.txt"), "# 試験\n\n## 試験\n\n- [入口](index.html)\n- [乙 \\[1\\]](b/index.html)\n");
}

/// The addresses of links and images in a twin. Enough for what we write ourselves.
fn links(twin: &str) -> impl Iterator<Item = &str> {
    twin.split("](").skip(1).filter_map(|rest| match rest.strip_prefix('<') {
        Some(rest) => rest.split('>').next(),
        None => rest.split(')').next(),
    })
}

#[test]
fn every_page_of_the_handbook_has_a_twin_whose_links_lead_somewhere() {
    let site = handbook();
    let (mut twins, mut found) = (0, 0);
    for (file, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html.md")) {
        let page = file.strip_suffix(".md").unwrap();
        assert!(site.get(page).is_some());
        let twin = std::str::from_utf8(bytes.contents().unwrap()).unwrap();
        assert!(twin.contains("\n# ") || twin.starts_with("# "), "{file} has no title");
        for href in links(twin).filter(|href| !href.contains(':') && !href.starts_with('#')) {
            let target = path::decode(href.split(['#', '?']).next().unwrap());
            let target = path::join(path::folder(file), &target).unwrap();
            assert!(site.get(&target).is_some(), "{file} leads to {href}");
            found += 1;
        }
        twins += 1;
    }
    assert!(twins > 1000 && found > 10_000, "{twins} twins, {found} links");
}
