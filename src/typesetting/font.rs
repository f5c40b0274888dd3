//! The letters: their shapes, how wide they are, and what stands in place of those that the font has not.

use std::ops::Range;
use std::sync::LazyLock;

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, GlyphId, MetadataProvider};

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// The letters of one weight.
pub(crate) struct Face {
    /// The file.
    pub(crate) bytes: &'static [u8],
    /// What it says.
    pub(crate) font: FontRef<'static>,
    units: f32,
}

/// A letter in a line of words.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Letter {
    pub(crate) glyph: GlyphId,
    /// How far it is to the next, in its size.
    pub(crate) advance: f32,
    /// Where it stands in the words, in bytes.
    pub(crate) range: Range<usize>,
}

static REGULAR: LazyLock<Face> =
    LazyLock::new(|| Face::read(include_bytes!("fonts/NotoSansSC-Regular.otf")));
static BOLD: LazyLock<Face> =
    LazyLock::new(|| Face::read(include_bytes!("fonts/NotoSansSC-Bold.otf")));

impl Weight {
    /// Its letters.
    pub(crate) fn face(self) -> &'static Face {
        match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        }
    }
}

impl Face {
    fn read(bytes: &'static [u8]) -> Self {
        let font = FontRef::new(bytes).expect("the font is part of the program");
        let metrics = font.metrics(Size::unscaled(), LocationRef::default());
        let units = f32::from(metrics.units_per_em);
        Self { bytes, font, units }
    }

    /// The letters of words that are printable.
    pub(crate) fn letters(&self, words: &str) -> Vec<Letter> {
        let characters = self.font.charmap();
        let metrics = self
            .font
            .glyph_metrics(Size::unscaled(), LocationRef::default());
        let mut before = None;
        let mut letters = Vec::new();
        let mut rest = words.char_indices().peekable();
        while let Some((at, letter)) = rest.next() {
            let after = rest.peek().map(|(_, letter)| *letter);
            let shape = shape(before, letter, after);
            let glyph = characters.map(shape).unwrap_or(GlyphId::NOTDEF);
            letters.push(Letter {
                glyph,
                advance: metrics.advance_width(glyph).unwrap_or_default() / self.units,
                range: at..at + letter.len_utf8(),
            });
            before = Some(letter);
        }
        letters
    }

    /// How wide words are in this size.
    pub(crate) fn width(&self, words: &str, size: f32) -> f32 {
        let letters = self.letters(words);
        letters.iter().map(|letter| letter.advance).sum::<f32>() * size
    }
}

/// Whether a letter is as wide as it is high.
pub(crate) fn is_wide(letter: char) -> bool {
    letter >= '\u{2e80}'
}

/// The character whose shape a letter has in its place. The font draws quotation marks as wide as Chinese characters and the
/// dash as wide as in Latin text; each is drawn as its neighbours ask for. `fonts/subset.py` says which codes these are.
fn shape(before: Option<char>, letter: char, after: Option<char>) -> char {
    let wide = [before, after]
        .into_iter()
        .flatten()
        .any(|near| is_wide(near) || (letter == '—' && near == '—'));
    match letter {
        '‘' if !wide => '\u{e000}',
        '’' if !wide => '\u{e001}',
        '“' if !wide => '\u{e002}',
        '”' if !wide => '\u{e003}',
        '·' if !wide => '\u{e004}',
        '—' if wide => '\u{e005}',
        other => other,
    }
}

/// Words as the font can show them: a character that it has not is written as its code point, such as `[U+20BB7]`; a line break
/// or a tabulator is a space.
pub fn printable(words: &str) -> String {
    let characters = Weight::Regular.face().font.charmap();
    let mut shown = String::with_capacity(words.len());
    for letter in words.chars() {
        let private = matches!(letter, '\u{e000}'..='\u{f8ff}');
        match letter {
            '\n' | '\r' | '\t' => shown.push(' '),
            known if !private && characters.map(known).is_some() => shown.push(known),
            unknown => shown.extend(format!("[U+{:04X}]", u32::from(unknown)).chars()),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_font_has_not_is_shown_as_its_code_point() {
        assert_eq!(
            printable("𠮷林市 🙂\u{200b}\n"),
            "[U+20BB7]林市 [U+1F642][U+200B] "
        );
        assert_eq!(printable("\u{e000}"), "[U+E000]");
    }

    #[test]
    fn both_weights_have_the_same_characters() {
        let of = |weight: Weight| -> Vec<u32> {
            let characters = weight.face().font.charmap();
            characters.mappings().map(|(code, _)| code).collect()
        };
        assert_eq!(of(Weight::Regular), of(Weight::Bold));
        assert!(of(Weight::Regular).len() > 9000);
    }

    #[test]
    fn every_sign_of_figures_and_verdicts_can_be_printed() {
        for words in [
            "达到✓未达到×尚不能判断?○＝↑↓",
            "−2.0 ±0.0 ≥ 90% ≤ > = – — ÷ × · … “”‘’《》（）：；，。、？",
            "Of four, two are met — “Don’t know”",
            "巴彦县木兰县通河县延寿县方正县依兰县宾县五常市尚志市双城市呼兰区阿城区",
        ] {
            assert_eq!(printable(words), words);
        }
    }

    #[test]
    fn quotation_marks_are_as_wide_as_what_they_quote() {
        let face = Weight::Regular.face();
        let (chinese, latin) = (face.width("“好”", 1.0), face.width("“a”", 1.0));
        assert!((chinese - 3.0).abs() < 1e-3, "{chinese}");
        assert!(latin < 1.6, "{latin}");
        assert!((face.width("甲——乙", 1.0) - 4.0).abs() < 1e-3);
    }
}
