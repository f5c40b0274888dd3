//! The sampling frame: strata, and the primary sampling units within them.

use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::id::{PsuId, StratumId};
use super::problem::{Finding, FrameFault, Problem};
use format::source::SourceProblem;
use questionnaire::{Language, Text};

/// The list sampled from.
///
/// Units stand in the order of their strata and, within a stratum, urban before rural, then by
/// street and by code: systematic selection from this order stratifies implicitly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    strata: Vec<FrameStratum>,
    units: Vec<FrameUnit>,
}

/// A stratum: a district, county or county-level city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameStratum {
    /// The administrative code at the frame's time.
    pub code: StratumId,
    /// What the stratum is called.
    pub name: Text,
    /// What sort of unit it is, as the file says (`district`, `county`).
    pub kind: String,
    /// The resident population at the frame's reference date.
    pub population: u64,
    /// When its code ends, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<CodeExpiry>,
}

/// The end of an administrative code, and what came after it: 双城市 (230182) became 双城区 (230113) in 2014.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeExpiry {
    /// The last year in which the code was in use; its successor is in use from this year on.
    pub valid_until: i32,
    /// The code that the same place has since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub successor: Option<StratumId>,
}

/// A primary sampling unit: a community or a village.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameUnit {
    /// Unique in the frame.
    pub code: PsuId,
    /// The code of the stratum it lies in.
    pub stratum: StratumId,
    /// What the unit is called.
    pub name: Text,
    /// A community of a city or town, not a village.
    pub urban: bool,
    /// The code of its street or township; units of one stand together in the order of selection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// The resident population at the frame's reference date.
    pub population: u64,
    /// The addresses of households: the measure of size.
    pub households: u64,
}

/// Reads the strata: `code`, `name_<language>`, `type` and `population`, and where they are there `valid_until` and
/// `successor`; other columns are for people. Every fault in one pass; `file` is named in findings.
pub fn read_strata(file: &str, content: &[u8]) -> Result<Vec<FrameStratum>, Vec<Finding>> {
    let table = CsvTable::read(file, content, &["code", "type", "population"])?;
    let mut seen = BTreeSet::new();
    table.each(|row, findings| {
        let code = row.or_report(row.unique("code", &mut seen), findings);
        let name = row.or_report(row.name(), findings);
        let kind = row.or_report(row.filled("type"), findings);
        let population = row.or_report(row.positive("population"), findings);
        let expiry = row.or_report(row.expiry(), findings);
        Some(FrameStratum {
            code: StratumId::new(code?),
            name: name?,
            kind: kind?.to_owned(),
            population: population?,
            expiry: expiry?,
        })
    })
}

impl Frame {
    /// The frame of these strata and units, in the order selection needs. Units of a
    /// stratum that is not listed are left out; [`read_listing`](crate::listing::read_listing) refuses them.
    pub fn new(strata: Vec<FrameStratum>, mut units: Vec<FrameUnit>) -> Self {
        let place: BTreeMap<StratumId, usize> = strata
            .iter()
            .enumerate()
            .map(|(index, stratum)| (stratum.code.clone(), index))
            .collect();
        units.retain(|unit| place.contains_key(&unit.stratum));
        units.sort_by(|one, other| {
            (place[&one.stratum], !one.urban, &one.street, &one.code).cmp(&(
                place[&other.stratum],
                !other.urban,
                &other.street,
                &other.code,
            ))
        });
        Self { strata, units }
    }

    /// Names the frame by its content: SHA-256, in hexadecimal, of strata and units in the order of selection. A
    /// draw can be repeated from its plan only on a frame of the same hash.
    ///
    /// # Panics
    ///
    /// Never: texts and numbers are always JSON.
    pub fn hash(&self) -> String {
        let content = serde_json::to_vec(self).expect("texts and numbers are JSON");
        HEXLOWER.encode(&Sha256::digest(content))
    }

    /// The strata, in the order of the file.
    pub fn strata(&self) -> &[FrameStratum] {
        &self.strata
    }

    /// All units, in the order of selection.
    pub fn units(&self) -> &[FrameUnit] {
        &self.units
    }

    /// The units of one stratum, in the order of selection.
    pub fn units_of(&self, stratum: &StratumId) -> &[FrameUnit] {
        let Some(start) = self.units.iter().position(|unit| &unit.stratum == stratum) else {
            return &[];
        };
        let length = self.units[start..]
            .iter()
            .take_while(|unit| &unit.stratum == stratum)
            .count();
        &self.units[start..start + length]
    }

    /// The unit with this code.
    pub fn unit(&self, code: &PsuId) -> Option<&FrameUnit> {
        self.units.iter().find(|unit| &unit.code == code)
    }
}

