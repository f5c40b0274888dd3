//! The field of a condition: the source, what it says in plain words, and what can come next.

use axum::extract::State;
use maud::{Markup, html};

use super::beginning::beginning;
use super::desk::Desk;
use super::fields::Held;
use crate::addresses;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Path, Query};
use crate::interface::Interface;
use crate::studio::drafts::load;
use authoring::reading::read_draft;
use authoring::{Candidate, CandidateSort, complete};
use messages::{PlainMessage, text, words};
use questionnaire::{Condition, Question, QuestionId};

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
    fn label(self) -> PlainMessage {
        match self {
            Self::AskIf => text::DESIGN_ASK_IF,
            Self::EndIf => text::DESIGN_END_IF,
        }
    }
}

/// The field, with the condition read below it.
pub(super) fn view(held: &Held<'_>, desk: &Desk, question: &Question, kind: Kind) -> Markup {
    let field = kind.field();
    let stored = kind.of(question).map_or("", Condition::source);
    let (invalid, _) = held.marks(field);
    let completion = addresses::draft_completion(desk.found.draft.id, &question.id, field);
    html! {
        div.condition-field {
            label.f {
                span { (held.t(kind.label())) }
                (held.message(field))
                input #(field) type="text" name=(field) value=(held.value(field, stored)) autocomplete="off" autocapitalize="none" spellcheck="false"
                    aria-invalid=[invalid] aria-describedby={ (field) "-reads " (field) "-help" } data-complete=(held.interface.link(completion));
            }
            p.reads #{ (field) "-reads" } data-live { (reading(held.interface, desk, question, kind)) }
            p.help #{ (field) "-help" } { (held.t(text::DESIGN_CONDITION_HELP)) }
        }
    }
}

/// The condition in plain words; that everybody is asked where there is none.
fn reading(interface: &Interface, desk: &Desk, question: &Question, kind: Kind) -> String {
    let (Some(condition), Some(questionnaire)) = (kind.of(question), &desk.questionnaire) else {
        return match kind {
            Kind::AskIf => interface.locale.t(text::DESIGN_ASKED_ALWAYS),
            Kind::EndIf => interface.locale.t(text::DESIGN_ENDS_NEVER),
        };
    };
    let phrase = condition.phrase(questionnaire);
    let condition = words::phrase(interface.locale, &phrase);
    match kind {
        Kind::AskIf => interface.locale.t(text::DesignAskedIf { condition }),
        Kind::EndIf => interface.locale.t(text::DesignEndsIf { condition }),
    }
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
    let question = QuestionId::new(field("question"));
    let (which, written) = (field("field"), field("written"));
    let reading = read_draft(&found.head.text);
    let Some(questionnaire) = &reading.questionnaire else {
        return Ok(html! {});
    };
    let completion = complete(
        questionnaire,
        &question,
        which == Kind::AskIf.field(),
        &written,
    );
    let candidates = completion.candidates.iter().take(MOST).enumerate();
    Ok(html! {
        ul.completions role="listbox" id={ (which) "-options" } data-replaces=(completion.replaces) aria-label=(interface.locale.t(text::DESIGN_COMPLETIONS)) {
            @for (place, candidate) in candidates {
                li role="option" id={ (which) "-option-" (place) } aria-selected="false" data-insert=(candidate.insert) { (option(&interface, candidate)) }
            }
        }
    })
}

fn option(interface: &Interface, candidate: &Candidate<'_>) -> Markup {
    let key = match candidate.sort {
        CandidateSort::Question => text::CANDIDATE_QUESTION,
        CandidateSort::Choice => text::CANDIDATE_CHOICE,
        CandidateSort::Operator => text::CANDIDATE_OPERATOR,
        CandidateSort::Arm => text::CANDIDATE_ARM,
        CandidateSort::Word => text::CANDIDATE_WORD,
    };
    html! {
        code { (candidate.insert) } " "
        span { @match candidate.label { Some(label) => (beginning(interface, label)), None => (interface.locale.t(key)) } }
    }
}
