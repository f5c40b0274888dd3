//! The promises of a plan in the order of its document: chapter by chapter.
//!
//! # Design
//!
//! The number of a chapter is a text as the document writes it, `四(三)`, and what stands below begins with it: `四(三)1`. No scheme of
//! numbers is built in. A number that goes on in the same signs is another one: chapter 1 does not hold section 12, nor 十 the section 十一.

use questionnaire::Text;

use crate::indicator::{Chapter, Indicator, Plan};

/// A chapter or section with the promises that stand in it and in no chapter below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Part<'p> {
    /// Its number.
    pub section: &'p str,
    /// Its heading; none where the plan gives no chapters.
    pub title: Option<&'p Text>,
    /// How many chapters it stands in.
    pub depth: usize,
    /// The promises, in the order of the file.
    pub indicators: Vec<&'p Indicator>,
}

impl Plan {
    /// Every promise once, by chapter in the order of the document; by section as they come where no chapters are given. A chapter
    /// with nothing in it or below it is left out.
    pub fn outline(&self) -> Vec<Part<'_>> {
        let mut parts: Vec<Part<'_>> = self.chapters.iter().map(|it| self.part(it)).collect();
        for indicator in &self.indicators {
            let section = indicator.section.as_str();
            let innermost = parts
                .iter_mut()
                .filter(|part| match part.title {
                    Some(_) => holds(part.section, section),
                    None => part.section == section,
                })
                .max_by_key(|part| part.section.len());
            match innermost {
                Some(part) => part.indicators.push(indicator),
                None => parts.push(Part {
                    section,
                    title: None,
                    depth: 0,
                    indicators: vec![indicator],
                }),
            }
        }
        parts.retain(|part| {
            let mut indicators = self.indicators.iter();
            indicators.any(|indicator| holds(part.section, &indicator.section))
        });
        parts
    }

    fn part<'p>(&'p self, chapter: &'p Chapter) -> Part<'p> {
        let above = self.chapters.iter().filter(|other| *other != chapter);
        Part {
            section: &chapter.section,
            title: Some(&chapter.title),
            depth: above.filter(|other| other.holds(&chapter.section)).count(),
            indicators: Vec::new(),
        }
    }
}

impl Chapter {
    /// Whether a section is this chapter or stands in it.
    pub fn holds(&self, section: &str) -> bool {
        holds(&self.section, section)
    }
}

fn holds(chapter: &str, section: &str) -> bool {
    let Some(rest) = section.strip_prefix(chapter) else {
        return false;
    };
    let (Some(last), Some(next)) = (chapter.chars().last(), rest.chars().next()) else {
        return rest.is_empty();
    };
    let (last, next) = (Numeral::of(last), Numeral::of(next));
    last.is_none() || last != next
}

/// The signs of which one number is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numeral {
    Digit,
    Chinese,
    Letter,
}

impl Numeral {
    fn of(sign: char) -> Option<Self> {
        match sign {
            '0'..='9' | '０'..='９' => Some(Self::Digit),
            '零' | '〇' | '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
            | '百' => Some(Self::Chinese),
            letter if letter.is_ascii_alphabetic() => Some(Self::Letter),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn the_shipped_plan_stands_in_its_order_and_whole() {
        let text = include_str!("../../surveys/harbin-2012-2014/plan.toml");
        let reading = read("plan.toml", text.as_bytes());
        assert_eq!(reading.findings, []);
        let plan = reading.plan.unwrap();
        let parts = plan.outline();
        let all: usize = parts.iter().map(|part| part.indicators.len()).sum();
        assert_eq!((all, plan.indicators.len()), (69, 69));
        let sections: Vec<&str> = parts.iter().map(|part| part.section).collect();
        let goals = [
            "三", "三(一)", "三(二)", "三(三)", "三(四)", "三(五)", "三(六)",
        ];
        assert_eq!(sections[..7], goals);
        let tasks = ["四", "四(一)", "四(一)2", "四(一)3", "四(二)", "四(二)1"];
        assert_eq!(sections[7..13], tasks);
        assert_eq!(sections.last(), Some(&"四(四)3"));
        let depths: Vec<usize> = parts[7..11].iter().map(|part| part.depth).collect();
        assert_eq!(depths, [0, 1, 2, 2]);
        // Satisfaction with cultural rights stands where the document has it, not with culture.
        let rights = parts.iter().find(|part| part.section == "四(二)2").unwrap();
        let ids = rights.indicators.iter().map(|it| it.id.as_str());
        assert!(ids.clone().any(|id| id == "sat-cultural-rights"));
    }

    #[test]
    fn without_chapters_promises_stand_by_section() {
        let text = include_str!("../../surveys/examples/town/plan.toml");
        let plan = read("plan.toml", text.as_bytes()).plan.unwrap();
        let parts = plan.outline();
        assert_eq!(parts.len(), 1);
        assert_eq!((parts[0].section, parts[0].title), ("二1", None));
    }

    #[test]
    fn a_number_that_goes_on_is_another_one() {
        for (chapter, section, expected) in [
            ("1", "1", true),
            ("1", "1.2", true),
            ("1", "12", false),
            ("十", "十一", false),
            ("二", "二1", true),
            ("四(三)", "四(三)1", true),
            ("四(三)", "四(四)1", false),
            ("A", "AB", false),
            ("A", "A1", true),
        ] {
            assert_eq!(holds(chapter, section), expected, "{chapter} {section}");
        }
    }
}
