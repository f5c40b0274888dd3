//! `minyi trustee`: keys whose private half is in the hands of trustees. Needs no database and no network.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use rand::CryptoRng;
use zeroize::Zeroizing;

use crate::cli::config::{self, LanguageArgs};
use fieldwork::trustees::{SharesFault, key_of, split};
use fieldwork::{EntrustedKey, OpeningKey, Share, Trustees};
use messages::{Locale, text};
use web::shares;

/// What can be done about trustees.
#[derive(Debug, Subcommand)]
pub enum TrusteeCommand {
    /// Draw a key, give its private half to trustees in shares, and print its public half
    New(NewArgs),
    /// Say whether shares belong to one key, and suffice to open what was sealed to it
    Check(CheckArgs),
}

/// How many trustees there are to be.
#[derive(Debug, Args)]
pub struct NewArgs {
    /// How many trustees hold a share: 20 at most
    #[arg(long)]
    shares: u8,
    /// How many of them are needed to open: 2 at least
    #[arg(long)]
    needed: u8,
    /// Write a file for each trustee into this folder, as in share-1-of-5.txt; without it all shares are printed
    #[arg(long, value_name = "FOLDER")]
    into: Option<PathBuf>,
    #[command(flatten)]
    language: LanguageArgs,
}

/// Which shares to look at.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Files with one share each
    #[arg(required = true, value_name = "SHARE")]
    shares: Vec<PathBuf>,
    #[command(flatten)]
    language: LanguageArgs,
}

pub(super) fn run(command: TrusteeCommand) -> anyhow::Result<ExitCode> {
    match command {
        TrusteeCommand::New(args) => new(&args).map(|()| ExitCode::SUCCESS),
        TrusteeCommand::Check(args) => check(&args),
    }
}

fn new(args: &NewArgs) -> anyhow::Result<()> {
    let trustees = Trustees::new(args.needed, args.shares)?;
    let (entrusted, shares) = draw(trustees, &mut config::system_randomness()?);
    let locale = args.language.locale();
    let mut out = io::stdout().lock();
    match &args.into {
        Some(folder) => {
            for share in &shares {
                write_file(folder, share)?;
            }
            writeln!(out, "{}", locale.t(text::TRUSTEE_SHARES_WRITTEN))?;
        }
        None => {
            for share in &shares {
                write_share(&mut out, share)?;
                writeln!(out, "\n----\n")?;
            }
        }
    }
    let key = entrusted.key.short();
    writeln!(out, "{}", locale.t(text::TrusteePublicKey { key }))?;
    writeln!(out, "{entrusted}")?;
    Ok(())
}

/// A new key and the shares of its private half, which is gone when this returns.
fn draw(trustees: Trustees, rng: &mut impl CryptoRng) -> (EntrustedKey, Vec<Share>) {
    let private = OpeningKey::draw(rng);
    let key = private.sealing_key();
    (
        EntrustedKey { trustees, key },
        split(&private, trustees, rng),
    )
}

fn write_file(folder: &Path, share: &Share) -> anyhow::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .with_context(|| folder.display().to_string())?;
    let name = format!(
        "share-{}-of-{}.txt",
        share.number(),
        share.trustees().shares()
    );
    let path = folder.join(name);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(&path);
    let mut file = file.with_context(|| path.display().to_string())?;
    write_share(&mut file, share)?;
    file.sync_all()?;
    Ok(())
}

/// The share with what its trustee has to know, in both languages.
fn write_share(out: &mut impl Write, share: &Share) -> io::Result<()> {
    let trustees = share.trustees();
    let spare = trustees.shares() - trustees.needed();
    for locale in Locale::ALL {
        let what = text::ShareFile {
            number: share.number().to_string(),
            shares: trustees.shares().to_string(),
            needed: trustees.needed().to_string(),
            key: share.key(),
        };
        let loss = text::WaveSharesLoss {
            spare: usize::from(spare),
            shares: trustees.shares().to_string(),
        };
        writeln!(out, "{}", locale.t(what))?;
        writeln!(out, "{}", locale.t(text::SHARE_FILE_KEEP))?;
        writeln!(out, "{}", locale.t(loss))?;
        writeln!(out, "{}\n", locale.t(text::SHARE_FILE_USE))?;
    }
    writeln!(out, "{}", *share.to_line())
}

