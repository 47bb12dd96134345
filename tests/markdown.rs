//! Markdown becomes HTML. The cases are text, in `markdown/`.

use std::path::Path;

use crate::texts::{book, cases};
use tebiki::pipeline::{self, Memos};

/// What a page has besides the theme's frame: its body and its collections.
const HOME: &str = "{{ page.content | safe }}{% include \"partials/collections.html\" %}";

#[test]
fn markdown_becomes_this_html() {
    cases::check("markdown", |case| {
        let folder = book::write(&cases::cut(&case.input));
        let (sources, mut theme) = pipeline::load(folder.path(), Path::new("")).unwrap();
        theme.files.insert("templates/home.html".to_owned(), HOME.as_bytes().into());
        let build = pipeline::pages(&sources, &theme, &mut Memos::default()).unwrap();
        let html = String::from_utf8(build.site.get("index.html").unwrap().contents().unwrap().to_vec()).unwrap();
        format!("{}\n", html.trim())
    });
}
