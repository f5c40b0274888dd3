//! `minyi analyze` on one million rows and on ten, from CSV and from Parquet: CPU time and memory, from a file to the last
//! figure.
//!
//! The work is that of `analysis.rs`: rake to district and sex × age, then twelve proportions overall and by 18 districts.
//! Here it goes through the door (`analysis::answer_document`), every file in a process of its own, whose user and system time
//! and largest resident memory the system counts (`/proc`, so this runs on Linux only).
//!
//! `cargo bench --bench microdata` writes and reads both sizes, 1 GB of a temporary folder; `-- 1000000` another list of
//! sizes.

#![expect(clippy::unwrap_used, reason = "a bench that cannot run should stop")]

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use statistics::analysis::answer_document;

const DISTRICTS: usize = 18;
const PSUS: usize = 300;
const ITEMS: usize = 12;
const SEX_AGE: [&str; 8] = [
    "F:18-29", "F:30-44", "F:45-59", "F:60+", "M:18-29", "M:30-44", "M:45-59", "M:60+",
];
/// In the whole city.
const POPULATION: f64 = 9_000_000.0;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, file] = arguments.as_slice()
        && first == "answer"
    {
        return answer(Path::new(file));
    }
    let mut sizes: Vec<usize> = arguments.iter().filter_map(|it| it.parse().ok()).collect();
    if sizes.is_empty() {
        sizes = vec![1_000_000, 10_000_000];
    }
    let mut out = stdout().lock();
    writeln!(out, "rows, file, MB of it, CPU seconds, MB of memory").unwrap();
    for rows in sizes {
        let folder = tempfile::tempdir().unwrap();
        let files = ["survey.csv", "survey.parquet"].map(|name| folder.path().join(name));
        write_files(&files[0], &files[1], rows);
        for file in &files {
            let size = file.metadata().unwrap().len() / 1_000_000;
            let measured = Command::new(std::env::current_exe().unwrap())
                .args(["answer".as_ref(), file.as_os_str()])
                .output()
                .unwrap();
            assert!(measured.status.success(), "{measured:?}");
            let measured = String::from_utf8(measured.stdout).unwrap();
            let name = file.file_name().unwrap().display();
            write!(out, "{rows}, {name}, {size}, {measured}").unwrap();
        }
    }
}

/// Some rows of the survey.
struct Rows {
    weights: Vec<f64>,
    psus: Vec<usize>,
    sex_age: Vec<usize>,
    /// By item; some answers are missing.
    answers: Vec<Vec<Option<i32>>>,
}

impl Rows {
    fn draw(rng: &mut ChaCha20Rng, rows: usize) -> Self {
        let answer = |rng: &mut ChaCha20Rng| match rng.random_range(0..100) {
            0..5 => None,
            5..40 => Some(0),
            _ => Some(1),
        };
        let weight = |rng: &mut ChaCha20Rng| {
            let millionths: f64 = rng.random_range(4e6..16e6);
            millionths.round() / 1e6
        };
        Self {
            weights: (0..rows).map(|_| weight(rng)).collect(),
            psus: (0..rows).map(|_| rng.random_range(0..PSUS)).collect(),
            sex_age: (0..rows)
                .map(|_| rng.random_range(0..SEX_AGE.len()))
                .collect(),
            answers: (0..ITEMS)
                .map(|_| (0..rows).map(|_| answer(rng)).collect())
                .collect(),
        }
    }

    fn psu(&self, row: usize) -> String {
        format!("C{:03}", self.psus[row])
    }

    fn district(&self, row: usize) -> String {
        format!("D{:02}", self.psus[row] % DISTRICTS + 1)
    }

    fn write_csv(&self, out: &mut impl Write) {
        for (row, weight) in self.weights.iter().enumerate() {
            let (psu, district) = (self.psu(row), self.district(row));
            let sex_age = SEX_AGE[self.sex_age[row]];
            write!(out, "{weight},{psu},{district},{sex_age}").unwrap();
            for answers in &self.answers {
                match answers[row] {
                    Some(answer) => write!(out, ",{answer}").unwrap(),
                    None => write!(out, ",").unwrap(),
                }
            }
            out.write_all(b"\n").unwrap();
        }
    }