fn check(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let locale = args.language.locale();
    let typed = read_files(&args.shares)?;
    let typed: Vec<&str> = typed.iter().map(|text| text.as_str()).collect();
    let read = shares::read(&typed);
    let (places, shares) = read.map_err(|faults| refusal(&faults, &args.shares, locale))?;
    let Some(first) = shares.first() else {
        bail!(locale.t(text::SHARE_FAULT_MISSING));
    };
    let trustees = first.trustees();
    let given: Vec<String> = shares.iter().map(|it| it.number().to_string()).collect();
    let of = text::TrusteeSharesOf {
        key: first.key(),
        needed: trustees.needed().to_string(),
        shares: trustees.shares().to_string(),
        given: given.join(", "),
    };
    let needed = usize::from(trustees.needed());
    let mut out = io::stdout().lock();
    match key_of(&shares) {
        Ok(entrusted) => {
            writeln!(out, "{}", locale.t(of))?;
            writeln!(out, "{}", locale.t(text::TRUSTEE_SHARES_SUFFICE))?;
            writeln!(out, "{entrusted}")?;
            Ok(ExitCode::SUCCESS)
        }
        Err(SharesFault::TooFew) => {
            let count = needed - shares.len();
            writeln!(out, "{}", locale.t(of))?;
            writeln!(out, "{}", locale.t(text::TrusteeSharesLack { count }))?;
            Ok(ExitCode::FAILURE)
        }
        Err(fault) => Err(refusal(
            &[shares::explain(fault, &places)],
            &args.shares,
            locale,
        )),
    }
}

fn read_files(files: &[PathBuf]) -> anyhow::Result<Vec<Zeroizing<String>>> {
    let read = files.iter().map(|file| {
        let text = std::fs::read_to_string(file);
        let text = text.with_context(|| file.display().to_string())?;
        Ok(Zeroizing::new(text))
    });
    read.collect()
}

/// What is wrong with shares, each under the name of where it came from.
fn refusal(faults: &[shares::Fault], names: &[PathBuf], locale: Locale) -> anyhow::Error {
    let say = |fault: &shares::Fault| {
        let what = locale.t(fault.what);
        let name = fault.at.and_then(|at| names.get(at));
        name.map_or(what.clone(), |name| format!("{}: {what}", name.display()))
    };
    let said: Vec<String> = faults.iter().map(say).collect();
    anyhow::anyhow!(said.join("\n"))
}

/// The private key of a wave that is opened by trustees: of the shares in these files, and asked for at the terminal as
/// far as they do not suffice.
pub(super) fn gather(
    files: &[PathBuf],
    entrusted: EntrustedKey,
    locale: Locale,
) -> anyhow::Result<OpeningKey> {
    let mut names = files.to_vec();
    let mut typed = read_files(files)?;
    let needed = usize::from(entrusted.trustees.needed());
    while typed.len() < needed && io::stdin().is_terminal() {
        let number = (typed.len() + 1).to_string();
        let place = locale.t(text::ShareField { number });
        let asked = rpassword::prompt_password(locale.t(text::TRUSTEE_SHARE_ASK))?;
        let asked = Zeroizing::new(asked);
        names.push(place.into());
        if let Err(faults) = shares::read(&[asked.as_str()]) {
            let refusal = refusal(&faults, &names[typed.len()..], locale);
            writeln!(io::stderr(), "{refusal}")?;
            names.pop();
        } else {
            typed.push(asked);
        }
    }
    anyhow::ensure!(
        typed.len() >= needed,
        "this wave is opened by {} trustees (key {}): give the files of their shares, each with --share",
        entrusted.trustees,
        entrusted.key.short()
    );
    let typed: Vec<&str> = typed.iter().map(|text| text.as_str()).collect();
    shares::make_key(&typed, entrusted).map_err(|faults| refusal(&faults, &names, locale))
}
