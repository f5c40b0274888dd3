//! `minyi analyze SPEC.json [--output FILE] [--weights FILE]`: estimates from microdata, by document.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use clap::Args;
use serde_json::Value;
use spreadsheet::CsvFile;
use statistics::analysis::{Analysis, DesignAnswer, FinalWeights, SCHEMA};

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
    /// `DESIGN.2`, …). A design that cannot be built has none.
    #[arg(long)]
    weights: Option<PathBuf>,
}

/// What a document may ask for, in short; its schema says it in full.
const HELP: &str = "\
The document (schema minyi-analysis/1) names a CSV or Parquet file, designs with weighting steps, and estimates:

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
Of the data only the columns that the document names are read, and kept as small as they allow: ten million rows take about
half a gigabyte. A Parquet file is named by \"parquet\" instead of \"csv\"; null is a gap.
`minyi analyze --schema` tells every member of the document and of its answers.";

/// Runs the command. Nothing is written of a document that cannot be read; designs that cannot be built are named on
/// standard error, and if none can be, the command fails.
pub(super) fn run(args: AnalyzeArgs) -> Result<()> {
    let Some(spec) = args.spec else {
        return Ok(std::io::stdout().lock().write_all(SCHEMA.as_bytes())?);
    };
    let name = spec.display();
    let text = std::fs::read(&spec).with_context(|| format!("cannot read {name}"))?;
    let document: Value =
        serde_json::from_slice(&text).with_context(|| format!("{name} is not JSON"))?;
    let directory = spec.parent().unwrap_or(Path::new("."));
    let targets = Targets::of(&spec, args.output.as_deref(), args.weights.as_deref())?;
    let mut load = |file: &str| {
        let file = directory.join(file);
        if let Some(option) = targets.that_would_replace(&file) {
            return Err(format!("{option} would replace it"));
        }
        File::open(file).map_err(|error| error.to_string())
    };
    let analysis = Analysis::read(&document).with_context(|| name.to_string())?;
    let (answers, weights) = if args.weights.is_some() {
        check_names(&analysis)?;
        analysis.answer_and_weigh(&mut load)
    } else {
        analysis
            .answer(&mut load)
            .map(|answers| (answers, Vec::new()))
    }
    .with_context(|| name.to_string())?;
    let mut answered = document;
    answers.fill(&mut answered)?;
    let mut output = serde_json::to_vec_pretty(&answered)?;
    output.push(b'\n');
    match args.output {
        Some(path) => write_whole(&path, |file| Ok(file.write_all(&output)?))
            .with_context(|| format!("cannot write {}", path.display()))?,
        None => std::io::stdout().lock().write_all(&output)?,
    }
    let mut refused = 0;
    for design in &answers.designs {
        if let DesignAnswer::Refused { error } = design {
            writeln!(std::io::stderr(), "{name}: {error}")?;
            refused += 1;
        }
    }
    ensure!(
        answers.designs.is_empty() || refused < answers.designs.len(),
        "{name}: no design can be built"
    );
    if let Some(path) = args.weights {
        ensure!(
            !weights.is_empty(),
            "{name}: it has no design, and so no weights"
        );
        write_whole(&path, |file| write_weights(&weights, file))
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The files that are written, by the options that name them.
struct Targets(Vec<(&'static str, PathBuf)>);

impl Targets {
    /// Refuses, before anything is computed, what could not be written or would be written over.
    fn of(spec: &Path, output: Option<&Path>, weights: Option<&Path>) -> Result<Self> {
        let named = [("--output", output), ("--weights", weights)];
        let mut targets = Vec::new();
        for (option, path) in named {
            let Some(path) = path else { continue };
            let directory = match path.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            };
            let (shown, folder) = (path.display(), directory.display());
            ensure!(
                !path.is_dir(),
                "{option}: {shown} is a folder; name a file in it"
            );
            let directory = directory.canonicalize().with_context(|| {
                format!("{option}: cannot write {shown}: there is no folder {folder}")
            })?;
            let whole = path.file_name().map(|file| directory.join(file));
            let whole = path.canonicalize().ok().or(whole);
            targets.extend(whole.map(|whole| (option, whole)));
        }
        if let [(_, output), (_, weights)] = targets.as_slice() {
            ensure!(output != weights, "--output and --weights name one file");
        }
        let targets = Self(targets);
        ensure!(
            targets.that_would_replace(spec) != Some("--weights"),
            "--weights would replace the document"
        );
        Ok(targets)
    }

    fn that_would_replace(&self, file: &Path) -> Option<&'static str> {
        let file = file.canonicalize().ok()?;
        let found = self.0.iter().find(|(_, target)| *target == file);
        found.map(|(option, _)| *option)
    }
}

/// What the column of a replicate is called.
fn replicate_name(design: &str, number: usize) -> String {
    format!("{design}.{number}")
}

/// Two columns of weights must not have one name: neither a design that of the rows, nor one that of another's replicate.
fn check_names(analysis: &Analysis) -> Result<()> {
    for design in &analysis.designs {
        let name = &design.name;
        ensure!(
            name != "row",
            "--weights: the design row would have the column of the row numbers; call it something else"
        );
        let replicate = name.rsplit_once('.').filter(|(other, number)| {
            number
                .parse()
                .is_ok_and(|number| replicate_name(other, number) == *name)
                && analysis.designs.iter().any(|design| design.name == *other)
        });
        if let Some((other, _)) = replicate {
            bail!(
                "--weights: the design {name} would have the column of a replicate of {other}; call it something else"
            );
        }
    }
    Ok(())
}

/// So many rows of weights are written at once, so that millions need little memory.
const ROWS_AT_ONCE: usize = 4_096;

/// The final weights of every row, a column for every design and each of its replicates.
fn write_weights(designs: &[FinalWeights], file: &mut dyn Write) -> Result<()> {
    let mut table = CsvFile::default();
    let (mut heading, mut columns) = (vec!["row".to_owned()], Vec::new());
    for design in designs {
        heading.push(design.design.clone());
        columns.push(&design.weights);
        for (number, replicate) in (1..).zip(&design.replicates) {
            heading.push(replicate_name(&design.design, number));
            columns.push(replicate);
        }
    }
    table.row(&heading);
    for row in 0..columns.first().map_or(0, |column| column.len()) {
        let weights = columns.iter().map(|column| column[row].to_string());
        table.row([(row + 1).to_string()].into_iter().chain(weights));
        if (row + 1) % ROWS_AT_ONCE == 0 {
            file.write_all(&std::mem::take(&mut table).into_bytes())?;
        }
    }
    Ok(file.write_all(&table.into_bytes())?)
}

/// Writes a file beside its place and moves it there, so that nobody finds half of one.
fn write_whole(path: &Path, write: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
    if path.exists() && !path.is_file() {
        // A pipe or a terminal cannot be replaced.
        return write(&mut File::create(path)?);
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
    write(file.as_file_mut())?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Those of any new file, rather than a temporary one's.
#[cfg(unix)]
fn permissions() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const DATA: &str = "psu,w,y\na,1,0\na,2,1\nb,3,1\nb,4,0\nc,5,1\nc,6,1\n";

    /// A folder with data and a document of these designs, and its answers and weights beside it.
    struct Folder(tempfile::TempDir);

    impl Folder {
        fn of(designs: &Value) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let document = json!({
                "schema": "minyi-analysis/1", "data": { "csv": "d.csv" }, "designs": designs, "estimates": [],
            });
            std::fs::write(folder.path().join("d.csv"), DATA).unwrap();
            std::fs::write(folder.path().join("spec.json"), document.to_string()).unwrap();
            Self(folder)
        }

        fn analyze(&self, output: &str, weights: &str) -> Result<()> {
            run(AnalyzeArgs {
                spec: Some(self.0.path().join("spec.json")),
                schema: false,
                output: Some(self.0.path().join(output)),
                weights: Some(self.0.path().join(weights)),
            })
        }

        fn read(&self, file: &str) -> String {
            std::fs::read_to_string(self.0.path().join(file)).unwrap()
        }

        fn refusal(&self, output: &str, weights: &str) -> String {
            format!("{:#}", self.analyze(output, weights).unwrap_err())
        }
    }

    fn designs() -> Value {
        json!([
            { "name": "plain", "weights": "w" },
            { "name": "gone", "weights": "v" },
            { "name": "jackknife", "ids": "psu", "weights": "w", "steps": [{ "op": "replicate", "type": "JK1" }] },
        ])
    }

    #[test]
    fn every_design_and_replicate_has_a_column_of_weights() {
        let folder = Folder::of(&designs());
        folder.analyze("answers.json", "weights.csv").unwrap();
        assert_eq!(
            folder.read("weights.csv"),
            "row,plain,jackknife,jackknife.1,jackknife.2,jackknife.3\n\
             1,1,1,0,1.5,1.5\n2,2,2,0,3,3\n3,3,3,4.5,0,4.5\n4,4,4,6,0,6\n5,5,5,7.5,7.5,0\n6,6,6,9,9,0\n"
        );
        let answered: Value = serde_json::from_str(&folder.read("answers.json")).unwrap();
        assert_eq!(answered["designs"][0]["expected"]["sum_w"], 21.0);
        assert!(answered["designs"][1]["error"].is_string());
    }

    #[test]
    fn what_cannot_be_written_is_refused_before_anything_is() {
        let folder = Folder::of(&designs());
        for (output, weights, wanted) in [
            ("a.json", "gone/w.csv", "--weights: cannot write"),
            ("gone/a.json", "w.csv", "--output: cannot write"),
            ("a.json", ".", "is a folder; name a file in it"),
            ("a.json", "a.json", "--output and --weights name one file"),
            (
                "a.json",
                "spec.json",
                "--weights would replace the document",
            ),
            ("a.json", "d.csv", "d.csv: --weights would replace it"),
            ("d.csv", "w.csv", "d.csv: --output would replace it"),
        ] {
            let found = folder.refusal(output, weights);
            assert!(found.contains(wanted), "{found}");
            assert!(!folder.0.path().join("a.json").exists(), "{wanted}");
        }
        assert_eq!(folder.read("d.csv"), DATA);
    }

    #[test]
    fn no_two_columns_of_weights_have_one_name() {
        let replicated = json!({ "name": "a", "ids": "psu", "weights": "w", "steps": [{ "op": "replicate", "type": "JK1" }] });
        let named = |name: &str| json!([replicated, { "name": name, "weights": "w" }]);
        for (name, wanted) in [
            (
                "a.1",
                Some("the design a.1 would have the column of a replicate of a"),
            ),
            (
                "row",
                Some("the design row would have the column of the row numbers"),
            ),
            ("a.01", None),
            ("b.1", None),
        ] {
            let folder = Folder::of(&named(name));
            match wanted {
                Some(wanted) => {
                    let found = folder.refusal("a.json", "w.csv");
                    assert!(found.contains(wanted), "{found}");
                }
                None => folder.analyze("a.json", "w.csv").unwrap(),
            }
        }
        let none = Folder::of(&json!([])).refusal("a.json", "w.csv");
        assert!(
            none.contains("it has no design, and so no weights"),
            "{none}"
        );
    }
}
