//! The field of a condition: the source, what it says in plain words, and what can come next.

use axum::extract::State;
use maud::{Markup, html};

use super::desk::Desk;
use super::fields::Held;
use super::panel::beginning;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::paths;
use crate::studio::drafts::load;
use crate::studio::words;
use authoring::{Candidate, CandidateSort, complete};
use format::read;
use questionnaire::{Condition, Question};

/// The most candidates shown at once.
const MOST: usize = 12;

/// Which condition of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// When it is asked.
    AskIf,
    /// When the interview ends at it.
    EndIf,
}

impl Kind {
    fn field(self) -> &'static str {
        match self {
            Self::AskIf => "ask_if",
            Self::EndIf => "end_if",
        }
    }

    fn of(self, question: &Question) -> Option<&Condition> {
        match self {
            Self::AskIf => question.ask_if.as_ref(),
            Self::EndIf => question.end_if.as_ref(),
        }
    }

    /// The keys of the label, of the help, and of the sentence that reads the condition.
    fn words(self) -> [&'static str; 3] {
        match self {
            Self::AskIf => ["design-ask-if", "design-condition-help", "design-asked-if"],
            Self::EndIf => ["design-end-if", "design-condition-help", "design-ends-if"],
        }
    }
}

/// The field, with the condition read below it.
pub(super) fn view(held: &Held<'_>, desk: &Desk, question: &Question, kind: Kind) -> Markup {
    let field = kind.field();
    let [label, help, _] = kind.words();
    let stored = kind.of(question).map_or("", Condition::source);
    let (invalid, _) = held.marks(field);
    let completion = paths::draft_completion(desk.found.draft.id, &question.id, field);
    html! {
        div.condition-field {
            label.f {
                span { (held.t(label)) }
                (held.message(field))
                input #(field) type="text" name=(field) value=(held.value(field, stored)) autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-invalid=[invalid] aria-describedby={ (field) "-reads " (field) "-help" } data-complete=(held.interface.link(&completion));
            }
            p.reads #{ (field) "-reads" } data-live { (reading(held.interface, desk, question, kind)) }
            p.help #{ (field) "-help" } { (held.t(help)) }
        }
    }
}

/// The condition in plain words; that everybody is asked where there is none.
fn reading(interface: &Interface, desk: &Desk, question: &Question, kind: Kind) -> String {
    let [.., sentence] = kind.words();
    let (Some(condition), Some(questionnaire)) = (kind.of(question), &desk.questionnaire) else {
        return match kind {
            Kind::AskIf => interface.locale.t("design-asked-always"),
            Kind::EndIf => interface.locale.t("design-ends-never"),
        };
    };
    let phrase = condition.phrase(questionnaire);
    let words = words::phrase(interface, &phrase);
    interface
        .locale
        .with(sentence, [("condition", words.into())])
}

/// What can come next in a condition that is being written, as a list for its field.
pub(crate) async fn completions(
    State(app): State<App>,
    interface: Interface,
    Path(id): Path<i64>,
    Query(query): Query,
) -> Result<Markup, Error> {
    let found = load(&app, id).await?;
    let field = |name: &str| query.get(name).unwrap_or_default().to_owned();
    let (question, which, written) = (field("question"), field("field"), field("written"));
    let reading = read("draft.toml", found.head.text.as_bytes());
    let Some(questionnaire) = reading.questionnaire else {
        return Ok(html! {});
    };
    let completion = complete(
        &questionnaire,
        &question,
        which == Kind::AskIf.field(),
        &written,
    );
    let candidates = completion.candidates.iter().take(MOST).enumerate();
    Ok(html! {
        ul.completions role="listbox" id={ (which) "-options" } data-replaces=(completion.replaces) aria-label=(interface.locale.t("design-completions")) {
            @for (place, candidate) in candidates {
                li role="option" id={ (which) "-option-" (place) } aria-selected="false" data-insert=(candidate.insert) { (option(&interface, candidate)) }
            }
        }
    })
}

fn option(interface: &Interface, candidate: &Candidate<'_>) -> Markup {
    let key = match candidate.sort {
        CandidateSort::Question => "candidate-question",
        CandidateSort::Choice => "candidate-choice",
        CandidateSort::Operator => "candidate-operator",
        CandidateSort::Arm => "candidate-arm",
        CandidateSort::Word => "candidate-word",
    };
    html! {
        code { (candidate.insert) } " "
        span { @match candidate.label { Some(label) => (beginning(interface, label)), None => (interface.locale.t(key)) } }
    }
}
