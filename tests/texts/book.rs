//! Books in temporary folders.

use tempfile::TempDir;

/// Writes files of a book: `book.toml` and paths that start with `../` lie beside the content
/// folder, all others in it. A book without a home page gets one.
pub fn write(files: &[(String, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = match path.strip_prefix("../") {
            Some(path) => folder.path().join(path),
            None if path == "book.toml" => folder.path().join(path),
            None => folder.path().join("content").join(path),
        };
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}
