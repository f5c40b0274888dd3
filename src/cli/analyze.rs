//! `minyi analyze SPEC.json [--output FILE]`: estimates from microdata, by document.

use std::io::Write;
use std::path::{Path, PathBuf};

use crate::statistics::analysis;
use anyhow::{Context, Result};
use clap::Args;
use serde_json::Value;

/// Answers an analysis document: every design gets its weights' diagnostics, every estimate its
/// result.
#[derive(Debug, Args)]
pub struct AnalyzeArgs {
    /// The analysis document; the files it names are looked for beside it.
    spec: PathBuf,
    /// Where to write the answered document (standard output if absent).
    #[arg(long)]
    output: Option<PathBuf>,
}

/// Runs the command. Nothing is written unless everything succeeded.
pub(super) fn run(args: AnalyzeArgs) -> Result<()> {
    let name = args.spec.display();
    let text = std::fs::read(&args.spec).with_context(|| format!("cannot read {name}"))?;
    let document: Value =
        serde_json::from_slice(&text).with_context(|| format!("{name} is not JSON"))?;
    let directory = args.spec.parent().unwrap_or(Path::new("."));
    let mut load =
        |file: &str| std::fs::read(directory.join(file)).map_err(|error| error.to_string());
    let answered = analysis::analyze(&document, &mut load).with_context(|| name.to_string())?;
    let mut output = serde_json::to_vec_pretty(&answered)?;
    output.push(b'\n');
    match args.output {
        Some(path) => std::fs::write(&path, output)
            .with_context(|| format!("cannot write {}", path.display())),
        None => Ok(std::io::stdout().lock().write_all(&output)?),
    }
}
