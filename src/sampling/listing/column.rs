//! The columns that a list of units has, and by which headings they are known.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::number::plain_signs;
use questionnaire::Language;

/// What a column says of a unit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
#[expect(missing_docs, reason = "the variants say it by their names")]
pub enum Column {
    Code,
    Name(Language),
    Stratum,
    /// The street or township.
    Street,
    /// Urban or rural.
    Urban,
    Households,
    Persons,
}

impl Column {
    /// The columns that can be assigned by hand.
    pub fn all() -> [Self; 8] {
        let name = |tag| Self::Name(Language::new(tag));
        [
            Self::Code,
            name("zh"),
            name("en"),
            Self::Stratum,
            Self::Street,
            Self::Urban,
            Self::Households,
            Self::Persons,
        ]
    }

    /// The columns without which there is no unit, a name in some language beside them.
    pub(super) const NEEDED: [Self; 5] = [
        Self::Code,
        Self::Stratum,
        Self::Urban,
        Self::Households,
        Self::Persons,
    ];

    /// The column of its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "code" => Self::Code,
            "stratum" => Self::Stratum,
            "street" => Self::Street,
            "urban" => Self::Urban,
            "households" => Self::Households,
            "persons" => Self::Persons,
            _ => {
                let tag = word.strip_prefix("name_")?;
                let plain = (2..=8).contains(&tag.len())
                    && tag.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
                return plain.then(|| Self::Name(Language::new(tag)));
            }
        })
    }
}

/// The word that files and forms have for it, as in `code` or `name_zh`.
impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code => f.write_str("code"),
            Self::Name(language) => write!(f, "name_{language}"),
            Self::Stratum => f.write_str("stratum"),
            Self::Street => f.write_str("street"),
            Self::Urban => f.write_str("urban"),
            Self::Households => f.write_str("households"),
            Self::Persons => f.write_str("persons"),
        }
    }
}

impl From<Column> for String {
    fn from(column: Column) -> Self {
        column.to_string()
    }
}

impl TryFrom<String> for Column {
    type Error = String;

    fn try_from(word: String) -> Result<Self, String> {
        Self::from_word(&word).ok_or(word)
    }
}

/// Headings that are names of a column, the surest first. They are written as [`tidy_heading`] leaves them.
const CODES: &[&str] = &[
    "单元代码",
    "psu",
    "psucode",
    "unitcode",
    "村居代码",
    "居村代码",
    "社区村代码",
    "社区或村代码",
    "村社区代码",
    "社区代码",
    "村代码",
    "居委会代码",
    "村委会代码",
    "村居委会代码",
    "居村委会代码",
    "社区编码",
    "村编码",
    "村居编码",
    "单元编码",
    "单位代码",
    "统计用区划代码",
    "communitycode",
    "villagecode",
    "code",
    "unitid",
    "psuid",
    "代码",
    "编码",
    "编号",
    "id",
];
const CHINESE_NAMES: &[&str] = &[
    "单元名称",
    "社区村名称",
    "村社区名称",
    "村居名称",
    "居村名称",
    "社区名称",
    "村名称",
    "村名",
    "社区名",
    "单位名称",
    "居委会名称",
    "村委会名称",
    "村居委会名称",
    "居村委会名称",
    "社区居委会名称",
    "中文名称",
    "名称",
    "namezh",
    "chinesename",
    "unitname",
    "psuname",
    "communityname",
    "villagename",
    "name",
    "unit",
    "单元",
    "村居",
    "社区村",
    "村社区",
    "社区",
    "居委会",
    "村居委会",
    "community",
    "village",
    "communityvillage",
];
const ENGLISH_NAMES: &[&str] = &[
    "nameen",
    "英文名称",
    "英文名",
    "englishname",
    "nameinenglish",
];
const STRATA: &[&str] = &[
    "层代码",
    "区县代码",
    "县区代码",
    "区县编码",
    "县市区代码",
    "区市县代码",
    "县级代码",
    "区代码",
    "县代码",
    "所属区县代码",
    "行政区划代码",
    "区划代码",
    "stratumcode",
    "stratum",
    "strata",
    "districtcode",
    "countycode",
    "districtid",
    "areacode",
    "regioncode",
    "区县",
    "县区",
    "所属区县",
    "县市区",
    "区市县",
    "区县名称",
    "区县名",
    "层",
    "地区代码",
    "地区",
    "district",
    "county",
    "area",
    "region",
];
const STREETS: &[&str] = &[
    "街道代码",
    "街道乡镇代码",
    "乡镇街道代码",
    "乡镇代码",
    "街镇代码",
    "街道编码",
    "乡镇编码",
    "街道办事处代码",
    "streetcode",
    "townshipcode",
    "subdistrictcode",
    "towncode",
    "街道",
    "乡镇",
    "街道乡镇",
    "乡镇街道",
    "街镇",
    "街道办事处",
    "所属街道",
    "所属乡镇",
    "street",
    "township",
    "subdistrict",
    "town",
    "streetortownship",
    "streettownship",
];
const URBAN: &[&str] = &[
    "城乡",
    "城乡分类",
    "城乡类型",
    "城乡类别",
    "城乡属性",
    "城乡代码",
    "城乡分类代码",
    "是否城镇",
    "是否城市",
    "是否为城镇",
    "urban",
    "urbanrural",
    "urbanorrural",
    "ruralurban",
    "ruralorurban",
    "isurban",
    "urbanity",
    "residence",
    "residencetype",
    "areatype",
    "rural",
    "isrural",
    "是否农村",
    "是否乡村",
    "是否为农村",
    "农村",
    "类型",
    "类别",
    "单元类型",
    "type",
    "kind",
    "unittype",
];
const HOUSEHOLDS: &[&str] = &[
    "户数",
    "总户数",
    "住户数",
    "家庭户数",
    "常住户数",
    "户籍户数",
    "居民户数",
    "家庭户",
    "住户",
    "households",
    "household",
    "numberofhouseholds",
    "noofhouseholds",
    "householdcount",
    "totalhouseholds",
    "hh",
    "hhs",
    "hhcount",
    "户",
    "地址数",
    "dwellings",
    "addresses",
];
const PERSONS: &[&str] = &[
    "人口",
    "人口数",
    "常住人口",
    "常住人口数",
    "总人口",
    "人数",
    "总人数",
    "居民人数",
    "居民数",
    "户籍人口",
    "persons",
    "population",
    "totalpopulation",
    "numberofpersons",
    "residents",
    "people",
    "inhabitants",
    "pop",
    "总人口数",
];

