//! Markdown becomes HTML. The cases are text, in `markdown/`.

use std::path::Path;

use crate::texts::{book, cases};
use tebiki::pipeline::{self, Memos};

#[test]
fn markdown_becomes_this_html() {
    cases::check("markdown", |case| {
        let folder = book::write(&cases::cut(&case.input));
        let (sources, mut theme) = pipeline::load(folder.path(), Path::new("")).unwrap();
        theme.files.insert("templates/home.html".to_owned(), b"{{ page.content | safe }}"[..].into());
        let build = pipeline::pages(&sources, &theme, &mut Memos::default()).unwrap();
        let html = String::from_utf8(build.site.get("index.html").unwrap().to_vec()).unwrap();
        format!("{}\n", html.trim())
    });
}
