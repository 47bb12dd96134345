//! A warm build is a clean build, and so is one that starts with what an earlier run left on disk:
//! after every step of random edits the sites and the diagnostics are compared byte for byte, and
//! what was reused is counted.
//!
//! `EDITS=100000 cargo test rebuild` runs longer; `SEED=…` repeats a run.

use crate::support::{Book, Random, rebuild, small_theme};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tebiki::pipeline::{self, Build, Memos};
use tebiki::store;
use tebiki::theme::Theme;

const THREAT: &str = "title: 脅威\ntype: object\nproperties:\n  flow: {title: 手順, type: string, x-ref: flow, x-reverse: 使う脅威}\n  rank: {title: 順位, type: integer}\n";
const FLOW: &str = "title: 手順\ntype: object\nx-card: [when]\nproperties:\n  when: {title: いつ, type: string}\n";
const TERM: &str = "title: 用語\ntype: object\nx-glossary: {definition: definition, reading: reading, names: [aliases], linked: linked}\nproperties:\n  definition: {title: 意味, type: string}\n";

fn start() -> Book {
    let mut book = Book::new()
        .write("_kinds/threat.yaml", THREAT)
        .write("_kinds/flow.yaml", FLOW)
        .write("_kinds/term.yaml", TERM)
        .write(
            "index.md",
            "---\ntitle: 入口\ncollect: [{kind: threat, title: 脅威, columns: [flow, rank]}]\n---\n[[t0]]を見る。\n",
        )
        .write("img.txt", "ファイル");
    for folder in 0..4 {
        book = book.write(
            &format!("f{folder}/index.md"),
            &format!("---\nid: f{folder}\ntitle: 第{folder}部\nweight: {folder}\n---\n![[t{folder}#二]]\n"),
        );
    }
    for page in 0..24 {
        let (path, text) = new_page(page, &mut Random(page as u64));
        book = book.write(&path, &text);
    }
    book
}

/// Writes a page of some kind with links to others.
fn new_page(number: usize, random: &mut Random) -> (String, String) {
    let (kind, id) = [("threat", "t"), ("flow", "w"), ("term", "g"), ("page", "p")][number % 4];
    let mut front = format!("kind: {kind}\ntitle: 題{number}\ndescription: 要約{}\n", random.below(9));
    match kind {
        "threat" => front.push_str(&format!("flow: w{}\nrank: {}\n", random.below(6), random.below(9))),
        "flow" => front.push_str("when: すぐ\ntags: [急ぎ]\n"),
        "term" => {
            front.push_str(&format!("definition: 意味{}\nreading: よみ\naliases: [別名{number}]\n", random.below(9)))
        }
        _ => {}
    }
    let links: String =
        (0..3).map(|_| format!("[[{}{}]]と", random.pick(&["t", "w", "g", "p"]), random.below(6))).collect();
    let path = format!("f{}/{id}{}.md", random.below(4), number / 4);
    (
        path,
        format!(
            "---\n{front}---\n{links}題{}と別名{}。\n\n## 二\n\n本文{}。\n",
            random.below(24),
            random.below(24),
            random.below(99)
        ),
    )
}

/// Changes the book in one random way.
fn edit(book: &mut Book, random: &mut Random) {
    let pages: Vec<String> = book.files.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    let path = random.pick(&pages).clone();
    let text = book.files[&path].clone();
    let number = random.below(99);
    let replaced = |from: &str, to: String| text.replacen(from, &to, 1);
    let changed = match random.below(15) {
        0 => replaced("title: ", format!("title: 新{number}")),
        1 => replaced("本文", format!("本文{number}。[[t{}]]。", random.below(7))),
        2 => replaced("description: ", format!("description: 改{number}")),
        3 => replaced("definition: ", format!("definition: 改{number}")),
        4 => replaced("aliases: [", format!("aliases: [名{number}, ")),
        5 => replaced("---\n", format!("---\nid: x{number}\n")),
        6 => replaced("---\n", format!("---\nweight: {number}\n")),
        7 => text.chars().take(number * 2).collect(),
        8 => return drop(book.files.remove(&path)),
        9 => {
            let (path, text) = new_page(number, random);
            return drop(book.files.insert(path, text));
        }
        10 => {
            let moved = format!("f{}/{}", random.below(6), path.rsplit('/').next().unwrap());
            book.files.remove(&path);
            return drop(book.files.insert(moved, text));
        }
        11 => return move_folder(book, random),
        12 => {
            let kinds = [("threat", THREAT), ("flow", FLOW), ("term", TERM)];
            let (kind, schema) = random.pick(&kinds);
            let schema = schema.replace("title: ", &format!("title: 種{number}"));
            return drop(book.files.insert(format!("_kinds/{kind}.yaml"), schema));
        }
        13 => return book.config = format!("[book]\ntitle = \"試験{number}\"\n"),
        _ => return drop(book.files.insert("img.txt".into(), format!("{number}"))),
    };
    book.files.insert(path, changed);
}

