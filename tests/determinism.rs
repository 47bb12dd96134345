//! The same input gives the same bytes: twice, with other threads, from another folder.

use std::path::Path;

use tebiki::pipeline::{self, Memos};
use tebiki::site::Site;

fn handbook(root: &Path) -> Site {
    let (sources, theme) = pipeline::load(root, Path::new("")).unwrap();
    pipeline::build(&sources, &theme, &mut Memos::default()).unwrap().site
}

fn with_threads(threads: usize, root: &Path) -> Site {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| handbook(root))
}

/// Copies the files that a book is made of.
fn copy_book(from: &Path, to: &Path) {
    for part in ["book.toml", "content", "themes"] {
        for entry in walkdir::WalkDir::new(from.join(part)) {
            let entry = entry.unwrap();
            let target = to.join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(target).unwrap();
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }
}

#[test]
fn the_handbook_is_the_same_with_other_threads_and_from_another_folder() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let once = with_threads(1, root);
    assert!(once.len() > 1000);
    assert_eq!(once.hash(), with_threads(3, root).hash(), "with three threads");
    let elsewhere = tempfile::tempdir().unwrap();
    copy_book(root, elsewhere.path());
    assert_eq!(once.hash(), with_threads(2, elsewhere.path()).hash(), "from another folder");
}