/// A file of comma-separated values whose first line names the columns.
struct CsvTable<'a> {
    file: &'a str,
    columns: Vec<String>,
    lines: Vec<(u64, csv::StringRecord)>,
}

/// One line of a [`CsvTable`].
struct Row<'a> {
    table: &'a CsvTable<'a>,
    line: u64,
    cells: &'a csv::StringRecord,
}

impl<'a> CsvTable<'a> {
    /// Reads the lines; `needed` are columns without which no line can be read.
    fn read(file: &'a str, content: &[u8], needed: &[&str]) -> Result<Self, Vec<Finding>> {
        let text = match std::str::from_utf8(content) {
            Ok(text) => text.trim_start_matches('\u{feff}'),
            Err(error) => {
                let before = &content[..error.valid_up_to()];
                return Err(vec![Finding {
                    file: file.to_owned(),
                    line: before.split(|byte| *byte == b'\n').count(),
                    place: None,
                    problem: SourceProblem::NotUtf8.into(),
                }]);
            }
        };
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .comment(Some(b'#'))
            .from_reader(text.as_bytes());
        let unreadable = |error: &csv::Error| {
            let line = error.position().map_or(1, csv::Position::line);
            finding(file, line, "", FrameFault::Unreadable(error.to_string()))
        };
        let columns = match reader.headers() {
            Ok(columns) => columns.iter().map(str::to_owned).collect(),
            Err(error) => return Err(vec![unreadable(&error)]),
        };
        let mut table = Self {
            file,
            columns,
            lines: Vec::new(),
        };
        let mut findings: Vec<Finding> = needed
            .iter()
            .filter(|column| !table.columns.iter().any(|heading| heading == *column))
            .map(|column| finding(file, 1, column, FrameFault::MissingColumn))
            .collect();
        if !table
            .columns
            .iter()
            .any(|heading| heading.starts_with("name_"))
        {
            findings.push(finding(file, 1, "name_…", FrameFault::MissingColumn));
        }
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(0, csv::Position::line);
                    table.lines.push((line, record));
                }
                Err(error) => findings.push(unreadable(&error)),
            }
        }
        if findings.is_empty() {
            Ok(table)
        } else {
            Err(findings)
        }
    }

    /// What `read` makes of every line, or everything that it found wrong.
    fn each<T>(
        &self,
        mut read: impl FnMut(&Row<'_>, &mut Vec<Finding>) -> Option<T>,
    ) -> Result<Vec<T>, Vec<Finding>> {
        let mut findings = Vec::new();
        let mut entries = Vec::with_capacity(self.lines.len());
        for (line, cells) in &self.lines {
            let row = Row {
                table: self,
                line: *line,
                cells,
            };
            entries.extend(read(&row, &mut findings));
        }
        if findings.is_empty() {
            Ok(entries)
        } else {
            Err(findings)
        }
    }
}

fn finding(file: &str, line: u64, column: &str, fault: FrameFault) -> Finding {
    Finding {
        file: file.to_owned(),
        line: usize::try_from(line).unwrap_or(usize::MAX),
        place: None,
        problem: Problem::Frame {
            column: column.to_owned(),
            fault,
        },
    }
}

/// What is wrong with a cell.
struct CellFault {
    column: String,
    fault: FrameFault,
}

impl CellFault {
    fn new(column: &str, fault: FrameFault) -> Self {
        Self {
            column: column.to_owned(),
            fault,
        }
    }
}

