//! `minyi simulate coverage`: how often the intervals hold the truth.

use std::io::Write;

use anyhow::Result;
use clap::Args;
use simulation::coverage::coverage;

/// Draws samples from a city whose true answers are known and reports, as a Markdown table, the
/// coverage of every interval method and how often a verdict is wrong.
#[derive(Debug, Args)]
pub struct CoverageArgs {
    /// Samples for each kind of response.
    #[arg(long, default_value_t = 10_000)]
    replicates: u32,
    /// Seed of the city and of the samples.
    #[arg(long, default_value_t = 20_260_101)]
    seed: u64,
}

/// Runs the command.
pub(super) fn run(args: &CoverageArgs) -> Result<()> {
    let report = coverage(args.replicates, args.seed);
    write!(std::io::stdout().lock(), "{report}")?;
    Ok(())
}
