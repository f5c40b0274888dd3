//! The columns of a list of households, and by which headings they are known.

use crate::listing::{Column, TableRow, recognise, tidy_heading};

/// What a column says of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the variants say it by their names")]
pub enum HouseholdColumn {
    /// The code of its unit.
    Unit,
    /// Its number on the list of the unit.
    Household,
    Address,
}

impl HouseholdColumn {
    /// Every column; each is needed.
    pub const ALL: [Self; 3] = [Self::Unit, Self::Household, Self::Address];

    /// How surely a heading names it: 0 is the surest. Headings are written as [`tidy_heading`] leaves them.
    fn rank(self, heading: &str) -> Option<usize> {
        let name = tidy_heading(heading);
        let names = match self {
            Self::Unit => {
                let (column, rank) = recognise(heading)?;
                return (column == Column::Code).then_some(rank);
            }
            Self::Household => HOUSEHOLDS,
            Self::Address => ADDRESSES,
        };
        names.iter().position(|known| *known == name)
    }
}

/// Headings that are names of a column, the surest first.
const HOUSEHOLDS: &[&str] = &[
    "户序号",
    "住户序号",
    "住户编号",
    "住户号",
    "户编号",
    "户号",
    "家庭编号",
    "门户编号",
    "household",
    "householdnumber",
    "householdno",
    "householdid",
    "hhno",
    "hhid",
    "hh",
    "序号",
    "编号",
    "number",
    "no",
];
const ADDRESSES: &[&str] = &[
    "地址",
    "详细地址",
    "住户地址",
    "家庭地址",
    "家庭住址",
    "居住地址",
    "现住址",
    "住址",
    "门牌地址",
    "通讯地址",
    "通信地址",
    "邮寄地址",
    "门牌号码",
    "门牌号",
    "门牌",
    "address",
    "addressline",
    "streetaddress",
    "mailingaddress",
    "postaladdress",
    "homeaddress",
];

/// What headings of columns about persons hold, or are altogether.
const WITHIN_PERSONS: &[&str] = &[
    "姓名",
    "户主",
    "联系人",
    "电话",
    "手机",
    "身份证",
    "证件",
    "出生",
    "微信",
];
const PERSONS: &[&str] = &[
    "name",
    "names",
    "fullname",
    "firstname",
    "lastname",
    "surname",
    "nameofhead",
    "householdhead",
    "headofhousehold",
    "householder",
    "contact",
    "contactperson",
    "phone",
    "telephone",
    "mobile",
    "email",
    "idnumber",
    "idcard",
    "birthday",
    "dateofbirth",
];

/// Whether a column may name persons or give away who they are.
fn is_of_persons(heading: &str) -> bool {
    let name = tidy_heading(heading);
    let within = WITHIN_PERSONS.iter().any(|part| heading.contains(part));
    within || PERSONS.contains(&name.as_str())
}

/// Where the columns of a list stand.
#[derive(Debug, Clone)]
pub(super) struct Columns<'r> {
    places: [Option<(usize, &'r str)>; 3],
    /// Columns whose heading says as surely what another one says.
    pub(super) twice: Vec<(HouseholdColumn, usize)>,
    /// Headings of columns that may name persons.
    pub(super) persons: Vec<&'r str>,
    /// Headings of all others that are not read.
    pub(super) unread: Vec<&'r str>,
}

impl<'r> Columns<'r> {
    /// As a heading names them.
    pub(super) fn of(row: &'r TableRow) -> Self {
        let headings = row.cells.iter().map(String::as_str).enumerate();
        let headings = headings.filter(|(_, heading)| !heading.is_empty());
        let (persons, others): (Vec<_>, Vec<_>) =
            headings.partition(|(_, heading)| is_of_persons(heading));
        let mut taken = Vec::new();
        let mut twice = Vec::new();
        let places = HouseholdColumn::ALL.map(|column| {
            let ranked = others.iter().filter(|(at, _)| !taken.contains(at));
            let ranked =
                ranked.filter_map(|(at, heading)| Some((column.rank(heading)?, *at, *heading)));
            let mut ranked: Vec<(usize, usize, &str)> = ranked.collect();
            ranked.sort_unstable();
            let (rank, at, heading) = ranked.first().copied()?;
            if let Some((other, second, _)) = ranked.get(1)
                && *other == rank
            {
                twice.push((column, *second));
            }
            taken.push(at);
            Some((at, heading))
        });
        let unread = others.iter().filter(|(at, _)| !taken.contains(at));
        Self {
            places,
            twice,
            persons: persons.into_iter().map(|(_, heading)| heading).collect(),
            unread: unread.map(|(_, heading)| *heading).collect(),
        }
    }

    /// How many of the three there are.
    pub(super) fn found(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// Those that there are not.
    pub(super) fn missing(&self) -> Vec<HouseholdColumn> {
        let mut missing = HouseholdColumn::ALL.to_vec();
        missing.retain(|column| self.place(*column).is_none());
        missing
    }

    /// The index of a column.
    pub(super) fn place(&self, column: HouseholdColumn) -> Option<usize> {
        self.places[column as usize].map(|(at, _)| at)
    }

    /// The heading of a column.
    pub(super) fn heading(&self, column: HouseholdColumn) -> Option<&'r str> {
        self.places[column as usize].map(|(_, heading)| heading)
    }
}
