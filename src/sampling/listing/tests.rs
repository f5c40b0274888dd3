use super::*;
use crate::frame::read_strata;
use crate::id::StratumId;

fn strata() -> Vec<FrameStratum> {
    let file = include_bytes!("../../../surveys/harbin-2012-2014/frame.csv");
    read_strata("frame.csv", file).unwrap()
}

/// What a list says, for a year.
fn read_for(content: &[u8], year: i32, assignment: &Assignment) -> Listing {
    let context = ListingContext {
        strata: &strata(),
        reference_date: NaiveDate::from_ymd_opt(year, 6, 30),
        assignment,
        tolerance: TOLERANCE,
    };
    read_listing("list.csv", content, context)
}

fn read(content: &[u8]) -> Listing {
    read_for(content, 2012, &Assignment::default())
}

/// Row, heading and fault of everything that is wrong.
fn faults(listing: &Listing) -> Vec<(usize, &str, &ListingFault)> {
    let findings = listing.findings.iter();
    let faults = findings.map(|it| (it.line, it.place.as_deref().unwrap_or(""), &it.problem));
    faults.collect()
}

#[track_caller]
fn accepted(listing: &Listing, units: usize) {
    assert_eq!(faults(listing), [], "{:?}", listing.remarks);
    assert_eq!(listing.units.len(), units);
    assert!(listing.frame(&strata()).is_some());
}

macro_rules! case {
    ($name:literal) => {
        include_bytes!(concat!("../../../tests/frames/", $name))
    };
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

const GOOD: &str = "单元代码,单元名称,区县代码,街道代码,城乡,户数,人口\n\
    23010400001,甲社区,230104,230104006,城镇,229,537\n\
    23011000002,乙村,230110,230110004,乡村,762,1227\n";

fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(*cells) {
                match cell.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).unwrap(),
                    Err(_) => sheet.write_string(row, column, *cell).unwrap(),
                };
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn one_list_is_read_alike_in_every_encoding_and_with_every_delimiter() {
    let wanted = read(GOOD.as_bytes());
    accepted(&wanted, 2);
    assert_eq!(wanted.units[0].street.as_deref(), Some("230104006"));
    assert_eq!(
        wanted.units.iter().map(|it| it.urban).collect::<Vec<_>>(),
        [true, false]
    );
    let marked = format!("\u{feff}{GOOD}");
    let (gbk, ..) = encoding_rs::GBK.encode(GOOD);
    let big_endian: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let written = [
        marked.clone().into_bytes(),
        gbk.into_owned(),
        utf16(&marked),
        utf16(GOOD),
        big_endian,
        GOOD.replace(',', ";").into_bytes(),
        GOOD.replace(',', "\t").into_bytes(),
        utf16(&marked.replace(',', "\t")),
        GOOD.replace('\n', "\r\n").into_bytes(),
        GOOD.replace(',', "|").into_bytes(),
    ];
    for content in written {
        let listing = read(&content);
        accepted(&listing, 2);
        assert_eq!(listing.units, wanted.units);
    }
    let Remark::Read(Source::Text {
        encoding,
        delimiter,
    }) = read(&utf16(&marked.replace(',', "\t"))).remarks[0]
    else {
        panic!("text is said to be text");
    };
    assert_eq!((encoding, delimiter), (Encoding::Utf16, Delimiter::Tab));
}

#[test]
fn good_lists_are_accepted_and_their_encoding_is_said() {
    let plain = read(case!("good_utf8_bom.csv"));
    accepted(&plain, 30);
    let gbk = read(case!("good_gbk.csv"));
    accepted(&gbk, 30);
    assert_eq!(gbk.units, plain.units);
    let source = Source::Text {
        encoding: Encoding::Gb18030,
        delimiter: Delimiter::Comma,
    };
    assert_eq!(gbk.remarks[0], Remark::Read(source));
    assert!(gbk.remarks.contains(&Remark::Units {
        units: 30,
        strata: 4
    }));
    assert!(matches!(gbk.concerns[0], Concern::StrataWithoutUnits(ref none) if none.len() == 14));
    let differing = gbk.concerns[1..].iter();
    assert!(
        differing
            .clone()
            .all(|it| matches!(it, Concern::Census { .. }))
    );
    assert_eq!(differing.count(), 4);
}

