//! The totals of a margin read from a table of two columns: category or code, and count.
//!
//! # Design
//!
//! The table is CSV in whatever encoding a spreadsheet writes, or a workbook. A category is known by its code or by
//! what it is called, its column and that of counts by their headings, in Chinese or in English. Titles above the
//! heading, totals and notes below are left out, but a total that the categories do not add up to is a fault. Every
//! fault is found in one pass; a table with one is not taken.

use std::collections::BTreeSet;

use crate::listing::{
    Column, ListingFault, ROWS_LOOKED_AT, Sheet, Source, TableRow, begins_note, excerpt,
    names_total, plain_signs, read_count_within, read_table, read_total, recognise, tidy_heading,
};
use crate::margin_entry::{MOST_PERSONS, read_codes};

/// A category that a table has to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCategory {
    /// Its code, or its codes parted by spaces.
    pub code: String,
    /// What it is called, in any language.
    pub names: Vec<String>,
}

impl TableCategory {
    /// Its code and what it is called first of all.
    fn label(&self) -> String {
        let name = self.names.first().map_or("", String::as_str);
        format!("{} {name}", self.code).trim_end().to_owned()
    }
}

/// A fault with its row (`line`) and the heading of its column (`place`).
pub type TotalsFinding = format::Finding<TotalsFault>;

/// A fault of a table of totals.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum TotalsFault {
    /// What any list may have as well: it cannot be read, a cell is empty, no number.
    List(ListingFault),
    /// Columns that are needed are not there.
    MissingColumns(Vec<TotalsColumn>),
    /// Two columns that say the same, and nothing tells which is meant.
    ColumnTwice(TotalsColumn),
    /// Counts are no single persons but thousands, shares or the like; the words that say so.
    NotPersons(String),
    /// The margin has no such category.
    UnknownCategory(String),
    /// The category of one cell is not the one that another cell names.
    NameDiffers { category: String, name: String },
    /// The category stands on an earlier row.
    Duplicate { first: u64 },
    /// Categories of the margin that stand nowhere, by code and name.
    MissingCategories(Vec<String>),
    /// The row of the total says something else than the categories add up to.
    TotalDiffers { stated: u64, sum: u64 },
}

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TotalsColumn {
    /// The category or its code.
    Category,
    /// How many belong to it.
    Count,
}

/// Headings that are names of a column, the surest first, as [`tidy_heading`] leaves them.
const CATEGORIES: &[&str] = &[
    "代码",
    "编码",
    "类别代码",
    "选项代码",
    "code",
    "codes",
    "categorycode",
    "类别",
    "分类",
    "组别",
    "选项",
    "分组",
    "category",
    "categories",
    "group",
    "class",
    "choice",
    "answer",
    "名称",
    "name",
    "项目",
    "item",
    "label",
];
const COUNTS: &[&str] = &[
    "人数",
    "总体人数",
    "总体",
    "合计人数",
    "数量",
    "总数",
    "count",
    "counts",
    "total",
    "totals",
    "number",
    "n",
    "frequency",
    "合计",
    "总计",
];

impl TotalsColumn {
    /// Every column; each is needed.
    pub const ALL: [Self; 2] = [Self::Category, Self::Count];

    /// How surely a heading names it: 0 is the surest. `titles` are what the margin itself is called.
    fn rank(self, heading: &str, titles: &[&str]) -> Option<usize> {
        let name = tidy_heading(heading);
        let names = match self {
            Self::Category => CATEGORIES,
            Self::Count => COUNTS,
        };
        if let Some(rank) = names.iter().position(|known| *known == name) {
            return Some(rank);
        }
        let titled = !name.is_empty() && titles.iter().any(|title| tidy_heading(title) == name);
        let column = recognise(heading).map(|(column, _)| column);
        let named = match self {
            Self::Category => {
                titled
                    || matches!(
                        column,
                        Some(Column::Code | Column::Stratum | Column::Name(_))
                    )
            }
            Self::Count => !titled && column == Some(Column::Persons),
        };
        named.then_some(names.len())
    }
}

