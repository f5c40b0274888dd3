//! Whether complaints would reach the office that asks, under another spelling.

/// The fewest digits of a telephone number with its line; shorter ones are hotlines, floors and rooms.
const LINE: usize = 7;
/// The digits of a hotline, as in 12345.
const HOTLINE: usize = 5;

/// Whether two contacts, each an office with its telephone or address, are one: they say the same but for blanks, signs,
/// wide letters and capitals, or share a telephone number. Nothing is no office.
pub(super) fn is_same_office(one: &str, other: &str) -> bool {
    let (said, also) = (letters(one), letters(other));
    if said.is_empty() || also.is_empty() {
        return false;
    }
    let others = telephones(other);
    let mut own = telephones(one).into_iter();
    said == also || own.any(|number| others.iter().any(|other| is_same_line(&number, other)))
}

fn letters(contact: &str) -> String {
    let letters = contact.chars().map(half_width);
    let letters = letters.filter(|symbol| symbol.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The digits of each telephone number.
fn telephones(contact: &str) -> Vec<String> {
    let contact: String = contact.chars().map(half_width).collect();
    let numbers =
        contact.split(|symbol: char| !symbol.is_ascii_digit() && !" -()".contains(symbol));
    let numbers = numbers.map(|number| number.chars().filter(char::is_ascii_digit).collect());
    numbers
        .filter(|digits: &String| digits.len() >= LINE || digits.len() == HOTLINE)
        .collect()
}

/// Whether two numbers are one, with the code of its area or without.
fn is_same_line(one: &str, other: &str) -> bool {
    let shorter = one.len().min(other.len());
    one == other || shorter >= LINE && (one.ends_with(other) || other.ends_with(one))
}

fn half_width(symbol: char) -> char {
    match symbol {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(symbol) - 0xfee0).unwrap_or(symbol),
        _ => symbol,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_is_the_same_in_another_spelling_or_under_its_telephone() {
        for (one, other) in [
            ("市统计局", "市统计局"),
            ("市统计局，电话 5550101", "市统计局 电话５５５０１０１"),
            ("City Statistics Bureau", "city statistics bureau."),
            ("市统计局 0451-5550101", "群众来访接待室，电话 5550101"),
            ("市统计局 12345", "热线12345"),
        ] {
            assert!(is_same_office(one, other), "{one} {other}");
        }
    }

    #[test]
    fn another_office_may_share_a_house_and_part_of_a_name() {
        for (one, other) in [
            ("", ""),
            ("市统计局", ""),
            ("市统计局", "省统计局"),
            ("市统计局 5550101", "市监察局 5550102"),
            ("中山路 101 号 3 楼", "中山路 101 号 4 楼"),
        ] {
            assert!(!is_same_office(one, other), "{one} {other}");
        }
    }
}
