//! The recipes for web servers, run: Debian's nginx and Caddy serve a built book below a path.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::samples::{blocks, first_book};
use crate::texts::book;

/// A server that ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A book whose names need care, built; returns its folder.
fn built() -> tempfile::TempDir {
    let mut files = first_book();
    files.retain(|(path, _)| path != "../book.toml");
    let config = "[book]\nlanguage = \"en\"\n[build]\nbase-url = \"https://example.org/handbook/\"\n";
    files.push(("../book.toml".into(), config.into()));
    files.push(("手順/a b.md".into(), "# 100 %\n\n[[home]]\n".into()));
    let folder = book::write(&files);
    let built = Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("build").arg(folder.path()).output().unwrap();
    assert!(built.status.success(), "{built:?}");
    folder
}

fn recipe(language: &str) -> String {
    let page = blocks("docs/content/publishing/web-server.md");
    page.into_iter().find(|block| block.language == language).unwrap().text
}

/// A port that nobody uses.
fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Starts a server and waits until it answers; none where the program is not installed, which is
/// said on the terminal.
fn start(program: &str, args: &[&str], home: &Path, port: u16) -> Option<Server> {
    let child = Command::new(program).args(args).env("HOME", home).stderr(Stdio::null()).stdout(Stdio::null()).spawn();
    let Ok(child) = child else {
        // The test program swallows what a passing test prints in the usual way.
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: {program} is not installed, its recipe was not tried\n");
        return None;
    };
    let server = Server(child);
    let answers = (0..200).any(|_| {
        std::thread::sleep(Duration::from_millis(50));
        TcpStream::connect(("127.0.0.1", port)).is_ok()
    });
    assert!(answers, "{program} did not start");
    Some(server)
}

/// An answer of a server.
struct Answer {
    status: u16,
    headers: ureq::http::HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn get(address: &str, headers: &[(&str, &str)]) -> Answer {
    let config = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build();
    let mut request = ureq::Agent::new_with_config(config).get(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut response = request.call().unwrap();
    let body = response.body_mut().read_to_vec().unwrap();
    Answer { status: response.status().as_u16(), headers: response.headers().clone(), body }
}

/// Asks a server for the built book in a folder, below `/handbook/`.
fn assert_served(port: u16, site: &Path) {
    let root = format!("http://127.0.0.1:{port}/handbook");
    let moved = get(&root, &[]);
    assert_eq!(moved.status, 301);
    assert!(moved.header("location").ends_with("/handbook/"));
    for file in walkdir::WalkDir::new(site).into_iter().filter(|entry| entry.as_ref().unwrap().file_type().is_file()) {
        let file = file.unwrap().into_path();
        let path = tebiki::path::normal(file.strip_prefix(site).unwrap());
        let answer = get(&format!("{root}/{}", tebiki::path::encode(&path)), &[]);
        if path.starts_with('.') {
            assert_eq!(answer.status, 404, "{path} is nobody's business");
            continue;
        }
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.body, std::fs::read(&file).unwrap(), "{path}");
        assert_headers(&path, &answer);
    }
    let home = get(&format!("{root}/"), &[]);
    assert_eq!((home.status, &home.body), (200, &std::fs::read(site.join("index.html")).unwrap()));
    let again = get(&format!("{root}/"), &[("if-none-match", home.header("etag"))]);
    assert_eq!(again.status, 304);
    let small = get(&format!("{root}/"), &[("accept-encoding", "gzip")]);
    assert_eq!(small.status, 200);
    assert_missing(port, site);
}

fn assert_headers(path: &str, answer: &Answer) {
    let hashed = path.split('/').next_back().unwrap().split(['.', '-']).any(is_hash);
    let cached = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    assert_eq!(answer.header("cache-control"), cached, "{path}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
    let kind = answer.header("content-type");
    let expected = match path.rsplit('.').next().unwrap() {
        "html" => "text/html",
        "css" => "text/css",
        "js" => "javascript",
        _ => return,
    };
    assert!(kind.contains(expected), "{path} is {kind}");
    assert!(expected != "text/html" || kind.to_lowercase().contains("charset=utf-8"), "{path} is {kind}");
}

fn is_hash(part: &str) -> bool {
    part.len() >= 8 && part.chars().all(|c| c.is_ascii_hexdigit())
}

/// An address that does not exist shows the book's own page, whose links hold at any depth.
fn assert_missing(port: u16, site: &Path) {
    let missing = get(&format!("http://127.0.0.1:{port}/handbook/a/b/none.html"), &[]);
    assert_eq!(missing.status, 404);
    assert_eq!(missing.body, std::fs::read(site.join("404.html")).unwrap());
    let page = String::from_utf8(missing.body).unwrap();
    let style = page.split_once("rel=\"stylesheet\" href=\"").unwrap().1.split('"').next().unwrap();
    assert!(style.starts_with("/handbook/"), "{style}");
    assert_eq!(get(&format!("http://127.0.0.1:{port}{style}"), &[]).status, 200);
}

#[test]
fn nginx_serves_a_book_below_a_path() {
    let (book, port) = (built(), free_port());
    let (site, work) = (book.path().join("book"), book.path().join("nginx"));
    std::fs::create_dir(&work).unwrap();
    let recipe = recipe("nginx").replace("/srv/handbook", site.to_str().unwrap());
    let temporary: String =
        ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(|name| format!("{name}_temp_path t-{name};")).concat();
    // One process: a master that is killed leaves its workers behind.
    let config = format!(
        "daemon off; master_process off; user root; pid nginx.pid; error_log stderr; events {{}} http {{ include /etc/nginx/mime.types; access_log off; \
         {temporary} server {{ listen 127.0.0.1:{port};\n{recipe} }} }}"
    );
    std::fs::write(work.join("nginx.conf"), config).unwrap();
    let args = ["-e", "stderr", "-p", work.to_str().unwrap(), "-c", "nginx.conf"];
    if let Some(_server) = start("nginx", &args, &work, port) {
        assert_served(port, &site);
    }
}

#[test]
fn caddy_serves_a_book_below_a_path() {
    let (book, port) = (built(), free_port());
    let (site, work) = (book.path().join("book"), book.path().join("caddy"));
    std::fs::create_dir(&work).unwrap();
    let recipe = recipe("caddy").replace("/srv/handbook", site.to_str().unwrap());
    let recipe = recipe.replace("example.org {", &format!("http://127.0.0.1:{port} {{"));
    let config = work.join("Caddyfile");
    std::fs::write(&config, format!("{{\n\tadmin off\n\tauto_https off\n}}\n{recipe}")).unwrap();
    let args = ["run", "--adapter", "caddyfile", "--config", config.to_str().unwrap()];
    if let Some(_server) = start("caddy", &args, &work, port) {
        assert_served(port, &site);
    }
}
