//! Values of the register from a spreadsheet: many at once, all of them or none.
//!
//! # Design
//!
//! Columns are known by their names, in Chinese or English, and may stand in any order beside others; what a column of another name says is
//! not read. A row of the template in which nothing is filled in is left out. Every fault is named at once, by row and column.
//!
//! A workbook keeps binary numbers and shows fifteen of their digits: 0.1 + 0.2 is kept as 0.30000000000000004 and shown as 0.3. What is
//! shown is what somebody meant, so that is what is read.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, XlsxError};

use super::RegisterValue;
use super::typed::{Column, Reasoned, TypedValue, ValueFault};
use crate::indicator::{IndicatorId, Plan};
use format::table::{UnreadableTable, rows};
use spreadsheet::{CsvFile, is_doubtful};

/// The largest file read, in bytes: far more than every indicator in every year.
const LARGEST_FILE: usize = 2 << 20;

/// The digits of a number that a spreadsheet shows.
const SHOWN_DIGITS: usize = 15;

impl Column {
    /// Every column.
    pub const ALL: [Self; 9] = [
        Self::Indicator,
        Self::Year,
        Self::Value,
        Self::Beside,
        Self::Done,
        Self::Words,
        Self::Source,
        Self::Dated,
        Self::Reason,
    ];

    /// The columns without which a file says nothing.
    const NEEDED: [Self; 4] = [Self::Indicator, Self::Year, Self::Source, Self::Dated];

    /// The names it goes by; the first Chinese and the first English one are those of the template.
    fn names(self) -> &'static [&'static str] {
        match self {
            Self::Indicator => &["指标编号", "indicator", "编号", "指标", "id"],
            Self::Year => &["年份", "year", "年度"],
            Self::Value => &["数值", "value", "值"],
            Self::Beside => &["对照数值", "compared with", "对照值", "beside"],
            Self::Done => &["是否完成", "done", "完成"],
            Self::Words => &[
                "依据或说明",
                "evidence or words",
                "依据",
                "evidence",
                "words",
            ],
            Self::Source => &["来源", "source", "数据来源"],
            Self::Dated => &["来源日期", "date of source", "日期", "date"],
            Self::Reason => &["更正理由", "reason for correction", "理由", "reason"],
        }
    }
}

/// A value of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct ValueRow {
    /// Its row, as the spreadsheet numbers it.
    pub row: u64,
    /// The value, and why it takes the place of another.
    pub value: Reasoned,
}

/// A cell that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct CellFault {
    /// The row as the spreadsheet numbers it.
    pub row: u64,
    pub column: Column,
    /// What stands there.
    pub cell: String,
    pub fault: ValueFault,
}

/// Why a file has no rows.
#[derive(Debug, Clone, PartialEq)]
pub enum TableFault {
    /// It cannot be read at all.
    Unreadable(UnreadableTable),
    /// Its heading has none of the names of these columns.
    NoColumns(Vec<Column>),
}

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ValueTable {
    /// The values that could be read.
    pub values: Vec<ValueRow>,
    /// Rows in which nothing is filled in.
    pub blank: usize,
    /// What is wrong, by row and column.
    pub faults: Vec<CellFault>,
}

/// Reads values from a CSV file or the first sheet of a workbook.
///
/// # Errors
///
/// Where it is no table or lacks a column. What is wrong with cells stands in the table.
pub fn read(content: &[u8], plan: &Plan, today: NaiveDate) -> Result<ValueTable, TableFault> {
    let mut rows = rows(content, LARGEST_FILE)
        .map_err(TableFault::Unreadable)?
        .into_iter();
    let (_, heading) = rows.next().unwrap_or_default();
    let places: BTreeMap<Column, usize> = Column::ALL
        .into_iter()
        .filter_map(|column| Some((column, place(column, &heading)?)))
        .collect();
    let missing: Vec<Column> = Column::NEEDED
        .into_iter()
        .filter(|column| !places.contains_key(column))
        .collect();
    if !missing.is_empty() {
        return Err(TableFault::NoColumns(missing));
    }
    let of_workbook = content.starts_with(b"PK");
    let mut table = ValueTable::default();
    let mut above = BTreeMap::new();
    for (row, cells) in rows {
        let cell = |column| {
            let place = places.get(&column);
            let cell = place.and_then(|place: &usize| cells.get(*place));
            let cell = cell.map(|cell| cell.trim()).unwrap_or_default();
            if of_workbook {
                as_shown(cell)
            } else {
                cell.to_owned()
            }
        };
        table.take(row, &cell, plan, today, &mut above);
    }
    Ok(table)
}