fn move_folder(book: &mut Book, random: &mut Random) {
    let (from, to) = (format!("f{}/", random.below(6)), format!("f{}/", random.below(6)));
    let moved: Vec<String> = book.files.keys().filter(|path| path.starts_with(&from)).cloned().collect();
    for path in moved {
        let text = book.files.remove(&path).unwrap();
        book.files.insert(path.replacen(&from, &to, 1), text);
    }
}

/// Changes the style sheet or a template, which may be wrong for a while.
fn edit_theme(theme: &mut Theme, random: &mut Random) {
    let page = "templates/page.html";
    let template = std::str::from_utf8(small_theme().files[page].contents().unwrap()).unwrap().to_owned();
    let (path, text) = match random.below(8) {
        0..3 => ("styles/all.css", format!("body {{ margin: {}px }}", random.below(99))),
        3..6 => (page, template.replacen("<main>", &format!("<main>{}", random.below(9)), 1)),
        6 => (page, template.replacen("<main>", "{{", 1)),
        _ => (page, template.replacen("<main>", "{{ page.nothing.at_all }}", 1)),
    };
    theme.files.insert(path.into(), text.as_bytes().into());
}

#[test]
fn random_edits_give_what_a_clean_build_gives() {
    let edits: usize = std::env::var("EDITS").map_or(2000, |edits| edits.parse().unwrap());
    let seed: u64 = std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap());
    let mut random = Random(seed);
    let mut theme = small_theme();
    let mut book = start();
    let mut memos = Memos::default();
    let disk = tempfile::tempdir().unwrap();
    let (mut reused, mut made, mut loaded) = (0, 0, 0);
    let mut done = 0;
    while done < edits {
        if done % 400 == 399 {
            book = start();
        }
        for _ in 0..=random.below(4) {
            edit(&mut book, &mut random);
            done += 1;
        }
        if random.below(20) == 0 {
            edit_theme(&mut theme, &mut random);
        }
        let warm = rebuild(&book, &theme, &mut memos);
        let clean = book.build(&theme);
        let (stored, stored_memos) = from_disk(&book, &theme, disk.path());
        assert_eq!(difference(&warm, &clean), None, "warm, seed {seed}, after {done} edits");
        assert_eq!(difference(&stored, &clean), None, "from disk, seed {seed}, after {done} edits");
        reused += memos.pages.reused;
        made += memos.pages.computed;
        loaded += stored_memos.pages.loaded;
    }
    // Half of the edits change titles, order or theme, which most pages show.
    assert!(reused * 5 > made, "{reused} pages reused, {made} rendered");
    assert!(loaded * 10 > made, "{loaded} pages from disk, {made} rendered");
}

/// The first file or list in which two builds differ.
fn difference(build: &Build, clean: &Build) -> Option<String> {
    let differs = |path: &&str| build.site.get(path) != clean.site.get(path);
    let paths = build.site.iter().chain(clean.site.iter()).map(|(path, _)| path);
    let diagnostics = (build.diagnostics != clean.diagnostics).then(|| "diagnostics".to_owned());
    paths.into_iter().find(differs).map(str::to_owned).or(diagnostics)
}

/// Builds with what earlier builds left in a folder, and leaves what this one made.
fn from_disk(book: &Book, theme: &Theme, folder: &Path) -> (Build, Memos) {
    let mut memos = Memos::stored(folder);
    let build = rebuild(book, theme, &mut memos);
    memos.save(folder);
    if build.site.iter().any(|(_, bytes)| bytes.contents().is_err()) {
        store::remove(folder);
        return from_disk(book, theme, folder);
    }
    (build, memos)
}

/// All packs below a folder.
fn packs(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap().into_path());
    entries.filter(|path| path.extension().is_some_and(|extension| extension == "pack")).collect()
}

#[test]
fn a_key_that_forgets_the_text_would_be_noticed() {
    let (theme, mut book, mut memos) = (small_theme(), start(), Memos::default());
    let old = book.sources();
    rebuild(&book, &theme, &mut memos);
    let path = "f0/index.md";
    let text = book.files[path].replace("title: ", "title: 新しい");
    book.files.insert(path.into(), text);
    let mut sources = book.sources();
    for (source, old) in sources.documents.iter_mut().zip(&old.documents) {
        source.key = old.key;
    }
    let stale = pipeline::build(&sources, &theme, &mut memos).unwrap();
    assert_eq!(memos.documents.computed, 0);
    assert!(difference(&stale, &book.build(&theme)).is_some());
}

