//! Addresses of the web that no longer answer.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use serde_json::Value;

use crate::book::{Book, Page};
use crate::diagnostic::{Diagnostic, Place};
use crate::external::{self, Answer};
use crate::parse::{LinkKind, Target};
use crate::say;

/// Time between two questions to one host.
const PAUSE: Duration = Duration::from_secs(1);

/// Asks all addresses of a book, and reports those that are dead or have moved. Answers are kept in
/// a folder.
///
/// # Errors
/// When the answers cannot be kept.
pub fn check(book: &Book, folder: &Path) -> Result<Vec<Diagnostic>> {
    let places = places(book);
    let addresses: Vec<&str> = places.keys().map(String::as_str).collect();
    let answers = external::ask(&addresses, folder, PAUSE)?;
    let reports = places.iter().flat_map(|(address, places)| {
        let answer = answers.get(address);
        places.iter().filter_map(move |place| report(address, answer?, place.clone()))
    });
    Ok(reports.collect())
}

fn report(address: &str, answer: &Answer, place: Place) -> Option<Diagnostic> {
    match answer {
        Answer::Fine => None,
        Answer::Moved(to) => {
            let message = say!("{address} has moved for good", address);
            Some(Diagnostic::warning("moved-address", place, message).hint(say!("it is now {to}", to)))
        }
        Answer::Dead(why) => {
            let message = say!("{address} does not answer: {why}", address, why);
            Some(
                Diagnostic::warning("dead-address", place, message).hint(say!("find where it is now, or take it away")),
            )
        }
    }
}

/// The addresses of a book and where they stand.
fn places(book: &Book) -> BTreeMap<String, Vec<Place>> {
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for page in &book.pages {
        for link in page.document.links.iter().filter(|link| link.kind == LinkKind::Text) {
            if let Target::External(address) = &link.target
                && is_web(address)
            {
                places.entry(address.clone()).or_default().push(page.document.place(link.range.clone()));
            }
        }
        for (key, value) in &page.document.front.data {
            in_value(page, value, &mut vec![key.clone()], &mut places);
        }
    }
    places
}

/// Collects the addresses in a value of the front matter.
fn in_value(page: &Page, value: &Value, pointer: &mut Vec<String>, places: &mut BTreeMap<String, Vec<Place>>) {
    let mut inside = |key: String, value: &Value| {
        pointer.push(key);
        in_value(page, value, pointer, places);
        pointer.pop();
    };
    match value {
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| inside(at.to_string(), value)),
        Value::Object(map) => map.iter().for_each(|(key, value)| inside(key.clone(), value)),
        Value::String(text) if is_web(text) => {
            places.entry(text.clone()).or_default().push(page.document.front_place(pointer));
        }
        _ => {}
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}