/// What a heading may hold beside other words, as in 2012年末常住人口: the last resort.
const WITHIN: [(&str, Column); 9] = [
    ("户数", Column::Households),
    ("households", Column::Households),
    ("人口", Column::Persons),
    ("population", Column::Persons),
    ("城乡", Column::Urban),
    ("街道", Column::Street),
    ("乡镇", Column::Street),
    ("区县", Column::Stratum),
    ("district", Column::Stratum),
];

/// The column that a heading names, and how sure that is: 0 is the surest.
pub(crate) fn recognise(heading: &str) -> Option<(Column, usize)> {
    let name = tidy_heading(heading);
    if name.is_empty() {
        return None;
    }
    let own = heading.trim().to_lowercase();
    if let Some(column @ Column::Name(_)) = Column::from_word(&own) {
        return Some((column, 0));
    }
    let known: [(&[&str], Column); 8] = [
        (CODES, Column::Code),
        (CHINESE_NAMES, Column::Name(Language::new("zh"))),
        (ENGLISH_NAMES, Column::Name(Language::new("en"))),
        (STRATA, Column::Stratum),
        (STREETS, Column::Street),
        (URBAN, Column::Urban),
        (HOUSEHOLDS, Column::Households),
        (PERSONS, Column::Persons),
    ];
    let named = |name: &str| {
        known.iter().find_map(|(names, column)| {
            let rank = names.iter().position(|known| *known == name)?;
            Some((column.clone(), rank))
        })
    };
    // A heading in two languages, as in 户数 Households, is known by either.
    let either = || {
        let mut runs = by_script(&name).into_iter();
        runs.find_map(|run| Some((named(run)?.0, IN_TWO_LANGUAGES)))
    };
    if let Some(known) = named(&name).or_else(either) {
        return Some(known);
    }
    let (_, column) = WITHIN.iter().find(|(part, _)| name.contains(part))?;
    Some((column.clone(), usize::MAX))
}

/// How sure a heading in two languages is: less than one of a single language.
const IN_TWO_LANGUAGES: usize = usize::MAX - 1;

/// The parts of a text in plain and in other letters.
pub(crate) fn by_script(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, sign) in text.char_indices() {
        if before.is_some_and(|before| before != sign.is_ascii()) {
            parts.push(&text[start..at]);
            start = at;
        }
        before = Some(sign.is_ascii());
    }
    parts.push(&text[start..]);
    parts
}

/// Whether a heading asks for villages, so that "yes" below it means rural.
pub(super) fn asks_for_villages(heading: &str) -> bool {
    let name = tidy_heading(heading);
    [
        "rural",
        "isrural",
        "是否农村",
        "是否乡村",
        "是否为农村",
        "农村",
    ]
    .contains(&name.as_str())
}

/// A heading without spaces, signs, letters' case and what stands in brackets.
pub(crate) fn tidy_heading(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut tidy = String::new();
    for sign in plain_signs(heading).chars() {
        match sign {
            '(' | '[' | '【' | '〔' => depth += 1,
            ')' | ']' | '】' | '〕' => depth = depth.saturating_sub(1),
            sign if depth == 0 && sign.is_alphanumeric() => tidy.extend(sign.to_lowercase()),
            _ => {}
        }
    }
    tidy
}