#[test]
fn every_trouble_is_named_at_once_with_its_row() {
    let listing = read(case!("twelve_rows_seven_troubles.csv"));
    assert_eq!(
        faults(&listing),
        [
            (
                5,
                "单元代码",
                &ListingFault::Duplicate {
                    code: "23010400003".into(),
                    first: 4
                }
            ),
            (7, "户数", &ListingFault::Zero),
            (9, "户数", &ListingFault::NotANumber("约800".into())),
            (
                10,
                "区县代码",
                &ListingFault::UnknownStratum("239999".into())
            ),
            (13, "单元名称", &ListingFault::Empty),
        ]
    );
    assert_eq!(listing.frame(&strata()), None);
    let example = |row, written: &str, read: &str| Example {
        row,
        written: written.into(),
        read: read.into(),
    };
    assert!(listing.remarks.contains(&Remark::NumbersRead {
        count: 2,
        examples: vec![
            example(11, "１２００", "1200"),
            example(12, "1,350", "1350")
        ],
    }));
}

#[test]
fn a_code_is_held_to_the_year_of_the_list() {
    let case = case!("code_of_2014.csv");
    let early = read_for(case, 2012, &Assignment::default());
    let fault = ListingFault::CodeNotYet {
        code: StratumId::new("230113"),
        since: 2014,
        then: StratumId::new("230182"),
    };
    assert_eq!(
        faults(&early),
        [2, 3, 4, 5].map(|row| (row, "区县代码", &fault))
    );
    let later = read_for(case, 2014, &Assignment::default());
    accepted(&later, 4);
    assert!(later.units.iter().all(|it| it.stratum.as_str() == "230182"));
    assert!(later.remarks.contains(&Remark::LaterCode {
        code: StratumId::new("230113"),
        since: 2014,
        stratum: StratumId::new("230182"),
        units: 4,
        undated: false,
    }));
    let old = String::from_utf8_lossy(case).replace(",230113,", ",230182,");
    accepted(&read_for(old.as_bytes(), 2014, &Assignment::default()), 4);
    let ended = read_for(old.as_bytes(), 2015, &Assignment::default());
    assert!(matches!(
        faults(&ended)[0].2,
        ListingFault::CodeEnded { until: 2014, .. }
    ));
}

#[test]
fn a_total_is_left_out_and_held_to_the_units() {
    let listing = read(case!("total_row_at_end.csv"));
    accepted(&listing, 6);
    assert!(
        listing
            .remarks
            .contains(&Remark::TotalsLeft(vec![(8, "合计".into())]))
    );
    let of = |column, stated, summed| Concern::Total {
        row: 8,
        column,
        stated,
        summed,
    };
    assert_eq!(
        listing.concerns[..2],
        [
            of(Column::Households, 9999, 7728),
            of(Column::Persons, 30_000, 25_154)
        ]
    );
    let right = String::from_utf8_lossy(case!("total_row_at_end.csv"))
        .replace("9999,30000", "\"7,728\",25154");
    let listing = read(right.as_bytes());
    assert!(listing.remarks.contains(&Remark::TotalsAgree { count: 2 }));
    assert!(
        !listing
            .concerns
            .iter()
            .any(|it| matches!(it, Concern::Total { .. }))
    );
}

#[test]
fn subtotals_of_blocks_and_of_strata_are_held_to_their_units() {
    let list = "单元代码,单元名称,区县代码,城乡,户数,人口\n\
        ,全市合计,,,60,600\n1,甲,230104,城镇,10,100\n2,乙,230104,城镇,20,200\n,道外区小计,,,30,300\n\
        3,丙,230110,乡村,30,300\n小计,,,,30,301\n";
    let listing = read(list.as_bytes());
    accepted(&listing, 3);
    assert!(listing.remarks.contains(&Remark::TotalsAgree { count: 5 }));
    let totals = listing.concerns.iter();
    let totals: Vec<_> = totals
        .filter(|it| matches!(it, Concern::Total { .. }))
        .collect();
    let wrong = Concern::Total {
        row: 7,
        column: Column::Persons,
        stated: 301,
        summed: 300,
    };
    assert_eq!(totals, [&wrong]);
}

