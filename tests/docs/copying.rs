//! The recipes that copy a built book, run: rsync into a folder, rclone into a stand-in for storage that speaks S3.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

use tiny_http::{Header, Method, Request, Response, Server};

use super::samples::{blocks, first_book};
use crate::texts::book;

/// A book in its folder, built.
struct Built(tempfile::TempDir);

impl Built {
    fn new() -> Built {
        let mut files = first_book();
        files.push(("old.md".into(), "# Old\n\n[[home]]\n".into()));
        let built = Built(book::write(&files));
        built.build();
        built
    }

    fn build(&self) {
        let built = Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("build").arg(self.0.path()).output().unwrap();
        assert!(built.status.success(), "{built:?}");
    }

    /// Changes a page, takes another away, and builds again. Returns what a copy must send and what it must remove.
    fn edit(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let before = files(&self.0.path().join("book"));
        let page = self.0.path().join("content/index.md");
        let text = std::fs::read_to_string(&page).unwrap();
        std::fs::write(&page, format!("{text}\nOne more sentence.\n")).unwrap();
        std::fs::remove_file(self.0.path().join("content/old.md")).unwrap();
        self.build();
        let after = files(&self.0.path().join("book"));
        let sent = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes));
        let gone = before.keys().filter(|path| !after.contains_key(*path));
        let changes =
            (sent.map(|(path, _)| path.clone()).collect::<BTreeSet<_>>(), gone.cloned().collect::<BTreeSet<_>>());
        assert!(changes.0.contains("index.html") && changes.1.contains("old.html"), "{changes:?}");
        assert!(changes.0.len() < after.len() / 2, "an edit changes few files: {changes:?}");
        changes
    }
}

/// The files of a folder that a copy brings, by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap());
    let path = |entry: &walkdir::DirEntry| tebiki::path::normal(entry.path().strip_prefix(folder).unwrap());
    let all = all.filter(|entry| entry.file_type().is_file() && !path(entry).starts_with(".tebiki-"));
    all.map(|entry| (path(&entry), std::fs::read(entry.path()).unwrap())).collect()
}

/// The lines of the recipe that start with a program and name a target.
fn recipe(program: &str, target: &str) -> Vec<String> {
    let blocks = blocks("docs/content/publishing/rsync-and-s3.md");
    let block = blocks.iter().find(|block| block.text.starts_with(program)).unwrap();
    let lines: Vec<String> = block.text.lines().map(str::to_owned).collect();
    assert!(lines.iter().all(|line| line.contains(target)), "{lines:?}");
    lines
}

fn is_installed(program: &str) -> bool {
    let found = Command::new(program).arg("--version").output().is_ok();
    if !found {
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: {program} is not installed, its recipe was not tried\n");
    }
    found
}

/// Runs lines in the folder of a book. Returns what they printed.
fn run(lines: &[String], folder: &Path, environment: &[(&str, &str)]) -> String {
    let mut said = String::new();
    for line in lines {
        let mut shell = Command::new("sh");
        // What the user has set for storage of theirs is not meant.
        shell.args(["-c", line]).current_dir(folder).env_clear().env("PATH", std::env::var_os("PATH").unwrap());
        let ran = shell.envs(environment.iter().copied()).output().unwrap();
        assert!(ran.status.success(), "{line}: {ran:?}");
        said.push_str(&String::from_utf8(ran.stdout).unwrap());
    }
    said
}

/// What rsync sent and removed, of its list of changes: `>f` is a file that was sent, `*deleting` one that was removed.
fn listed(said: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let of = |start: &str| -> BTreeSet<String> {
        let lines = said.lines().filter(|line| line.starts_with(start) && !line.ends_with('/'));
        lines.filter_map(|line| line.split_once(' ')).map(|(_, path)| path.trim_start().to_owned()).collect()
    };
    (of(">f"), of("*deleting"))
}

