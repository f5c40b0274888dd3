//! Linked questions that are no longer asked in the words of their series.
//!
//! # Design
//!
//! A question continues the series it names, or the one of its own id in earlier versions. It is held
//! against the published item of that series as [`difference`](crate::difference) holds two versions
//! against one another, with all that lies around it left out: what counts is what people read and
//! answer. Ids of scales may differ, and so may the languages: a language that the draft does not have is asked
//! of nobody.

use std::collections::BTreeMap;

use crate::difference::{Change, Difference, differences};
use crate::editing::BankItem;
use questionnaire::{AnswerType, Question, QuestionId, Questionnaire, Scale, ScaleId};

/// A question whose answers cannot be compared with those of its series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesBreak {
    /// The question, as the draft calls it.
    pub question: QuestionId,
    /// The series it names, or would continue by its id.
    pub series: String,
    /// What differs from the published item; each of it breaks the series.
    pub differences: Vec<Difference>,
}

/// Every question that differs from the item of its series, in the order of the draft.
///
/// A series that is not among the published items cannot be judged and is left out.
pub fn series_breaks(
    draft: &Questionnaire,
    published: &BTreeMap<String, BankItem>,
) -> Vec<SeriesBreak> {
    let judged = draft.questions.iter().filter_map(|question| {
        let series = series_of(draft, question);
        let differences = breaking(draft, question, published.get(&series)?);
        (!differences.is_empty()).then(|| SeriesBreak {
            question: question.id.clone(),
            series,
            differences,
        })
    });
    judged.collect()
}

/// The series a question belongs to: the one it names, else its own.
pub fn series_of(questionnaire: &Questionnaire, question: &Question) -> String {
    let own = || format!("{}/{}", questionnaire.id, question.id);
    question.series.clone().unwrap_or_else(own)
}

/// What differs between a question and an item so that the series breaks.
fn breaking(draft: &Questionnaire, question: &Question, item: &BankItem) -> Vec<Difference> {
    let scale = question.answer.scale();
    let scale = scale.and_then(|scale| draft.scale(scale));
    let before = alone(draft, &question.id, &item.question, item.scale.as_ref());
    let after = alone(draft, &question.id, question, scale);
    let asked = |difference: &Difference| match &difference.change {
        Change::Worded { language, .. } => draft.languages.contains(language),
        _ => true,
    };
    differences(&before, &after)
        .into_iter()
        .filter(|difference| !difference.breaks.is_empty() && asked(difference))
        .collect()
}

