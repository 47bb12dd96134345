//! Books in temporary folders.

use std::path::Path;

use tempfile::TempDir;

/// Writes files of a book: `book.toml` and paths that start with `../` lie beside the content
/// folder, all others in it.
pub fn write(files: &[(String, String)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = match path.strip_prefix("../") {
            Some(path) => folder.path().join(path),
            None if path == "book.toml" => folder.path().join(path),
            None => folder.path().join("content").join(path),
        };
        put(&path, text);
    }
    folder
}

/// Writes files into a folder of their own, each where its path says.
pub fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(path, text)| put(&folder.path().join(path), text));
    folder
}

/// Writes a file, and the folders above it.
pub fn put(file: &Path, text: &str) {
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, text).unwrap();
}