/// Reads the counts of the categories in their order, or finds everything that is wrong. `file` is named in findings,
/// `titles` are what the margin is called: a heading may say it.
pub fn read_totals(
    file: &str,
    content: &[u8],
    titles: &[&str],
    categories: &[TableCategory],
) -> Result<Vec<u64>, Vec<TotalsFinding>> {
    let alone = |fault, row| Err(vec![at(fault, file, row, None)]);
    let (source, sheets) = match read_table(content) {
        Ok(read) => read,
        Err((row, fault)) => return alone(TotalsFault::List(fault), row),
    };
    let headed = sheets
        .iter()
        .filter_map(|sheet| Some((sheet, find_heading(sheet, titles)?)));
    let headed = headed.max_by_key(|(_, (_, columns))| columns.found());
    let Some((sheet, (heading, columns))) = headed else {
        return alone(TotalsFault::MissingColumns(TotalsColumn::ALL.to_vec()), 1);
    };
    let head = &sheet.rows[heading];
    let mut findings: Vec<TotalsFinding> = (columns.twice.iter())
        .map(|(column, place)| {
            let heading = Some(head.cell(*place));
            at(
                TotalsFault::ColumnTwice(*column),
                file,
                head.number,
                heading,
            )
        })
        .collect();
    let (Some(category), Some(count)) = (columns.category, columns.count) else {
        findings.push(at(
            TotalsFault::MissingColumns(columns.missing()),
            file,
            head.number,
            None,
        ));
        return Err(findings);
    };
    let unit = (sheet.rows[..heading].iter())
        .flat_map(|row| row.cells.iter().map(move |cell| (row, cell, None)))
        .filter(|(_, cell, _)| states_a_unit(cell))
        .chain([(head, &head.cells[count], Some(head.cell(count)))])
        .find(|(_, words, _)| counts_otherwise(words));
    if let Some((row, words, place)) = unit {
        let fault = TotalsFault::NotPersons(excerpt(words));
        findings.push(at(fault, file, row.number, place));
    }
    let below = &sheet.rows[heading + 1..];
    // Of the other columns, those are of names in which some category is named.
    let names_some = |column: &usize| {
        let mut cells = below.iter().map(|row| row.cell(*column));
        cells.any(|cell| named(categories, cell).is_some())
    };
    let mut reader = TotalsReader {
        file,
        head,
        width: (source != Source::Workbook).then_some(head.cells.len()),
        category,
        names: columns.others.into_iter().filter(names_some).collect(),
        count,
        categories,
        found: vec![None; categories.len()],
        stated: None,
        findings,
    };
    for row in below {
        reader.read(row);
    }
    let last = sheet.rows.last().map_or(1, |row| row.number);
    reader.conclude(last)
}

fn at(fault: TotalsFault, file: &str, row: u64, heading: Option<&str>) -> TotalsFinding {
    TotalsFinding {
        file: file.to_owned(),
        line: usize::try_from(row).unwrap_or(usize::MAX),
        place: heading.map(str::to_owned),
        problem: fault,
    }
}

/// Whether a line above the heading says what counts are in.
fn states_a_unit(cell: &str) -> bool {
    let words = plain_signs(cell).to_lowercase();
    let words = words.trim_start_matches(|sign: char| !sign.is_alphanumeric());
    words.starts_with("单位") || words.starts_with("计量单位") || words.starts_with("unit")
}

/// Whether a heading, behind its first bracket, stroke or colon, says that counts are not of single persons.
fn counts_otherwise(heading: &str) -> bool {
    const UNITS: [&str; 13] = [
        "万", "千", "百", "亿", "%", "‰", "1000", ",000", "'000", "thousand", "million", "hundred",
        "percent",
    ];
    let words = plain_signs(heading).to_lowercase();
    let signs = ['(', '[', '【', '〔', '/', ':', '%', '‰'];
    let unit = words.find(signs).map_or("", |at| &words[at..]);
    UNITS.iter().any(|known| unit.contains(known))
}

