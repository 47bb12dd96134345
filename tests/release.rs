//! The release recipe cannot be run here. Its parts can: what it names exists, and what packages hold is made.

use std::process::Command;

use serde_json::Value;

use crate::docs::{here, text};

fn workflow() -> Value {
    serde_yaml::from_str(&text(".github/workflows/release.yml")).unwrap()
}

#[test]
fn a_release_is_for_three_systems_small_and_with_sums() {
    let workflow = workflow();
    let build = &workflow["jobs"]["build"];
    let targets: Vec<&str> = build["strategy"]["matrix"]["include"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["target"].as_str().unwrap())
        .collect();
    for system in ["linux", "apple-darwin", "windows"] {
        assert!(targets.iter().any(|target| target.contains(system)), "{system}");
    }
    let commands = |job: &Value| -> String {
        job["steps"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|step| step["run"].as_str())
            .map(|run| format!("{run}\n"))
            .collect()
    };
    let (made, published) = (commands(build), commands(&workflow["jobs"]["publish"]));
    assert!(made.contains("-lt 25000000") && made.contains("packaging/extras") && made.contains("cargo deb"));
    assert!(made.contains("cargo cyclonedx") && made.contains("\"out/tebiki-$GITHUB_REF_NAME-$TARGET.cdx.json\""));
    assert!(published.contains("sha256sum -- * > SHA256SUMS"));
}

/// The files that the Debian package takes are there, or are made by `packaging/extras`.
#[cfg(unix)]
#[test]
fn the_package_holds_a_manual_and_completions() {
    let made = tempfile::tempdir().unwrap();
    let extras = Command::new(here("packaging/extras")).arg(env!("CARGO_BIN_EXE_tebiki")).arg(made.path()).output();
    let extras = extras.unwrap();
    assert!(extras.status.success(), "{extras:?}");
    let pages = std::fs::read_dir(made.path().join("man")).unwrap().count();
    assert_eq!(pages, 1 + <tebiki::cli::Cli as clap::CommandFactory>::command().get_subcommands().count());
    let manifest: toml::Table = toml::from_str(&text("Cargo.toml")).unwrap();
    let assets = manifest["package"]["metadata"]["deb"]["assets"].as_array().unwrap();
    for source in assets.iter().map(|asset| asset[0].as_str().unwrap()) {
        match source.strip_prefix("target/extras/") {
            Some("man/*.1.gz") => {}
            Some(extra) => assert!(made.path().join(extra).is_file(), "{extra}"),
            None => assert!(source == "target/release/tebiki" || here(source).is_file(), "{source}"),
        }
    }
}
