//! The same data as CSV and as Parquet.

use std::fs::File;
use std::io::Write;
use std::sync::Arc;

use parquet::basic::{BrotliLevel, Compression, GzipLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::{Value, json};
use statistics::analysis::answer_document;

const SCHEMA: &str = "message survey {
    required double w; required int64 psu (INTEGER(64,false)); required binary district (STRING); optional boolean urban;
    optional int32 answer (INTEGER(8,true)); optional double hours; optional binary age (STRING);
    required int32 day (DATE); optional group visits (LIST) { repeated group list { optional int32 element; } }
}";

/// A person of the survey.
struct Person {
    weight: f64,
    /// Too large for a double to hold every digit.
    psu: u64,
    district: &'static str,
    urban: Option<bool>,
    answer: Option<i32>,
    hours: Option<f64>,
    age: Option<String>,
}

fn persons() -> Vec<Person> {
    let person = |row: u32| {
        let psu = u64::from(row % 12);
        Person {
            weight: 0.5 + f64::from(row % 7) / 3.0,
            psu: 12_345_678_901_234_567_000 + psu,
            district: ["01", "1", "东, \"城\""][usize::try_from(psu % 3).unwrap()],
            urban: (!row.is_multiple_of(11)).then_some(row % 5 < 2),
            answer: match row % 13 {
                0 => None,
                1 => Some(99),
                other => Some(i32::from(other > 5)),
            },
            hours: (row % 17 != 3).then(|| f64::from(row * 37 % 101) / 8.0 - 2.0),
            age: (row % 19 != 4).then(|| format!("{}", 18 + row * 29 % 60)),
        }
    };
    (0..240).map(person).collect()
}

fn csv(persons: &[Person]) -> Vec<u8> {
    let mut file = b"w,psu,district,urban,answer,hours,age\n".to_vec();
    for it in persons {
        let urban = it.urban.map_or(String::new(), |urban| urban.to_string());
        let answer = it.answer.map_or(String::new(), |answer| answer.to_string());
        let hours = it.hours.map_or("NaN".to_owned(), |hours| hours.to_string());
        let age = it.age.as_deref().unwrap_or("");
        let district = it.district.replace('"', "\"\"");
        let (weight, psu) = (it.weight, it.psu);
        writeln!(
            file,
            "{weight},{psu},\"{district}\",{urban},{answer},{hours},{age}"
        )
        .unwrap();
    }
    file
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
    levels: Option<&[i16]>,
) {
    let mut column = group.next_column().unwrap().unwrap();
    let typed = column.typed::<T>();
    typed.write_batch(values, levels, None).unwrap();
    column.close().unwrap();
}

/// Which of some values are there.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|it| i16::from(it.is_some())).collect()
}

fn parquet(persons: &[Person], properties: WriterProperties) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let mut file = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
    for persons in persons.chunks(100) {
        let mut group = file.next_row_group().unwrap();
        let group_of = &mut group;
        let weights: Vec<f64> = persons.iter().map(|it| it.weight).collect();
        write_column::<DoubleType>(group_of, &weights, None);
        let psus: Vec<i64> = persons.iter().map(|it| it.psu.cast_signed()).collect();
        write_column::<Int64Type>(group_of, &psus, None);
        let districts: Vec<ByteArray> = persons.iter().map(|it| it.district.into()).collect();
        write_column::<ByteArrayType>(group_of, &districts, None);
        let urban: Vec<Option<bool>> = persons.iter().map(|it| it.urban).collect();
        let present: Vec<bool> = urban.iter().copied().flatten().collect();
        write_column::<BoolType>(group_of, &present, Some(&levels(&urban)));
        let answers: Vec<Option<i32>> = persons.iter().map(|it| it.answer).collect();
        let present: Vec<i32> = answers.iter().copied().flatten().collect();
        write_column::<Int32Type>(group_of, &present, Some(&levels(&answers)));
        // One way to have no number is null, another is NaN.
        let hours: Vec<Option<f64>> = (0..)
            .zip(persons)
            .map(|(row, it)| it.hours.or((row % 2 == 0).then_some(f64::NAN)))
            .collect();
        let present: Vec<f64> = hours.iter().copied().flatten().collect();
        write_column::<DoubleType>(group_of, &present, Some(&levels(&hours)));
        let ages: Vec<Option<&str>> = persons.iter().map(|it| it.age.as_deref()).collect();
        let present: Vec<ByteArray> = ages.iter().copied().flatten().map(Into::into).collect();
        write_column::<ByteArrayType>(group_of, &present, Some(&levels(&ages)));
        write_column::<Int32Type>(group_of, &vec![20_000; persons.len()], None);
        let mut column = group.next_column().unwrap().unwrap();
        let nothing = vec![0_i16; persons.len()];
        let lists = column.typed::<Int32Type>();
        lists
            .write_batch(&[], Some(&nothing), Some(&nothing))
            .unwrap();
        column.close().unwrap();
        group.close().unwrap();
    }
    file.into_inner().unwrap()
}

