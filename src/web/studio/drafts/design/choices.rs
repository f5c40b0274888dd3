//! The choices of a question or scale as a table, and what was typed in it.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::edits::Step;
use super::fields::{Fault, Held, language_name};
use crate::locales::Locale;
use crate::questionnaire::editing::Edit;
use crate::questionnaire::{AnswerType, Choice, ChoiceKind, Code, Part, Questionnaire};
use crate::web::extract::Fields;

/// The flags a choice can have, with the key of their words.
const FLAGS: [(&str, &str); 3] = [
    ("exclusive", "choice-exclusive"),
    ("other", "choice-other"),
    ("apart", "choice-apart"),
];

/// The field of one thing about a choice.
fn field(code: Code, what: &str) -> String {
    format!("choice.{code}.{what}")
}

/// The choices that belong to a part itself; none for parts that cannot have any.
pub(super) fn of<'q>(questionnaire: &'q Questionnaire, part: &Part) -> Option<&'q [Choice]> {
    match part {
        Part::Scale(id) => questionnaire.scale(id).map(|scale| &scale.choices[..]),
        Part::Question(id) => {
            let answer = &questionnaire.question(id)?.answer;
            let none = matches!(
                answer,
                AnswerType::Number { .. }
                    | AnswerType::ShortText { .. }
                    | AnswerType::LongText { .. }
            );
            (!none).then(|| answer.own_choices())
        }
        _ => None,
    }
}

/// A code that no choice has: the next of the low ones, where codes of 90 and above mean no opinion.
pub(super) fn free_code(choices: &[Choice]) -> Code {
    let low = choices.iter().map(|choice| choice.code);
    let last = low.filter(|code| *code < 90).max().unwrap_or(0);
    let taken: BTreeSet<Code> = choices.iter().map(|choice| choice.code).collect();
    let mut code = last + 1;
    while taken.contains(&code) {
        code += 1;
    }
    code
}

/// The key of a kind's words.
fn kind_key(kind: ChoiceKind) -> &'static str {
    match kind {
        ChoiceKind::Satisfied => "kind-satisfied",
        ChoiceKind::Neutral => "kind-neutral",
        ChoiceKind::Dissatisfied => "kind-dissatisfied",
        ChoiceKind::DontKnow => "kind-dont-know",
        ChoiceKind::NotApplicable => "kind-not-applicable",
        ChoiceKind::Refused => "kind-refused",
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
    for choice in of(seen, part).unwrap_or_default() {
        let code = choice.code;
        let on_form = |value: &str| value.parse() == Ok(code);
        if !fields.all("choice").any(on_form) {
            continue;
        }
        match typed(seen, choice, fields, locale) {
            Ok(typed) if typed == *choice => {}
            Ok(typed) => steps.push(Step {
                field: field(code, "row"),
                edit: Edit::SetChoice {
                    part: part.clone(),
                    code,
                    choice: typed,
                },
            }),
            Err(fault) => faults.push(fault),
        }
    }
    (steps, faults)
}

