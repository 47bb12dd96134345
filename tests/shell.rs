//! What shells and `man` are given is read by them without a complaint, where they are installed.

use std::io::Write;
use std::process::{Command, Stdio};

use clap::CommandFactory;
use tebiki::cli::Cli;

fn tebiki(args: &[&str]) -> String {
    let ran = Command::new(env!("CARGO_BIN_EXE_tebiki")).args(args).output().unwrap();
    assert!(ran.status.success(), "{args:?}: {ran:?}");
    String::from_utf8(ran.stdout).unwrap()
}

/// Gives a program a text. Returns what it printed and what it complained of; nothing where it is not installed.
fn read_by(program: &str, args: &[&str], text: &str) -> Option<(String, String)> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        // The test program swallows what a passing test prints in the usual way.
        let _ = writeln!(std::io::stderr(), "\nSKIPPED: {program} is not installed\n");
        return None;
    };
    let mut input = child.stdin.take().unwrap();
    let text = text.to_owned();
    let written = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let ran = child.wait_with_output().unwrap();
    written.join().unwrap().unwrap();
    assert!(ran.status.success(), "{program}: {ran:?}");
    Some((String::from_utf8_lossy(&ran.stdout).into_owned(), String::from_utf8_lossy(&ran.stderr).into_owned()))
}

#[test]
fn bash_completes_commands_and_options() {
    let script = tebiki(&["completions", "bash"]);
    let ask = |words: &[&str]| {
        let asked = format!(
            "{script}\nCOMP_WORDS=({})\nCOMP_CWORD={}\n_tebiki tebiki \"{}\" \"{}\"\necho \"${{COMPREPLY[@]}}\"\n",
            words.join(" "),
            words.len() - 1,
            words[words.len() - 1],
            words[words.len() - 2],
        );
        read_by("bash", &["--norc", "-s"], &asked)
    };
    let Some((commands, complaints)) = ask(&["tebiki", "che"]) else { return };
    assert_eq!((commands.trim(), complaints.as_str()), ("check", ""));
    assert_eq!(ask(&["tebiki", "export", "--form"]).unwrap().0.trim(), "--format");
    assert_eq!(ask(&["tebiki", "export", "--format", "q"]).unwrap().0.trim(), "quickwit");
}

#[test]
fn every_shell_is_given_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = tebiki(&["completions", shell]);
        for command in Cli::command().get_subcommands() {
            assert!(script.contains(command.get_name()), "{shell}: {}", command.get_name());
        }
    }
}

#[test]
fn zsh_and_fish_read_their_scripts() {
    for (shell, args) in [("zsh", ["-n"]), ("fish", ["--no-execute"])] {
        if let Some((_, complaints)) = read_by(shell, &args, &tebiki(&["completions", shell])) {
            assert_eq!(complaints, "", "{shell}");
        }
    }
}

#[test]
fn the_pages_of_the_manual_are_read_without_a_warning() {
    let commands = Cli::command();
    let names = commands.get_subcommands().map(|command| vec!["man", command.get_name()]);
    for args in std::iter::once(vec!["man"]).chain(names) {
        let page = tebiki(&args);
        assert!(page.contains(".SH NAME") && page.contains(".SH SYNOPSIS"), "{args:?}");
        let Some((text, warnings)) = read_by("groff", &["-man", "-Tutf8", "-ww", "-k"], &page) else { return };
        assert_eq!(warnings, "", "{args:?}");
        assert!(text.contains("tebiki"), "{args:?}");
    }
    let page = tebiki(&["man", "build"]);
    assert!(page.contains("tebiki\\-build") && page.contains("deny\\-warnings"), "{page}");
}
