use std::collections::BTreeSet;

use super::cell::LONGEST_ADDRESS;
use super::*;
use crate::listing::{Delimiter, Encoding, LayoutColumn, ListingFault};
use rust_xlsxwriter::Workbook;

fn sizes() -> BTreeMap<PsuId, u64> {
    let units = [("230102001", 300), ("230102002", 20)];
    units.map(|(code, size)| (PsuId::new(code), size)).into()
}

fn read(list: &[u8]) -> HouseholdList {
    read_households("list.csv", list, &sizes(), &Assignment::default())
}

fn household(unit: &str, number: u64, address: &str) -> ListedHousehold {
    ListedHousehold {
        unit: PsuId::new(unit),
        number,
        address: address.to_owned(),
    }
}

/// Row, column and fault of everything that is wrong.
fn faults(list: &HouseholdList) -> Vec<(usize, Option<&str>, &HouseholdFault)> {
    let findings = list.findings.iter();
    findings
        .map(|it| (it.line, it.place.as_deref(), &it.problem))
        .collect()
}

#[test]
fn a_list_as_a_community_keeps_it_is_read_without_its_names() {
    let list = "通江社区住户名单（2014年）\n序号,户主姓名,社区代码,户号,联系电话,详细地址,备注\n\
        1,张三,230102001,0012,13900000000,中医街12号  3单元402,\n\
        2,李四,２３０１０２００１,第13户,,\"中医街14号\n1单元\",低保\n合计,,,2,,,\n注：户号以普查为准\n";
    let (gbk, _, _) = encoding_rs::GB18030.encode(list);
    let list = read(&gbk);
    assert_eq!(list.findings, []);
    assert_eq!(
        list.households,
        [
            household("230102001", 12, "中医街12号 3单元402"),
            household("230102001", 13, "中医街14号 1单元"),
        ]
    );
    let named = |headings: &[&str]| headings.iter().map(|it| (*it).to_owned()).collect();
    assert_eq!(
        list.remarks,
        [
            HouseholdRemark::Read(Source::Text {
                encoding: Encoding::Gb18030,
                delimiter: Delimiter::Comma,
            }),
            HouseholdRemark::Columns(
                [
                    ("社区代码", HouseholdColumn::Unit),
                    ("户号", HouseholdColumn::Household),
                    ("详细地址", HouseholdColumn::Address),
                ]
                .map(|(heading, column)| (heading.to_owned(), column))
                .into()
            ),
            HouseholdRemark::PersonsLeft(named(&["户主姓名", "联系电话"])),
            HouseholdRemark::ColumnsLeft(named(&["备注", "序号"])),
            HouseholdRemark::RowsLeft { count: 2, first: 5 },
            HouseholdRemark::Households {
                households: 2,
                units: 1
            },
        ]
    );
}

#[test]
fn every_fault_is_found_at_once_with_its_row_and_column() {
    use HouseholdFault::{Duplicate, List, NotAHousehold, OutOfRange, UnknownUnit};

    let list = "unit code,household,address\n\
        230102001,1,1 Main St\n\
        230102009,1,2 Main St\n\
        2.30102E+08,2,3 Main St\n\
        230102002,21,4 Main St\n\
        230102002,first,5 Main St\n\
        230102001,1,6 Main St\n\
        230102001,3,\n\
        ,4,7 Main St\n\
        230102001,5,8 Main St,flat 2\n";
    let list = read(list.as_bytes());
    let unit = Some("unit code");
    let number = Some("household");
    assert_eq!(
        faults(&list),
        [
            (3, unit, &UnknownUnit("230102009".into())),
            (
                4,
                unit,
                &List(ListingFault::DamagedCode("2.30102E+08".into()))
            ),
            (
                5,
                number,
                &OutOfRange {
                    number: 21,
                    size: 20
                }
            ),
            (6, number, &NotAHousehold("first".into())),
            (
                7,
                number,
                &Duplicate {
                    first: 2,
                    sheet: None
                }
            ),
            (9, unit, &List(ListingFault::Empty)),
            (
                10,
                None,
                &List(ListingFault::TooManyCells {
                    cells: 4,
                    columns: 3
                })
            ),
        ]
    );
    let unaddressed = HouseholdRemark::Unaddressed { count: 1, first: 8 };
    assert!(list.remarks.contains(&unaddressed), "{:?}", list.remarks);
    let long = "字".repeat(LONGEST_ADDRESS + 1);
    let long = read(format!("unit code,household,address\n230102001,1,{long}\n").as_bytes());
    let too_long = HouseholdFault::TooLong {
        signs: LONGEST_ADDRESS + 1,
        limit: LONGEST_ADDRESS,
    };
    assert_eq!(faults(&long), [(2, Some("address"), &too_long)]);
}

