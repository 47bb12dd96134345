//! The preview server against strangers: other hosts, paths that lead out, heads without end, slow
//! clients, and many at once.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tebiki::path;

use crate::properties;
use crate::texts::book;

/// The server in a process of its own, for a book of two pages.
struct Server {
    child: Child,
    address: SocketAddr,
    book: tempfile::TempDir,
}

impl Server {
    fn start() -> Server {
        let book =
            book::write(&[("index.md".into(), "# 入口\n\n[[a]]\n".into()), ("sub/a.md".into(), "# 甲\n".into())]);
        std::fs::write(book.path().join("content/.secret"), "秘密").unwrap();
        std::fs::write(book.path().join("content/file.bin"), vec![7; 3_000_000]).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_tebiki"));
        command.args(["serve", "-p", "0"]).arg(book.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').parse().unwrap();
        Server { child, address, book }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends bytes and returns everything that comes back.
    fn send(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect();
        // The server may answer and leave before it has read everything.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, target: &str) -> String {
        self.send(format!("GET {target} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).as_bytes())
    }

    /// Bytes of memory that the process holds, and how many threads it has.
    #[cfg(target_os = "linux")]
    fn size(&self) -> (usize, usize) {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let number = |name: &str| -> usize {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            line.split_whitespace().next().unwrap().parse().unwrap()
        };
        (number("VmRSS:") * 1024, number("Threads:"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or("nothing")
}

#[test]
fn files_are_served_with_the_security_headers_and_nothing_else_is() {
    let server = Server::start();
    assert!(server.address.ip().is_loopback());
    let page = server.get("/");
    assert_eq!(status(&page), "200");
    for header in [
        "Content-Security-Policy: default-src 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: no-referrer",
    ] {
        assert!(page.contains(&format!("\r\n{header}")), "{header}");
    }
    assert_eq!(status(&server.get("/sub/a.html?query")), "200");
    let length = server.get("/file.bin").len();
    assert!(length > 3_000_000, "{length}");
    for outside in [
        "/sub",
        "/sub/",
        "/assets/",
        "/.secret",
        "/../Cargo.toml",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..\\..\\etc\\passwd",
        "/..%5c..%5cetc%5cpasswd",
        "//etc/passwd",
        "/sub/../../../etc/passwd",
        "/index.html%00.txt",
        "/%00",
        "/%ff%fe",
        "/%",
        "/%zz",
        "/index.html/",
        "/file:///etc/passwd",
        "/proc/self/environ",
    ] {
        let answer = server.get(outside);
        assert_eq!(status(&answer), "404", "{outside}");
        assert!(!answer.contains("root:") && !answer.contains("秘密"), "{outside}");
    }
}

/// Names that are there and names that are not, and spellings of `..`, `/` and NUL that a server may fall for; the
/// first is empty.
const PARTS: &str = " . .. %2e%2e %2E. ..%5c ..%2f %252e%252e %c0%ae%c0%ae ..\\ %00 % index.html index%2Ehtml sub \
    a.html sub%2fa.html 404.html .secret content book.toml index.md etc passwd index.html%00.md";

/// Ways through the site and out of it.
fn target() -> impl Strategy<Value = String> {
    let known = proptest::sample::select(PARTS.split(' ').collect::<Vec<_>>()).prop_map(str::to_owned);
    let part = prop_oneof![4 => known, 1 => "[!-\\[\\]-~]{1,6}"];
    (vec(part, 1..6), proptest::option::of("\\?[a-z=.%/]{0,5}"))
        .prop_map(|(parts, query)| format!("/{}{}", parts.join("/"), query.unwrap_or_default()))
}

#[test]
fn any_path_gives_a_file_of_the_site_or_is_refused() {
    let server = Server::start();
    let site = tempfile::tempdir().unwrap();
    let mut build = Command::new(env!("CARGO_BIN_EXE_tebiki"));
    let built = build.arg("build").arg(server.book.path()).arg("-d").arg(site.path()).output().unwrap();
    assert!(built.status.success(), "{built:?}");
    let is_file = |target: &str| {
        let (address, _) = target.split_once('?').unwrap_or((target, ""));
        let path = path::decode(address.trim_start_matches('/'));
        let path = if path.is_empty() || path.ends_with('/') { path + "index.html" } else { path };
        path::is_inside(&path) && site.path().join(path).is_file()
    };
    let (found, missed) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let answers = TestRunner::new(properties::inputs(1500)).run(&target(), |target| {
        let answer = server.get(&target);
        let (expected, count) = if is_file(&target) { ("200", &found) } else { ("404", &missed) };
        count.fetch_add(1, Ordering::Relaxed);
        prop_assert_eq!(status(&answer), expected);
        prop_assert!(!answer.contains("秘密") && !answer.contains("root:"));
        Ok(())
    });
    answers.unwrap();
    assert!(found.into_inner() > 50 && missed.into_inner() > 50);
}

#[test]
fn a_stranger_who_asks_wrongly_is_refused() {
    let server = Server::start();
    let host = format!("Host: {}\r\n", server.address);
    for (request, expected) in [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), "421"),
        ("GET / HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n".to_owned(), "421"),
        ("GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(), "421"),
        (format!("GET / HTTP/1.1\r\n{host}Host: evil.example\r\n\r\n"), "400"),
        (format!("POST / HTTP/1.1\r\n{host}Content-Length: 3\r\n\r\nabc"), "405"),
        (format!("DELETE /index.html HTTP/1.0\r\n{host}\r\n"), "405"),
        (format!("GET http://evil.example/ HTTP/1.1\r\n{host}\r\n"), "400"),
        (format!("GET /a b HTTP/1.1\r\n{host}\r\n"), "400"),
        (format!("GET / HTTP/2.0\r\n{host}\r\n"), "505"),
        (format!("GET /\r\n{host}\r\n"), "400"),
        ("\r\n\r\n".to_owned(), "400"),
        ("GET / HTTP/1.1\r\nno header\r\n\r\n".to_owned(), "400"),
        (format!("GET /{} HTTP/1.1\r\n{host}\r\n", "x".repeat(30_000)), "431"),
        (format!("GET / HTTP/1.1\r\n{}", "a: b\r\n".repeat(10_000)), "431"),
        (format!("GET / HTTP/1.0\r\n{host}\r\n"), "200"),
        ("GET / HTTP/1.0\r\nHost: LOCALHOST:1\r\n\r\n".to_owned(), "200"),
        ("GET / HTTP/1.0\r\nHost: [::1]:1\r\n\r\n".to_owned(), "200"),
    ] {
        let answer = server.send(request.as_bytes());
        // A client that still sends when it is refused may lose the answer with the connection.
        let lost = expected == "431" && answer.is_empty();
        assert!(status(&answer) == expected || lost, "{:.80}: {:.80}", request, answer);
    }
    assert_eq!(status(&server.get("/")), "200");
}

#[test]
fn a_connection_may_be_used_again_and_a_head_has_no_body() {
    let server = Server::start();
    let request = |method: &str, end: &str| format!("{method} /index.html HTTP/1.1\r\nHost: localhost\r\n{end}\r\n");
    let answer = server.send([request("HEAD", ""), request("GET", "Connection: close\r\n")].concat().as_bytes());
    assert_eq!(answer.matches("HTTP/1.1 200 OK").count(), 2);
    assert_eq!(answer.matches("</html>").count(), 1);
}

#[test]
fn slow_clients_hold_up_nobody_and_are_sent_away() {
    let server = Server::start();
    let started = Instant::now();
    let mut slow: Vec<TcpStream> = (0..200).map(|_| server.connect()).collect();
    for stream in &mut slow {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
    }
    assert_eq!(status(&server.get("/")), "200");
    let mut answer = String::new();
    slow[0].read_to_string(&mut answer).unwrap();
    assert_eq!(status(&answer), "408");
    assert!(started.elapsed() > Duration::from_secs(5), "it was sent away at once");
}

#[test]
#[cfg(target_os = "linux")]
fn five_hundred_connections_and_twenty_thousand_requests_are_answered_without_growth() {
    let server = Server::start();
    let answered = AtomicUsize::new(0);
    let round = |requests: usize| {
        std::thread::scope(|scope| {
            for _ in 0..500 {
                scope.spawn(|| {
                    let mut stream = server.connect();
                    for _ in 0..requests {
                        stream.write_all(b"GET /404.html HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
                        answered.fetch_add(usize::from(reads_one(&mut stream)), Ordering::Relaxed);
                    }
                });
            }
        });
    };
    round(4);
    let (before, _) = server.size();
    round(36);
    assert_eq!(answered.load(Ordering::Relaxed), 20_000);
    let (after, threads) = server.size();
    assert!(after < before + 64 * 1024 * 1024, "{before} bytes before, {after} after");
    assert!(threads < 600, "{threads} threads");
    assert_eq!(status(&server.get("/")), "200");
}

/// Reads one answer, by the length that it names. Whether it was whole and right.
#[cfg(target_os = "linux")]
fn reads_one(stream: &mut TcpStream) -> bool {
    let mut read = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        let Ok(length) = stream.read(&mut chunk) else { return false };
        read.extend(&chunk[..length]);
        let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") else {
            if length == 0 {
                return false;
            }
            continue;
        };
        let head = String::from_utf8_lossy(&read[..end]).into_owned();
        let body =
            head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).and_then(|n| n.parse::<usize>().ok());
        if body.is_some_and(|body| read.len() == end + 4 + body) {
            return head.starts_with("HTTP/1.1 200 OK");
        }
        if length == 0 {
            return false;
        }
    }
}
