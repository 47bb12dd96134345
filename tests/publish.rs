//! Publishing makes a folder equal to a site, and harms nothing else.

use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tebiki::publish::{MANIFEST, Published, Seen, publish, publish_to, refuse_dangerous, refuse_source};
use tebiki::site::Site;
use tebiki::store;

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
fn a_file_that_was_changed_by_hand_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    publish(&site(&[("a.html", "whole")]), folder.path()).unwrap();
    fs::write(folder.path().join("a.html"), "WHOLE").unwrap();
    assert_eq!(publish(&site(&[("a.html", "whole")]), folder.path()).unwrap().written, 1);
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "whole");
}

/// Publishes with what the last publishing saw.
fn publish_again(site: &Site, folder: &Path, cache: &Path) -> Published {
    let mut seen = Seen::load(cache, folder);
    let published = publish_to(site, folder, &mut seen).unwrap();
    fs::create_dir_all(store::folder(cache)).unwrap();
    seen.save(cache, folder);
    published
}

/// Sets the time of the last change of a file, always to the same.
fn grow_old(file: &Path) {
    let file = fs::File::options().write(true).open(file).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000)).unwrap();
}

/// Only Unix tells that a file was changed when its size and its time were kept.
#[test]
#[cfg(unix)]
fn what_was_seen_is_not_read_and_what_changed_since_is_mended() {
    let (folder, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (folder, cache) = (folder.path(), cache.path());
    let site = site(&[("a.html", "whole"), ("b.html", "there"), ("c.html", "kept")]);
    publish_again(&site, folder, cache);
    ["a.html", "c.html"].iter().for_each(|file| grow_old(&folder.join(file)));
    assert_eq!(publish_again(&site, folder, cache).written, 0);
    fs::write(folder.join("a.html"), "WHOLE").unwrap();
    grow_old(&folder.join("a.html"));
    fs::remove_file(folder.join("b.html")).unwrap();
    assert!(Seen::load(cache, folder).get("c.html", &fs::metadata(folder.join("c.html")).unwrap()).is_some());
    assert_eq!(publish_again(&site, folder, cache).written, 2);
    assert_eq!(fs::read_to_string(folder.join("a.html")).unwrap(), "whole");
    assert_eq!(fs::read_to_string(folder.join("b.html")).unwrap(), "there");
}

#[test]
fn what_was_seen_of_another_folder_or_is_broken_is_as_if_it_were_not_there() {
    let (folder, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (folder, cache) = (folder.path(), cache.path());
    publish_again(&site(&[("a.html", "1")]), folder, cache);
    grow_old(&folder.join("a.html"));
    publish_again(&site(&[("a.html", "1")]), folder, cache);
    let metadata = fs::metadata(folder.join("a.html")).unwrap();
    let is_seen = |folder: &Path| Seen::load(cache, folder).get("a.html", &metadata).is_some();
    assert!(is_seen(folder) && !is_seen(cache));
    let file = store::folder(cache).join("seen");
    let mut bytes = fs::read(&file).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(file, bytes).unwrap();
    assert!(!is_seen(folder));
}

#[test]
fn a_build_that_was_killed_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    publish(&site(&[("a.html", "old")]), folder.path()).unwrap();
    // What stands there when a build dies between its first and last rename.
    fs::write(folder.path().join(MANIFEST), "a.html\nnew.html\n").unwrap();
    fs::write(folder.path().join("new.html"), "new").unwrap();
    fs::create_dir(folder.path().join(".tebiki-unfinished")).unwrap();
    fs::write(folder.path().join(".tebiki-unfinished/7"), "half").unwrap();
    publish(&site(&[("a.html", "old")]), folder.path()).unwrap();
    assert_eq!(names(folder.path()), [".tebiki-lock", MANIFEST, "a.html"]);
}

#[test]
fn a_first_build_that_was_killed_before_its_manifest_is_no_foreign_folder() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join(".tebiki-unfinished")).unwrap();
    fs::write(folder.path().join(".tebiki-unfinished/0"), "half").unwrap();
    publish(&site(&[("a.html", "1")]), folder.path()).unwrap();
    assert_eq!(names(folder.path()), [".tebiki-lock", MANIFEST, "a.html"]);
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_file_may_become_a_folder_and_a_folder_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let sites = [site(&[("x", "file"), ("y/z/a", "inside")]), site(&[("x/a/b", "inside"), ("y", "file")])];
    for turn in [0, 1, 0] {
        publish(&sites[turn], folder.path()).unwrap();
        for (path, bytes) in sites[turn].iter() {
            assert_eq!(&fs::read(folder.path().join(path)).unwrap()[..], bytes.contents().unwrap(), "{path}");
        }
    }
}