/// Where the two columns stand.
struct Columns {
    category: Option<usize>,
    /// Further columns whose heading could name the category.
    others: Vec<usize>,
    count: Option<usize>,
    twice: Vec<(TotalsColumn, usize)>,
}

impl Columns {
    fn of(row: &TableRow, titles: &[&str]) -> Self {
        let mut twice = Vec::new();
        let mut others = Vec::new();
        let mut place = |column: TotalsColumn| {
            let cells = row.cells.iter().enumerate();
            let mut ranked: Vec<(usize, usize)> = cells
                .filter_map(|(at, cell)| Some((column.rank(cell, titles)?, at)))
                .collect();
            ranked.sort_unstable();
            let (rank, at) = *ranked.first()?;
            if let Some((other, second)) = ranked.get(1)
                && *other == rank
            {
                twice.push((column, *second));
            }
            if column == TotalsColumn::Category {
                others = ranked[1..].iter().map(|(_, at)| *at).collect();
            }
            Some(at)
        };
        let (category, count) = (place(TotalsColumn::Category), place(TotalsColumn::Count));
        Self {
            category,
            others,
            count,
            twice,
        }
    }

    fn found(&self) -> usize {
        usize::from(self.category.is_some()) + usize::from(self.count.is_some())
    }

    fn missing(&self) -> Vec<TotalsColumn> {
        let places = [self.category, self.count];
        let both = TotalsColumn::ALL.into_iter().zip(places);
        both.filter_map(|(column, place)| place.is_none().then_some(column))
            .collect()
    }
}

/// The first of the rows in which most of the two columns are named.
fn find_heading(sheet: &Sheet, titles: &[&str]) -> Option<(usize, Columns)> {
    let rows = sheet.rows.iter().take(ROWS_LOOKED_AT).enumerate();
    let found = rows.map(|(at, row)| (at, Columns::of(row, titles)));
    let found = found.filter(|(_, columns)| columns.found() > 0);
    found.rev().max_by_key(|(_, columns)| columns.found())
}

struct TotalsReader<'t> {
    file: &'t str,
    head: &'t TableRow,
    /// How many columns the heading has; none of a workbook, where cells do not part at commas.
    width: Option<usize>,
    category: usize,
    /// Further columns that name the category.
    names: Vec<usize>,
    count: usize,
    categories: &'t [TableCategory],
    /// The count of each category, and the row it stands on; the count is none where it has a fault.
    found: Vec<Option<(Option<u64>, u64)>>,
    /// The total of all, as the table states it, and its row.
    stated: Option<(u64, u64)>,
    findings: Vec<TotalsFinding>,
}

