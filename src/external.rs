//! The only part that asks the web: whether addresses answer (`check --external`).
//!
//! It is polite: one question at a time for each host with a pause between two, few hosts at once,
//! HEAD before GET, and answers are kept for a week in a file.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::say;
use crate::trouble::Saying;
use anyhow::Result;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use ureq::Agent;
use ureq::http::{Response, StatusCode, header};

/// File in the cache folder.
pub const CACHE: &str = "addresses.json";
/// How long a good answer is kept, in seconds.
const KEPT: u64 = 7 * 86_400;
/// How long a bad answer is kept: a server that is down is up again soon.
const KEPT_BAD: u64 = 3_600;
/// Hosts that are asked at the same time.
const HOSTS: usize = 4;

/// What became of an address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// It answers, or refuses in a way that says that it is there.
    Fine,
    /// It has moved for good.
    Moved(String),
    /// It does not answer; why.
    Dead(String),
}

/// An answer and when it was given, in seconds since 1970.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    at: u64,
    answer: Answer,
}

/// Asks addresses, but those whose answer is kept in the folder.
///
/// # Errors
/// When the answers cannot be kept.
pub fn ask(addresses: &[&str], folder: &Path, pause: Duration) -> Result<BTreeMap<String, Answer>> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let mut kept = read(&folder.join(CACHE));
    kept.retain(|_, kept| now.saturating_sub(kept.at) < if kept.answer == Answer::Fine { KEPT } else { KEPT_BAD });
    let unknown: Vec<&str> = addresses.iter().copied().filter(|address| !kept.contains_key(*address)).collect();
    for (address, answer) in ask_all(&unknown, pause)? {
        kept.insert(address, Kept { at: now, answer });
    }
    write(folder, &kept)?;
    let wanted =
        addresses.iter().filter_map(|address| Some(((*address).to_owned(), kept.get(*address)?.answer.clone())));
    Ok(wanted.collect())
}

/// Reads the kept answers; a file that is not ours counts as empty and is written anew.
fn read(file: &Path) -> BTreeMap<String, Kept> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

fn write(folder: &Path, kept: &BTreeMap<String, Kept>) -> Result<()> {
    let write = || {
        std::fs::create_dir_all(folder)?;
        std::fs::write(folder.join(CACHE), format!("{:#}\n", serde_json::json!(kept)))
    };
    write().saying(|| say!("cannot keep answers in {folder}", folder))
}

/// Asks every address, host by host.
fn ask_all(addresses: &[&str], pause: Duration) -> Result<Vec<(String, Answer)>> {
    let mut hosts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        hosts.entry(host(address)).or_default().push(address);
    }
    let hosts: Vec<Vec<&str>> = hosts.into_values().collect();
    let agent = agent();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(HOSTS).build()?;
    Ok(pool.install(|| hosts.par_iter().flat_map_iter(|addresses| ask_host(&agent, addresses, pause)).collect()))
}

/// The part of an address between `//` and the next `/`.
fn host(address: &str) -> &str {
    address.split("//").nth(1).unwrap_or(address).split(['/', '?', '#']).next().unwrap_or("")
}

fn agent() -> Agent {
    let config = Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(20)))
        .http_status_as_error(false)
        .max_redirects(0)
        .user_agent(concat!("tebiki/", env!("CARGO_PKG_VERSION"), " (link check)"));
    config.build().into()
}

fn ask_host(agent: &Agent, addresses: &[&str], pause: Duration) -> Vec<(String, Answer)> {
    let mut answers = Vec::new();
    for (at, address) in addresses.iter().enumerate() {
        if at > 0 {
            std::thread::sleep(pause);
        }
        answers.push(((*address).to_owned(), ask_one(agent, address)));
    }
    answers
}

/// Asks with HEAD, and with GET where the server does not like HEAD.
fn ask_one(agent: &Agent, address: &str) -> Answer {
    let address = address.split('#').next().unwrap_or(address);
    match agent.head(address).call() {
        Ok(response) if response.status().is_client_error() || response.status().is_server_error() => {
            agent.get(address).call().map_or_else(dead, |response| answer(&response))
        }
        Ok(response) => answer(&response),
        Err(error) => dead(error),
    }
}

fn dead(error: ureq::Error) -> Answer {
    Answer::Dead(error.to_string())
}

/// Reads a status. Servers that want a log-in, or no robots, are there.
fn answer<B>(response: &Response<B>) -> Answer {
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    match response.status() {
        StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT => {
            location.map_or(Answer::Fine, |location| Answer::Moved(location.to_owned()))
        }
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::TOO_MANY_REQUESTS => Answer::Fine,
        status if status.is_client_error() || status.is_server_error() => Answer::Dead(format!("status {status}")),
        _ => Answer::Fine,
    }
}