/// A choice as it was typed.
fn typed(
    seen: &Questionnaire,
    choice: &Choice,
    fields: &Fields,
    locale: Locale,
) -> Result<Choice, Fault> {
    let get = |what: &str| {
        fields
            .get(&field(choice.code, what))
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let number = |what: &str| Fault {
        field: field(choice.code, what),
        message: locale.t("design-fault-number"),
    };
    let mut typed = choice.clone();
    typed.code = get("code").parse().or(Err(number("code")))?;
    typed.score = match get("score").as_str() {
        "" => None,
        score => Some(score.parse().or(Err(number("score")))?),
    };
    let kind = get("kind");
    let mut kinds = ChoiceKind::WORDS.iter();
    typed.kind = kinds.find(|(word, _)| *word == kind).map(|(_, kind)| *kind);
    let ticked = |what: &str| fields.get(&field(choice.code, what)).is_some();
    (typed.exclusive, typed.other, typed.apart) =
        (ticked("exclusive"), ticked("other"), ticked("apart"));
    for language in &seen.languages {
        let wording = get(language.tag());
        if choice.label.find(language).unwrap_or_default().trim() != wording {
            typed.label.set(language.clone(), wording);
        }
    }
    Ok(typed)
}

/// The table, in which every choice can be changed, moved and removed.
pub(super) fn view(held: &Held<'_>, choices: &[Choice], multiple: bool, graded: bool) -> Markup {
    html! {
        div.scroll { table.choices-table {
            thead { tr {
                th scope="col" { (held.t("choice-code")) }
                @for language in held.languages { th scope="col" { (language_name(held.locale(), language)) } }
                @if graded { th scope="col" { (held.t("choice-kind")) } th scope="col" { (held.t("choice-score")) } }
                th scope="col" { (held.t("choice-flags")) }
                th scope="col" { (held.t("choice-order")) }
            } }
            tbody { @for (place, choice) in choices.iter().enumerate() {
                (row(held, choice, (place, choices.len()), multiple, graded))
            } }
        } }
        p { button.quiet type="submit" name="do" value="add-choice" id="add-choice" { (held.t("choice-add")) } }
    }
}

fn row(
    held: &Held<'_>,
    choice: &Choice,
    (place, of): (usize, usize),
    multiple: bool,
    graded: bool,
) -> Markup {
    let code = choice.code;
    let label = |key: &str| format!("{} {code} · {}", held.t("choice"), held.t(key));
    let score = choice.score.map(|it| it.to_string()).unwrap_or_default();
    let kind = choice.kind.and_then(|kind| {
        let mut words = ChoiceKind::WORDS.iter();
        words
            .find(|(_, other)| *other == kind)
            .map(|(word, _)| *word)
    });
    let [code_field, score_field, kind_field] =
        ["code", "score", "kind"].map(|what| field(code, what));
    let shown_kind = held.value(&kind_field, kind.unwrap_or_default());
    html! {
        tr {
            td.short {
                input type="hidden" name="choice" value=(code);
                (held.message(&field(code, "row"))) (held.message(&code_field))
                input #(code_field) type="text" inputmode="numeric" name=(code_field) value=(held.value(&code_field, &code.to_string())) aria-label=(label("choice-code"));
            }
            @for language in held.languages {
                @let name = field(code, language.tag());
                td { input #(name) type="text" name=(name) lang=(language) maxlength="300" value=(held.value(&name, choice.label.find(language).unwrap_or_default())) aria-label=(format!("{} {code} · {}", held.t("choice"), language_name(held.locale(), language))); }
            }
            @if graded {
                td.kind-cell { select #(kind_field) name=(kind_field) aria-label=(label("choice-kind")) {
                    option value="" { (held.t("kind-none")) }
                    @for (word, kind) in ChoiceKind::WORDS { option value=(word) selected[*word == shown_kind] { (held.t(kind_key(*kind))) } }
                } }
                td.short { (held.message(&score_field)) input #(score_field) type="text" inputmode="numeric" name=(score_field) value=(held.value(&score_field, &score)) aria-label=(label("choice-score")); }
            }
            td.flags { @for (flag, key) in FLAGS {
                @let stored = match flag { "exclusive" => choice.exclusive, "other" => choice.other, _ => choice.apart };
                @if flag == "apart" || multiple || (flag == "other" && !graded) || stored {
                    label.flag { input #(field(code, flag)) type="checkbox" name=(field(code, flag)) value="1" checked[held.ticked(&field(code, flag), stored)]; span { (held.t(key)) } }
                }
            } }
            td.moves {
                button.quiet type="submit" name="do" value={ "choice-up:" (code) } id={ "choice-up-" (code) } disabled[place == 0] aria-label=(label("move-up")) { "↑" }
                button.quiet type="submit" name="do" value={ "choice-down:" (code) } id={ "choice-down-" (code) } disabled[place + 1 == of] aria-label=(label("move-down")) { "↓" }
                button.quiet type="submit" name="do" value={ "remove-choice:" (code) } id={ "remove-choice-" (code) } aria-label=(label("remove")) { "✕" }
            }
        }
    }
}
