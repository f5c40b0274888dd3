//! The columns of a list of households, and by which headings they are known.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::listing::{
    Column, TableRow, by_script, column_letter, plain_signs, recognise, tidy_heading,
};

/// What a column says of a household.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
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

    /// The word that forms and commands have for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unit => "unit",
            Self::Household => "household",
            Self::Address => "address",
        }
    }

    /// The column of its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.as_str() == word)
    }

    /// How surely a heading names it: 0 is the surest.
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
        let named = |name: &str| names.iter().position(|known| *known == name);
        // A heading in two languages, as in 地址 Address, is known by either, and less surely.
        let either = || by_script(&name).into_iter().find_map(named);
        named(&name).or_else(|| Some(names.len() + either()?))
    }
}

/// Headings that are names of a column, the surest first, as [`tidy_heading`] leaves them.
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
    "详细住址",
    "住户地址",
    "住户住址",
    "户主地址",
    "户主住址",
    "家庭地址",
    "家庭住址",
    "居住地址",
    "现住址",
    "现住地址",
    "现居住地址",
    "常住地址",
    "联系地址",
    "房屋地址",
    "房屋坐落",
    "坐落",
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
    "householdaddress",
    "residentialaddress",
    "fulladdress",
];

/// What headings of columns about persons hold.
const WITHIN_PERSONS: &[&str] = &[
    "姓名",
    "名字",
    "户主",
    "联系人",
    "联系方式",
    "电话",
    "手机",
    "座机",
    "固话",
    "邮箱",
    "身份证",
    "证件",
    "出生",
    "微信",
];

/// Words of them in English, and names that are written in one.
const PERSONS: &[&str] = &[
    "name",
    "names",
    "fullname",
    "firstname",
    "lastname",
    "surname",
    "head",
    "nameofhead",
    "householdhead",
    "headofhousehold",
    "householder",
    "occupant",
    "owner",
    "tenant",
    "resident",
    "contact",
    "contactperson",
    "phone",
    "telephone",
    "tel",
    "mobile",
    "email",
    "idnumber",
    "idcard",
    "birthday",
    "birth",
    "dateofbirth",
];

/// Words of headings about places, whose names are those of nobody.
const PLACES: &[&str] = &[
    "street",
    "road",
    "building",
    "block",
    "estate",
    "place",
    "town",
    "township",
    "village",
    "community",
    "district",
    "county",
    "unit",
];

/// Whether a column may name persons or give away who they are. The name of a place names none, and neither does the address
/// of a householder.
pub(super) fn is_of_persons(heading: &str) -> bool {
    let name = tidy_heading(heading);
    if ADDRESSES.contains(&name.as_str()) {
        return false;
    }
    let plain = plain_signs(heading).to_lowercase();
    let words: Vec<&str> = plain.split(|sign: char| !sign.is_alphanumeric()).collect();
    let of_place = words.iter().any(|word| PLACES.contains(word));
    let of_person = |word: &&str| PERSONS.contains(word) && !(of_place && *word == "name");
    WITHIN_PERSONS.iter().any(|part| heading.contains(part))
        || PERSONS.contains(&name.as_str())
        || words.iter().any(of_person)
}

/// Where the columns of a list stand.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    places: [Option<usize>; 3],
    /// Columns that say as surely what another one says.
    pub(super) twice: Vec<(HouseholdColumn, usize)>,
    /// Columns that may name persons.
    pub(super) persons: Vec<usize>,
    /// All others that are not read and have a heading.
    pub(super) unread: Vec<usize>,
}

impl Columns {
    /// As a heading names them, and a person has said otherwise; what may name persons cannot be said to be anything else.
    pub(super) fn of(
        heading: Option<&TableRow>,
        by_hand: &BTreeMap<usize, Option<HouseholdColumn>>,
    ) -> Self {
        let headings = heading.map_or(&[][..], |row| row.cells.as_slice());
        let headings = headings.iter().map(String::as_str).enumerate();
        let headings = headings.filter(|(_, heading)| !heading.is_empty());
        let (persons, others): (Vec<_>, Vec<_>) =
            headings.partition(|(_, heading)| is_of_persons(heading));
        let persons: Vec<usize> = persons.into_iter().map(|(at, _)| at).collect();
        let by_hand = by_hand.iter().filter(|(at, _)| !persons.contains(at));
        let mut taken: Vec<usize> = by_hand.clone().map(|(at, _)| *at).collect();
        let mut twice = Vec::new();
        let places = HouseholdColumn::ALL.map(|column| {
            let mut said = by_hand.clone().filter(|(_, said)| **said == Some(column));
            if let Some((at, _)) = said.next() {
                twice.extend(said.map(|(second, _)| (column, *second)));
                return Some(*at);
            }
            let ranked = others.iter().filter(|(at, _)| !taken.contains(at));
            let ranked = ranked.filter_map(|(at, heading)| Some((column.rank(heading)?, *at)));
            let mut ranked: Vec<(usize, usize)> = ranked.collect();
            ranked.sort_unstable();
            let (rank, at) = ranked.first().copied()?;
            if let Some((other, second)) = ranked.get(1)
                && *other == rank
            {
                twice.push((column, *second));
            }
            taken.push(at);
            Some(at)
        });
        let unread = others.iter().map(|(at, _)| *at);
        let unread = unread.filter(|at| !places.contains(&Some(*at)));
        Self {
            places,
            twice,
            unread: unread.collect(),
            persons,
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
        self.places[column as usize]
    }

    /// What the column of an index was taken for.
    pub(super) fn taken_for(&self, at: usize) -> Option<HouseholdColumn> {
        let mut all = HouseholdColumn::ALL.into_iter();
        all.find(|column| self.place(*column) == Some(at))
    }
}

/// What a column is called: by its heading or, where it has none, by its letter.
pub(super) fn name_of(heading: Option<&TableRow>, at: usize) -> String {
    match heading.map_or("", |row| row.cell(at)) {
        "" => column_letter(at),
        heading => heading.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_name_persons_is_told_from_places_and_addresses() {
        for heading in [
            "姓名",
            "户主",
            "联系电话",
            "户主姓名及地址",
            "Name",
            "Name of head",
            "Head of village",
            "Name and address",
            "Owner phone",
            "ＮＡＭＥ",
        ] {
            assert!(is_of_persons(heading), "{heading}");
        }
        for heading in [
            "单元名称",
            "户主住址",
            "联系地址",
            "Community name",
            "Street name",
            "Home address",
            "户号",
            "Household no.",
        ] {
            assert!(!is_of_persons(heading), "{heading}");
        }
    }
}
