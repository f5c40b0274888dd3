//! One of everything that is said of a list of units or of households.

use format::xlsform::ImportError;
use questionnaire::Language;
use sampling::StratumId;
use sampling::household_list::{HouseholdColumn, HouseholdFault, HouseholdRemark};
use sampling::listing::{
    Column, Concern, Delimiter, Encoding, Example, ListingFault, Remark, Source,
};

fn code(text: &str) -> StratumId {
    StratumId::new(text)
}

pub(super) fn household_faults() -> Vec<HouseholdFault> {
    use HouseholdFault::*;
    vec![
        List(ListingFault::Empty),
        NoHousehold,
        MissingColumns(HouseholdColumn::ALL.to_vec()),
        ColumnTwice(HouseholdColumn::Address),
        UnknownUnit("x".to_owned()),
        NotAHousehold("x".to_owned()),
        OutOfRange {
            number: 21,
            size: 20,
        },
        Duplicate {
            first: 3,
            sheet: None,
        },
        Duplicate {
            first: 3,
            sheet: Some("x".to_owned()),
        },
        TooLong {
            signs: 121,
            limit: 120,
        },
    ]
}

pub(super) fn household_remarks() -> Vec<HouseholdRemark> {
    use HouseholdRemark::*;
    let headings = || vec!["x".to_owned(), "y".to_owned()];
    vec![
        Read(Source::Workbook),
        SheetsLeft(headings()),
        PersonsLeft(headings()),
        ColumnsLeft(headings()),
        RowsLeft { count: 2, first: 9 },
        Unaddressed { count: 2, first: 9 },
        Households {
            households: 200,
            units: 3,
        },
    ]
}

pub(super) fn listing_faults() -> Vec<ListingFault> {
    use ListingFault::*;
    let value = || "x".to_owned();
    vec![
        TooLarge { bytes: 9, limit: 8 },
        NotATable,
        OldWorkbook,
        Workbook(ImportError::Bomb),
        Workbook(ImportError::NotAWorkbook { message: value() }),
        Unreadable(value()),
        NoHeading,
        NoUnit,
        MissingColumn(Column::Urban),
        MissingName,
        ColumnTwice(Column::Name(Language::new("en"))),
        TooManyCells {
            cells: 8,
            columns: 7,
        },
        Empty,
        Zero,
        NotANumber(value()),
        TooMany(value()),
        NotUrbanOrRural(value()),
        DamagedCode(value()),
        Duplicate {
            code: value(),
            first: 3,
        },
        UnknownStratum(value()),
        CodeNotYet {
            code: code("230113"),
            since: 2014,
            then: code("230182"),
        },
        CodeEnded {
            code: code("230182"),
            until: 2014,
            successor: Some(code("230113")),
        },
        CodeEnded {
            code: code("230182"),
            until: 2014,
            successor: None,
        },
    ]
}

pub(super) fn remarks() -> Vec<Remark> {
    use Remark::*;
    let words = || "x".to_owned();
    let examples = || {
        vec![Example {
            row: 3,
            written: "1,350".into(),
            read: "1350".into(),
        }]
    };
    let delimiters = [
        Delimiter::Comma,
        Delimiter::Semicolon,
        Delimiter::Tab,
        Delimiter::Bar,
    ];
    let encodings = [Encoding::Utf8, Encoding::Gb18030, Encoding::Utf16];
    let sources = delimiters.into_iter().flat_map(|delimiter| {
        encodings.map(|encoding| {
            Read(Source::Text {
                encoding,
                delimiter,
            })
        })
    });
    let mut remarks: Vec<Remark> = sources.collect();
    remarks.extend([
        Read(Source::Workbook),
        Sheet {
            read: words(),
            left: vec![words()],
        },
        TitleRows {
            heading: 3,
            titles: vec![words()],
        },
        NoHeading,
        Columns(vec![(words(), Column::Code), (words(), Column::Persons)]),
        ColumnsLeft(vec![words()]),
        Units {
            units: 1,
            strata: 1,
        },
        NumbersRead {
            count: 1,
            examples: examples(),
        },
        CodesTidied {
            count: 2,
            examples: examples(),
        },
        HeadingsRepeated { count: 2, first: 9 },
        TotalsLeft(vec![(9, words()); 7]),
        TotalsAgree { count: 2 },
        NotesLeft(vec![(9, words())]),
        StrataByName { units: 2 },
        MoreHouseholdsThanPersons { units: 2, first: 4 },
    ]);
    remarks.extend([true, false].map(|undated| LaterCode {
        code: code("230113"),
        since: 2014,
        stratum: code("230182"),
        units: 4,
        undated,
    }));
    remarks
}

pub(super) fn concerns() -> Vec<Concern> {
    let name = || [("zh", "Daoli"), ("en", "Daoli")].into();
    vec![
        Concern::OtherSheet("x".into()),
        Concern::Total {
            row: 9,
            column: Column::Persons,
            stated: 10,
            summed: 9,
        },
        Concern::StrataWithoutUnits(vec![(code("230102"), name())]),
        Concern::Census {
            stratum: code("230102"),
            name: name(),
            listed: 9_000,
            census: 10_000,
        },
    ]
}
