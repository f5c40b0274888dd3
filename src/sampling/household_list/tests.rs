use super::*;
use crate::listing::{Delimiter, Encoding};
use rust_xlsxwriter::Workbook;

fn sizes() -> BTreeMap<PsuId, u64> {
    let units = [("230102001", 300), ("230102002", 20)];
    units.map(|(code, size)| (PsuId::new(code), size)).into()
}

fn read(list: &[u8]) -> HouseholdList {
    read_households("list.csv", list, &sizes())
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
    let list = read_households("list.xlsx", &workbook.save_to_buffer().unwrap(), &sizes());
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
        ("list.xlsx [重复]", 2)
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
    let list = read_households("list.csv", list.as_bytes(), &sizes);
    let taken = begun.elapsed();
    assert_eq!((list.findings.len(), list.households.len()), (0, 200_000));
    // Two seconds of one processor; tests share theirs with others.
    assert!(taken.as_secs() < 60, "{taken:?}");
}
