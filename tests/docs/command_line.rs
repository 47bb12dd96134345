//! The page of the command line, from clap's definition.

use std::fmt::Write;

use clap::{Arg, Command, CommandFactory};
use tebiki::cli::Cli;

use super::rust::cell;

/// All commands in a table, then a section for each.
pub fn command_line() -> String {
    let command = Cli::command();
    let mut out = format!(
        "# Command line\n\n{}.\n\nThe exit status is 0 when all is well, 1 when the content has errors, 2 for wrong usage, a \
         wrong configuration or trouble with the machine. The [guide](../guide/index.md) shows the commands at work.\n\n| command | what it does |\n|---|---|\n",
        about(&command)
    );
    for sub in command.get_subcommands() {
        let _ = writeln!(out, "| [`{0}`](#{0}) | {1} |", sub.get_name(), cell(&about(sub)));
    }
    command.get_subcommands().for_each(|sub| subcommand(sub, &mut out));
    out
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default().trim_end_matches('.').replace('\n', " ")
}

/// A section about a command, with its arguments and options.
fn subcommand(command: &Command, out: &mut String) {
    let mut shown = command.clone().bin_name(format!("tebiki {}", command.get_name()));
    let usage = shown.render_usage().to_string();
    let _ = write!(
        out,
        "\n## `tebiki {0}` {{#{0}}}\n\n{1}.\n\n```text\n{2}\n```\n",
        command.get_name(),
        about(command),
        usage.trim_start_matches("Usage: ")
    );
    let arguments: Vec<&Arg> =
        command.get_arguments().filter(|arg| arg.get_id() != "help" && !arg.is_hide_set()).collect();
    if !arguments.is_empty() {
        out.push_str("\n| argument | meaning | default |\n|---|---|---|\n");
    }
    for arg in arguments {
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let defaults: Vec<String> =
            arg.get_default_values().iter().map(|value| format!("`{}`", value.display())).collect();
        let _ = writeln!(out, "| {} | {}{} | {} |", name(arg), cell(&help), values(arg), defaults.join(", "));
    }
}

/// An argument as it is typed.
fn name(arg: &Arg) -> String {
    let value = arg.get_value_names().unwrap_or_default().first().map(ToString::to_string).unwrap_or_default();
    let takes = arg.get_action().takes_values();
    let long = arg.get_long().map(|long| if takes { format!("`--{long} {value}`") } else { format!("`--{long}`") });
    let short = arg.get_short().map(|short| format!("`-{short}`"));
    let names: Vec<String> = short.into_iter().chain(long).collect();
    if names.is_empty() { format!("`{value}`") } else { names.join(", ") }
}

/// The values that an option takes, where they are a list.
fn values(arg: &Arg) -> String {
    let possible = arg.get_possible_values();
    if possible.is_empty() || !arg.get_action().takes_values() {
        return String::new();
    }
    let listed: Vec<String> = possible
        .iter()
        .map(|value| {
            format!("`{}` ({})", value.get_name(), value.get_help().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    format!(": {}", listed.join("; "))
}
