//! What a draft changes, and which series that breaks: its own, and those of other questionnaires.
//!
//! # Design
//!
//! Whoever writes a draft, whoever approves it and whoever reads the version are shown one and the same
//! list. Against the version before it a draft is compared as a whole ([`differences`]). A question that is
//! new to it and names a series is held against the published item of that series, with all that lies around
//! it left out: what counts is what people read and answer. Ids of scales may differ, and so may the
//! languages: a language that the draft does not have is asked of nobody.

use std::collections::BTreeMap;

use crate::editing::BankItem;
use questionnaire::difference::{Difference, differences};
use questionnaire::{AnswerType, Question, QuestionId, Questionnaire, Scale, ScaleId};

/// Everything that a draft changes: against the version before it, if there is one, and against the items of the
/// series that it takes over.
///
/// A series that is not among the published items cannot be judged and is left out.
pub fn changes(
    earlier: Option<&Questionnaire>,
    draft: &Questionnaire,
    published: &BTreeMap<String, BankItem>,
) -> Vec<Difference> {
    let mut found = earlier.map_or_else(Vec::new, |earlier| differences(earlier, draft));
    for question in &draft.questions {
        let continued = earlier.and_then(|earlier| earlier.question(&question.id));
        let taken_over = continued.is_none_or(|before| before.series != question.series);
        let series = question.series.as_ref().filter(|_| taken_over);
        if let Some(item) = series.and_then(|series| published.get(series)) {
            found.extend(breaking(draft, question, item));
        }
    }
    found
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
    let name = scale.or(item.scale.as_ref()).map(|scale| &scale.id);
    let before = alone(
        draft,
        (&question.id, name),
        &item.question,
        item.scale.as_ref(),
    );
    let after = alone(draft, (&question.id, name), question, scale);
    differences(&before, &after)
        .into_iter()
        .filter(|difference| !difference.breaks.is_empty())
        .collect()
}

/// A questionnaire of this one question and its scale, which get the same ids on both sides.
pub(crate) fn alone(
    draft: &Questionnaire,
    (id, name): (&QuestionId, Option<&ScaleId>),
    question: &Question,
    scale: Option<&Scale>,
) -> Questionnaire {
    let mut question = question.clone();
    question.id.clone_from(id);
    question.ask_if = None;
    question.end_if = None;
    let mut scales = Vec::new();
    if let AnswerType::Scale(on) = &mut question.answer {
        let name = name.unwrap_or(&on.scale).clone();
        scales.extend(scale.cloned().map(|mut scale| {
            scale.id.clone_from(&name);
            scale
        }));
        on.scale = name;
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
        editorial: draft.editorial.clone(),
        tests: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::editing::{Edit, Spot, apply};
    use format::read;
    use questionnaire::difference::BreakReason;

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
        let mut broken: Vec<(QuestionId, Vec<BreakReason>)> = Vec::new();
        for Difference { breaks, reason, .. } in changes(None, &draft, &published()) {
            match broken
                .last_mut()
                .filter(|(question, _)| *question == breaks[0])
            {
                Some((_, reasons)) => reasons.extend(reason),
                None => broken.push((breaks[0].clone(), Vec::from_iter(reason))),
            }
        }
        broken
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
    fn a_draft_is_held_against_the_version_before_it_as_a_whole() {
        let read = |text: &str| read("old.toml", text.as_bytes()).questionnaire.unwrap();
        let earlier = read(PUBLISHED);
        let changed = |from: &str, to: &str| {
            let draft = read(&PUBLISHED.replacen(from, to, 1));
            let found = changes(Some(&earlier), &draft, &published());
            let breaks = found.into_iter().flat_map(|difference| difference.breaks);
            breaks.map(|id| id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(changed("公园怎么样？", "公园好吗？"), ["Q1"]);
        assert_eq!(
            changed("Q1 == 1", "Q1 == 2"),
            ["Q2"],
            "other people are asked"
        );
        assert_eq!(
            changed("zh = \"好\"", "zh = \"很好\""),
            ["Q1"],
            "a label of its scale"
        );
        assert!(changed("x", "x").is_empty());
    }

    #[test]
    fn a_question_that_named_its_series_in_the_version_before_is_held_against_that_version_alone() {
        let read = |text: &str| read("new.toml", text.as_bytes()).questionnaire.unwrap();
        let strayed = linked().replacen("公园怎么样？", "公园好吗？", 1);
        let found = changes(Some(&read(&strayed)), &read(&strayed), &published());
        assert_eq!(found, []);
    }
}
