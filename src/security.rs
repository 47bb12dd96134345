//! `[security]` of `book.toml`: how to report a weakness, published as `security.txt` (RFC 9116).

use std::fmt::Write;

use serde::{Deserialize, Serialize};

/// What `security.txt` says. The two fields that the RFC requires are required here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Security {
    /// Where to report, in the order of preference.
    contact: Contacts,
    /// When this stops being true. It is given and not computed, so that equal books give equal
    /// bytes; the RFC advises less than a year from now.
    expires: Timestamp,
    /// Keys to write with.
    #[serde(default)]
    encryption: Vec<Address>,
    /// Where reporters are thanked.
    #[serde(default)]
    acknowledgments: Vec<Address>,
    /// Language tags (BCP 47) that reports may be written in.
    #[serde(default)]
    preferred_languages: Vec<Language>,
    /// Where this file is published.
    #[serde(default)]
    canonical: Vec<Address>,
    /// The policy for reports.
    #[serde(default)]
    policy: Vec<Address>,
    /// Open posts.
    #[serde(default)]
    hiring: Vec<Address>,
}

impl Security {
    /// The text of the file.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let mut lines = |name: &str, addresses: &[Address]| {
            for address in addresses {
                let _ = writeln!(out, "{name}: {}", address.0);
            }
        };
        lines("Contact", &self.contact.0);
        lines("Encryption", &self.encryption);
        lines("Acknowledgments", &self.acknowledgments);
        lines("Canonical", &self.canonical);
        lines("Policy", &self.policy);
        lines("Hiring", &self.hiring);
        let languages: Vec<&str> = self.preferred_languages.iter().map(|language| language.0.as_str()).collect();
        if !languages.is_empty() {
            let _ = writeln!(out, "Preferred-Languages: {}", languages.join(", "));
        }
        let _ = writeln!(out, "Expires: {}", self.expires.0);
        out
    }
}

/// Addresses, at least one (RFC 9116, 2.5.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Address>")]
struct Contacts(Vec<Address>);

impl TryFrom<Vec<Address>> for Contacts {
    type Error = &'static str;

    fn try_from(addresses: Vec<Address>) -> Result<Contacts, Self::Error> {
        if addresses.is_empty() { Err("at least one contact is needed") } else { Ok(Contacts(addresses)) }
    }
}

/// `https:`, `mailto:`, `tel:` and so on; never `http:` (RFC 9116, 2.5).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String")]
struct Address(String);

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Address, Self::Error> {
        let known = ["https://", "mailto:", "tel:", "openpgp4fpr:", "dns:"];
        let is_whole = |start: &str| text.strip_prefix(start).is_some_and(|rest| !rest.is_empty());
        if known.into_iter().any(is_whole) && text.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Address(text))
        } else {
            Err("an address starts with `https://`, `mailto:`, `tel:`, `openpgp4fpr:` or `dns:` and holds no spaces")
        }
    }
}

/// A language tag, by its form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String")]
struct Language(String);

impl TryFrom<String> for Language {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Language, Self::Error> {
        let is_part = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if text.split('-').all(is_part) {
            Ok(Language(text))
        } else {
            Err("a language is a tag such as `ja` or `en-GB`")
        }
    }
}

/// A date and time of RFC 3339.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "String")]
struct Timestamp(String);

impl TryFrom<String> for Timestamp {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Timestamp, Self::Error> {
        match text.parse::<toml::value::Datetime>() {
            Ok(time) if time.date.is_some() && time.time.is_some() && time.offset.is_some() => Ok(Timestamp(text)),
            _ => Err("`expires` is a date and time in quotes, such as \"2027-03-31T00:00:00Z\""),
        }
    }
}
