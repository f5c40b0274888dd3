//! What can be ticked in place of a number or a date, as it is written.

use questionnaire::{Choice, ChoiceKind, Part, Question};

use crate::check::{Inspection, MayHave};
use crate::problem::Problem;
use crate::read::QuestionnaireReader;
use crate::source::Entry;
use crate::write::Block;
use crate::xlsform::export::Writer;

const KEY: &str = "extra";

pub(super) fn read(
    reader: &mut QuestionnaireReader<'_, '_>,
    entry: &Entry<'_>,
    part: &Part,
) -> Vec<Choice> {
    if entry.has(KEY) {
        reader.choices(entry, KEY, part).unwrap_or_default()
    } else {
        Vec::new()
    }
}

pub(super) fn write(extra: &[Choice], block: &mut Block<'_>) {
    if !extra.is_empty() {
        block.choices(KEY, extra);
    }
}

pub(super) fn inspect(extra: &[Choice], part: &Part, inspection: &mut Inspection<'_>) {
    let own = MayHave {
        least: 0,
        exclusive: false,
        other: false,
    };
    inspection.list(part, extra, own);
    for choice in extra {
        let code = choice.code;
        if !choice.kind.is_some_and(ChoiceKind::is_outside_order) {
            let problem = Problem::OrdinaryBeside { code };
            inspection.report(part, &code.to_string(), problem);
        }
    }
}

/// A workbook has nothing to tick beside a field.
pub(super) fn to_row(extra: &[Choice], question: &Question, form: &mut Writer<'_>) {
    if !extra.is_empty() {
        form.missing(Part::Question(question.id.clone()), KEY);
    }
}