    fn write_parquet(&self, out: &mut SerializedFileWriter<File>) {
        let rows = 0..self.weights.len();
        let mut group = out.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        let weights = column.typed::<DoubleType>();
        weights.write_batch(&self.weights, None, None).unwrap();
        column.close().unwrap();
        let labels: [&dyn Fn(usize) -> String; 3] =
            [&|row| self.psu(row), &|row| self.district(row), &|row| {
                SEX_AGE[self.sex_age[row]].to_owned()
            }];
        for label in labels {
            let texts: Vec<ByteArray> =
                rows.clone().map(|row| label(row).as_str().into()).collect();
            let mut column = group.next_column().unwrap().unwrap();
            let written = column.typed::<ByteArrayType>();
            written.write_batch(&texts, None, None).unwrap();
            column.close().unwrap();
        }
        for answers in &self.answers {
            let levels: Vec<i16> = answers.iter().map(|it| i16::from(it.is_some())).collect();
            let values: Vec<i32> = answers.iter().copied().flatten().collect();
            let mut column = group.next_column().unwrap().unwrap();
            let written = column.typed::<Int32Type>();
            written.write_batch(&values, Some(&levels), None).unwrap();
            column.close().unwrap();
        }
        group.close().unwrap();
    }
}

/// The same survey as CSV and as Parquet.
fn write_files(csv: &Path, parquet: &Path, rows: usize) {
    const AT_ONCE: usize = 100_000;
    let items: Vec<String> = (1..=ITEMS).map(|item| format!("q{item:02}")).collect();
    let columns: Vec<String> = items
        .iter()
        .map(|item| format!("optional int32 {item};"))
        .collect();
    let columns = columns.concat();
    let schema = parse_message_type(&format!(
        "message survey {{ required double w; required binary psu (STRING); required binary district (STRING);
         required binary sex_age (STRING); {columns} }}"
    ));
    let snappy = WriterProperties::builder().set_compression(Compression::SNAPPY);
    let mut csv = BufWriter::new(File::create(csv).unwrap());
    let mut parquet = SerializedFileWriter::new(
        File::create(parquet).unwrap(),
        Arc::new(schema.unwrap()),
        Arc::new(snappy.build()),
    )
    .unwrap();
    writeln!(csv, "w,psu,district,sex_age,{}", items.join(",")).unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(20_260_101);
    for from in (0..rows).step_by(AT_ONCE) {
        let rows = Rows::draw(&mut rng, AT_ONCE.min(rows - from));
        rows.write_csv(&mut csv);
        rows.write_parquet(&mut parquet);
    }
    csv.flush().unwrap();
    parquet.close().unwrap();
}

/// The document of a file, whose format its name tells.
fn document(file: &str) -> Value {
    let format = file.rsplit('.').next().unwrap();
    let total = |column: &str, label: &str, of: usize| {
        let total = POPULATION / f64::from(u32::try_from(of).unwrap());
        json!({ column: label, "Freq": total })
    };
    let districts: Vec<String> = (1..=DISTRICTS).map(|it| format!("D{it:02}")).collect();
    let by_district: Vec<Value> = districts
        .iter()
        .map(|label| total("district", label, DISTRICTS))
        .collect();
    let by_sex_age: Vec<Value> = SEX_AGE
        .iter()
        .map(|label| total("sex_age", label, SEX_AGE.len()))
        .collect();
    let mut estimates = Vec::new();
    for item in 1..=ITEMS {
        let item = format!("q{item:02}");
        estimates.push(json!({ "stat": "proportion", "design": "city", "var": item }));
        for district in &districts {
            estimates.push(json!({
                "stat": "proportion", "design": "city", "var": item, "domain": { "district": district },
            }));
        }
    }
    json!({
        "schema": "minyi-analysis/1",
        "data": { format: file },
        "designs": [{
            "name": "city", "ids": "psu", "strata": "district", "weights": "w",
            "steps": [{ "op": "rake", "margins": [
                { "vars": "district", "population": by_district },
                { "vars": "sex_age", "population": by_sex_age },
            ] }],
        }],
        "estimates": estimates,
    })
}

/// Answers the document of one file, and says what it cost.
fn answer(file: &Path) {
    let name = file.file_name().unwrap().to_str().unwrap();
    let answered = answer_document(&document(name), &mut |_: &str| {
        File::open(file).map_err(|error| error.to_string())
    })
    .unwrap();
    assert!(answered["designs"][0]["error"].is_null(), "{answered}");
    assert!(
        answered["estimates"][1]["result"]["se"].is_number(),
        "{answered}"
    );
    let of_process = |file: &str| std::fs::read_to_string(format!("/proc/self/{file}")).unwrap();
    let times = of_process("stat");
    let times = times.rsplit(')').next().unwrap().split_whitespace();
    // The 14th and 15th field, in hundredths of a second.
    let ticks: u32 = times
        .skip(11)
        .take(2)
        .map(|it| it.parse::<u32>().unwrap())
        .sum();
    let status = of_process("status");
    let peak = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    let kilobytes: u32 = peak.split_whitespace().nth(1).unwrap().parse().unwrap();
    let (seconds, megabytes) = (f64::from(ticks) / 100.0, f64::from(kilobytes) / 1024.0);
    let mut out = stdout().lock();
    writeln!(out, "{seconds:.2}, {megabytes:.0}").unwrap();
}
