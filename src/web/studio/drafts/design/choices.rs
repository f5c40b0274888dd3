//! The choices of a question or scale as a table, and what was typed in it.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::fields::{Fault, Held, Step, half_width, language_name};
use crate::extract::Fields;
use authoring::editing::Edit;
use messages::{Locale, PlainMessage, text};
use questionnaire::{Choice, ChoiceKind, Code, Part, Questionnaire, Scale, Text};

/// The flags a choice can have, with the key of their words.
const FLAGS: [(&str, PlainMessage); 3] = [
    ("exclusive", text::CHOICE_EXCLUSIVE),
    ("other", text::CHOICE_OTHER),
    ("apart", text::CHOICE_APART),
];

/// Codes from here on mean no opinion.
const NO_OPINION: Code = Code(90);

/// What the choices are for: it decides what can be said about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// A scale, or what a question adds to one: every choice has a meaning and may have a score.
    Scale,
    /// What can be said in place of a number.
    Beside,
    /// One of several.
    Single,
    /// Some of several.
    Multiple,
}

/// The field of one thing about the choice at a place. A place and not a code, so that a field keeps its name
/// while its code is changed.
fn field(place: usize, what: &str) -> String {
    format!("choice.{place}.{what}")
}

/// The choices that belong to a part itself; none for parts that cannot have any.
pub(super) fn of<'q>(questionnaire: &'q Questionnaire, part: &Part) -> Option<&'q [Choice]> {
    match part {
        Part::Scale(id) => questionnaire.scale(id).map(|scale| &scale.choices[..]),
        Part::Question(id) => {
            let answer = &questionnaire.question(id)?.answer;
            answer.may_have_choices().then(|| answer.own_choices())
        }
        _ => None,
    }
}

/// A code that no choice of the part has: the next of the low ones; for what a question adds to its scale or
/// offers to tick instead of an answer one that means no opinion.
pub(super) fn free_code(questionnaire: &Questionnaire, part: &Part) -> Code {
    let own = of(questionnaire, part).unwrap_or_default();
    let scale = scale_of(questionnaire, part).map(|scale| &scale.choices[..]);
    let all = own.iter().chain(scale.unwrap_or_default());
    let taken: BTreeSet<Code> = all.map(|choice| choice.code).collect();
    let question = match part {
        Part::Question(id) => questionnaire.question(id),
        _ => None,
    };
    let beside = question.is_some_and(|question| question.answer.has_substitute_choices());
    let first = if scale.is_some() || beside {
        Code(NO_OPINION.0 + 7)
    } else {
        let low = taken.range(..NO_OPINION);
        low.last().map_or(Code(1), |last| last.next())
    };
    (first.0..=i64::MAX)
        .map(Code)
        .find(|code| !taken.contains(code))
        .unwrap_or(first)
}

/// A choice of which nothing is said yet.
pub(super) fn blank(code: Code) -> Choice {
    Choice {
        code,
        kind: None,
        score: None,
        label: Text::default(),
        exclusive: false,
        other: false,
        apart: false,
    }
}

/// A new choice comes before those that stand apart.
pub(super) fn place_of_next(choices: &[Choice]) -> Option<usize> {
    choices.iter().position(Choice::is_outside_order)
}

/// The scale that a question is asked on.
pub(super) fn scale_of<'q>(questionnaire: &'q Questionnaire, part: &Part) -> Option<&'q Scale> {
    let Part::Question(id) = part else {
        return None;
    };
    let answer = &questionnaire.question(id)?.answer;
    questionnaire.scale(answer.scale()?)
}

/// The key of a kind's words.
pub(crate) fn kind_name(kind: ChoiceKind) -> PlainMessage {
    match kind {
        ChoiceKind::Satisfied => text::KIND_SATISFIED,
        ChoiceKind::Neutral => text::KIND_NEUTRAL,
        ChoiceKind::Dissatisfied => text::KIND_DISSATISFIED,
        ChoiceKind::DontKnow => text::KIND_DONT_KNOW,
        ChoiceKind::NotApplicable => text::KIND_NOT_APPLICABLE,
        ChoiceKind::Refused => text::KIND_REFUSED,
    }
}