fn place(column: Column, heading: &[String]) -> Option<usize> {
    let names = column.names();
    names.iter().find_map(|name| {
        let mut cells = heading.iter();
        cells.position(|cell| cell.trim().to_lowercase() == *name)
    })
}

impl ValueTable {
    fn take(
        &mut self,
        row: u64,
        cell: &dyn Fn(Column) -> String,
        plan: &Plan,
        today: NaiveDate,
        above: &mut BTreeMap<(IndicatorId, i32), u64>,
    ) {
        let typed = TypedValue {
            year: cell(Column::Year),
            value: cell(Column::Value),
            beside: cell(Column::Beside),
            done: cell(Column::Done),
            words: cell(Column::Words),
            source: cell(Column::Source),
            dated: cell(Column::Dated),
            reason: cell(Column::Reason),
        };
        let id = cell(Column::Indicator);
        if typed.is_blank() {
            self.blank += usize::from(!id.is_empty());
            return;
        }
        let indicator = plan.indicators.iter().find(|it| it.id.as_str() == id);
        let read = match indicator {
            Some(indicator) => typed.read(plan, indicator, today),
            None if id.is_empty() => Err(vec![(Column::Indicator, ValueFault::Lacking)]),
            None => Err(vec![(Column::Indicator, ValueFault::UnknownIndicator)]),
        };
        let read = read.and_then(|value| {
            let key = (value.0.indicator.clone(), value.0.year);
            match above.insert(key, row) {
                Some(row) => Err(vec![(Column::Year, ValueFault::Twice { row })]),
                None => Ok(value),
            }
        });
        match read {
            Ok(value) => self.values.push(ValueRow { row, value }),
            Err(faults) => {
                let faults = faults.into_iter().map(|(column, fault)| CellFault {
                    row,
                    column,
                    cell: cell(column),
                    fault,
                });
                self.faults.extend(faults);
            }
        }
    }
}

/// A number with more digits than a spreadsheet shows as it shows it, where it is what a spreadsheet would keep; any other cell as it is.
fn as_shown(cell: &str) -> String {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let kept = cell.parse::<f64>().is_ok_and(|it| it.to_string() == cell);
    if !kept || digits <= SHOWN_DIGITS {
        return cell.to_owned();
    }
    let shown = cell.parse::<Decimal>().ok();
    let shown = shown.and_then(|it| it.round_sf(u32::try_from(SHOWN_DIGITS).unwrap_or(u32::MAX)));
    shown.map_or_else(|| cell.to_owned(), |it| it.normalize().to_string())
}

/// A table as a CSV file that spreadsheets know to be UTF-8.
pub fn to_csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut file = CsvFile::marked();
    for row in rows {
        file.row(row);
    }
    file.into_bytes()
}

/// A table as a workbook. Cells are texts, so that none becomes a formula; those to be filled in are left as a spreadsheet has them, so
/// that numbers and days stay what they are.
///
/// # Errors
///
/// What the writer of workbooks says.
pub fn to_xlsx(name: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let heading = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let quoted = wrapped.clone().set_quote_prefix();
    let page = workbook.add_worksheet();
    page.set_name(name)?;
    page.set_freeze_panes(1, 1)?;
    for (at, row) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row).filter(|(_, cell)| !cell.is_empty()) {
            let format = match at {
                0 => &heading,
                _ if is_doubtful(cell) => &quoted,
                _ => &wrapped,
            };
            page.write_string_with_format(at, column, cell, format)?;
            if at == 0 {
                page.set_column_width(column, 20.0)?;
            }
        }
    }
    workbook.save_to_buffer()
}

/// The values as a file that is read again as the same.
pub fn carried(values: &[ValueRow]) -> String {
    let names = Column::ALL.map(|column| column.names()[0].to_owned());
    let rows = values.iter().map(|row| {
        let (value, reason) = &row.value;
        row_of(value, reason.as_deref())
    });
    let rows: Vec<Vec<String>> = [names.to_vec()].into_iter().chain(rows).collect();
    String::from_utf8_lossy(&to_csv(&rows)).into_owned()
}