#[test]
fn an_address_among_names_is_refused_and_so_is_a_list_without_its_columns() {
    use HouseholdColumn::{Address, Household, Unit};
    for (list, row, missing) in [
        (
            "社区代码,户号,户主姓名及地址\n230102001,1,张三 中医街1号\n",
            1,
            vec![Address],
        ),
        (
            "社区名单\n社区代码,住址\n230102001,中医街1号\n",
            2,
            vec![Household],
        ),
        ("x,y\n1,2\n", 1, vec![Unit, Household, Address]),
    ] {
        let list = read(list.as_bytes());
        assert_eq!(
            faults(&list),
            [(row, None, &HouseholdFault::MissingColumns(missing))]
        );
        assert_eq!(list.households, []);
    }
    let twice = read("社区代码,户号,地址,地址\n230102001,1,a,b\n".as_bytes());
    let fault = HouseholdFault::ColumnTwice(Address);
    assert_eq!(faults(&twice), [(1, Some("地址"), &fault)]);
    let none = read("社区代码,户号,地址\n".as_bytes());
    assert_eq!(faults(&none), [(1, None, &HouseholdFault::NoHousehold)]);
    assert_eq!(
        faults(&read(b"\xd0\xcf\x11\xe0")),
        [(1, None, &HouseholdFault::List(ListingFault::OldWorkbook))]
    );
}

#[test]
fn every_sheet_of_a_workbook_with_the_columns_is_read() {
    let mut workbook = Workbook::new();
    for (name, rows) in [
        (
            "通江",
            [["单元代码", "户号", "地址"], ["230102001", "1", "甲街1号"]],
        ),
        ("说明", [["", "", ""], ["每个社区一张表", "", ""]]),
        (
            "兆麟",
            [["单元代码", "户号", "地址"], ["230102002", "2", "乙街2号"]],
        ),
        (
            "重复",
            [["单元代码", "户号", "地址"], ["230102001", "1", "丙街3号"]],
        ),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (at, row) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(row) {
                sheet.write_string(at, column, cell).unwrap();
            }
        }
    }
    let list = read(&workbook.save_to_buffer().unwrap());
    assert_eq!(
        list.households,
        [
            household("230102001", 1, "甲街1号"),
            household("230102002", 2, "乙街2号")
        ]
    );
    let left = HouseholdRemark::SheetsLeft(vec!["说明".to_owned()]);
    assert!(list.remarks.contains(&left), "{:?}", list.remarks);
    let [finding] = list.findings.as_slice() else {
        panic!("{:?}", list.findings)
    };
    assert_eq!(
        (finding.file.as_str(), finding.line),
        ("list.csv [重复]", 2)
    );
    let duplicate = HouseholdFault::Duplicate {
        first: 2,
        sheet: Some("通江".to_owned()),
    };
    assert_eq!(finding.problem, duplicate);
}