fn document(format: &str) -> Value {
    json!({
        "schema": "minyi-analysis/1",
        "data": {
            format: "survey", "rows": 240, "missing": ["NaN", 99],
            "columns": [{ "name": "district", "type": "string" }],
        },
        "designs": [
            { "name": "raked", "ids": "psu", "strata": "district", "weights": "w", "steps": [
                { "op": "rake", "margins": [{ "vars": "district", "population": [
                    { "district": "01", "Freq": 100 }, { "district": "1", "Freq": 120 },
                    { "district": "东, \"城\"", "Freq": 90 },
                ] }] },
            ] },
            { "name": "jackknife", "ids": "psu", "strata": "district", "weights": "w",
              "steps": [{ "op": "replicate", "type": "JKn" }] },
        ],
        "estimates": (["raked", "jackknife"].map(|design| json!([
            { "stat": "proportion", "design": design, "var": "answer" },
            { "stat": "proportion", "design": design, "var": "answer", "domain": { "urban": "true" } },
            { "stat": "mean", "design": design, "var": "hours", "domain": { "district": "1" } },
            { "stat": "mean", "design": design, "var": "age" },
            { "stat": "quantile", "design": design, "var": "hours", "probs": [0.25, 0.5] },
            { "stat": "ratio", "design": design, "num": "hours", "den": "age" },
            { "stat": "chisq", "design": design, "row": "district", "col": "answer" },
            { "stat": "ttest", "design": design, "var": "age", "group": "urban" },
        ]))).iter().flat_map(|list| list.as_array().unwrap().clone()).collect::<Vec<_>>(),
    })
}

fn answers(format: &str, bytes: &[u8]) -> Vec<u8> {
    let document = document(format);
    let answered = answer_document(&document, &mut |_: &str| Ok(bytes.to_vec())).unwrap();
    for estimate in answered["estimates"].as_array().unwrap() {
        assert!(estimate["result"]["error"].is_null(), "{estimate}");
    }
    serde_json::to_vec(&json!([answered["designs"], answered["estimates"]])).unwrap()
}

#[test]
fn a_parquet_file_is_answered_like_the_csv_file_that_it_was_made_of() {
    let persons = persons();
    let wanted = answers("csv", &csv(&persons));
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::BROTLI(BrotliLevel::default()),
        Compression::LZ4_RAW,
    ] {
        for dictionary in [true, false] {
            let properties = WriterProperties::builder()
                .set_compression(compression)
                .set_dictionary_enabled(dictionary)
                .set_data_page_row_count_limit(30)
                .set_write_batch_size(10)
                .build();
            let found = answers("parquet", &parquet(&persons, properties));
            assert!(found == wanted, "{compression}, dictionary: {dictionary}");
        }
    }
}