/// Publishes over something that no build made; expects a refusal and that nothing changed.
fn refused(obstacle: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    publish(&site(&[("a.html", "old")]), folder.path()).unwrap();
    obstacle(folder.path());
    let before = names(folder.path());
    let new = site(&[("a.html", "new"), ("b/c.html", "new")]);
    let error = publish(&new, folder.path()).unwrap_err().to_string();
    assert!(error.contains("is in the way: tebiki did not make it"), "{error}");
    assert_eq!(names(folder.path()), before);
    assert_eq!(fs::read_to_string(folder.path().join("a.html")).unwrap(), "old");
}

#[test]
fn what_no_build_wrote_is_not_replaced() {
    refused(|folder| fs::write(folder.join("b"), "a file in the place of a folder").unwrap());
    refused(|folder| fs::create_dir_all(folder.join("b/c.html")).unwrap());
    refused(|folder| {
        fs::create_dir(folder.join("b")).unwrap();
        fs::write(folder.join("b/c.html"), "mine").unwrap();
    });
}

#[test]
#[cfg(unix)]
fn a_link_to_another_folder_is_not_followed() {
    let elsewhere = tempfile::tempdir().unwrap();
    refused(|folder| std::os::unix::fs::symlink(elsewhere.path(), folder.join("b")).unwrap());
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    // Nor when it replaced a folder of ours: what it leads to would be removed.
    let folder = tempfile::tempdir().unwrap();
    publish(&site(&[("b/c.html", "old")]), folder.path()).unwrap();
    fs::remove_dir_all(folder.path().join("b")).unwrap();
    fs::write(elsewhere.path().join("c.html"), "mine").unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("b")).unwrap();
    publish(&site(&[("a.html", "new")]), folder.path()).unwrap_err();
    assert_eq!(fs::read_to_string(elsewhere.path().join("c.html")).unwrap(), "mine");
}

#[test]
fn a_manifest_cannot_name_what_lies_outside() {
    for path in ["../mine.txt", "/tmp/mine.txt", "a/../../mine.txt", "a//b", "./a", "", "a\\b"] {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("site");
        fs::write(parent.path().join("mine.txt"), "mine").unwrap();
        publish(&site(&[("a.html", "1")]), &folder).unwrap();
        fs::write(folder.join(MANIFEST), format!("a.html\n{path}\n")).unwrap();
        let error = format!("{:#}", publish(&site(&[]), &folder).unwrap_err());
        assert!(error.contains("is damaged"), "{path}: {error}");
        assert!(parent.path().join("mine.txt").exists() && folder.join("a.html").exists(), "{path}");
    }
}

#[test]
fn a_site_cannot_write_outside() {
    for path in ["../a.html", "/tmp/a.html", "a/../../b.html", "a\nb.html"] {
        let parent = tempfile::tempdir().unwrap();
        publish(&site(&[(path, "1")]), &parent.path().join("site")).unwrap_err();
        assert_eq!(names(parent.path()), ["site"], "{path}");
    }
}

#[test]
fn the_book_is_never_written_to() {
    let book = tempfile::tempdir().unwrap();
    let [content, theme] = ["content", "theme"].map(|name| book.path().join(name));
    fs::create_dir(&content).unwrap();
    fs::create_dir(&theme).unwrap();
    let refuse = |folder: &Path| refuse_dangerous(folder, book.path(), &[content.clone(), theme.clone()]);
    let above = book.path().parent().unwrap();
    let around = book.path().join("new/../content/new");
    for wrong in [Path::new("/"), book.path(), &content, &content.join("a/b"), &theme, above, &around] {
        assert!(refuse(wrong).is_err(), "{}", wrong.display());
    }
    assert!(refuse(&book.path().join("book")).is_ok());
    assert!(refuse_source(&content.join("index.md"), std::slice::from_ref(&content)).is_err());
    assert!(refuse_source(&book.path().join("book.zip"), std::slice::from_ref(&content)).is_ok());
}

#[test]
#[cfg(unix)]
fn a_link_into_the_book_is_the_book() {
    let book = tempfile::tempdir().unwrap();
    let content = book.path().join("content");
    fs::create_dir(&content).unwrap();
    let link = book.path().join("link");
    std::os::unix::fs::symlink(&content, &link).unwrap();
    for wrong in [link.clone(), link.join("new")] {
        assert!(refuse_dangerous(&wrong, book.path(), std::slice::from_ref(&content)).is_err(), "{}", wrong.display());
    }
}
