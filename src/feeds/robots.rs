//! `robots.txt` (RFC 9309).

/// Its output path. Crawlers read it at the root of a host only; below a path it says to people
/// what the host's own should.
pub const PATH: &str = "robots.txt";

/// Everything may be read, and where the list of pages is.
pub fn text(address: &str) -> String {
    format!("User-agent: *\nAllow: /\nSitemap: {}{}\n", crate::path::ascii(address), super::sitemap::PATH)
}
