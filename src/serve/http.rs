//! HTTP/1.1 (RFC 9112), as much of it as a preview needs: GET and HEAD, without bodies, and with
//! bounds on what a client may send and how long it may take.

use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Longest head of a request in bytes. Browsers send less than one kilobyte.
const HEAD: usize = 16 * 1024;

/// How long a client may take to send a head, to take a response, or to stay without asking.
const PATIENCE: Duration = Duration::from_secs(10);

/// The head of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// `GET`.
    pub method: String,
    /// Path and query as they were sent.
    pub target: String,
    /// The `Host` header; empty when there is none.
    pub host: String,
    /// Whether the client takes bodies in gzip (RFC 9110, 12.5.3).
    pub gzip: bool,
    /// Whether the client wants to ask again on this connection.
    pub stays: bool,
}

/// A response whose body is in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// Headers beside those of the connection.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What became of waiting for a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// One came.
    Request(Request),
    /// The client left, or stayed without asking.
    Nothing,
    /// What came is no request for us: the status that says why.
    Refused(u16),
}

/// Reads the next request. `rest` holds what was read beyond the last one.
pub fn read(stream: &mut TcpStream, rest: &mut Vec<u8>) -> Heard {
    let deadline = Instant::now() + PATIENCE;
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = rest.windows(4).position(|window| window == b"\r\n\r\n") {
            let head: Vec<u8> = rest.drain(..end + 4).collect();
            return parse(&head[..end]).map_or_else(Heard::Refused, Heard::Request);
        }
        if rest.len() > HEAD {
            return Heard::Refused(431);
        }
        let left = deadline.saturating_duration_since(Instant::now());
        let read = match left.is_zero() {
            true => Err(ErrorKind::TimedOut.into()),
            false => stream.set_read_timeout(Some(left)).and_then(|()| stream.read(&mut chunk)),
        };
        match read {
            Ok(0) => return Heard::Nothing,
            Ok(length) => rest.extend(&chunk[..length]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) if rest.is_empty() => return Heard::Nothing,
            Err(_) => return Heard::Refused(408),
        }
    }
}

/// Parses the head of a request.
///
/// # Errors
/// The status that says what is wrong with it.
pub fn parse(head: &[u8]) -> Result<Request, u16> {
    let head = std::str::from_utf8(head).map_err(|_| 400_u16)?;
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or("").split(' ');
    let (Some(method), Some(target), Some(version), None) = (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(400);
    };
    let is_token = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_token(method) || !is_token(target) || !target.starts_with('/') {
        return Err(400);
    }
    if !matches!(version, "HTTP/1.1" | "HTTP/1.0") {
        return Err(505);
    }
    let headers = lines.map(|line| line.split_once(':').ok_or(400)).collect::<Result<Vec<(&str, &str)>, u16>>()?;
    let values = |name: &str| -> Vec<&str> {
        headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).collect()
    };
    let hosts = values("host");
    if hosts.len() > 1 || headers.iter().any(|(name, _)| !is_token(name)) {
        return Err(400);
    }
    // A body would be taken for the next request.
    let has_body =
        !values("content-length").iter().all(|length| *length == "0") || !values("transfer-encoding").is_empty();
    let codings = values("accept-encoding").join(",").to_ascii_lowercase();
    let gzip =
        codings.split(',').any(|coding| coding.trim().strip_prefix("gzip").is_some_and(|rest| !is_refused(rest)));
    let leaves = values("connection").iter().any(|value| value.to_ascii_lowercase().contains("close"));
    Ok(Request {
        method: method.to_owned(),
        target: target.to_owned(),
        host: hosts.first().copied().unwrap_or("").to_owned(),
        gzip,
        stays: version == "HTTP/1.1" && !leaves && !has_body,
    })
}

/// Whether the weight behind a coding is zero.
fn is_refused(weight: &str) -> bool {
    weight.trim_start_matches([' ', ';']).strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0))
}

/// Sends a response.
///
/// # Errors
/// When the client left, or does not take it in time.
pub fn write(stream: &mut TcpStream, response: &Response, with_body: bool, stays: bool) -> io::Result<()> {
    let connection = if stays { "keep-alive" } else { "close" };
    let mut head = format!("HTTP/1.1 {} {}\r\n", response.status, reason(response.status));
    for (name, value) in &response.headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str(&format!("Content-Length: {}\r\nConnection: {connection}\r\n\r\n", response.body.len()));
    let mut bytes = head.into_bytes();
    if with_body {
        bytes.extend(&response.body);
    }
    send(stream, &bytes)
}

fn send(stream: &mut TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while !bytes.is_empty() {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        match stream.write(&bytes[..bytes.len().min(64 * 1024)]) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(length) => bytes = &bytes[length..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        421 => "Misdirected Request",
        431 => "Request Header Fields Too Large",
        505 => "HTTP Version Not Supported",
        _ => "",
    }
}