#[test]
fn titles_above_and_notes_below_are_left_out_and_said() {
    let listing = read(case!("semicolons_and_title.csv"));
    accepted(&listing, 6);
    assert!(listing.remarks.contains(&Remark::TitleRows {
        heading: 3,
        titles: vec!["哈尔滨市社区名录（2012年）".into()],
    }));
    let list =
        format!("{GOOD}\n,,,,,,\n注：户数为年末数,,,,,,\n填表人：张三,,,审核人：李四,,,2012年\n");
    let listing = read(list.as_bytes());
    accepted(&listing, 2);
    let notes = |remark: &Remark| matches!(remark, Remark::NotesLeft(notes) if notes.len() == 2);
    assert!(listing.remarks.iter().any(notes));
}

#[test]
fn rows_have_the_numbers_that_a_spreadsheet_shows() {
    let list = GOOD
        .replace("23011000002", "23010400001")
        .replacen('\n', "\n\n\n", 2);
    for list in [list.replace('\n', "\r\n"), list] {
        let found = read(list.as_bytes());
        let twice = ListingFault::Duplicate {
            code: "23010400001".into(),
            first: 4,
        };
        assert_eq!(faults(&found), [(7, "单元代码", &twice)]);
    }
}

#[test]
fn english_headings_and_yes_or_no_are_read() {
    let list = "Unit code,Unit name,District code,Township,Urban/rural,No. of households,Population (2012)\n\
        1,East,230102,T1,urban,\"1,200\",\"3,400\"\n2,North,Daoli District,T2,Rural,90,300\n";
    let listing = read(list.as_bytes());
    accepted(&listing, 2);
    assert!(listing.remarks.contains(&Remark::StrataByName { units: 1 }));
    let asks = "code,name_zh,name_en,stratum,rural,households,persons\n1,甲,A,230102,是,9,20\n2,乙,,230102,否,9,20\n";
    let listing = read(asks.as_bytes());
    accepted(&listing, 2);
    assert_eq!(
        listing.units.iter().map(|it| it.urban).collect::<Vec<_>>(),
        [false, true]
    );
    let kinds = GOOD
        .replace("城乡", "社区/村")
        .replace("城镇", "社区")
        .replace(",乡村", ",村");
    let listing = read(kinds.as_bytes());
    accepted(&listing, 2);
    assert_eq!(
        listing.units[0]
            .name
            .get(&questionnaire::Language::new("zh")),
        "甲社区"
    );
}

#[test]
fn headings_in_two_languages_are_known_by_either() {
    let heading =
        "PSU 编码,单元名称 Name,区县 District,城乡 Urban/rural,2012年户数,人口（Persons）";
    let list = GOOD
        .lines()
        .skip(1)
        .map(|line| line.replacen(",230104006", "", 1));
    let list = list.map(|line| line.replacen(",230110004", "", 1));
    let rows: Vec<String> = [heading.to_owned()].into_iter().chain(list).collect();
    accepted(&read(rows.join("\n").as_bytes()), 2);
    let two = rows.join("\n").replace("人口（Persons）", "2010年户数");
    let found = read(two.as_bytes());
    let fault = ListingFault::ColumnTwice(Column::Households);
    assert!(faults(&found).contains(&(1, "2010年户数", &fault)));
}

#[test]
fn the_sheet_with_the_list_is_found_and_others_are_named() {
    let list: &[&[&str]] = &[
        &["哈尔滨市社区名录"],
        &[],
        &[
            "序号",
            "社区代码",
            "社区名称",
            "所属区县",
            "城乡分类",
            "户数（户）",
            "常住人口（人）",
            "备注",
        ],
        &[
            "1",
            "23010400001",
            "甲社区",
            "道外区",
            "111",
            "229",
            "537",
            "新建",
        ],
        &["2", "23010400002", "乙村", "道外区", "220", "762", "1227"],
        &["合计", "", "", "", "", "991", "1764"],
    ];
    let book = workbook(&[
        ("说明", &[&["本表由民政局提供"]]),
        ("名录", list),
        ("旧名录", list),
    ]);
    let listing = read(&book);
    accepted(&listing, 2);
    assert_eq!(listing.units[0].code.as_str(), "23010400001");
    assert_eq!(listing.layout.sheet.as_deref(), Some("名录"));
    assert!(
        listing
            .concerns
            .contains(&Concern::OtherSheet("旧名录".into()))
    );
    assert!(listing.remarks.contains(&Remark::TotalsAgree { count: 2 }));
    assert!(
        listing
            .remarks
            .contains(&Remark::ColumnsLeft(vec!["序号".into(), "备注".into()]))
    );
    let other = Assignment {
        sheet: Some("旧名录".into()),
        ..Assignment::default()
    };
    let listing = read_for(&book, 2012, &other);
    assert_eq!(listing.layout.sheet.as_deref(), Some("旧名录"));
}

