//! Digits and signs as people type them.

/// The half-width sign for a full-width one, the point for whatever is typed in its place.
pub(crate) fn to_half_width(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        '－' | '−' => '-',
        ',' | '，' | '．' | '。' => '.',
        c => c,
    }
}
