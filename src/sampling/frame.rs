//! The sampling frame: strata, and the primary sampling units within them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::questionnaire::{Language, Text};

/// The list sampled from.
///
/// Units stand in the order of their strata and, within a stratum, urban before rural and
/// then by code: systematic selection from this order stratifies implicitly.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    strata: Vec<FrameStratum>,
    units: Vec<FrameUnit>,
}

/// A stratum: a district, county or county-level city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameStratum {
    /// The administrative code at the frame's time.
    pub code: String,
    /// What the stratum is called.
    pub name: Text,
    /// What sort of unit it is, as the file says (`district`, `county`).
    pub kind: String,
    /// The resident population at the frame's reference date.
    pub population: u64,
}

/// A primary sampling unit: a community or a village.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FrameUnit {
    /// Unique in the frame.
    pub code: String,
    /// The code of the stratum it lies in.
    pub stratum: String,
    /// What the unit is called.
    pub name: Text,
    /// A community of a city or town, not a village.
    pub urban: bool,
    /// The resident population at the frame's reference date.
    pub population: u64,
    /// The addresses of households: the measure of size.
    pub households: u64,
}

/// What is wrong with a frame, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}, column \"{column}\": {fault}")]
pub struct FrameError {
    /// The file as it was named.
    pub file: String,
    /// The line, counted from 1.
    pub line: u64,
    /// The heading of the column.
    pub column: String,
    /// What is wrong.
    pub fault: FrameFault,
}

/// What is wrong with an entry of a frame.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FrameFault {
    /// The line cannot be read as comma-separated values.
    #[error("the line is not readable: {0}")]
    Unreadable(String),
    /// A heading that is needed is not there.
    #[error("the column is missing; add it to the first line")]
    MissingColumn,
    /// A cell that must say something is empty.
    #[error("the cell is empty; fill it in")]
    Empty,
    /// Not a whole number above zero.
    #[error("\"{0}\" is not a whole number above zero")]
    NotPositive(String),
    /// Neither yes nor no.
    #[error("\"{0}\" is neither \"yes\" nor \"no\"")]
    NotYesNo(String),
    /// The code stands on an earlier line.
    #[error("the code {0} occurs twice; codes are unique")]
    Duplicate(String),
    /// A unit of a stratum that the frame does not have.
    #[error("there is no stratum {0}")]
    UnknownStratum(String),
}

/// Reads the strata: `code`, `name_<language>`, `type` and `population`; other columns are
/// for people. `file` is named in errors.
pub fn read_strata(text: &str, file: &str) -> Result<Vec<FrameStratum>, FrameError> {
    let sheet = Sheet::read(text, file)?;
    let mut seen = BTreeSet::new();
    sheet
        .rows()
        .map(|row| {
            Ok(FrameStratum {
                code: row.unique("code", &mut seen)?,
                name: row.name()?,
                kind: row.filled("type")?.to_owned(),
                population: row.positive("population")?,
            })
        })
        .collect()
}

/// Reads the units of a frame: `code`, `stratum`, `name_<language>`, `urban` (yes or no),
/// `population` and `households`. `file` is named in errors.
pub fn read_units(
    text: &str,
    file: &str,
    strata: &[FrameStratum],
) -> Result<Vec<FrameUnit>, FrameError> {
    let sheet = Sheet::read(text, file)?;
    let mut seen = BTreeSet::new();
    sheet
        .rows()
        .map(|row| {
            let stratum = row.filled("stratum")?.to_owned();
            if !strata.iter().any(|known| known.code == stratum) {
                return Err(row.error("stratum", FrameFault::UnknownStratum(stratum)));
            }
            let urban = match row.filled("urban")? {
                "yes" => true,
                "no" => false,
                other => return Err(row.error("urban", FrameFault::NotYesNo(other.to_owned()))),
            };
            Ok(FrameUnit {
                code: row.unique("code", &mut seen)?,
                stratum,
                name: row.name()?,
                urban,
                population: row.positive("population")?,
                households: row.positive("households")?,
            })
        })
        .collect()
}

impl Frame {
    /// The frame of these strata and units, in the order selection needs. Units of a
    /// stratum that is not listed are left out; [`read_units`] refuses them.
    pub fn new(strata: Vec<FrameStratum>, mut units: Vec<FrameUnit>) -> Self {
        let place: BTreeMap<String, usize> = strata
            .iter()
            .enumerate()
            .map(|(index, stratum)| (stratum.code.clone(), index))
            .collect();
        units.retain(|unit| place.contains_key(&unit.stratum));
        units.sort_by(|one, other| {
            (place[&one.stratum], !one.urban, &one.code).cmp(&(
                place[&other.stratum],
                !other.urban,
                &other.code,
            ))
        });
        Self { strata, units }
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
    pub fn units_of(&self, stratum: &str) -> &[FrameUnit] {
        let Some(start) = self.units.iter().position(|unit| unit.stratum == stratum) else {
            return &[];
        };
        let length = self.units[start..]
            .iter()
            .take_while(|unit| unit.stratum == stratum)
            .count();
        &self.units[start..start + length]
    }

    /// The unit with this code.
    pub fn unit(&self, code: &str) -> Option<&FrameUnit> {
        self.units.iter().find(|unit| unit.code == code)
    }
}

/// A file of comma-separated values whose first line names the columns.
struct Sheet<'a> {
    file: &'a str,
    columns: Vec<String>,
    lines: Vec<(u64, csv::StringRecord)>,
}

/// One line of a [`Sheet`].
struct Row<'a> {
    sheet: &'a Sheet<'a>,
    line: u64,
    cells: &'a csv::StringRecord,
}