impl TotalsReader<'_> {
    fn report(&mut self, row: u64, column: usize, fault: TotalsFault) {
        let finding = at(fault, self.file, row, Some(self.head.cell(column)));
        self.findings.push(finding);
    }

    fn read(&mut self, row: &TableRow) {
        let (category, count) = (row.cell(self.category), row.cell(self.count));
        if row.cells == self.head.cells {
            return;
        }
        let found = self.find(category);
        let first = row.filled().next().unwrap_or_default();
        let cells = row.cells.len();
        if let Some(columns) = self.width.filter(|columns| cells > *columns)
            && (found.is_some() || !begins_note(first))
        {
            let fault = ListingFault::TooManyCells { cells, columns };
            let finding = at(TotalsFault::List(fault), self.file, row.number, None);
            self.findings.push(finding);
            if let Some(index) = found {
                self.found[index].get_or_insert((None, row.number));
            }
            return;
        }
        if found.is_none() {
            let total = names_total(if category.is_empty() { first } else { category });
            if let Some(of_some) = total {
                if let (false, Some(sum)) = (of_some, read_total(count)) {
                    self.stated = Some((sum, row.number));
                }
                return;
            }
            if begins_note(first) {
                return;
            }
        }
        let (number, place) = (row.number, self.category);
        match found {
            None if category.is_empty() => {
                self.report(number, place, TotalsFault::List(ListingFault::Empty));
            }
            None => self.report(
                number,
                place,
                TotalsFault::UnknownCategory(excerpt(category)),
            ),
            Some(index) => {
                if let Some((_, first)) = self.found[index] {
                    self.report(number, place, TotalsFault::Duplicate { first });
                    return;
                }
                let read = read_count_within(MOST_PERSONS, count);
                self.found[index] = Some((read.as_ref().ok().map(|read| read.value), number));
                if let Err(fault) = read {
                    self.report(number, self.count, TotalsFault::List(fault));
                }
                self.compare_names(row, index);
            }
        }
    }

    /// Whether the other columns name the category that was found.
    fn compare_names(&mut self, row: &TableRow, index: usize) {
        let wrong = self.names.iter().copied().filter(|column| {
            let name = row.cell(*column);
            let unnamed = self.categories[index].names.is_empty();
            match named(self.categories, name) {
                Some(other) => other != index,
                None => !name.is_empty() && !unnamed,
            }
        });
        for column in wrong.collect::<Vec<_>>() {
            let [category, name] = [self.category, column].map(|at| excerpt(row.cell(at)));
            let fault = TotalsFault::NameDiffers { category, name };
            self.report(row.number, column, fault);
        }
    }

    /// The category of a cell: by its code or codes, else by what it is called.
    fn find(&self, cell: &str) -> Option<usize> {
        let set = |text: &str| -> Option<BTreeSet<i64>> {
            Some(read_codes(text)?.into_iter().map(|code| code.0).collect())
        };
        let by_code = set(cell).and_then(|codes| {
            let mut own = self.categories.iter();
            own.position(|category| set(&category.code).is_some_and(|own| own == codes))
        });
        let tidied = tidy(cell);
        let mut own = self.categories.iter();
        by_code
            .or_else(|| {
                own.position(|category| !tidied.is_empty() && tidy(&category.code) == tidied)
            })
            .or_else(|| named(self.categories, cell))
    }

    fn conclude(mut self, last: u64) -> Result<Vec<u64>, Vec<TotalsFinding>> {
        let missing: Vec<String> = (self.categories.iter().zip(&self.found))
            .filter(|(_, found)| found.is_none())
            .map(|(category, _)| category.label())
            .collect();
        if !missing.is_empty() {
            self.report(last, self.category, TotalsFault::MissingCategories(missing));
        }
        let counts: Vec<u64> = (self.found.iter())
            .filter_map(|found| found.and_then(|(count, _)| count))
            .collect();
        let sum = counts.iter().sum();
        if let Some((stated, row)) = self.stated
            && self.findings.is_empty()
            && stated != sum
        {
            self.report(row, self.count, TotalsFault::TotalDiffers { stated, sum });
        }
        if self.findings.is_empty() {
            return Ok(counts);
        }
        format::sort_findings(&mut self.findings);
        Err(self.findings)
    }
}

/// The category that is called so.
fn named(categories: &[TableCategory], cell: &str) -> Option<usize> {
    let cell = tidy(cell);
    categories.iter().position(|category| {
        let mut names = category.names.iter();
        !cell.is_empty() && names.any(|name| tidy(name) == cell)
    })
}

