//! Parts of a draft as addresses and forms write them: `question.R11`, `scale.S5`, `top`.

use crate::addresses;
use crate::interface::Interface;
use authoring::draft::DraftId;
use questionnaire::{Part, QuestionId, ScaleId};

/// The id of the heading above the form of a part.
pub(super) const PART_NAME: &str = "part-name";

/// A part as an address writes it.
pub(crate) fn write(part: &Part) -> String {
    let (sort, id) = match part {
        Part::Arm(id) => ("arm", id.as_str()),
        Part::Scale(id) => ("scale", id.as_str()),
        Part::Section(id) => ("section", id.as_str()),
        Part::Question(id) => ("question", id.as_str()),
        Part::Top | Part::Indicator(_) | Part::Measure(_) => return "top".to_owned(),
    };
    format!("{sort}.{id}")
}

/// The part an address names; the top of the draft where it names none.
pub(crate) fn read(written: &str) -> Part {
    let (sort, id) = written.split_once('.').unwrap_or_default();
    let id = id.to_owned();
    match sort {
        "arm" => Part::Arm(id),
        "scale" => Part::Scale(ScaleId::new(id)),
        "section" => Part::Section(id),
        "question" => Part::Question(QuestionId::new(id)),
        _ => Part::Top,
    }
}

/// The part of the same sort with another id.
pub(super) fn renamed(part: &Part, id: &str) -> Part {
    let id = id.to_owned();
    match part {
        Part::Arm(_) => Part::Arm(id),
        Part::Scale(_) => Part::Scale(ScaleId::new(id)),
        Part::Section(_) => Part::Section(id),
        Part::Question(_) => Part::Question(QuestionId::new(id)),
        other => other.clone(),
    }
}

/// The way to a part in the designer: to its name above the form, where the focus then is, on a phone too.
pub(super) fn way_to(interface: &Interface, draft: DraftId, part: &Part) -> String {
    at_its_name(&interface.link(addresses::draft_part(draft, &write(part))))
}

/// The address of the designer at a part, at its name.
pub(super) fn at_its_name(address: &str) -> String {
    format!("{address}#{PART_NAME}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_found_where_it_was_written() {
        for part in [
            Part::Top,
            Part::Question(QuestionId::new("R11")),
            Part::Scale(ScaleId::new("S5")),
            Part::Section("a.b".into()),
            Part::Arm("x".into()),
        ] {
            assert_eq!(read(&write(&part)), part);
        }
        assert_eq!(read("no such thing"), Part::Top);
    }
}