#[test]
fn two_hundred_thousand_households_are_read_in_seconds() {
    use std::fmt::Write as _;

    let sizes = (0..200).map(|unit| (PsuId::new(format!("230102{unit:03}")), 1_000));
    let sizes: BTreeMap<PsuId, u64> = sizes.collect();
    let mut list = String::from("单元代码,户号,地址\n");
    for number in 0..200_000 {
        let (unit, household) = (number / 1_000, number % 1_000 + 1);
        writeln!(list, "230102{unit:03},{household},中医街{number}号3单元402").unwrap();
    }
    let begun = std::time::Instant::now();
    let list = read_households("list.csv", list.as_bytes(), &sizes, &Assignment::default());
    let taken = begun.elapsed();
    assert_eq!((list.findings.len(), list.households.len()), (0, 200_000));
    // Two seconds of one processor; tests share theirs with others.
    assert!(taken.as_secs() < 60, "{taken:?}");
}

macro_rules! case {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/frames/households/", $name))
    };
}

/// The units of the case files.
const UNITS: [(&str, u64); 3] = [
    ("23010400001", 40),
    ("23010400002", 25),
    ("23011000003", 1_500),
];

fn read_case(list: &[u8], assignment: &Assignment<HouseholdColumn>) -> HouseholdList {
    let sizes = UNITS.map(|(code, size)| (PsuId::new(code), size));
    read_households("list.csv", list, &sizes.into(), assignment)
}

/// The households of a list without faults.
#[track_caller]
fn accepted(list: &[u8]) -> HouseholdList {
    let list = read_case(list, &Assignment::default());
    assert_eq!(list.findings, []);
    list
}

#[track_caller]
fn refused(list: &[u8], expected: &[(usize, Option<&str>, HouseholdFault)]) -> HouseholdList {
    let list = read_case(list, &Assignment::default());
    let expected: Vec<_> = (expected.iter())
        .map(|(row, heading, fault)| (*row, *heading, fault))
        .collect();
    assert_eq!(faults(&list), expected);
    list
}

/// Unit and number of each household.
fn numbers(list: &HouseholdList) -> Vec<(&str, u64)> {
    let households = list.households.iter();
    households.map(|it| (it.unit.as_str(), it.number)).collect()
}

#[test]
fn one_list_of_households_is_read_alike_however_it_was_saved() {
    let wanted = accepted(case!("good_utf8_bom.csv"));
    assert_eq!(
        numbers(&wanted),
        [
            ("23010400001", 1),
            ("23010400001", 2),
            ("23010400001", 3),
            ("23010400002", 1),
            ("23010400002", 2),
            ("23011000003", 1),
        ]
    );
    assert_eq!(wanted.households[3].address, "建设路3号院5栋402");
    let alike: [&[u8]; 7] = [
        case!("good_gbk.csv"),
        case!("good_utf16_tabs.txt"),
        case!("semicolons_and_title.csv"),
        case!("tabs.csv"),
        case!("headings_in_two_languages.csv"),
        case!("merged_heading.csv"),
        case!("totals_and_notes_at_end.csv"),
    ];
    for content in alike {
        assert_eq!(accepted(content).households, wanted.households);
    }
    let source = Source::Text {
        encoding: Encoding::Utf16,
        delimiter: Delimiter::Tab,
    };
    let utf16 = accepted(case!("good_utf16_tabs.txt"));
    assert_eq!(utf16.remarks[0], HouseholdRemark::Read(source));
    let totals = accepted(case!("totals_and_notes_at_end.csv"));
    let left = HouseholdRemark::RowsLeft { count: 5, first: 5 };
    assert!(totals.remarks.contains(&left), "{:?}", totals.remarks);
}