#[test]
fn columns_are_assigned_by_hand_where_no_heading_tells() {
    let list = "c1,c2,c3,c4,c5,c6\n1,甲,230104,城镇,10,100\n2,乙,230104,乡村,20,200\n";
    let listing = read(list.as_bytes());
    assert_eq!(faults(&listing), [(1, "", &ListingFault::NoHeading)]);
    assert_eq!(listing.layout.columns.len(), 6);
    let words = [
        "code",
        "name_zh",
        "stratum",
        "urban",
        "households",
        "persons",
    ];
    let columns = words.iter().map(|word| Column::from_word(word)).enumerate();
    let mut by_hand = Assignment {
        heading: Some(1),
        columns: columns.collect(),
        ..Assignment::default()
    };
    accepted(&read_for(list.as_bytes(), 2012, &by_hand), 2);
    by_hand.heading = Some(0);
    let without = &list[list.find('\n').unwrap() + 1..];
    accepted(&read_for(without.as_bytes(), 2012, &by_hand), 2);
    let kept = serde_json::to_value(&by_hand).unwrap();
    assert_eq!(serde_json::from_value::<Assignment>(kept).unwrap(), by_hand);
}

#[test]
fn missing_columns_shifted_rows_and_damaged_codes_are_named() {
    let list = "单元代码,单元名称,区县代码,户数,人口\n\
        2.30104E+11,甲,230104,10,100\n2,乙,230104,1,350,200\n3,丙,230104,12.5,200\n";
    let listing = read(list.as_bytes());
    assert_eq!(
        faults(&listing),
        [
            (1, "", &ListingFault::MissingColumn(Column::Urban)),
            (
                2,
                "单元代码",
                &ListingFault::DamagedCode("2.30104E+11".into())
            ),
            (
                3,
                "",
                &ListingFault::TooManyCells {
                    cells: 6,
                    columns: 5
                }
            ),
            (4, "户数", &ListingFault::NotANumber("12.5".into())),
        ]
    );
    let twice = GOOD.replace("人口", "户数");
    assert!(
        faults(&read(twice.as_bytes()))
            .iter()
            .any(|it| *it.2 == ListingFault::ColumnTwice(Column::Households))
    );
}

#[test]
fn what_is_no_list_is_refused() {
    let only = |content: &[u8]| read(content).findings.remove(0).problem;
    assert_eq!(
        only(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ListingFault::OldWorkbook
    );
    assert!(matches!(
        only(b"PK\x03\x04nothing"),
        ListingFault::Workbook(_)
    ));
    assert_eq!(
        only(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ListingFault::NotATable
    );
    assert_eq!(only(b""), ListingFault::NoHeading);
    assert_eq!(
        only(GOOD.lines().next().unwrap().as_bytes()),
        ListingFault::NoUnit
    );
}

#[test]
fn a_frame_goes_out_as_a_list_and_comes_back_with_its_hash() {
    let mut listing = read_for(case!("code_of_2014.csv"), 2014, &Assignment::default());
    listing.units[0].name = [("zh", "=甲"), ("en", "A, \"first\"")].into();
    listing.units[1].street = None;
    let frame = listing.frame(&strata()).unwrap();
    for year in [2014, 2016] {
        let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        let again = read_for(&write_listing(&frame, day), year, &Assignment::default());
        accepted(&again, 4);
        assert_eq!(again.frame(&strata()).unwrap().hash(), frame.hash());
    }
}

#[test]
fn two_hundred_thousand_rows_are_read_in_seconds() {
    use std::fmt::Write as _;

    let mut list = String::from("单元代码,单元名称,区县代码,街道代码,城乡,户数,人口\n");
    for number in 0..200_000 {
        writeln!(
            list,
            "2301040{number:06},示例社区{number},230104,230104{:03},城镇,\"1,{:03}\",3500",
            number % 400,
            number % 1000
        )
        .unwrap();
    }
    let begun = std::time::Instant::now();
    let listing = read(list.as_bytes());
    let taken = begun.elapsed();
    accepted(&listing, 200_000);
    // Three seconds of one processor; tests share theirs with others.
    assert!(taken.as_secs() < 60, "{taken:?}");
}