/// A questionnaire of this one question and its scale, which gets the same id on both sides.
fn alone(
    draft: &Questionnaire,
    id: &QuestionId,
    question: &Question,
    scale: Option<&Scale>,
) -> Questionnaire {
    let same = ScaleId::new("scale");
    let mut question = question.clone();
    question.id.clone_from(id);
    question.ask_if = None;
    question.end_if = None;
    let mut scales = Vec::new();
    if let AnswerType::Scale(on) = &mut question.answer {
        on.scale.clone_from(&same);
        scales.extend(scale.cloned().map(|mut scale| {
            scale.id.clone_from(&same);
            scale
        }));
    }
    Questionnaire {
        id: draft.id.clone(),
        languages: draft.languages.clone(),
        title: questionnaire::Text::default(),
        intro: questionnaire::Text::default(),
        arms: Vec::new(),
        scales,
        sections: Vec::new(),
        questions: vec![question],
        tests: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::difference::BreakReason;
    use crate::editing::{Edit, Spot, apply};
    use format::read;

    const PUBLISHED: &str = "\
id = \"old\"\nlanguages = [\"zh\", \"en\"]\ntitle = { zh = \"旧\", en = \"Old\" }\nintro = { zh = \"您好\", en = \"Hello\" }\n\
[[scale]]\nid = \"S\"\nchoices = [{ code = 2, kind = \"satisfied\", score = 100, zh = \"好\", en = \"Good\" }, { code = 1, kind = \"dissatisfied\", score = 0, zh = \"差\", en = \"Bad\" }]\n\
[[question]]\nid = \"Q1\"\ntype = \"scale\"\nscale = \"S\"\nzh = \"公园怎么样？\"\nen = \"How are the parks?\"\n\
[[question]]\nid = \"Q2\"\ntype = \"single\"\nzh = \"去过吗？\"\nen = \"Been there?\"\nask_if = \"Q1 == 1\"\nchoices = [{ code = 1, zh = \"去过\", en = \"Yes\" }, { code = 2, zh = \"没有\", en = \"No\" }]\n";

    const DRAFT: &str = "\
id = \"new\"\nlanguages = [\"zh\"]\ntitle = { zh = \"新\" }\nintro = { zh = \"您好\" }\n\
[[scale]]\nid = \"S\"\nchoices = [{ code = 1, zh = \"别的\" }, { code = 2, zh = \"刻度\" }]\n";

    fn published() -> BTreeMap<String, BankItem> {
        let old = read("old.toml", PUBLISHED.as_bytes())
            .questionnaire
            .unwrap();
        let items = ["Q1", "Q2"].map(|id| BankItem::of(&old, &QuestionId::new(id)).unwrap());
        items
            .into_iter()
            .map(|item| (item.series.clone(), item))
            .collect()
    }

    /// A draft in Chinese alone that has taken over both questions.
    fn linked() -> String {
        let mut text = DRAFT.to_owned();
        for (number, item) in published().into_values().enumerate() {
            let insert = Edit::Insert {
                item: Box::new(item),
                id: QuestionId::new(format!("N{number}")),
                at: Spot::Last,
            };
            text = apply(&text, &insert).unwrap();
        }
        text
    }

    #[track_caller]
    fn broken(text: &str) -> Vec<(QuestionId, Vec<BreakReason>)> {
        let draft = read("new.toml", text.as_bytes()).questionnaire.unwrap();
        let breaks = series_breaks(&draft, &published()).into_iter();
        breaks
            .map(|found| {
                let reasons = found.differences.iter();
                let reasons = reasons.filter_map(|difference| difference.reason);
                (found.question, reasons.collect())
            })
            .collect()
    }

    #[test]
    fn an_item_just_taken_over_continues_its_series_whatever_its_scale_is_called() {
        let text = linked();
        assert!(text.contains("S_2"), "{text}");
        assert_eq!(broken(&text), []);
    }

    #[test]
    fn other_words_choices_and_meanings_break_the_series() {
        let one = |from: &str, to: &str| {
            let text = linked();
            assert!(text.contains(from), "{from}: {text}");
            broken(&text.replacen(from, to, 1))
        };
        let (n0, n1) = (QuestionId::new("N0"), QuestionId::new("N1"));
        assert_eq!(
            one("公园怎么样？", "公园好吗？"),
            [(n0.clone(), vec![BreakReason::Wording])]
        );
        assert_eq!(
            one("\"没有\"", "\"没去过\""),
            [(n1.clone(), vec![BreakReason::Label])]
        );
        assert_eq!(
            one("score = 100", "score = 90"),
            [(n0.clone(), vec![BreakReason::Meaning])]
        );
        assert_eq!(
            one("type = \"single\"", "type = \"multiple\""),
            [(n1, vec![BreakReason::Choices])]
        );
        assert_eq!(
            one("scale = \"S_2\"", "scale = \"S\""),
            [(
                n0,
                vec![
                    BreakReason::Label,
                    BreakReason::Meaning,
                    BreakReason::Meaning,
                    BreakReason::Label,
                    BreakReason::Meaning,
                    BreakReason::Meaning
                ]
            )]
        );
    }

    #[test]
    fn help_place_and_condition_do_not_break_it_and_a_series_nobody_published_is_left_out() {
        let text = linked();
        let helped = text.replacen(
            "zh = \"公园怎么样？\"",
            "zh = \"公园怎么样？\"\nhelp = { zh = \"指市内的。\" }",
            1,
        );
        assert_eq!(broken(&helped), []);
        let foreign = text
            .replacen("old/Q1", "old/Q9", 1)
            .replacen("公园怎么样？", "？", 1);
        assert_eq!(broken(&foreign), []);
    }

    #[test]
    fn a_question_continues_the_series_of_its_own_id() {
        let text = PUBLISHED.replacen("公园怎么样？", "公园好吗？", 1);
        assert_eq!(
            broken(&text),
            [(QuestionId::new("Q1"), vec![BreakReason::Wording])]
        );
        assert_eq!(broken(PUBLISHED), []);
    }
}