#[test]
fn names_and_telephones_are_told_of_and_nothing_of_them_is_read() {
    let list = accepted(case!("names_and_telephones.csv"));
    assert_eq!(list.households.len(), 6);
    let told = HouseholdRemark::PersonsLeft(vec!["户主姓名".into(), "联系电话".into()]);
    assert!(list.remarks.contains(&told), "{:?}", list.remarks);
    let english = accepted(case!("english_names.csv"));
    let told = HouseholdRemark::PersonsLeft(vec!["Name of head".into(), "Owner phone".into()]);
    assert!(english.remarks.contains(&told), "{:?}", english.remarks);
    let left = HouseholdRemark::ColumnsLeft(vec!["Community name".into()]);
    assert!(english.remarks.contains(&left), "{:?}", english.remarks);
    for read in [list, english] {
        // Not even to be shown to who has sent them.
        let read = format!("{read:?}");
        for personal in ["张1", "13900000001", "Doe", "555"] {
            assert!(!read.contains(personal), "{personal}: {read}");
        }
    }
    let missing = HouseholdFault::MissingColumns(vec![HouseholdColumn::Address]);
    refused(case!("names_with_addresses.csv"), &[(1, None, missing)]);
}

#[test]
fn numbers_and_addresses_are_read_as_offices_write_them() {
    let unit = "23010400001";
    let full_width = accepted(case!("full_width_digits.csv"));
    assert_eq!(numbers(&full_width), [(unit, 1), (unit, 2), (unit, 3)]);
    let thousands = accepted(case!("thousands_separators.csv"));
    let village = "23011000003";
    assert_eq!(
        numbers(&thousands),
        [(village, 1_024), (village, 1_025), (village, 999)]
    );
    // Who is not on the list has no address; the numbers of the others stay theirs.
    let gap = accepted(case!("gap_in_numbers.csv"));
    assert_eq!(numbers(&gap), [(unit, 1), (unit, 2), (unit, 7), (unit, 40)]);
    let empty = accepted(case!("empty_addresses.csv"));
    assert_eq!(numbers(&empty), [(unit, 1)]);
    let unaddressed = HouseholdRemark::Unaddressed { count: 3, first: 3 };
    assert!(empty.remarks.contains(&unaddressed), "{:?}", empty.remarks);
    for (content, count, first) in [
        (&case!("empty_rows_with_numbers.csv")[..], 3, 4),
        (&case!("heading_on_every_page.csv")[..], 1, 3),
    ] {
        let list = accepted(content);
        assert_eq!(numbers(&list), [(unit, 1), (unit, 2)]);
        let left = HouseholdRemark::RowsLeft { count, first };
        assert!(list.remarks.contains(&left), "{:?}", list.remarks);
    }
}

#[test]
fn what_is_wrong_in_a_list_of_households_is_refused_with_its_row() {
    use HouseholdFault::{
        AsAbove, ColumnTwice, DamagedAddress, Duplicate, List, MissingColumns, NotAHousehold,
        OutOfRange, RunsOn, UnknownUnit,
    };

    let (unit, number, address) = (Some("单元代码"), Some("户号"), Some("地址"));
    let twice = |first| Duplicate { first, sheet: None };
    refused(
        case!("duplicate_numbers.csv"),
        &[(4, number, twice(2)), (6, number, twice(3))],
    );
    refused(
        case!("unknown_unit.csv"),
        &[
            (3, unit, UnknownUnit("23010400009".into())),
            (4, unit, UnknownUnit("示例社区1".into())),
            (
                5,
                unit,
                List(ListingFault::DamagedCode("2.30104E+10".into())),
            ),
        ],
    );
    let not = |row, cell: &str| (row, number, NotAHousehold(cell.into()));
    refused(
        case!("numbers_not_whole.csv"),
        &[
            not(2, "1.5"),
            not(3, "0"),
            not(4, "-3"),
            not(5, "3-2"),
            not(7, "1,2"),
        ],
    );
    let beyond = OutOfRange {
        number: 41,
        size: 40,
    };
    refused(case!("number_out_of_range.csv"), &[(3, number, beyond)]);
    let missing = MissingColumns(vec![HouseholdColumn::Household]);
    refused(case!("column_missing.csv"), &[(1, None, missing)]);
    let empty = || List(ListingFault::Empty);
    refused(
        case!("unit_code_merged_downwards.csv"),
        &[(3, unit, empty()), (4, unit, empty())],
    );
    refused(
        case!("heading_split_in_two_rows.csv"),
        &[(2, unit, empty()), (2, number, empty())],
    );
    let running = refused(
        case!("numbers_through_the_list.csv"),
        &[(8, Some("序号"), RunsOn)],
    );
    assert_eq!(running.households.len(), 12);
    let damaged = |row, cell: &str| (row, address, DamagedAddress(cell.into()));
    refused(
        case!("damaged_addresses.csv"),
        &[
            damaged(2, "3月2日"),
            damaged(3, "2014-03-02"),
            damaged(4, "??街12号"),
            (5, address, AsAbove("同上".into())),
        ],
    );
    let parted = List(ListingFault::TooManyCells {
        cells: 4,
        columns: 3,
    });
    refused(case!("unquoted_commas.csv"), &[(2, None, parted)]);
    let two = ColumnTwice(HouseholdColumn::Address);
    refused(
        case!("two_columns_of_addresses.csv"),
        &[(1, Some("住址"), two)],
    );
    let none = MissingColumns(HouseholdColumn::ALL.into());
    refused(case!("unknown_headings.csv"), &[(1, None, none)]);
}

