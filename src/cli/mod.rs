//! The commands, one file each.

mod addresses;
mod analyze;
pub mod audit;
mod cases;
mod check;
pub mod config;
mod convert;
mod coverage;
mod database;
pub mod demo;
pub mod erase;
pub mod export;
mod frame;
pub mod import;
mod letters;
mod open;
mod registration;
pub mod release;
mod reserve;
mod sample;
mod serve;
mod survey_files;
mod trustee;
mod user;

use std::process::ExitCode;

use anyhow::Context;

/// What Minyi can be asked to do.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Build a throw-away demonstration of a simulated city and serve it
    Demo(demo::DemoArgs),
    /// Serve the forms and the results
    Serve(serve::ServeArgs),
    /// Read survey files and report every fault
    Check(check::CheckArgs),
    /// Turn a questionnaire into an XLSForm workbook (.xlsx), or back
    Convert(convert::ConvertArgs),
    /// Bring a plan with its questionnaires, frame and margins into the database
    Import(import::ImportArgs),
    /// Make the letters of a wave, with a code for each household: its invitation, a reminder or one fresh code
    Letters(letters::LettersArgs),
    /// List the replicates of households that a wave holds in reserve, and release the next one
    Reserve(reserve::ReserveArgs),
    /// Take in where the households of a wave live, for its letters, or list those without address
    Addresses(addresses::AddressesArgs),
    /// Write the list of cases for a field team, or take in what it has filled in
    Cases(cases::CasesArgs),
    /// Repeat the draw of a sample from frame, design and seed, and print it
    Sample(sample::SampleArgs),
    /// Read lists of communities and villages, bring them in as frames, print frames
    #[command(subcommand)]
    Frame(frame::FrameCommand),
    /// Read what a closed wave has sealed, all at once, and destroy its private key
    Open(open::OpenArgs),
    /// Make the key of a wave that trustees open, in shares, and check shares; offline
    #[command(subcommand)]
    Trustee(trustee::TrusteeCommand),
    /// Compute and release the results of a closed wave
    Release(release::ReleaseArgs),
    /// Print what the results of a wave must be computed by, as registered before its first answer
    Registration(registration::RegistrationArgs),
    /// Erase the answers of a plan that have been kept long enough; its releases stay
    Erase(erase::EraseArgs),
    /// Write a release as analysis documents with their microdata, to be asked again
    Export(export::ExportArgs),
    /// Answer an analysis document from its microdata
    Analyze(analyze::AnalyzeArgs),
    /// Add staff, list them, bar them from signing in
    #[command(subcommand)]
    User(user::UserCommand),
    /// Hold the audit log and the releases to what was written
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Judge the estimators on a city whose true answers are known
    #[command(subcommand)]
    Simulate(Simulation),
}

/// What can be simulated without a database.
#[derive(Debug, clap::Subcommand)]
pub enum Simulation {
    /// How often the intervals hold the truth and how often a verdict is wrong
    Coverage(coverage::CoverageArgs),
}

impl Command {
    /// Runs the command to its end.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Check(args) => check::run(&args),
            Self::Convert(args) => convert::run(&args).map(|()| ExitCode::SUCCESS),
            Self::Sample(args) => sample::run(&args).map(|()| ExitCode::SUCCESS),
            Self::Trustee(command) => trustee::run(command),
            Self::Demo(args) => in_runtime(demo::run(args)),
            Self::Serve(args) => in_runtime(serve::run(args)),
            Self::Import(args) => in_runtime(import::run(args)),
            Self::Letters(args) => in_runtime(letters::run(args)),
            Self::Reserve(args) => in_runtime(reserve::run(args)),
            Self::Addresses(args) => in_runtime_saying(addresses::run(args)),
            Self::Cases(args) => in_runtime(cases::run(args)),
            Self::Frame(command) => in_runtime_saying(frame::run(command)),
            Self::Open(args) => in_runtime(open::run(args)),
            Self::Release(args) => in_runtime(release::run(args)),
            Self::Registration(args) => in_runtime(registration::run(args)),
            Self::Erase(args) => in_runtime(erase::run(args)),
            Self::Export(args) => in_runtime(export::run(args)),
            Self::User(command) => in_runtime(user::run(command)),
            Self::Audit(command) => in_runtime_saying(audit::run(command)),
            Self::Analyze(args) => analyze::run(args).map(|()| ExitCode::SUCCESS),
            Self::Simulate(Simulation::Coverage(args)) => {
                coverage::run(&args).map(|()| ExitCode::SUCCESS)
            }
        }
    }
}

fn in_runtime(command: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<ExitCode> {
    in_runtime_saying(async { command.await.map(|()| ExitCode::SUCCESS) })
}

/// Runs a command that says by its code what it found.
fn in_runtime_saying(
    command: impl Future<Output = anyhow::Result<ExitCode>>,
) -> anyhow::Result<ExitCode> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the runtime could not be started")?
        .block_on(command)
}
