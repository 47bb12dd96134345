//! Words on the command line, and what becomes of them.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand, ValueEnum};

use crate::commands::{
    build, check, completions, explain, export, graph, init, man, new, schema, search, serve, verify,
};
use crate::locale;
use crate::message::Message;
use crate::trouble;

/// How a command ended, as its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Status 0.
    Fine,
    /// Problems in the content: status 1.
    Problems,
}

/// Status of problems in the content.
const PROBLEMS: u8 = 1;

/// Status of usage, configuration and the machine.
const TROUBLE: u8 = 2;

/// Turns a folder of markdown into a cross-linked handbook with full-text search that works from a
/// web server and straight from disk.
#[derive(Debug, Parser)]
#[command(name = "tebiki", version, about, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a book, or write the editor settings of one
    Init(InitArgs),
    /// Write a page with every field that its kind needs
    New(NewArgs),
    /// Build the book
    Build(BuildArgs),
    /// Build the book, serve it on this machine and follow changes
    Serve(ServeArgs),
    /// Check the content without writing anything
    Check(CheckArgs),
    /// Say what a code of `check` means, or list all codes
    Explain(ExplainArgs),
    /// Print which page links to which
    Graph(GraphArgs),
    /// Print the book for other programs and for search engines
    Export(ExportArgs),
    /// Search the book
    Search(SearchArgs),
    /// Compare a published site with what was built
    Verify(VerifyArgs),
    /// Print the JSON Schema of a kind of page
    Schema(SchemaArgs),
    /// Print what makes a shell complete commands and options
    Completions(CompletionsArgs),
    /// Print a page of the manual, in roff
    Man(ManArgs),
}

/// Arguments of `init`.
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    /// Folder of the book; files that are there stay as they are
    #[arg(default_value = ".")]
    pub dir: PathBuf,
}

/// Arguments of `new`.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// Kind of the page; `page` for a plain one
    pub kind: String,
    /// Name of the page's file, without `.md`; with `/`, its path from the content folder
    pub slug: String,
    /// Folder of the book
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub book: PathBuf,
}

/// Arguments of `build`.
#[derive(Debug, clap::Args)]
pub struct BuildArgs {
    /// Folder of the book, with its book.toml
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Folder to write the site to [default: `build.build-dir` of book.toml]
    #[arg(short, long, value_name = "DEST")]
    pub dest_dir: Option<PathBuf>,
    /// Write the site to a zip file too
    #[arg(long, value_name = "FILE")]
    pub archive: Option<PathBuf>,
    /// Fail when there are warnings
    #[arg(long)]
    pub deny_warnings: bool,
    /// Show where the time goes
    #[arg(long)]
    pub timings: bool,
    /// Run the programs that an mdBook names as its preprocessors
    #[arg(long)]
    pub run_preprocessors: bool,
    /// Compute everything; neither read nor write the results that are kept in `.tebiki`
    #[arg(long)]
    pub no_cache: bool,
    /// Write the addresses of all pages and headings to addresses.lock, which `check` keeps them by
    #[arg(long)]
    pub update_addresses: bool,
}

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Folder of the book
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Port; 0 takes a free one
    #[arg(short, long, default_value_t = 3000)]
    pub port: u16,
    /// Address to listen on; others than this machine can read the book if you change it
    #[arg(short = 'n', long, default_value = "127.0.0.1")]
    pub hostname: String,
    /// Open the book in a browser
    #[arg(short, long)]
    pub open: bool,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// Folder of the book
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// Fail when there are warnings
    #[arg(long)]
    pub deny_warnings: bool,
    /// How to print what was found
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// Write into the markdown files what is safe to mend
    #[arg(long)]
    pub fix: bool,
    /// Ask the web whether addresses still answer; answers are kept for a week
    #[arg(long)]
    pub external: bool,
}

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
pub struct ExplainArgs {
    /// Code, as `check` prints it; without it all codes are listed
    pub code: Option<String>,
}

