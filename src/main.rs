//! The command line: parse arguments, start tracing, call one command.

use std::process::ExitCode;

use clap::Parser;
use minyi::cli::Command;
use rustix::fs::Mode;
use rustix::process::umask;
use tracing_subscriber::EnvFilter;

/// A citizen satisfaction survey platform: from a plan and its questionnaires to a published rate
#[derive(Debug, Parser)]
#[command(name = "minyi", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// What to log, as in `info` or `minyi=debug`
    #[arg(
        long,
        global = true,
        env = "MINYI_LOG",
        default_value = "warn,minyi=info"
    )]
    log: String,
}

fn main() -> ExitCode {
    // Whatever the program writes is for its owner alone: databases, keys, exports.
    umask(Mode::RWXG | Mode::RWXO);
    let arguments = Arguments::parse();
    let filter = EnvFilter::try_new(&arguments.log).unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    match arguments.command.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("minyi: {error:#}");
            ExitCode::FAILURE
        }
    }
}
