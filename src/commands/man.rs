//! `tebiki man`: pages of the manual.

use anyhow::Result;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::{Cli, ManArgs, Outcome, print};
use crate::diagnostic::did_you_mean;
use crate::{say, trouble};

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
    let known = program.get_subcommands().map(clap::Command::get_name);
    trouble!("there is no command `{name}`", name; did_you_mean(name, known, say!("`tebiki help` lists the commands")))
        .into()
}