#[test]
fn an_open_file_is_read_like_its_bytes() {
    let persons = persons();
    let files = [
        ("csv", csv(&persons)),
        ("parquet", parquet(&persons, WriterProperties::default())),
    ];
    for (format, bytes) in files {
        let mut written = tempfile::NamedTempFile::new().unwrap();
        written.write_all(&bytes).unwrap();
        let mut open = |_: &str| File::open(written.path()).map_err(|error| error.to_string());
        let answered = answer_document(&document(format), &mut open).unwrap();
        let mut hold = |_: &str| Ok::<_, String>(bytes.clone());
        let wanted = answer_document(&document(format), &mut hold).unwrap();
        assert_eq!(answered, wanted);
    }
}

/// What is said of one estimate, or of the whole, over the Parquet file.
fn refusal(data: &Value, estimate: &Value) -> String {
    let document = json!({
        "schema": "minyi-analysis/1", "data": data,
        "designs": [{ "name": "plain", "weights": "w" }], "estimates": [estimate],
    });
    let file = parquet(&persons(), WriterProperties::default());
    match answer_document(&document, &mut |_: &str| Ok(file.clone())) {
        Ok(answered) => answered["estimates"][0]["result"]["error"].to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn truth_values_are_zeros_and_ones_where_numbers_are_needed() {
    let persons = persons();
    let document = json!({
        "schema": "minyi-analysis/1", "data": { "parquet": "s.parquet" }, "designs": [{ "name": "plain", "weights": "w" }],
        "estimates": [{ "stat": "proportion", "design": "plain", "var": "urban" }],
    });
    let file = parquet(&persons, WriterProperties::default());
    let answered = answer_document(&document, &mut |_: &str| Ok(file.clone())).unwrap();
    let (mut urban, mut all) = (0.0, 0.0);
    for person in &persons {
        if let Some(there) = person.urban {
            urban += person.weight * f64::from(u8::from(there));
            all += person.weight;
        }
    }
    let found = answered["estimates"][0]["result"]["estimate"]
        .as_f64()
        .unwrap();
    assert!((found - urban / all).abs() < 1e-12, "{answered}");
}

#[test]
fn what_cannot_be_read_of_a_parquet_file_is_said_where_it_is_needed() {
    let data = json!({ "parquet": "s.parquet" });
    let mean = |var: &str| json!({ "stat": "mean", "design": "plain", "var": var });
    let read = "whole numbers, floating-point numbers, truth values and text are read";
    for (data, estimate, wanted) in [
        (
            &data,
            mean("day"),
            format!("s.parquet, column day: it is of type Date; {read}"),
        ),
        (
            &data,
            mean("visits"),
            format!("s.parquet, column visits: it is a list or a structure; {read}"),
        ),
        (
            &data,
            mean("income"),
            "s.parquet: there is no column income".to_owned(),
        ),
        (
            &data,
            mean("district"),
            "s.parquet, row 3, column district: \\\"东, \\\\\\\"城\\\\\\\"\\\" is not a number"
                .to_owned(),
        ),
        (
            &json!({ "parquet": "s.parquet", "rows": 7 }),
            mean("w"),
            "s.parquet: data.rows says 7 rows, it has 240".to_owned(),
        ),
        (
            &json!({ "csv": "s.csv", "parquet": "s.parquet" }),
            mean("w"),
            "data names both csv and parquet: take one out".to_owned(),
        ),
        (
            &json!({ "rows": 7 }),
            mean("w"),
            "data names neither csv nor parquet".to_owned(),
        ),
    ] {
        let found = refusal(data, &estimate);
        assert!(found.contains(&wanted), "{found}");
    }
    let document = json!({ "schema": "minyi-analysis/1", "data": data });
    let text = b"a,b\n1,2\n".to_vec();
    let found = answer_document(&document, &mut |_: &str| Ok(text.clone())).unwrap_err();
    assert!(
        found.to_string().contains("Invalid Parquet file"),
        "{found}"
    );
}