fn row_of(value: &RegisterValue, reason: Option<&str>) -> Vec<String> {
    let typed = TypedValue::of(value);
    vec![
        value.indicator.to_string(),
        typed.year,
        typed.value,
        typed.beside,
        typed.done,
        typed.words,
        typed.source,
        typed.dated,
        reason.unwrap_or_default().to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read as read_plan;

    const HEAD: &str =
        "指标编号,条款,年份,数值,对照数值,是否完成,依据或说明,来源,来源日期,更正理由\n";

    fn plan() -> Plan {
        let text = include_str!("../../../surveys/harbin-2012-2014/plan.toml");
        read_plan("plan.toml", text.as_bytes()).plan.unwrap()
    }

    fn read_all(content: &[u8]) -> Result<ValueTable, TableFault> {
        read(
            content,
            &plan(),
            NaiveDate::from_ymd_opt(2014, 3, 1).unwrap(),
        )
    }

    fn rows_of(text: &str) -> ValueTable {
        read_all(format!("{HEAD}{text}").as_bytes()).unwrap()
    }

    #[test]
    fn rows_that_are_filled_in_are_read_and_the_others_left() {
        let table = rows_of(
            "adm-elder-abuse,四(二)2,2013,1.90,,,,市中级人民法院,2014-01-20,\n\
             adm-culture-share,,2013,1.21,1.2,,,市财政局,2014/2/1,\n\
             adm-six-five-plan,,2012,,,是,哈办发〔2012〕9号,市司法局,2012年6月1日,\n\
             dir-traffic,,,,,,,,,\n",
        );
        assert_eq!(table.faults, []);
        assert_eq!((table.values.len(), table.blank), (3, 1));
        // What a page carries on is read again as the same.
        let again = read_all(carried(&table.values).as_bytes()).unwrap();
        let values = |table: &ValueTable| -> Vec<Reasoned> {
            table.values.iter().map(|row| row.value.clone()).collect()
        };
        assert_eq!(values(&again), values(&table));
    }

    #[test]
    fn every_fault_says_its_row_and_column() {
        let table = rows_of(
            "adm-elder-abuse,,2013,\"1,9\",,,,市中级人民法院,2014-01-20,\n\
             adm-nothing,,2013,1,,,,市统计局,2014-01-20,\n\
             sat-gov-integrity,,2013,95,,,,市统计局,2014-01-20,\n\
             adm-model-streets,,2013,5,,,,市商务局,2014-01-20,\n\
             adm-model-streets,,2013,6,,,,市商务局,2014-01-20,\n",
        );
        let faults: Vec<(u64, Column, &ValueFault)> = table
            .faults
            .iter()
            .map(|it| (it.row, it.column, &it.fault))
            .collect();
        assert_eq!(
            faults,
            [
                (2, Column::Value, &ValueFault::NotANumber),
                (3, Column::Indicator, &ValueFault::UnknownIndicator),
                (4, Column::Indicator, &ValueFault::OfSurvey),
                (6, Column::Year, &ValueFault::Twice { row: 5 }),
            ]
        );
        assert_eq!(table.faults[0].cell, "1,9");
        assert_eq!(
            read_all("编号,数值\n".as_bytes()),
            Err(TableFault::NoColumns(vec![
                Column::Year,
                Column::Source,
                Column::Dated
            ]))
        );
        assert!(matches!(
            read_all(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
            Err(TableFault::Unreadable(_))
        ));
    }

    #[test]
    fn a_workbook_is_read_as_it_shows_itself() {
        let mut workbook = Workbook::new();
        let page = workbook.add_worksheet();
        for (column, name) in (0_u16..).zip(HEAD.trim().split(',')) {
            page.write_string(0, column, name).unwrap();
        }
        let day = Format::new().set_num_format("yyyy-mm-dd");
        page.write_string(1, 0, "adm-elder-abuse").unwrap();
        page.write_number(1, 2, 2013.0).unwrap();
        page.write_number(1, 3, 0.1 + 0.2).unwrap();
        page.write_string(1, 7, "市中级人民法院").unwrap();
        let dated = rust_xlsxwriter::ExcelDateTime::from_ymd(2014, 1, 20).unwrap();
        page.write_datetime_with_format(1, 8, &dated, &day).unwrap();
        let table = read_all(&workbook.save_to_buffer().unwrap()).unwrap();
        assert_eq!(table.faults, []);
        let (value, _) = &table.values[0].value;
        assert_eq!(value.entry.number().unwrap().to_string(), "0.3");
        assert_eq!(value.dated, NaiveDate::from_ymd_opt(2014, 1, 20).unwrap());
    }

    #[test]
    fn a_template_as_a_workbook_is_read_again() {
        let heading: Vec<String> = HEAD.trim().split(',').map(str::to_owned).collect();
        let mut row = vec![String::new(); heading.len()];
        row[0] = "adm-elder-abuse".to_owned();
        let written = to_xlsx("register", &[heading, row]).unwrap();
        assert_eq!(read_all(&written).unwrap().blank, 1);
    }

    #[test]
    fn only_what_a_spreadsheet_cannot_show_is_shortened() {
        for (cell, shown) in [
            ("0.30000000000000004", "0.3"),
            ("2.675", "2.675"),
            ("1.2345678901234567890", "1.2345678901234567890"),
            ("98.60", "98.60"),
            ("市统计局", "市统计局"),
        ] {
            assert_eq!(as_shown(cell), shown);
        }
    }
}