/// What is said about a choice besides its words: its kind, its score, its flags.
pub(crate) fn marks(locale: Locale, choice: &Choice) -> Vec<String> {
    let kind = choice.kind.map(|kind| locale.t(kind_name(kind)));
    let score = choice.score.map(|score| {
        let name = locale.t(text::CHOICE_SCORE);
        format!("{name}{}{score}", locale.t(text::LABEL_SEPARATOR))
    });
    let flags = FLAGS.iter().filter(|(flag, _)| has_flag(choice, flag));
    let flags = flags.map(|(_, name)| locale.t(*name));
    kind.into_iter().chain(score).chain(flags).collect()
}

fn has_flag(choice: &Choice, flag: &str) -> bool {
    match flag {
        "exclusive" => choice.exclusive,
        "other" => choice.other,
        _ => choice.apart,
    }
}

/// The edits that make the choices what was typed.
pub(super) fn edits(
    seen: &Questionnaire,
    part: &Part,
    fields: &Fields,
    locale: Locale,
) -> (Vec<Step>, Vec<Fault>) {
    let (mut steps, mut faults) = (Vec::new(), Vec::new());
    for (place, choice) in of(seen, part).unwrap_or_default().iter().enumerate() {
        if fields.get(&field(place, "code")).is_none() {
            continue;
        }
        match typed(seen, (place, choice), fields, locale) {
            Ok(typed) if typed == *choice => {}
            Ok(typed) => steps.push(Step {
                field: field(place, "row"),
                edit: Edit::SetChoice {
                    part: part.clone(),
                    code: choice.code,
                    choice: typed,
                },
            }),
            Err(fault) => faults.push(fault),
        }
    }
    let codes = of(seen, part).unwrap_or_default().iter();
    let last = codes.map(|choice| choice.code).max();
    (
        through_temporary_codes(steps, last.unwrap_or(Code(0))),
        faults,
    )
}

/// Codes that change places step aside first, beyond all that there are or are typed (`last` is the greatest there
/// is): one after the other they would collide.
pub(super) fn through_temporary_codes(steps: Vec<Step>, last: Code) -> Vec<Step> {
    let codes = |step: &Step| match &step.edit {
        Edit::SetChoice { code, choice, .. } => Some((*code, choice.code)),
        _ => None,
    };
    let leaving: BTreeSet<Code> = steps
        .iter()
        .filter_map(codes)
        .filter(|(from, to)| from != to)
        .map(|(from, _)| from)
        .collect();
    let collide =
        |step: &Step| codes(step).is_some_and(|(from, to)| from != to && leaving.contains(&to));
    if !steps.iter().any(collide) {
        return steps;
    }
    let typed = steps.iter().filter_map(codes).map(|(_, to)| to).max();
    let beyond = typed.unwrap_or(last).max(last).next();
    let (mut aside, mut home) = (Vec::new(), Vec::new());
    for (place, step) in (beyond.0..).map(Code).zip(steps) {
        let Edit::SetChoice { part, code, choice } = &step.edit else {
            home.push(step);
            continue;
        };
        let meanwhile = Choice {
            code: place,
            ..choice.clone()
        };
        let set = |code, choice| Step {
            field: step.field.clone(),
            edit: Edit::SetChoice {
                part: part.clone(),
                code,
                choice,
            },
        };
        aside.push(set(*code, meanwhile));
        home.push(set(place, choice.clone()));
    }
    aside.extend(home);
    aside
}

