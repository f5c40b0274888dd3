//! The code book of a table as DDI-Codebook 2.5.
//!
//! The study, the file and every variable with its label, its values, how often each occurs, and which stand for no answer. The
//! weight is marked as such. Element for element it is what the schema of the DDI Alliance asks for, in its order.
//!
//! # References
//! *DDI-Codebook* 2.5 (DDI Alliance, 2014).
//!
//! Proven by `the_code_book_has_the_shape_of_ddi`, which holds it to the elements of the schema and their order.

use std::fmt::Write as _;

use super::{Kind, Table, Variable};

/// What the code book says of the study.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Study {
    /// The language of all texts (`zh`).
    pub language: String,
    pub title: String,
    /// Tells the study from others.
    pub id: String,
    /// Who answers for it.
    pub author: String,
    /// The day it was distributed, as in 2014-12-31.
    pub date: String,
    /// By what it is to be cited.
    pub citation: String,
    /// What is in the file.
    pub summary: String,
    /// First and last day of the fieldwork.
    pub fielded: (String, String),
    pub place: String,
    /// How the sample was drawn, how weights are made.
    pub sampling: String,
    pub weighting: String,
    /// What the file cannot tell.
    pub confidentiality: String,
    /// Under what conditions it may be used.
    pub conditions: String,
    /// The name of the file that it describes.
    pub file: String,
}

/// The code book, in XML.
pub fn ddi(study: &Study, table: &Table) -> Vec<u8> {
    let mut document = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let language = escaped(&study.language);
    line(
        &mut document,
        0,
        &format!("<codeBook xmlns=\"ddi:codebook:2_5\" version=\"2.5\" xml:lang=\"{language}\">"),
    );
    study_description(&mut document, study);
    line(&mut document, 1, "<fileDscr ID=\"F1\">");
    line(&mut document, 2, "<fileTxt>");
    element(&mut document, 3, "fileName", &study.file);
    line(&mut document, 3, "<dimensns>");
    element(&mut document, 4, "caseQnty", &table.rows().to_string());
    element(
        &mut document,
        4,
        "varQnty",
        &table.variables.len().to_string(),
    );
    line(&mut document, 3, "</dimensns>");
    line(&mut document, 2, "</fileTxt>");
    line(&mut document, 1, "</fileDscr>");
    line(&mut document, 1, "<dataDscr>");
    let mut weights = table.variables.iter();
    let weight = weights.position(|variable| variable.kind == Kind::Weight);
    for (place, variable) in table.variables.iter().enumerate() {
        describe(&mut document, place, variable, weight);
    }
    line(&mut document, 1, "</dataDscr>");
    line(&mut document, 0, "</codeBook>");
    document.into_bytes()
}

fn study_description(document: &mut String, study: &Study) {
    line(document, 1, "<stdyDscr>");
    line(document, 2, "<citation>");
    line(document, 3, "<titlStmt>");
    element(document, 4, "titl", &study.title);
    element(document, 4, "IDNo", &study.id);
    line(document, 3, "</titlStmt>");
    line(document, 3, "<rspStmt>");
    element(document, 4, "AuthEnty", &study.author);
    line(document, 3, "</rspStmt>");
    line(document, 3, "<distStmt>");
    let date = escaped(&study.date);
    line(
        document,
        4,
        &format!("<distDate date=\"{date}\">{date}</distDate>"),
    );
    line(document, 3, "</distStmt>");
    element(document, 3, "biblCit", &study.citation);
    line(document, 2, "</citation>");
    line(document, 2, "<stdyInfo>");
    element(document, 3, "abstract", &study.summary);
    line(document, 3, "<sumDscr>");
    for (event, day) in [("start", &study.fielded.0), ("end", &study.fielded.1)] {
        let day = escaped(day);
        line(
            document,
            4,
            &format!("<collDate date=\"{day}\" event=\"{event}\">{day}</collDate>"),
        );
    }
    element(document, 4, "geogCover", &study.place);
    line(document, 3, "</sumDscr>");
    line(document, 2, "</stdyInfo>");
    line(document, 2, "<method>");
    line(document, 3, "<dataColl>");
    element(document, 4, "sampProc", &study.sampling);
    element(document, 4, "weight", &study.weighting);
    line(document, 3, "</dataColl>");
    line(document, 2, "</method>");
    line(document, 2, "<dataAccs>");
    line(document, 3, "<useStmt>");
    element(document, 4, "confDec", &study.confidentiality);
    element(document, 4, "conditions", &study.conditions);
    line(document, 3, "</useStmt>");
    line(document, 2, "</dataAccs>");
    line(document, 1, "</stdyDscr>");
}

