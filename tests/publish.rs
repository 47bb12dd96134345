//! Publishing makes a folder equal to a site, and harms nothing else.

use std::fs;
use std::path::Path;

use tebiki::publish::{MANIFEST, publish, refuse_dangerous};
use tebiki::site::Site;

fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::default();
    files.iter().for_each(|(path, text)| site.put((*path).to_owned(), text.as_bytes().into()));
    site
}

#[test]
fn only_what_differs_is_written() {
    let folder = tempfile::tempdir().unwrap();
    publish(&site(&[("a.html", "1"), ("b/c.html", "2")]), folder.path()).unwrap();
    let before = fs::metadata(folder.path().join("a.html")).unwrap().modified().unwrap();
    let published = publish(&site(&[("a.html", "1"), ("b/c.html", "3")]), folder.path()).unwrap();
    assert_eq!((published.written, published.kept, published.removed), (1, 1, 0));
    assert_eq!(fs::metadata(folder.path().join("a.html")).unwrap().modified().unwrap(), before);
    assert_eq!(fs::read_to_string(folder.path().join("b/c.html")).unwrap(), "3");
}

#[test]
fn only_what_an_earlier_build_wrote_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    publish(&site(&[("a.html", "1"), ("b/c.html", "2")]), folder.path()).unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    publish(&site(&[("a.html", "1")]), folder.path()).unwrap();
    assert!(!folder.path().join("b").exists());
    assert_eq!(fs::read_to_string(folder.path().join("mine.txt")).unwrap(), "mine");
}

#[test]
fn a_foreign_folder_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
    let error = publish(&site(&[("a.html", "1")]), folder.path()).unwrap_err().to_string();
    assert!(error.contains("not empty"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_file_that_was_lost_or_cut_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let site = site(&[("a.html", "whole"), ("b.html", "there")]);
    publish(&site, folder.path()).unwrap();
    fs::write(folder.path().join("a.html"), "wh").unwrap();
    fs::remove_file(folder.path().join("b.html")).unwrap();
    publish(&site, folder.path()).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "whole");
    assert_eq!(fs::read_to_string(folder.path().join("b.html")).unwrap(), "there");
}

#[test]
fn a_build_that_was_killed_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    publish(&site(&[("a.html", "old")]), folder.path()).unwrap();
    let manifest = fs::read_to_string(folder.path().join(MANIFEST)).unwrap();
    // What stands there when a build dies between its first and last write.
    fs::write(folder.path().join(MANIFEST), format!("{manifest}unfinished  new.html\n")).unwrap();
    fs::write(folder.path().join("new.html"), "half").unwrap();
    publish(&site(&[("a.html", "old")]), folder.path()).unwrap();
    assert!(!folder.path().join("new.html").exists());
}

#[test]
fn the_book_is_never_written_to() {
    let book = tempfile::tempdir().unwrap();
    let content = book.path().join("content");
    fs::create_dir(&content).unwrap();
    for wrong in [Path::new("/"), book.path(), &content, &content.join("inside"), book.path().parent().unwrap()] {
        assert!(refuse_dangerous(wrong, book.path(), &content).is_err(), "{}", wrong.display());
    }
    assert!(refuse_dangerous(&book.path().join("book"), book.path(), &content).is_ok());
}