/// A choice as it was typed.
fn typed(
    seen: &Questionnaire,
    (place, choice): (usize, &Choice),
    fields: &Fields,
    locale: Locale,
) -> Result<Choice, Fault> {
    let get = |what: &str| {
        fields
            .get(&field(place, what))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let number = |what: &str| Fault {
        field: field(place, what),
        message: locale.t(text::DESIGN_FAULT_NUMBER),
    };
    let mut typed = choice.clone();
    typed.code = half_width(&get("code")).parse().or(Err(number("code")))?;
    if fields.get(&field(place, "score")).is_some() {
        typed.score = match get("score").as_str() {
            "" => None,
            score => Some(half_width(score).parse().or(Err(number("score")))?),
        };
    }
    let kind = get("kind");
    let mut kinds = ChoiceKind::WORDS.iter();
    typed.kind = kinds.find(|(word, _)| *word == kind).map(|(_, kind)| *kind);
    let ticked = |what: &str| fields.get(&field(place, what)).is_some();
    (typed.exclusive, typed.other, typed.apart) =
        (ticked("exclusive"), ticked("other"), ticked("apart"));
    for language in &seen.languages {
        let wording = get(language.tag());
        if choice.label.find(language).unwrap_or_default().trim() != wording {
            typed.label.set(language.clone(), wording);
        }
    }
    // The first words of a choice often tell what it means; whoever wants none says so afterwards.
    if typed.kind.is_none() && choice.kind.is_none() && !choice.is_worded() {
        typed.kind = typed.kind_told();
    }
    Ok(typed)
}

/// The table, in which every choice can be changed, moved and removed.
pub(crate) fn view(held: &Held<'_>, choices: &[Choice], of: Use) -> Markup {
    html! {
        @if !choices.is_empty() {
            table.choices-table {
                thead { tr {
                    th.short scope="col" { (held.t(text::CHOICE_CODE)) }
                    @for language in held.languages { th scope="col" { (language_name(held.locale(), language)) } }
                    th scope="col" { (held.t(text::CHOICE_ORDER)) }
                } }
                @for (place, choice) in choices.iter().enumerate() {
                    (row(held, choice, (place, choices.len()), of))
                }
            }
        }
        p { button.quiet type="submit" name="do" value="add-choice" id="add-choice" { (held.t(text::CHOICE_ADD)) } }
    }
}

/// A choice: code, wordings and order in a line, what is to be said about it in a second.
fn row(held: &Held<'_>, choice: &Choice, (place, count): (usize, usize), of: Use) -> Markup {
    let name = |what: &str| format!("{} {} · {what}", held.t(text::CHOICE), place + 1);
    let label = |message| name(&held.t(message));
    let [code, score, kind] = ["code", "score", "kind"].map(|what| field(place, what));
    let stored_score = choice.score.map(|it| it.to_string()).unwrap_or_default();
    let stored_kind = choice.kind.map(ChoiceKind::word);
    let shown_kind = held.value(&kind, stored_kind.unwrap_or_default());
    html! {
        tbody {
            tr {
                td.short {
                    input #(code) type="text" inputmode="numeric" name=(code) value=(held.value(&code, &choice.code.to_string())) aria-label=(label(text::CHOICE_CODE));
                }
                @for language in held.languages {
                    @let wording = field(place, language.tag());
                    td { input #(wording) type="text" name=(wording) lang=(language) maxlength="300" placeholder=(language_name(held.locale(), language)) value=(held.value(&wording, choice.label.find(language).unwrap_or_default())) aria-label=(name(&language_name(held.locale(), language))); }
                }
                td.moves {
                    button.quiet type="submit" name="do" value={ "choice-up:" (place) } id={ "choice-up-" (place) } disabled[place == 0] aria-label=(label(text::MOVE_UP)) { "↑" }
                    button.quiet type="submit" name="do" value={ "choice-down:" (place) } id={ "choice-down-" (place) } disabled[place + 1 == count] aria-label=(label(text::MOVE_DOWN)) { "↓" }
                    button.quiet type="submit" name="do" value={ "remove-choice:" (place) } id={ "remove-choice-" (place) } aria-label=(label(text::REMOVE)) { "✕" }
                }
            }
            tr { td colspan=(held.languages.len() + 2) { div.about {
                (held.message(&field(place, "row"))) (held.message(&code)) (held.message(&score))
                label { span { (held.t(text::CHOICE_KIND)) } select #(kind) name=(kind) aria-label=(label(text::CHOICE_KIND)) {
                    option value="" { (held.t(text::KIND_NONE)) }
                    @for (word, kind) in ChoiceKind::WORDS { option value=(word) selected[*word == shown_kind] { (held.t(kind_name(*kind))) } }
                } }
                @if of == Use::Scale || choice.score.is_some() {
                    label { span { (held.t(text::CHOICE_SCORE)) } input.short #(score) type="text" inputmode="numeric" name=(score) value=(held.value(&score, &stored_score)) aria-label=(label(text::CHOICE_SCORE)); }
                }
                @for (flag, key) in FLAGS {
                    @let stored = has_flag(choice, flag);
                    @let offered = match flag { "exclusive" => of == Use::Multiple, "other" => matches!(of, Use::Single | Use::Multiple), _ => true };
                    @if offered || stored {
                        label.flag { input #(field(place, flag)) type="checkbox" name=(field(place, flag)) value="1" checked[held.ticked(&field(place, flag), stored)]; span { (held.t(key)) } }
                    }
                }
            } } }
        }
    }
}
