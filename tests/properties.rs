//! What holds for whatever is given. Rebuilding has its own: random edits in `rebuild.rs`. `TIMES=100`
//! tries so many times as many inputs, `SEED=2` others; `fuzz/` looks for them by what the program does.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use tebiki::path;
use tebiki::pipeline::{self, Memos};
use tebiki::publish::{OWN, publish};
use tebiki::site::Site;

use crate::support::{html, invariants, shop};
use crate::texts::book;
use crate::texts::cases::{self, Case};

/// Tries so many inputs, or `TIMES` as many.
pub fn inputs(cases: u32) -> ProptestConfig {
    let times: u32 = std::env::var("TIMES").map_or(1, |times| times.parse().unwrap());
    let rng_seed = RngSeed::Fixed(std::env::var("SEED").map_or(1, |seed| seed.parse().unwrap()));
    ProptestConfig { cases: cases * times, rng_seed, failure_persistence: None, ..ProptestConfig::default() }
}

/// Texts of what the normaliser treats in ways of its own, and of anything.
fn text() -> impl Strategy<Value = String> {
    let own = "[ぁ-ヿ-~〜・。、 a-zA-Z0-9ｦ-ﾟ\u{3099}\u{309A}\u{300}㍿①Åﬁ漢字々\n\u{200B}Ώω\u{345}가ㅏে\u{9BE}]{0,12}";
    vec(prop_oneof![own, any::<String>()], 1..4).prop_map(|parts| parts.concat())
}

/// Paths that mean to lead out, among others that do not.
fn tricky_path() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("..".to_owned()),
        Just(".".to_owned()),
        Just(String::new()),
        Just("%2e%2e".to_owned()),
        Just("..\\".to_owned()),
        Just("secret.txt".to_owned()),
        Just("content".to_owned()),
        "[a-c日 %#?&\0\\\\]{1,3}",
    ];
    vec(part, 1..7).prop_map(|parts| parts.join("/"))
}

proptest! {
    #![proptest_config(inputs(2000))]

    #[test]
    fn the_normal_form_of_a_normal_form_is_the_same(text in text()) {
        invariants::normaliser(&text);
    }

    #[test]
    fn a_manifest_names_files_below_its_folder(paths in vec(tricky_path(), 0..4)) {
        invariants::manifest(&paths.join("\n"));
    }

    #[test]
    fn no_path_leaves_the_root(folder in "([a-c]/){0,3}[a-c]", relative in tricky_path()) {
        if let Some(path) = path::join(&folder, &relative) {
            prop_assert!(path.split('/').all(|part| !matches!(part, "." | "..")), "{}", path);
            prop_assert!(!path.starts_with('/'), "{}", path);
        }
        let root = Path::new("/site");
        let is_below = |path: &Path| path.starts_with(root) && path != root;
        if path::is_inside(&relative) {
            let parts = Path::new(&relative).components();
            prop_assert!(parts.clone().all(|part| matches!(part, std::path::Component::Normal(_))));
            prop_assert!(is_below(&root.join(&relative)));
        }
    }

    #[test]
    fn a_relative_address_leads_where_it_should(from in "([a-c日 ]/){0,3}[a-c%]", to in "([a-c日 \\x{91}]/){0,3}[a-c%&\\x{91}]") {
        let address = path::relative(&from, &to);
        prop_assert_eq!(path::join(path::folder(&from), &path::decode(&address)), Some(to));
    }
}

/// Files of a site by their paths; none is a folder of another.
fn site() -> impl Strategy<Value = BTreeMap<String, Vec<u8>>> {
    let files = btree_map("([ab]/){0,2}[abc](\\.html)?|index\\.html", vec(0_u8..3, 0..3), 0..6);
    files.prop_map(|mut files| {
        let taken: Vec<String> = files.keys().flat_map(|path| path::folders(path)).map(str::to_owned).collect();
        files.retain(|path, _| !taken.contains(path));
        files
    })
}

/// Publishes files; returns whether nothing was in the way.
fn published(files: &BTreeMap<String, Vec<u8>>, folder: &Path) -> bool {
    let mut site = Site::default();
    files.iter().for_each(|(path, bytes)| site.put(path.clone(), bytes.as_slice().into()));
    publish(&site, folder).is_ok()
}

/// The files of a folder but for publishing's own.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named =
        files.map(|file| (path::normal(file.path().strip_prefix(folder).unwrap()), fs::read(file.path()).unwrap()));
    named.filter(|(path, _)| !path.starts_with(OWN)).collect()
}