#[test]
fn rsync_sends_what_an_edit_changed_and_removes_what_is_gone() {
    if !is_installed("rsync") {
        return;
    }
    let book = Built::new();
    let copy = tempfile::tempdir().unwrap();
    let target = format!("{}/", copy.path().display());
    let lines: Vec<String> = recipe("rsync ", "example.org:/srv/handbook/")
        .iter()
        .map(|line| line.replace("example.org:/srv/handbook/", &target).replace("rsync ", "rsync --itemize-changes "))
        .collect();
    run(&lines, book.0.path(), &[]);
    assert_eq!(files(copy.path()), files(&book.0.path().join("book")));
    let changes = book.edit();
    assert_eq!(listed(&run(&lines, book.0.path(), &[])), changes);
    assert_eq!(files(copy.path()), files(&book.0.path().join("book")));
    assert_eq!(listed(&run(&lines, book.0.path(), &[])), <_>::default(), "nothing is left to do");
    // A machine that builds from nothing has new times for all files.
    std::fs::remove_dir_all(book.0.path().join("book")).unwrap();
    book.build();
    let again: Vec<String> = lines.iter().map(|line| line.replace("rsync ", "rsync --checksum ")).collect();
    let touched = run(&again, book.0.path(), &[]);
    assert!(!touched.lines().any(|line| line.starts_with(">f") && line.as_bytes()[2] == b'c'), "{touched}");
}

/// Storage that speaks as much S3 as a copy needs: the objects of one bucket, and what was asked of it.
#[derive(Default)]
struct Storage {
    objects: BTreeMap<String, Object>,
    sent: BTreeSet<String>,
    removed: BTreeSet<String>,
}

#[derive(Default, Clone)]
struct Object {
    bytes: Vec<u8>,
    /// The MD5 sum in hexadecimal, which the client sends in base 64 (RFC 1864).
    sum: String,
}

const DAY: &str = "Sat, 21 Nov 2026 00:00:00 GMT";

impl Storage {
    /// Answers a request (Amazon S3 API: PutObject, DeleteObject, HeadObject, ListObjects).
    fn answer(&mut self, request: &mut Request) -> Response<std::io::Cursor<Vec<u8>>> {
        let url = request.url().to_owned();
        let (path, query) = url.split_once('?').unwrap_or((&url, ""));
        let key = tebiki::path::decode(path.strip_prefix("/handbook").unwrap_or("")).trim_start_matches('/').to_owned();
        match request.method() {
            Method::Put => {
                let mut object = Object { sum: hexadecimal(&header(request, "Content-MD5")), ..Object::default() };
                request.as_reader().read_to_end(&mut object.bytes).unwrap();
                self.sent.insert(key.clone());
                let answer = tagged(&object.sum, Vec::new());
                self.objects.insert(key, object);
                answer
            }
            Method::Delete => {
                self.objects.remove(&key);
                self.removed.insert(key);
                Response::from_data(Vec::new()).with_status_code(204)
            }
            Method::Head => match self.objects.get(&key) {
                Some(object) => tagged(&object.sum, object.bytes.clone()),
                None => Response::from_data(Vec::new()).with_status_code(404),
            },
            _ => Response::from_data(self.list(query).into_bytes()),
        }
    }

    /// The objects below a prefix; with a delimiter, those behind it as one.
    fn list(&self, query: &str) -> String {
        let value = |name: &str| {
            let pair = query.split('&').find_map(|pair| pair.strip_prefix(&format!("{name}=")));
            tebiki::path::decode(pair.unwrap_or(""))
        };
        let (prefix, delimiter) = (value("prefix"), value("delimiter"));
        let (mut contents, mut folders) = (String::new(), BTreeSet::new());
        for (key, object) in self.objects.iter().filter(|(key, _)| key.starts_with(&prefix)) {
            match key[prefix.len()..].split_once('/').filter(|_| delimiter == "/") {
                Some((folder, _)) => drop(folders.insert(format!("{prefix}{folder}/"))),
                None => contents.push_str(&format!(
                    "<Contents><Key>{}</Key><LastModified>2026-11-21T00:00:00Z</LastModified><ETag>\"{}\"</ETag><Size>{}</Size></Contents>",
                    tebiki::path::encode(key),
                    object.sum,
                    object.bytes.len()
                )),
            }
        }
        let folders = folders.iter().map(|folder| tebiki::path::encode(folder));
        let folders: String =
            folders.map(|folder| format!("<CommonPrefixes><Prefix>{folder}</Prefix></CommonPrefixes>")).collect();
        format!(
            "<ListBucketResult><Name>handbook</Name><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>{contents}{folders}</ListBucketResult>"
        )
    }
}

