//! Texts of people in the cells of a form.
//!
//! # Design
//!
//! In a form, `${` begins a place where an answer is shown; a text of ours that holds these two signs shows them. Written,
//! a sign without width (U+2060, word joiner) stands between them, one more than stood there, and is taken away again when
//! the text is read.

const JOINER: char = '\u{2060}';

/// The text as a form may have it.
pub(super) fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at + 1);
        written.push_str(before);
        if after.trim_start_matches(JOINER).starts_with('{') {
            written.push(JOINER);
        }
        rest = after;
    }
    written + rest
}

/// The text that was [`escaped`].
pub(super) fn unescaped(written: &str) -> String {
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(at) = rest.find('$') {
        let (before, after) = rest.split_at(at + 1);
        text.push_str(before);
        let joined = after.strip_prefix(JOINER);
        let joined = joined.filter(|it| it.trim_start_matches(JOINER).starts_with('{'));
        rest = joined.unwrap_or(after);
    }
    text + rest
}

/// True where a form would show an answer in the text.
pub(super) fn is_piped(written: &str) -> bool {
    let mut named = written.split("${").skip(1);
    named.any(|rest| rest.contains('}'))
}

/// True where the tools that show forms take some of the text for layout: tags as in HTML, and stars, headings and links
/// as in Markdown.
pub(super) fn is_marked_up(written: &str) -> bool {
    let tag = written.split('<').skip(1).any(|rest| {
        let name = rest.strip_prefix('/').unwrap_or(rest);
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && rest.contains('>')
    });
    let twice = |sign: &str| written.matches(sign).count() >= 2;
    let heading = written.lines().any(|line| {
        let text = line.trim_start_matches('#');
        text.len() < line.len() && text.starts_with(' ')
    });
    let link = written.contains("](") && written.contains('[');
    tag || twice("**") || twice("__") || heading || link
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_shows_no_answer_and_comes_back() {
        for text in [
            "${5}",
            "a ${b} $ {c} $",
            "$\u{2060}{x}",
            "$${y}",
            "$\u{2060}\u{2060}{",
            "${",
        ] {
            assert!(
                !is_piped(&escaped(text)) && !escaped(text).contains("${"),
                "{text}"
            );
            assert_eq!(unescaped(&escaped(text)), text);
        }
        assert_eq!(escaped("5 $ and {6}"), "5 $ and {6}");
        assert!(is_piped("Hello ${name}!"));
    }

    #[test]
    fn layout_is_told_from_plain_signs() {
        for text in [
            "<b>now</b>",
            "a <br/> b",
            "**now**",
            "__now__",
            "# Part\nText",
            "[here](http://x)",
        ] {
            assert!(is_marked_up(text), "{text}");
        }
        for text in ["1 < 2 > 0", "5 * 3", "#1", "a_b_c", "[1] (2)", "***"] {
            assert!(!is_marked_up(text), "{text}");
        }
    }
}