proptest! {
    #![proptest_config(inputs(60))]

    #[test]
    fn any_sites_one_after_another_leave_the_last(sites in vec(site(), 1..6)) {
        let folder = tempfile::tempdir().unwrap();
        for site in &sites {
            prop_assert!(published(site, folder.path()));
            prop_assert_eq!(&files(folder.path()), site);
        }
    }

    #[test]
    fn foreign_files_survive_any_sites(sites in vec(site(), 1..6), foreign in "([ab]/){0,2}[abc](\\.html)?") {
        let folder = tempfile::tempdir().unwrap();
        prop_assert!(published(&BTreeMap::new(), folder.path()));
        let file = folder.path().join(&foreign);
        book::put(&file, "years of work");
        for site in &sites {
            let before = files(folder.path());
            let mut expected = site.clone();
            expected.insert(foreign.clone(), b"years of work".to_vec());
            let expected = if published(site, folder.path()) { expected } else { before };
            prop_assert_eq!(files(folder.path()), expected);
        }
    }

    #[test]
    fn no_link_leaves_the_site(address in tricky_path()) {
        let text = format!("[甲](<{address}>) [[{address}]] ![乙](<{address}>) <a href=\"{address}\">丙</a>\n");
        let files = [("index.md", "# 入口\n"), ("a/b.md", &*text)];
        let build = shop::pages(&files, &shop::dialects()[0]);
        for tag in html::check(&shop::page(&build, "a/b.html")) {
            let address = tag.attribute("href").or_else(|| tag.attribute("src")).unwrap_or_default();
            let path = address.split(['#', '?']).next().unwrap_or_default();
            let is_outside = html::scheme(address).is_some() || address.starts_with("//");
            let stays = !path.starts_with('/') && path::join("a", &path::decode(path)).is_some();
            prop_assert!(is_outside || stays, "{}", address);
        }
    }

    #[test]
    fn no_include_leaves_the_book(address in tricky_path()) {
        let text = format!("# A\n\n{{{{#include {address}}}}}\n\n{{{{#include ../{address}}}}}\n");
        let summary = "# Summary\n\n- [A](a.md)\n";
        for (_, page) in pages(&[("src/SUMMARY.md", summary), ("src/a.md", &text)]) {
            prop_assert!(!page.contains("years of work"), "{}", address);
        }
    }
}

/// Texts put together from lines of some cases, from signs, and from anything.
fn mixture(cases: &[Case]) -> impl Strategy<Value = String> {
    let lines: Vec<String> =
        cases.iter().flat_map(|case| case.input.split_inclusive('\n').map(str::to_owned)).collect();
    let line = proptest::sample::select(lines);
    let signs = "[\\[\\](){}<>!|*_~`#>:=\"'/&;\\\\ \n\t0-9a-bあ「」。-]{1,8}";
    let tag = "</?(a|b|p|div|details|summary|td|tr|table|h1|li|br|svg|script|style)( (href|id|class|onclick)=[\"']?[a:#]{0,3}[\"']?)?/?>";
    let cut = (line.clone(), 0..100_usize).prop_map(|(line, at)| line.chars().take(at).collect());
    vec(prop_oneof![4 => line, 2 => cut, 3 => signs, 2 => tag, 1 => any::<String>()], 1..25)
        .prop_map(|parts| parts.concat())
}

/// Lines of YAML or TOML, mostly as they stand in some cases.
fn settings(cases: &[Case]) -> impl Strategy<Value = String> {
    let lines = cases.iter().flat_map(|case| case.input.split_inclusive('\n')).filter(|line| !line.starts_with("---"));
    let line = proptest::sample::select(lines.map(str::to_owned).collect::<Vec<_>>());
    vec(prop_oneof![9 => line, 1 => any::<String>()], 0..6).prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(inputs(400))]

    #[test]
    fn html_is_well_nested_and_allowed(text in mixture(&cases::all("markdown"))) {
        invariants::markdown(&text);
    }

    #[test]
    fn a_link_leads_somewhere_or_is_dead(text in mixture(&cases::of("diagnostics", "links.md"))) {
        invariants::links(&text);
    }

    #[test]
    fn every_query_has_an_answer(typed in text()) {
        invariants::query(&typed);
    }

    #[test]
    fn front_matter_is_read_or_reported(text in settings(&cases::of("diagnostics", "kinds.md"))) {
        invariants::front_matter(&text);
    }

    #[test]
    fn a_configuration_stays_what_it_is(text in settings(&cases::of("diagnostics", "mdbook.md"))) {
        invariants::book_toml(&text);
    }
}

/// The pages of a book in a folder; a secret lies beside the folder.
fn pages(files: &[(&str, &str)]) -> Vec<(String, String)> {
    let desk = tempfile::tempdir().unwrap();
    fs::write(desk.path().join("secret.txt"), "years of work").unwrap();
    let root = desk.path().join("book");
    for (path, text) in files {
        book::put(&root.join(path), text);
    }
    let (sources, theme) = pipeline::load(&root, Path::new("")).unwrap();
    let build = pipeline::pages(&sources, &theme, &mut Memos::default()).unwrap();
    let page = |(path, bytes): (&str, &tebiki::site::Bytes)| {
        (path.to_owned(), String::from_utf8_lossy(bytes.contents().unwrap()).into_owned())
    };
    build.site.iter().filter(|(path, _)| path.ends_with("a.html") || path.ends_with("b.html")).map(page).collect()
}