fn header(request: &Request, name: &'static str) -> String {
    let found = request.headers().iter().find(|header| header.field.equiv(name));
    found.map_or_else(String::new, |header| header.value.to_string())
}

fn tagged(sum: &str, body: Vec<u8>) -> Response<std::io::Cursor<Vec<u8>>> {
    let named = |name: &str, value: &str| Header::from_bytes(name, value).unwrap();
    // In parts, an answer to HEAD would not say how long the object is.
    let whole = Response::from_data(body).with_chunked_threshold(usize::MAX);
    whole.with_header(named("ETag", &format!("\"{sum}\""))).with_header(named("Last-Modified", DAY))
}

/// Bytes in base 64 (RFC 4648) as hexadecimal digits.
fn hexadecimal(base64: &str) -> String {
    const DIGITS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sixths = base64.trim_end_matches('=').chars().map(|c| DIGITS.find(c).unwrap());
    let bits: String = sixths.map(|sixth| format!("{sixth:06b}")).collect();
    let bytes = bits.as_bytes().chunks_exact(8).map(|byte| std::str::from_utf8(byte).unwrap());
    bytes.map(|byte| format!("{:02x}", u8::from_str_radix(byte, 2).unwrap())).collect()
}

#[test]
fn rclone_sends_to_storage_what_an_edit_changed_and_removes_what_is_gone() {
    if !is_installed("rclone") {
        return;
    }
    let book = Built::new();
    let server = Arc::new(Server::http("127.0.0.1:0").unwrap());
    let endpoint = format!("http://{}", server.server_addr());
    let storage = Arc::new(Mutex::new(Storage::default()));
    let serving = std::thread::spawn({
        let (server, storage) = (server.clone(), storage.clone());
        move || {
            for mut request in server.incoming_requests() {
                let answer = storage.lock().unwrap().answer(&mut request);
                let _ = request.respond(answer);
            }
        }
    });
    let environment = [
        ("RCLONE_CONFIG", "/dev/null"),
        ("RCLONE_CONFIG_STORE_TYPE", "s3"),
        ("RCLONE_CONFIG_STORE_PROVIDER", "Other"),
        ("RCLONE_CONFIG_STORE_ENDPOINT", &endpoint),
        ("RCLONE_CONFIG_STORE_ACCESS_KEY_ID", "somebody"),
        ("RCLONE_CONFIG_STORE_SECRET_ACCESS_KEY", "something"),
        ("RCLONE_CONFIG_STORE_NO_CHECK_BUCKET", "true"),
    ];
    let lines = recipe("rclone copy --checksum --exclude", "store:handbook");
    let asked = || {
        let mut storage = storage.lock().unwrap();
        (std::mem::take(&mut storage.sent), std::mem::take(&mut storage.removed))
    };
    let stored = || -> BTreeMap<String, Vec<u8>> {
        storage.lock().unwrap().objects.iter().map(|(key, object)| (key.clone(), object.bytes.clone())).collect()
    };
    run(&lines, book.0.path(), &environment);
    assert_eq!(stored(), files(&book.0.path().join("book")));
    asked();
    let changes = book.edit();
    // As on a machine that builds from nothing: all times are new.
    std::fs::remove_dir_all(book.0.path().join("book")).unwrap();
    book.build();
    run(&lines, book.0.path(), &environment);
    assert_eq!(asked(), changes);
    assert_eq!(stored(), files(&book.0.path().join("book")));
    server.unblock();
    serving.join().unwrap();
}
