//! Urban or rural, in the words that lists have for it.

use super::number::plain_signs;

const URBAN: &[&str] = &[
    "城镇",
    "城市",
    "城",
    "城区",
    "市区",
    "镇区",
    "镇",
    "主城区",
    "城乡结合区",
    "镇中心区",
    "镇乡结合区",
    "社区",
    "社区居委会",
    "居委会",
    "居民委员会",
    "居",
    "urban",
    "u",
    "city",
    "town",
    "community",
    "1",
    "111",
    "112",
    "121",
    "122",
    "123",
];
const RURAL: &[&str] = &[
    "乡村",
    "农村",
    "乡",
    "村",
    "村庄",
    "村委会",
    "村民委员会",
    "行政村",
    "乡中心区",
    "rural",
    "r",
    "village",
    "countryside",
    "2",
    "0",
    "210",
    "220",
];
const YES: &[&str] = &["是", "yes", "y", "true", "对", "√"];
const NO: &[&str] = &["否", "no", "n", "false", "不是", "×"];

/// Whether a cell says urban; `villages` where its heading asks for villages, so that yes means rural.
pub(super) fn read_urban(cell: &str, villages: bool) -> Option<bool> {
    let word = plain_signs(cell).trim().to_lowercase();
    let word = word.as_str();
    if YES.contains(&word) || (villages && word == "1") {
        Some(!villages)
    } else if NO.contains(&word) || (villages && word == "0") {
        Some(villages)
    } else if URBAN.contains(&word) {
        Some(true)
    } else {
        RURAL.contains(&word).then_some(false)
    }
}

/// Whether a cell says urban or rural by a word that says nothing else.
pub(super) fn is_telling(cell: &str) -> bool {
    let word = plain_signs(cell).trim().to_lowercase();
    let telling = |words: &[&str]| words.contains(&word.as_str());
    !word.bytes().all(|byte| byte.is_ascii_digit()) && (telling(URBAN) || telling(RURAL))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_and_the_codes_of_statistics_are_read() {
        for cell in [
            "城镇", "社区", "Urban", "是", "yes", "TRUE", "1", "111", "Ｕ",
        ] {
            assert_eq!(read_urban(cell, false), Some(true), "{cell}");
        }
        for cell in ["乡村", "村", "rural", "否", "no", "0", "2", "220"] {
            assert_eq!(read_urban(cell, false), Some(false), "{cell}");
        }
        assert_eq!(read_urban("是", true), Some(false));
        assert_eq!(read_urban("0", true), Some(true));
        assert_eq!(read_urban("乡村", true), Some(false));
        assert_eq!(read_urban("山区", false), None);
        assert!(is_telling("社区") && !is_telling("1") && !is_telling("是"));
    }
}
