//! Names of districts, short enough for a map.

/// What names end in that the map says itself.
const ENDINGS: [&str; 7] = [" District", " County", " City", "区", "县", "市", "旗"];
/// Endings that hold one of those and mean something else.
const KEPT: [&str; 9] = [
    "社区",
    "小区",
    "新区",
    "开发区",
    "林区",
    "特区",
    "矿区",
    "自治县",
    "自治旗",
];

/// The name without "district" or "county" where enough of it is left: 道里 for 道里区, and 宾县 as it is.
pub(crate) fn short_name(name: &str) -> &str {
    if KEPT.iter().any(|ending| name.ends_with(ending)) {
        return name;
    }
    let short = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
    short
        .filter(|short| short.chars().count() > 1)
        .unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_loses_its_ending_and_stays_a_name() {
        for (name, short) in [
            ("道里区", "道里"),
            ("双城市", "双城"),
            ("宾县", "宾县"),
            ("东社区", "东社区"),
            ("松北新区", "松北新区"),
            ("杜尔伯特蒙古族自治县", "杜尔伯特蒙古族自治县"),
            ("神农架林区", "神农架林区"),
            ("Daoli District", "Daoli"),
            ("Bin County", "Bin"),
            ("East community", "East community"),
            ("", ""),
        ] {
            assert_eq!(short_name(name), short);
        }
    }
}
