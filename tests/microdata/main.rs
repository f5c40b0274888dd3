//! Tables of persons as the programs of statisticians meet them: `pyreadstat`, installed from PyPI into an environment of its own,
//! opens the files of SPSS and Stata; the code book is held to the elements of DDI-Codebook 2.5 and their order. The document of
//! somebody else that is held to the same, `golden.ddi.xml`, was valid against the schema of the DDI Alliance, which may not be
//! kept here.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(
    clippy::print_stdout,
    reason = "how much was compared is worth reading"
)]

#[path = "../python/mod.rs"]
mod python;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use microdata::{Kind, Study, Table, Value, Variable, ddi, dta, sav};
use serde_json::json;

/// The interpreter of an environment with the readers.
fn interpreter() -> PathBuf {
    let wanted = include_str!("requirements.txt");
    python::environment("readers of microdata", wanted, &[]).join("bin/python")
}

fn value(code: i32, label: &str, missing: bool) -> Value {
    Value {
        code,
        label: label.to_owned(),
        missing,
    }
}

/// Twenty persons: a question on two scales, a district, the weight and two replicates. Labels are in Chinese, one of them longer
/// than SPSS and Stata take, one with signs that XML has names for.
fn table() -> Table {
    let special = || {
        [
            value(-9, "没有问到", true),
            value(-8, "问到，没有回答", true),
            value(-7, "为防辨认，不给出", true),
        ]
    };
    let coded = |name: &str, label: &str, values: &[Value], codes: &[i32]| Variable {
        name: name.to_owned(),
        label: label.to_owned(),
        kind: Kind::Codes,
        values: special()
            .into_iter()
            .chain(values.iter().cloned())
            .collect(),
        column: (0..20)
            .map(|row| f64::from(codes[row % codes.len()]))
            .collect(),
    };
    let weight = |name: &str, kind: Kind, first: f64| Variable {
        name: name.to_owned(),
        label: format!("权数 {name}"),
        kind,
        values: Vec::new(),
        column: (0..20_u32)
            .map(|row| first + f64::from(row) / 7.0)
            .collect(),
    };
    let scale = [
        value(1, "非常不满意", false),
        value(2, "不太满意 <&> \"一般\"", false),
        value(5, "非常满意", false),
        value(98, "不了解、说不清", false),
    ];
    let districts = [
        value(1, "道里区", false),
        value(2, "其他区、县（市）合计", false),
    ];
    Table {
        title: "居民满意度调查".to_owned(),
        variables: vec![
            coded("district", "区、县（市）", &districts, &[1, 2, -7]),
            coded(
                "R11",
                "总的来说，您对本市政府的诚信状况满意吗？",
                &scale,
                &[1, 2, 5, 98, -8, -9],
            ),
            coded(
                "R11_S4_a_name_of_thirty_two_sign",
                "四点量表",
                &scale[..2],
                &[1, 2, -9],
            ),
            weight("weight", Kind::Weight, 1_950.123_456_78),
            weight("w001", Kind::Replicate, 975.5),
            weight("w002", Kind::Replicate, 2_925.25),
        ],
    }
}

fn study() -> Study {
    let said = |what: &str| format!("{what}：甲 <乙> & 丙");
    Study {
        language: "zh".to_owned(),
        title: said("题名"),
        id: "residents-2014".to_owned(),
        author: said("作者"),
        date: "2014-12-31".to_owned(),
        citation: said("引用"),
        summary: said("摘要"),
        fielded: ("2014-05-01".to_owned(), "2014-05-31".to_owned()),
        place: said("地点"),
        sampling: said("抽样"),
        weighting: said("加权"),
        confidentiality: said("保密"),
        conditions: said("条件"),
        file: "rows.csv".to_owned(),
    }
}

/// Holds the files of a table to what `open.py` reads in them.
fn opened(table: &Table) -> String {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let expected = table.variables.iter().map(|variable| {
        let values = variable.values.iter();
        let values = values.map(|value| json!([value.code, value.label, value.missing]));
        json!({
            "name": variable.name, "label": variable.label, "column": variable.column,
            "values": values.collect::<Vec<_>>(),
        })
    });
    let expected: Vec<_> = expected.collect();
    fs::write(at("expected.json"), serde_json::to_vec(&expected).unwrap()).unwrap();
    fs::write(at("rows.sav"), sav(table)).unwrap();
    fs::write(at("rows.dta"), dta(table)).unwrap();
    fs::write(at("ddi.xml"), ddi(&study(), table)).unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/microdata");
    let read = Command::new(interpreter())
        .arg(here.join("open.py"))
        .args(["expected.json", "rows.sav", "rows.dta", "ddi.xml"].map(at))
        .arg(here.join("golden.ddi.xml"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&read.stderr).into_owned();
    assert!(read.status.success(), "{said}");
    String::from_utf8(read.stdout).unwrap()
}

#[test]
fn statistical_programs_open_the_files() {
    println!("{}", opened(&table()));
}

/// A label that is too long is cut between characters, and the file still opens.
#[test]
fn a_label_that_is_too_long_is_cut() {
    let mut table = table();
    table.variables[1].label = "满意".repeat(200);
    table.variables[1].values[3].label = "非常".repeat(100);
    let file = sav(&table);
    let said = String::from_utf8_lossy(&file);
    let longest = "满意".repeat(42);
    assert!(said.contains(&longest) && !said.contains(&"满意".repeat(43)));
    assert!(!said.contains(&"非常".repeat(21)));
    assert!(dta(&table).len() > file.len() / 2);
}

#[test]
fn the_code_book_has_the_shape_of_ddi() {
    let said = opened(&table());
    assert!(said.contains("things compared"), "{said}");
    let document = String::from_utf8(ddi(&study(), &table())).unwrap();
    assert!(document.starts_with(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<codeBook xmlns=\"ddi:codebook:2_5\""
    ));
}