impl Row<'_> {
    /// What was read, or nothing: its fault goes to the list, and reading goes on.
    fn or_report<T>(&self, read: Result<T, CellFault>, findings: &mut Vec<Finding>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(CellFault { column, fault }) => {
                findings.push(finding(self.table.file, self.line, &column, fault));
                None
            }
        }
    }

    fn filled(&self, column: &str) -> Result<&str, CellFault> {
        let heading = self.table.columns.iter().position(|name| name == column);
        match heading.and_then(|index| self.cells.get(index)) {
            None | Some("") => Err(CellFault::new(column, FrameFault::Empty)),
            Some(cell) => Ok(cell),
        }
    }

    fn positive(&self, column: &str) -> Result<u64, CellFault> {
        let cell = self.filled(column)?;
        match cell.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(CellFault::new(
                column,
                FrameFault::NotPositive(cell.to_owned()),
            )),
        }
    }

    fn unique(&self, column: &str, seen: &mut BTreeSet<String>) -> Result<String, CellFault> {
        let code = self.filled(column)?.to_owned();
        if seen.insert(code.clone()) {
            Ok(code)
        } else {
            Err(CellFault::new(column, FrameFault::Duplicate(code)))
        }
    }

    /// The year in which the code ends and the code that follows; none where no year is given.
    fn expiry(&self) -> Result<Option<CodeExpiry>, CellFault> {
        let successor = self.filled("successor").ok().map(StratumId::new);
        let Ok(year) = self.filled("valid_until") else {
            return match successor {
                Some(_) => Err(CellFault::new("valid_until", FrameFault::Empty)),
                None => Ok(None),
            };
        };
        let valid_until = year
            .parse()
            .ok()
            .filter(|year| (1949..=2200).contains(year));
        let valid_until = valid_until
            .ok_or_else(|| CellFault::new("valid_until", FrameFault::NotAYear(year.to_owned())))?;
        Ok(Some(CodeExpiry {
            valid_until,
            successor,
        }))
    }

    fn name(&self) -> Result<Text, CellFault> {
        let mut name = Text::default();
        for (heading, cell) in self.table.columns.iter().zip(self.cells) {
            if let Some(language) = heading.strip_prefix("name_") {
                if cell.is_empty() {
                    return Err(CellFault::new(heading, FrameFault::Empty));
                }
                name.set(Language::new(language), cell);
            }
        }
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRATA: &str = "code,name_zh,name_en,type,population,source\n1,甲区,First,district,900,census\n2,乙县,Second,county,600,census\n";
    /// Line, column and fault of every cell that is wrong.
    fn cells(findings: Vec<Finding>) -> Vec<(usize, String, FrameFault)> {
        let cells = findings.into_iter().map(|finding| match finding.problem {
            Problem::Frame { column, fault } => (finding.line, column, fault),
            other => panic!("{other:?} is no fault of a cell"),
        });
        cells.collect()
    }

    fn at(line: usize, column: &str, fault: FrameFault) -> (usize, String, FrameFault) {
        (line, column.to_owned(), fault)
    }

    #[test]
    fn units_stand_by_stratum_then_urban_then_code() {
        let strata = read_strata("frame.csv", STRATA.as_bytes()).unwrap();
        let unit = |code: &str, urban, households| FrameUnit {
            code: PsuId::new(code),
            stratum: StratumId::new(&code[..1]),
            name: Text::from([("zh", "村")]),
            urban,
            street: None,
            population: 300,
            households,
        };
        let units = vec![
            unit("2A", false, 100),
            unit("1B", false, 130),
            unit("1C", true, 170),
            unit("2B", true, 90),
        ];
        let frame = Frame::new(strata, units);
        let codes: Vec<&str> = frame
            .units()
            .iter()
            .map(|unit| unit.code.as_str())
            .collect();
        assert_eq!(codes, ["1C", "1B", "2B", "2A"]);
        assert_eq!(frame.units_of(&StratumId::new("2")).len(), 2);
        assert!(frame.units_of(&StratumId::new("3")).is_empty());
        assert_eq!(frame.unit(&PsuId::new("1B")).unwrap().households, 130);
    }

    #[test]
    fn the_shipped_strata_sum_to_the_census() {
        let text = include_bytes!("../../surveys/harbin-2012-2014/frame.csv");
        let strata = read_strata("frame.csv", text).unwrap();
        assert_eq!(strata.len(), 18);
        assert_eq!(
            strata.iter().map(|stratum| stratum.population).sum::<u64>(),
            10_635_971
        );
    }

    #[test]
    fn a_code_ends_in_a_year_and_has_a_successor() {
        let text = "code,name_zh,type,population,valid_until,successor\n1,甲,district,9,2014,7\n2,乙,county,6,,\n";
        let strata = read_strata("frame.csv", text.as_bytes()).unwrap();
        let expiry = CodeExpiry {
            valid_until: 2014,
            successor: Some(StratumId::new("7")),
        };
        assert_eq!(strata[0].expiry, Some(expiry));
        assert_eq!(strata[1].expiry, None);
        let kept = serde_json::to_string(&strata[1]).unwrap();
        assert!(!kept.contains("expiry"), "{kept}");
        let text = text.replace("2014", "soon").replace("6,,", "6,,8");
        assert_eq!(
            cells(read_strata("frame.csv", text.as_bytes()).unwrap_err()),
            [
                at(2, "valid_until", FrameFault::NotAYear("soon".into())),
                at(3, "valid_until", FrameFault::Empty),
            ]
        );
    }

    #[test]
    fn all_faults_are_named_at_once() {
        let text = "code,name_zh,type,population\n1,,district,many\n1,乙县,county,600\n";
        assert_eq!(
            cells(read_strata("frame.csv", text.as_bytes()).unwrap_err()),
            [
                at(2, "name_zh", FrameFault::Empty),
                at(2, "population", FrameFault::NotPositive("many".into())),
                at(3, "code", FrameFault::Duplicate("1".into())),
            ]
        );
        let text = "code,name_zh,population\n1,甲,9\n";
        assert_eq!(
            cells(read_strata("frame.csv", text.as_bytes()).unwrap_err()),
            [at(1, "type", FrameFault::MissingColumn),]
        );
    }
}
