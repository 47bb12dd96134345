//! What hosts and the people who look after security expect of a site beside its pages.

use rayon::prelude::*;

use crate::book::Book;
use crate::bytes::{hex, sha256};
use crate::config::Config;
use crate::site::{Bytes, Site};
use crate::{path, redirects};

/// What pages may do (Content Security Policy Level 3): nothing but what lies in the site, no
/// inline script or style. Pages carry it themselves, so it holds from `file://` too. `data:` is
/// for the icon, whose address would need a file at the root otherwise.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; media-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'";

/// Headers that a server should send with every file, beside the policy.
pub const HEADERS: [(&str, &str); 6] = [
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Output path of the headers, in the form that Netlify, Cloudflare Pages and others read.
const HEADERS_FILE: &str = "_headers";

/// Output path of `security.txt` (RFC 9116, section 3).
const SECURITY_TXT: &str = ".well-known/security.txt";

/// Output path of the sums, in the form of coreutils' `sha256sum`.
pub const SUMS: &str = "SHA256SUMS";

/// The policy of a book's pages: [`POLICY`], and the origin of a search engine where they ask one.
pub fn policy(engine: Option<&str>) -> String {
    match engine {
        Some(origin) => POLICY.replace("connect-src 'self'", &format!("connect-src 'self' {origin}")),
        None => POLICY.to_owned(),
    }
}

/// The policy as a header. Only there it can say who may frame a page.
pub fn policy_header(engine: Option<&str>) -> String {
    format!("{}; frame-ancestors 'none'", policy(engine))
}

/// Adds the headers, redirects and `security.txt` where the book has any, and the sums of all files that
/// are in the site by then.
pub fn add(site: &mut Site, book: &Book, config: &Config) {
    site.add(HEADERS_FILE, headers(config.search.origin()).into_bytes());
    if let Some(security) = &config.security {
        site.add(SECURITY_TXT, security.text().into_bytes());
    }
    let redirects = redirects::text(book, config.build.root());
    if !redirects.is_empty() {
        site.add(redirects::FILE, redirects.into_bytes());
    }
    let sums = sums(site);
    site.add(SUMS, sums.into_bytes());
}

fn headers(engine: Option<&str>) -> String {
    let policy = policy_header(engine);
    let all = [("Content-Security-Policy", policy.as_str())].into_iter().chain(HEADERS);
    all.fold("/*\n".to_owned(), |text, (name, value)| format!("{text}  {name}: {value}\n"))
}

fn sums(site: &Site) -> String {
    let files: Vec<(&str, &Bytes)> = site.iter().collect();
    let lines: Vec<String> =
        files.par_iter().map(|(path, bytes)| format!("{}  {path}\n", hex(bytes.sha256()))).collect();
    lines.concat()
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub fn sum(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// Reads the text of [`SUMS`]: sums by path.
///
/// # Errors
/// The first line that is not a sum, two spaces and a path inside the site.
pub fn parse_sums(text: &str) -> Result<Vec<(&str, &str)>, &str> {
    let parse = |line| {
        let (sum, path) = str::split_once(line, "  ").ok_or(line)?;
        let is_sum = sum.len() == 64 && sum.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_sum && path::is_inside(path) { Ok((path, sum)) } else { Err(line) }
    };
    text.lines().map(parse).collect()
}