impl<'a> Sheet<'a> {
    fn read(text: &str, file: &'a str) -> Result<Self, FrameError> {
        let mut reader = csv::ReaderBuilder::new()
            .trim(csv::Trim::All)
            .comment(Some(b'#'))
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let unreadable = |error: &csv::Error| FrameError {
            file: file.to_owned(),
            line: error.position().map_or(1, csv::Position::line),
            column: String::new(),
            fault: FrameFault::Unreadable(error.to_string()),
        };
        let columns = reader.headers().map_err(|error| unreadable(&error))?;
        let columns = columns.iter().map(str::to_owned).collect();
        let mut lines = Vec::new();
        for record in reader.records() {
            let record = record.map_err(|error| unreadable(&error))?;
            lines.push((record.position().map_or(0, csv::Position::line), record));
        }
        Ok(Self {
            file,
            columns,
            lines,
        })
    }

    fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
        self.lines.iter().map(|(line, cells)| Row {
            sheet: self,
            line: *line,
            cells,
        })
    }
}

impl Row<'_> {
    fn error(&self, column: &str, fault: FrameFault) -> FrameError {
        FrameError {
            file: self.sheet.file.to_owned(),
            line: self.line,
            column: column.to_owned(),
            fault,
        }
    }

    fn filled(&self, column: &str) -> Result<&str, FrameError> {
        let Some(index) = self
            .sheet
            .columns
            .iter()
            .position(|heading| heading == column)
        else {
            return Err(FrameError {
                line: 1,
                ..self.error(column, FrameFault::MissingColumn)
            });
        };
        match self.cells.get(index) {
            None | Some("") => Err(self.error(column, FrameFault::Empty)),
            Some(cell) => Ok(cell),
        }
    }

    fn positive(&self, column: &str) -> Result<u64, FrameError> {
        let cell = self.filled(column)?;
        match cell.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(self.error(column, FrameFault::NotPositive(cell.to_owned()))),
        }
    }

    fn unique(&self, column: &str, seen: &mut BTreeSet<String>) -> Result<String, FrameError> {
        let code = self.filled(column)?.to_owned();
        if seen.insert(code.clone()) {
            Ok(code)
        } else {
            Err(self.error(column, FrameFault::Duplicate(code)))
        }
    }

    fn name(&self) -> Result<Text, FrameError> {
        let mut name = Text::default();
        for (heading, cell) in self.sheet.columns.iter().zip(self.cells) {
            if let Some(language) = heading.strip_prefix("name_") {
                if cell.is_empty() {
                    return Err(self.error(heading, FrameFault::Empty));
                }
                name.set(Language::new(language), cell);
            }
        }
        if name.is_empty() {
            return Err(FrameError {
                line: 1,
                ..self.error("name_…", FrameFault::MissingColumn)
            });
        }
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRATA: &str = "code,name_zh,name_en,type,population,source\n1,甲区,First,district,900,census\n2,乙县,Second,county,600,census\n";
    const UNITS: &str = "code,stratum,name_zh,urban,population,households\n\
        2A,2,村,no,300,100\n1B,1,村,no,400,130\n1C,1,社区,yes,500,170\n2B,2,社区,yes,300,90\n";

    fn fault(units: &str) -> String {
        let strata = read_strata(STRATA, "frame.csv").unwrap();
        read_units(units, "psus.csv", &strata)
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn units_stand_by_stratum_then_urban_then_code() {
        let strata = read_strata(STRATA, "frame.csv").unwrap();
        let units = read_units(UNITS, "psus.csv", &strata).unwrap();
        let frame = Frame::new(strata, units);
        let codes: Vec<&str> = frame
            .units()
            .iter()
            .map(|unit| unit.code.as_str())
            .collect();
        assert_eq!(codes, ["1C", "1B", "2B", "2A"]);
        assert_eq!(frame.units_of("2").len(), 2);
        assert!(frame.units_of("3").is_empty());
        assert_eq!(frame.unit("1B").unwrap().households, 130);
    }

    #[test]
    fn the_shipped_strata_sum_to_the_census() {
        let text = include_str!("../../surveys/harbin-2012-2014/frame.csv");
        let strata = read_strata(text, "frame.csv").unwrap();
        assert_eq!(strata.len(), 18);
        assert_eq!(
            strata.iter().map(|stratum| stratum.population).sum::<u64>(),
            10_635_971
        );
    }

    #[test]
    fn faults_name_file_line_and_column() {
        assert_eq!(
            fault("code,stratum,name_zh,urban,population,households\n1A,1,村,no,9,many\n"),
            "psus.csv, line 2, column \"households\": \"many\" is not a whole number above zero"
        );
        assert_eq!(
            fault(
                "code,stratum,name_zh,urban,population,households\n1A,1,村,no,9,3\n1A,1,村,no,9,3\n"
            ),
            "psus.csv, line 3, column \"code\": the code 1A occurs twice; codes are unique"
        );
        assert_eq!(
            fault("code,stratum,name_zh,urban,population,households\n1A,7,村,no,9,3\n"),
            "psus.csv, line 2, column \"stratum\": there is no stratum 7"
        );
        assert_eq!(
            fault("code,stratum,name_zh,population,households\n1A,1,村,9,3\n"),
            "psus.csv, line 1, column \"urban\": the column is missing; add it to the first line"
        );
        assert!(
            fault("code,stratum,name_zh,urban,population,households\n1A,1\n")
                .starts_with("psus.csv, line 2")
        );
    }

    #[test]
    fn zero_households_are_refused() {
        let text = "code,stratum,name_zh,urban,population,households\n1A,1,村,no,9,0\n";
        assert!(fault(text).contains("\"0\" is not a whole number above zero"));
    }
}
