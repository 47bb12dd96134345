//! A link leads to a file of the site and an anchor in it, out of the site by a scheme that does no
//! harm, or is called dead.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki::path;
use tebiki::pipeline::Build;
use tebiki_fuzz::{html, shop};

const FOLDER: &str = "folder";

fuzz_target!(|text: &str| {
    paths(text);
    let files = [("index.md", "# Home\n\n## Part\n"), ("folder/page.md", text), ("folder/other.md", "# 他\n\n## 節\n")];
    let build = shop::pages(&files, &shop::dialects()[0]);
    let page = shop::page(&build, "folder/page.html");
    let tags = html::check(&page);
    for tag in tags.iter().filter(|tag| !tag.is("dead")) {
        // An image that is not there keeps its address, and is reported.
        let address = tag.attribute("href");
        if let Some(address) = address.filter(|address| html::scheme(address).is_none() && !address.starts_with("//")) {
            leads(&build, address);
        }
    }
});

/// Fails unless an address of the page leads somewhere.
fn leads(build: &Build, address: &str) {
    let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
    let file = match path {
        "" => format!("{FOLDER}/page.html"),
        path => path::join(FOLDER, &path::decode(path)).unwrap_or_else(|| panic!("{address:?} leaves the site")),
    };
    assert!(build.site.get(&file).is_some(), "{address:?} leads to no file");
    if let Some(anchor) = anchor {
        let page = shop::page(build, &file);
        let tags = html::check(&page);
        assert!(html::ids(&tags).contains(&*path::decode(anchor)), "{address:?} leads to no anchor");
    }
}

/// What holds for every path.
fn paths(text: &str) {
    assert_eq!(path::decode(&path::encode(text)), text);
    let Some(inside) = path::join(FOLDER, text) else { return };
    assert!(inside.split('/').all(|part| !matches!(part, "." | "..")), "{inside:?} leads out");
    if path::is_inside(&inside) {
        let way = path::relative("folder/page.html", &inside);
        assert_eq!(path::join(FOLDER, &path::decode(&way)).as_deref(), Some(&*inside));
    }
}