#[test]
fn every_case_of_households_is_named_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/frames/households");
    let named: BTreeSet<&str> = include_str!("tests.rs")
        .split("case!(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(named.contains(name.as_str()), "{name}");
    }
}

/// Columns as a person says what they are.
fn by_hand(columns: &[(usize, Option<HouseholdColumn>)]) -> Assignment<HouseholdColumn> {
    Assignment {
        columns: columns.iter().copied().collect(),
        ..Assignment::default()
    }
}

const IN_ORDER: [(usize, Option<HouseholdColumn>); 3] = [
    (0, Some(HouseholdColumn::Unit)),
    (1, Some(HouseholdColumn::Household)),
    (2, Some(HouseholdColumn::Address)),
];

#[test]
fn columns_of_households_are_assigned_by_hand_where_no_heading_tells_and_names_never() {
    use HouseholdColumn::{Address, Household, Unit};

    let list = case!("unknown_headings.csv");
    let column = |heading: &str, of_persons, values: &[&str]| LayoutColumn {
        heading: heading.to_owned(),
        column: None,
        of_persons,
        values: values.iter().map(|it| (*it).to_owned()).collect(),
    };
    let unit = UNITS[0].0;
    let shown = read_case(list, &Assignment::default()).layout;
    assert_eq!((shown.heading, shown.columns.len()), (None, 4));
    assert!(shown.columns[3].of_persons && !format!("{shown:?}").contains("张三"));
    let with_heading = Assignment {
        heading: Some(1),
        ..by_hand(&IN_ORDER)
    };
    let read = read_case(list, &with_heading);
    assert_eq!(read.findings, []);
    assert_eq!(numbers(&read), [(unit, 1), (unit, 2)]);
    let expected = [
        LayoutColumn {
            column: Some(Unit),
            ..column("村组", false, &[unit, unit])
        },
        LayoutColumn {
            column: Some(Household),
            ..column("门牌顺序", false, &["1", "2"])
        },
        LayoutColumn {
            column: Some(Address),
            ..column("家在哪里", false, &["中医街12号", "中医街13号"])
        },
        column("姓名", true, &[]),
    ];
    assert_eq!(read.layout.columns, expected);

    let mut names = with_heading.clone();
    names.columns.insert(2, None);
    names.columns.insert(3, Some(Address));
    let refused = read_case(list, &names);
    let missing = HouseholdFault::MissingColumns(vec![Address]);
    assert_eq!(faults(&refused), [(1, None, &missing)]);
    assert!(!format!("{refused:?}").contains("张三"), "{refused:?}");

    let mut two = with_heading;
    two.columns.insert(1, Some(Address));
    two.columns.insert(0, Some(Address));
    let refused = read_case(list, &two);
    let missing = HouseholdFault::MissingColumns(vec![Unit, Household]);
    assert_eq!(faults(&refused), [(1, None, &missing)]);
    let plain = &list[list.iter().position(|byte| *byte == b'\n').unwrap() + 1..];
    let without = Assignment {
        heading: Some(0),
        ..by_hand(&IN_ORDER)
    };
    assert_eq!(numbers(&read_case(plain, &without)), [(unit, 1), (unit, 2)]);
    let kept = serde_json::to_value(&without).unwrap();
    assert_eq!(
        serde_json::from_value::<Assignment<HouseholdColumn>>(kept).unwrap(),
        without
    );
}