#[test]
fn a_second_run_makes_no_page_and_parses_no_file() {
    let (theme, disk) = (small_theme(), tempfile::tempdir().unwrap());
    // A pair in so many places has a long list.
    let book = start().write("long.md", &format!("# 長い\n\n{}\n", "機密情報の".repeat(1100)));
    let (clean, _) = from_disk(&book, &theme, disk.path());
    let before = packs(disk.path());
    let (build, memos) = from_disk(&book, &theme, disk.path());
    assert_eq!(difference(&build, &clean), None);
    assert_eq!((memos.documents.computed, memos.pages.computed, memos.search.ranges.computed), (0, 0, 0));
    assert_eq!(memos.documents.loaded, 30);
    assert_eq!((memos.search.ends.computed, memos.search.ends.loaded), (0, 1));
    let grams = memos.search.grams.map(|memo| (memo.computed, memo.loaded));
    assert_eq!(grams, [(0, 1), (0, 1), (0, 1), (0, 0)]);
    assert_eq!(packs(disk.path()), before);
}

#[test]
fn what_is_broken_on_disk_is_as_if_it_were_not_there() {
    let (theme, book, disk) = (small_theme(), start(), tempfile::tempdir().unwrap());
    let clean = book.build(&theme);
    for broken in 0..40 {
        from_disk(&book, &theme, disk.path());
        for pack in packs(disk.path()) {
            let mut bytes = fs::read(&pack).unwrap();
            let at = bytes.len() * broken / 40;
            bytes[at] ^= 0x55;
            bytes.truncate(bytes.len() - broken * 7);
            fs::write(&pack, bytes).unwrap();
        }
        let (build, _) = from_disk(&book, &theme, disk.path());
        assert_eq!(difference(&build, &clean), None);
        fs::remove_dir_all(disk.path()).unwrap();
    }
}

#[test]
fn what_is_kept_on_disk_does_not_grow() {
    let (theme, mut book, disk) = (small_theme(), start(), tempfile::tempdir().unwrap());
    let mut random = Random(7);
    let mut most = 0;
    for _ in 0..120 {
        edit(&mut book, &mut random);
        from_disk(&book, &theme, disk.path());
        let packs = packs(disk.path());
        let sort = |pack: &Path| pack.file_name().unwrap().to_str().unwrap().split('-').next().unwrap().to_owned();
        let mut sorts: BTreeMap<String, usize> = BTreeMap::new();
        packs.iter().for_each(|pack| *sorts.entry(sort(pack)).or_default() += 1);
        most = most.max(sorts.into_values().max().unwrap_or(0));
    }
    assert!(most <= 17, "{most} packs of a sort");
    let size: u64 = packs(disk.path()).iter().map(|pack| fs::metadata(pack).unwrap().len()).sum();
    assert!(size < 12 << 20, "{size} bytes");
}

#[test]
fn two_runs_at_once_do_no_harm() {
    let (theme, book, disk) = (small_theme(), start(), tempfile::tempdir().unwrap());
    let clean = book.build(&theme);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..5 {
                    assert_eq!(difference(&from_disk(&book, &theme, disk.path()).0, &clean), None);
                }
            });
        }
    });
}

/// How many pages the book has.
const PAGES: usize = 33;

/// How many pages an edit renders.
fn rendered(edit: impl Fn(&mut Book, &mut Theme)) -> usize {
    let (mut book, mut theme, mut memos) = (start(), small_theme(), Memos::default());
    rebuild(&book, &theme, &mut memos);
    assert_eq!(memos.pages.computed, PAGES);
    edit(&mut book, &mut theme);
    rebuild(&book, &theme, &mut memos);
    memos.pages.computed
}

#[test]
fn an_unchanged_book_renders_nothing() {
    assert_eq!(rendered(|_, _| {}), 0);
}

#[test]
fn a_changed_text_renders_one_page() {
    let body = |book: &mut Book, _: &mut Theme| {
        let text = book.files.values_mut().find(|text| text.contains("kind: page")).unwrap();
        *text = text.replace("本文", "本文が変わる");
    };
    assert_eq!(rendered(body), 1);
}

#[test]
fn a_changed_style_renders_all_pages_and_a_changed_file_none() {
    let style = |_: &mut Book, theme: &mut Theme| {
        drop(theme.files.insert("styles/all.css".into(), (&b"body { margin: 1px }"[..]).into()));
    };
    assert_eq!(rendered(style), PAGES);
    assert_eq!(rendered(|book, _| drop(book.files.insert("img.txt".into(), "別".into()))), 0);
}

#[test]
fn a_changed_title_renders_the_pages_that_show_it() {
    let title = |book: &mut Book, _: &mut Theme| {
        let path = book.files.keys().find(|path| path.ends_with("p3.md")).unwrap().clone();
        let text = book.files[&path].replace("title: ", "title: 新しい");
        book.files.insert(path, text);
    };
    let count = rendered(title);
    assert!((2..20).contains(&count), "{count} pages of {PAGES}");
}
