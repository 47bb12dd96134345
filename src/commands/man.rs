//! `tebiki man`: pages of the manual.

use anyhow::{Result, anyhow};
use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::{Cli, ManArgs, Outcome, print};
use crate::diagnostic::nearest;

/// Prints the page of the program, or of one of its commands, in roff, made from the definition of the command
/// line.
///
/// # Errors
/// When there is no such command.
pub fn run(args: &ManArgs) -> Result<Outcome> {
    let program = Cli::command();
    let command = match &args.command {
        None => program,
        Some(name) => {
            let known = program.find_subcommand(name).cloned().ok_or_else(|| unknown(&program, name))?;
            known.bin_name(format!("tebiki {name}")).display_name(format!("tebiki-{name}"))
        }
    };
    let mut page = Vec::new();
    Man::new(command).render(&mut page)?;
    print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Fine)
}

fn unknown(program: &clap::Command, name: &str) -> anyhow::Error {
    match nearest(name, program.get_subcommands().map(clap::Command::get_name)) {
        Some(near) => anyhow!("there is no command `{name}`\nhelp: did you mean `{near}`?"),
        None => anyhow!("there is no command `{name}`\nhelp: `tebiki help` lists the commands"),
    }
}