#[test]
fn an_address_that_was_cut_at_its_comma_is_told_also_without_a_heading() {
    let unit = UNITS[0].0;
    let list = format!("{unit},1,中医街12号\n{unit},2,中医街,14号\n");
    let without = Assignment {
        heading: Some(0),
        ..by_hand(&IN_ORDER)
    };
    let read = read_case(list.as_bytes(), &without);
    let cut = ListingFault::TooManyCells {
        cells: 4,
        columns: 3,
    };
    let told: Vec<_> = read
        .findings
        .iter()
        .map(|it| (it.line, &it.problem))
        .collect();
    assert_eq!(told, [(2, &HouseholdFault::List(cut))]);
}

#[test]
fn names_are_not_shown_whatever_row_is_taken_for_the_heading() {
    let unit = UNITS[0].0;
    let list = format!(
        "某社区住户名册,,,\n社区,户,地址,户主姓名\n{unit},1,甲街1号,张三\n{unit},2,甲街2号,李四\n"
    );
    for heading in [0, 1, 3, 4] {
        let said = Assignment {
            heading: Some(heading),
            ..by_hand(&IN_ORDER)
        };
        let shown = format!("{:?}", read_case(list.as_bytes(), &said).layout);
        assert!(!shown.contains("李四"), "{heading}: {shown}");
    }
}

#[test]
fn a_column_recognised_wrongly_is_put_right_by_hand() {
    let list = format!(
        "编号,住户编号,住址,寄往\n{0},1,旧街1号,新街1号\n",
        UNITS[0].0
    );
    let recognised = read_case(list.as_bytes(), &Assignment::default());
    assert_eq!(recognised.households[0].address, "旧街1号");
    let put_right = by_hand(&[(2, None), (3, Some(HouseholdColumn::Address))]);
    let read = read_case(list.as_bytes(), &put_right);
    assert_eq!(read.findings, []);
    assert_eq!(read.households[0].address, "新街1号");
}

#[test]
fn what_is_said_of_one_sheet_holds_for_those_with_the_same_heading() {
    let mut workbook = Workbook::new();
    for (name, rows) in [
        (
            "甲",
            [["甲栏", "乙栏", "丙栏"], ["23010400001", "1", "甲街1号"]],
        ),
        ("说明", [["每个社区一张表", "", ""], ["请勿改动", "", ""]]),
        (
            "乙",
            [["甲栏", "乙栏", "丙栏"], ["23010400002", "2", "乙街2号"]],
        ),
    ] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap();
        for (at, row) in (0_u32..).zip(rows) {
            for (column, cell) in (0_u16..).zip(row) {
                sheet.write_string(at, column, cell).unwrap();
            }
        }
    }
    let workbook = workbook.save_to_buffer().unwrap();
    let mut said = Assignment {
        heading: Some(1),
        ..by_hand(&IN_ORDER)
    };
    let read = read_case(&workbook, &said);
    assert_eq!(read.findings, []);
    assert_eq!(numbers(&read), [("23010400001", 1), ("23010400002", 2)]);
    assert_eq!(read.layout.sheets, ["甲", "说明", "乙"]);
    let left = HouseholdRemark::SheetsLeft(vec!["说明".to_owned()]);
    assert!(read.remarks.contains(&left), "{:?}", read.remarks);
    said.sheet = Some("乙".to_owned());
    let read = read_case(&workbook, &said);
    assert_eq!(numbers(&read), [("23010400002", 2)]);
    assert_eq!(read.layout.sheet.as_deref(), Some("乙"));
}