/// What a category is called, without what makes no difference.
fn tidy(name: &str) -> String {
    plain_signs(name).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::Workbook;

    fn category(code: &str, names: &[&str]) -> TableCategory {
        TableCategory {
            code: code.to_owned(),
            names: names.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    fn sex() -> [TableCategory; 2] {
        [
            category("1", &["男", "Male"]),
            category("2", &["女", "Female"]),
        ]
    }

    fn read(content: &[u8]) -> Result<Vec<u64>, Vec<TotalsFinding>> {
        read_totals("totals.csv", content, &["性别", "Sex"], &sex())
    }

    /// Row, column and fault of everything that is wrong.
    fn faults(content: &str) -> Vec<(usize, String, TotalsFault)> {
        let findings = read(content.as_bytes()).unwrap_err().into_iter();
        findings
            .map(|it| (it.line, it.place.unwrap_or_default(), it.problem))
            .collect()
    }

    #[test]
    fn a_table_is_read_however_an_office_writes_it() {
        let both = Ok(vec![5_407_900, 5_228_100]);
        for table in [
            "代码,人数\n1,5407900\n2,5228100\n",
            "code;count\n2;5 228 100\n1;5 407 900\n",
            "性别,常住人口（人）\n男,\"5,407,900\"\n女,\"5,228,100\"\n",
            "Sex\tPopulation\nFemale\t5228100\nmale\t5407900\n",
            "表3 分性别人口\n类别,人数\n男,5407900\n女,5228100\n合计,10636000\n注：尾数取至百人\n",
            "代码,名称,人数\n1,男,5407900\n2,女,5228100\n",
        ] {
            assert_eq!(read(table.as_bytes()), both, "{table}");
            let (gbk, ..) = encoding_rs::GB18030.encode(table);
            assert_eq!(read(&gbk), both, "{table}");
        }
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, (code, count)) in [("代码", "人数"), ("2", "5228100"), ("1", "5407900")]
            .into_iter()
            .enumerate()
        {
            let row = u32::try_from(row).unwrap();
            sheet.write(row, 0, code).unwrap();
            sheet.write(row, 1, count).unwrap();
        }
        assert_eq!(read(&workbook.save_to_buffer().unwrap()), both);
    }

    #[test]
    fn categories_of_several_codes_are_known_by_all_of_them() {
        let ages = [category("1 2", &[]), category("3", &["60岁及以上"])];
        let read = |table: &str| read_totals("a.csv", table.as_bytes(), &["年龄"], &ages);
        let table = "年龄,人数\n2、1,700\n60岁及以上,300\n";
        assert_eq!(read(table), Ok(vec![700, 300]));
        let faults = read("年龄,人数\n1,700\n3,300\n").unwrap_err();
        assert_eq!(
            faults[0].problem,
            TotalsFault::UnknownCategory("1".to_owned())
        );
    }

    #[test]
    fn every_fault_is_found_with_its_row_and_column() {
        let unknown = |cell: &str| TotalsFault::UnknownCategory(cell.to_owned());
        let number = |cell: &str| TotalsFault::List(ListingFault::NotANumber(cell.to_owned()));
        let own = |column: &str| column.to_owned();
        assert_eq!(
            faults("代码,人数\n1,五百万\n3,7\n1,8\n,9\n"),
            [
                (2, own("人数"), number("五百万")),
                (3, own("代码"), unknown("3")),
                (4, own("代码"), TotalsFault::Duplicate { first: 2 }),
                (5, own("代码"), TotalsFault::List(ListingFault::Empty)),
                (
                    5,
                    own("代码"),
                    TotalsFault::MissingCategories(vec!["2 女".to_owned()])
                ),
            ]
        );
        assert_eq!(
            faults("代码,人数\n1,0\n2,1.5\n"),
            [
                (2, own("人数"), TotalsFault::List(ListingFault::Zero)),
                (3, own("人数"), number("1.5"))
            ]
        );
        assert_eq!(
            faults("代码,人数\n1,5\n2,6\n合计,12\n"),
            [(
                4,
                own("人数"),
                TotalsFault::TotalDiffers {
                    stated: 12,
                    sum: 11
                }
            )]
        );
    }

    #[test]
    fn a_count_that_an_unquoted_comma_parts_is_refused() {
        let parted = |cells| TotalsFault::List(ListingFault::TooManyCells { cells, columns: 2 });
        assert_eq!(
            faults("类别,人数\n男,5,407,900\n女,5228100\n合计,10,636,000\n注：男,女,都有\n"),
            [(2, String::new(), parted(4)), (4, String::new(), parted(4))]
        );
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        for (row, cells) in [["代码", "人数", ""], ["1", "5", "*"], ["2", "6", ""]]
            .into_iter()
            .enumerate()
        {
            for (column, cell) in (0..).zip(cells) {
                let row = u32::try_from(row).unwrap();
                sheet.write(row, column, cell).unwrap();
            }
        }
        assert_eq!(read(&workbook.save_to_buffer().unwrap()), Ok(vec![5, 6]));
    }

    #[test]
    fn a_code_and_a_name_have_to_mean_the_same_category() {
        let differs = |category: &str, name: &str| TotalsFault::NameDiffers {
            category: category.to_owned(),
            name: name.to_owned(),
        };
        let place = || "名称".to_owned();
        assert_eq!(
            faults("代码,名称,人数\n1,女,5\n2,男,6\n"),
            [
                (2, place(), differs("1", "女")),
                (3, place(), differs("2", "男"))
            ]
        );
        assert_eq!(
            faults("代码,名称,人数\n1,男,5\n2,不详,6\n"),
            [(3, place(), differs("2", "不详"))]
        );
        // A column that names none of them says something else, and an empty cell says nothing.
        for table in [
            "代码,组别,人数\n1,性别,5\n2,性别,6\n",
            "代码,名称,人数\n1,男,5\n2,,6\n",
        ] {
            assert_eq!(read(table.as_bytes()), Ok(vec![5, 6]), "{table}");
        }
    }

    #[test]
    fn counts_of_anything_but_persons_are_refused() {
        for heading in [
            "人数（万人）",
            "人口（万）",
            "人数（千人）",
            "人数[%]",
            "人口（‰）",
            "\"Population (10,000 persons)\"",
            "Population ('000)",
            "Population (thousands)",
            "人口/万人",
        ] {
            let found = faults(&format!("代码,{heading}\n1,541\n2,523\n"));
            let words = heading.trim_matches('"').to_owned();
            let fault = TotalsFault::NotPersons(words.clone());
            assert_eq!(found, [(1, words, fault)]);
        }
        let above = "表3 分性别人口\n,单位：万人\n代码,人数\n1,541\n2,523\n";
        let fault = TotalsFault::NotPersons("单位：万人".to_owned());
        assert_eq!(faults(above), [(2, String::new(), fault)]);
        for table in [
            "代码,人口（人）\n1,541\n2,523\n",
            "万州区2000年人口,\n单位：人,\n代码,2000年人口（2000年普查）\n1,541\n2,523\n",
        ] {
            assert_eq!(read(table.as_bytes()), Ok(vec![541, 523]), "{table}");
        }
    }

    #[test]
    fn a_table_without_its_columns_is_told_which() {
        assert_eq!(
            faults("甲,乙\n1,5\n"),
            [(
                1,
                String::new(),
                TotalsFault::MissingColumns(TotalsColumn::ALL.to_vec())
            )]
        );
        assert_eq!(
            faults("代码,乙\n1,5\n"),
            [(
                1,
                String::new(),
                TotalsFault::MissingColumns(vec![TotalsColumn::Count])
            )]
        );
        assert_eq!(
            faults("代码,人数,人数\n1,5,6\n2,6,7\n")[0].2,
            TotalsFault::ColumnTwice(TotalsColumn::Count)
        );
        assert_eq!(
            read(b"\xd0\xcf\x11\xe0").unwrap_err()[0].problem,
            TotalsFault::List(ListingFault::OldWorkbook)
        );
    }
}