/// A variable; `weight` is the place of the one that weighs the others.
fn describe(document: &mut String, place: usize, variable: &Variable, weight: Option<usize>) {
    let (interval, weighs) = match variable.kind {
        Kind::Codes => ("discrete", ""),
        Kind::Weight | Kind::Replicate => ("contin", " wgt=\"wgt\""),
    };
    let weighed = match (variable.kind, weight) {
        (Kind::Codes, Some(weight)) => format!(" wgt-var=\"V{}\"", weight + 1),
        _ => String::new(),
    };
    let name = escaped(&variable.name);
    let number = place + 1;
    line(
        document,
        2,
        &format!(
            "<var ID=\"V{number}\" name=\"{name}\" files=\"F1\"{weighs}{weighed} intrvl=\"{interval}\">"
        ),
    );
    element(document, 3, "labl", &variable.label);
    let missing: Vec<i32> = (variable.values.iter())
        .filter(|value| value.missing)
        .map(|value| value.code)
        .collect();
    if !missing.is_empty() {
        line(document, 3, "<invalrng>");
        for code in &missing {
            line(document, 4, &format!("<item VALUE=\"{code}\"/>"));
        }
        line(document, 3, "</invalrng>");
    }
    let is = |number: &f64, code: i32| number.total_cmp(&f64::from(code)).is_eq();
    let invalid = |number: &&f64| missing.iter().any(|code| is(number, *code));
    let valid = variable
        .column
        .iter()
        .filter(|number| !invalid(number))
        .count();
    line(
        document,
        3,
        &format!("<sumStat type=\"vald\">{valid}</sumStat>"),
    );
    for value in &variable.values {
        let column = variable.column.iter();
        let count = column.filter(|number| is(number, value.code)).count();
        let missing = if value.missing { " missing=\"Y\"" } else { "" };
        line(document, 3, &format!("<catgry{missing}>"));
        element(document, 4, "catValu", &value.code.to_string());
        element(document, 4, "labl", &value.label);
        line(
            document,
            4,
            &format!("<catStat type=\"freq\">{count}</catStat>"),
        );
        line(document, 3, "</catgry>");
    }
    line(document, 3, "<varFormat type=\"numeric\"/>");
    line(document, 2, "</var>");
}

fn element(document: &mut String, depth: usize, name: &str, text: &str) {
    line(
        document,
        depth,
        &format!("<{name}>{}</{name}>", escaped(text)),
    );
}

fn line(document: &mut String, depth: usize, text: &str) {
    writeln!(document, "{:1$}{text}", "", 2 * depth).expect("writing to a string cannot fail");
}

/// A text as XML has it; signs that XML has no room for are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            sign if sign.is_control() => escaped.push(' '),
            sign => escaped.push(sign),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::table;

    #[test]
    fn every_value_has_its_count_and_every_sign_its_name() {
        let text = || "甲<乙>&\"丙\"".to_owned();
        let study = Study {
            language: "zh".to_owned(),
            title: text(),
            id: text(),
            author: text(),
            date: "2014-12-31".to_owned(),
            citation: text(),
            summary: text(),
            fielded: ("2014-05-01".to_owned(), "2014-05-31".to_owned()),
            place: text(),
            sampling: text(),
            weighting: text(),
            confidentiality: text(),
            conditions: text(),
            file: "a.csv".to_owned(),
        };
        let document = String::from_utf8(ddi(&study, &table())).unwrap();
        assert!(document.contains("<titl>甲&lt;乙&gt;&amp;&quot;丙&quot;</titl>"));
        assert!(document.contains("<labl>您满意吗？&lt;&amp;&gt;</labl>"));
        assert!(document.contains("<sumStat type=\"vald\">2</sumStat>"));
        assert!(document.contains("<catgry missing=\"Y\">\n        <catValu>-9</catValu>"));
        assert!(document.contains("name=\"weight\" files=\"F1\" wgt=\"wgt\" intrvl=\"contin\""));
    }
}