/// Arguments of `graph`.
#[derive(Debug, clap::Args)]
pub struct GraphArgs {
    /// Folder of the book
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// How to print the graph
    #[arg(long, value_enum, default_value_t = GraphFormat::Dot)]
    pub format: GraphFormat,
}

/// Formats of `graph`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// The language of Graphviz
    Dot,
    /// One JSON object with nodes and edges
    Json,
}

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// Folder of the book
    #[arg(default_value = ".")]
    pub dir: PathBuf,
    /// For whom
    #[arg(long, value_enum)]
    pub format: ExportFormat,
    /// Print the definition of the engine's index, not the documents that go into it
    #[arg(long)]
    pub definition: bool,
}

/// Formats of `export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// One JSON object: pages, sections, relations and glossary
    Json,
    /// Lines for OpenSearch's `_bulk`, a document for each section
    Opensearch,
    /// Lines for Quickwit's `ingest`, a document for each section
    Quickwit,
}

/// Formats of `check`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// Annotations of GitHub workflows
    Github,
}

/// Arguments of `search`.
#[derive(Debug, clap::Args)]
pub struct SearchArgs {
    /// Folder of the book
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub book: PathBuf,
    /// Most results to print
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// How to print the results
    #[arg(long, value_enum, default_value_t = SearchFormat::Human)]
    pub format: SearchFormat,
    /// Read queries from standard input, one a line, and print a JSON array for each, one a line
    #[arg(long, conflicts_with_all = ["format", "query"])]
    pub each_line: bool,
    /// What to search: words, "phrases", -excluded, kind:NAME, tag:NAME, audience:NAME
    #[arg(required_unless_present = "each_line", allow_hyphen_values = true)]
    pub query: Vec<String>,
}

/// Formats of `search`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SearchFormat {
    /// For people
    Human,
    /// One JSON array
    Json,
}

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// Folder of the site
    pub dir: PathBuf,
    /// Sums to compare with, kept where nobody can change them [default: SHA256SUMS of the site]
    #[arg(long, value_name = "FILE")]
    pub sums: Option<PathBuf>,
}

/// Arguments of `schema`.
#[derive(Debug, clap::Args)]
pub struct SchemaArgs {
    /// Name of the kind; without it the names of all kinds are printed
    pub kind: Option<String>,
    /// Folder of the book
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub book: PathBuf,
}

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
pub struct CompletionsArgs {
    /// Shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct ManArgs {
    /// Command; without it the page is the program's
    pub command: Option<String>,
}

/// Runs the program and returns its exit status: 0 fine, 1 problems in the content, 2 usage,
/// configuration or the machine.
pub fn run() -> u8 {
    let result = match Cli::parse().command {
        Command::Init(args) => init::run(&args),
        Command::New(args) => new::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Check(args) => check::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Graph(args) => graph::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Search(args) => search::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Completions(args) => completions::run(&args),
        Command::Man(args) => man::run(&args),
    };
    match result {
        Ok(Outcome::Fine) => 0,
        Ok(Outcome::Problems) => PROBLEMS,
        Err(error) if is_closed_pipe(&error) => 0,
        Err(error) => {
            // Nothing can be told about an error on the way to tell an error.
            let _ = std::io::stderr().write_all(line(&trouble::report(&error)).as_bytes());
            TROUBLE
        }
    }
}

/// Whether the reader of our output left, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

/// A message as a line for the person at the terminal.
pub fn line(message: &Message) -> String {
    message.to(locale::of_environment()) + "\n"
}

/// Prints to standard output.
///
/// # Errors
/// When it cannot be written, for example because the reader left.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Prints to standard error.
///
/// # Errors
/// When it cannot be written.
pub fn tell(text: &str) -> Result<()> {
    Ok(std::io::stderr().lock().write_all(text.as_bytes())?)
}
