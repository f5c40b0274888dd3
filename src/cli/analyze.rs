//! `minyi analyze SPEC.json [--output FILE]`: estimates from microdata, by document.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use clap::Args;
use serde_json::Value;
use statistics::analysis;

/// Answers an analysis document: every design gets its weights' diagnostics, every estimate its
/// result.
#[derive(Debug, Args)]
#[command(after_long_help = HELP)]
pub struct AnalyzeArgs {
    /// The analysis document; the files it names are looked for beside it.
    #[arg(required_unless_present = "schema")]
    spec: Option<PathBuf>,
    /// Print the JSON Schema of the document instead: every member, with what it means.
    #[arg(long, conflicts_with = "spec")]
    schema: bool,
    /// Where to write the answered document (standard output if absent).
    #[arg(long)]
    output: Option<PathBuf>,
    /// Where to write the final weight of every row, as CSV: a column for every design, and one for every replicate (`DESIGN.1`,
    /// `DESIGN.2`, …).
    #[arg(long)]
    weights: Option<PathBuf>,
}

/// What a document may ask for, in short; its schema says it in full.
const HELP: &str = "\
The document (schema minyi-analysis/1) names a CSV file, designs with weighting steps, and estimates:

  { \"schema\": \"minyi-analysis/1\",
    \"data\": { \"csv\": \"survey.csv\" },
    \"designs\": [ { \"name\": \"city\", \"ids\": \"psu\", \"strata\": \"district\", \"weights\": \"w\",
                   \"steps\": [ { \"op\": \"rake\", \"margins\": [ … ] } ] } ],
    \"estimates\": [ { \"id\": \"integrity\", \"stat\": \"verdict\", \"design\": \"city\",
                     \"var\": \"integrity\", \"threshold\": 0.9 } ] }

Statistics: proportion, mean, ratio, quantile, difference, domain_ratio, ttest, chisq, listwise_means,
mean_of_proportions, contrast, trend, regression, importance, verdict, reliability, crosswise, adjust (holm, bh),
small_areas, size, power.
Steps: eligibility, nonresponse, poststratify, rake (with trim), calibrate, trim, subset, replicate.
A member that would be ignored is refused. A design or estimate that fails says so in its place (`error`); the command fails
if the document cannot be read or no design can be built.
`minyi analyze --schema` tells every member of the document and of its answers.";

/// Runs the command. Nothing is written of a document that cannot be read; designs that cannot be built are named on
/// standard error, and if none can be, the command fails.
pub(super) fn run(args: AnalyzeArgs) -> Result<()> {
    let Some(spec) = args.spec else {
        return Ok(std::io::stdout()
            .lock()
            .write_all(analysis::SCHEMA.as_bytes())?);
    };
    let name = spec.display();
    let text = std::fs::read(&spec).with_context(|| format!("cannot read {name}"))?;
    let document: Value =
        serde_json::from_slice(&text).with_context(|| format!("{name} is not JSON"))?;
    let directory = spec.parent().unwrap_or(Path::new("."));
    let target = args
        .output
        .as_ref()
        .and_then(|path| path.canonicalize().ok());
    let mut load = |file: &str| {
        let file = directory.join(file);
        if target.is_some() && file.canonicalize().ok() == target {
            return Err("--output would replace it".to_owned());
        }
        std::fs::read(file).map_err(|error| error.to_string())
    };
    let answered =
        analysis::answer_document(&document, &mut load).with_context(|| name.to_string())?;
    let mut output = serde_json::to_vec_pretty(&answered)?;
    output.push(b'\n');
    match args.output {
        Some(path) => write_whole(&path, &output)
            .with_context(|| format!("cannot write {}", path.display()))?,
        None => std::io::stdout().lock().write_all(&output)?,
    }
    if let Some(path) = args.weights {
        let weights = weights_as_csv(&document, &mut load).with_context(|| name.to_string())?;
        write_whole(&path, &weights).with_context(|| format!("cannot write {}", path.display()))?;
    }
    let designs = answered["designs"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let refused: Vec<&str> = designs
        .iter()
        .filter_map(|it| it["error"].as_str())
        .collect();
    for error in &refused {
        writeln!(std::io::stderr(), "{name}: {error}")?;
    }
    ensure!(
        designs.is_empty() || refused.len() < designs.len(),
        "{name}: no design can be built"
    );
    Ok(())
}

/// The final weights of every row, a column for every design and each of its replicates.
fn weights_as_csv(document: &Value, load: &mut analysis::Loader<'_>) -> Result<Vec<u8>> {
    let designs = analysis::Analysis::read(document)?.final_replicates(load)?;
    let (mut heading, mut columns) = (vec!["row".to_owned()], Vec::new());
    for design in designs {
        heading.push(design.design.clone());
        columns.push(design.weights);
        for (number, replicate) in (1..).zip(design.replicates) {
            heading.push(format!("{}.{number}", design.design));
            columns.push(replicate);
        }
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(&heading)?;
    for row in 0..columns.first().map_or(0, Vec::len) {
        let cells = columns.iter().map(|column| column[row].to_string());
        table.write_record([(row + 1).to_string()].into_iter().chain(cells))?;
    }
    Ok(table.into_inner()?)
}

/// Writes a file beside its place and moves it there, so that nobody finds half of one.
fn write_whole(path: &Path, content: &[u8]) -> Result<()> {
    if path.exists() && !path.is_file() {
        // A pipe or a terminal cannot be replaced.
        return Ok(std::fs::write(path, content)?);
    }
    // A link keeps pointing where it points.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut file = tempfile::Builder::new()
        .prefix(".minyi-")
        .permissions(permissions())
        .tempfile_in(directory)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Those of any new file, rather than a temporary one's.
#[cfg(unix)]
fn permissions() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}
