//! Settling a booklet whose two entries differ: another look at the paper, at the questions that differ and no others.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::STANDS;
use super::counting::count;
use super::desk::{Told, back, lay, refuse, removal};
use super::laid::{Fault, Laid, Step, copy_of};
use super::question::{Doubts, Sheet, carried, fields_of, heading, sending, summary};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Path};
use crate::interface::Interface;
use crate::shown::Shown;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::Action;
use fieldwork::paper::TypedForm;
use messages::text;
use questionnaire::QuestionId;

/// The answers to what stands on the paper: what was typed first, what was typed second, or something else.
const FIRST: &str = "first";
const SECOND: &str = "second";
const ANEW: &str = "anew";

/// The field that says who has read a question right.
fn reading_field(question: &QuestionId) -> String {
    format!("_reading_{question}")
}

/// Takes what stands on the paper.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let laid = match lay(&app, &interface, &staff, &slug, &typed).await? {
        Ok(laid) => laid,
        Err(refused) => return Ok(refused),
    };
    let Some(differing) = Differing::of(&laid)? else {
        let fault = Fault::Meanwhile;
        return refuse(&app, &interface, &staff, &slug, &typed, fault).await;
    };
    let settled = match differing.settled(&laid, &typed) {
        Ok(settled) => settled,
        Err(undecided) => {
            let doubts = Doubts::undecided(undecided);
            let page = differing.view(&interface, &staff, &laid, &typed.fields, &doubts, false)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let form = laid.read(&settled)?;
    // What is doubtful elsewhere has been confirmed by whoever typed it in.
    let doubts = Doubts::of(&form, &laid.version.questionnaire).among(&differing.questions);
    if !doubts.is_empty() && typed.text(STANDS) != "yes" {
        let page = differing.view(&interface, &staff, &laid, &typed.fields, &doubts, false)?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    match Told::of(count(&app, &staff, &laid, form, Action::SettlePaper).await?) {
        Ok(Some(told)) => Ok(back(&interface, &laid.wave, told).into_response()),
        Ok(None) => {
            let page = differing.view(&interface, &staff, &laid, &typed.fields, &doubts, true)?;
            Ok((StatusCode::SERVICE_UNAVAILABLE, page).into_response())
        }
        Err(fault) => refuse(&app, &interface, &staff, &slug, &typed, fault).await,
    }
}

/// The form of a booklet that is to be settled, nothing decided.
pub(super) fn blank(interface: &Interface, staff: &Staff, laid: &Laid) -> Result<Markup, Error> {
    let differing = Differing::of(laid)?.ok_or_else(|| Error::internal("nothing to settle"))?;
    let (nothing, doubts) = (Fields::default(), Doubts::default());
    differing.view(interface, staff, laid, &nothing, &doubts, false)
}

/// The two entries of a booklet, and where they differ.
struct Differing<'a> {
    first: (&'a str, &'a TypedForm),
    second: (&'a str, &'a TypedForm),
    questions: BTreeSet<QuestionId>,
}

impl<'a> Differing<'a> {
    /// The entries of a booklet that is to be settled; none of one that is not.
    fn of(laid: &'a Laid) -> Result<Option<Self>, Error> {
        let Step::Settle {
            first,
            second,
            first_by,
            second_by,
        } = &laid.step
        else {
            return Ok(None);
        };
        let questions = laid.read(first)?.differences(&laid.read(second)?);
        Ok(Some(Self {
            first: (first_by, first),
            second: (second_by, second),
            questions,
        }))
    }

    /// The whole form: what both typed, and at the questions that differ what was said to stand on the paper; the questions of
    /// which nothing was said where there are any.
    fn settled(&self, laid: &Laid, typed: &Typed) -> Result<TypedForm, Vec<QuestionId>> {
        let ((_, first), (_, second)) = (self.first, self.second);
        let (mut settled, mut undecided) = (first.clone(), Vec::new());
        let anew = copy_of(typed);
        for question in &laid.version.questionnaire.questions {
            if !self.questions.contains(&question.id) {
                continue;
            }
            let from = match typed.text(&reading_field(&question.id)) {
                FIRST => first,
                SECOND => second,
                ANEW => &anew,
                _ => {
                    undecided.push(question.id.clone());
                    continue;
                }
            };
            for field in fields_of(question) {
                match from.get(&field) {
                    Some(values) => settled.insert(field, values.clone()),
                    None => settled.remove(&field),
                };
            }
        }
        if undecided.is_empty() {
            Ok(settled)
        } else {
            Err(undecided)
        }
    }

    fn view(
        &self,
        interface: &Interface,
        staff: &Staff,
        laid: &Laid,
        typed: &Fields,
        doubts: &Doubts,
        unavailable: bool,
    ) -> Result<Markup, Error> {
        let locale = interface.locale;
        let wave = laid.wave.slug.as_str();
        let sheet = Sheet::of(interface, laid)?;
        let shown = sheet.parts.iter().flat_map(|part| &part.questions);
        let differing = shown.filter(|shown| self.questions.contains(&shown.question.id));
        let page = Studio::new(
            interface,
            staff,
            Place::Waves,
            locale.t(text::PAPER_SETTLING),
        );
        Ok(page.script("copying.js").body(&html! {
            (heading(interface, laid))
            p.help { (locale.t(text::PaperSettlingHelp { count: self.questions.len() })) }
            p.help hidden data-keys { (locale.t(text::PAPER_KEYS_HELP)) }
            (summary(interface, &sheet, doubts))
            form.copying method="post" action=(interface.link(Address::WavePaperSettling { wave })) novalidate {
                (carried(staff, laid))
                @for shown in differing { (sheet.question(shown, typed, doubts, Some(&self.readings(&sheet, shown, typed)))) }
                (sending(interface, doubts, unavailable))
            }
            details {
                summary { (locale.t(text::PAPER_ANEW)) }
                p { (locale.t(text::PAPER_ANEW_HELP)) }
                (removal(interface, staff, &laid.wave, &laid.code.to_string()))
            }
        }))
    }

    /// What the two of them typed, to choose from, and a choice for what neither of them did.
    fn readings(&self, sheet: &Sheet<'_>, shown: &Shown<'_>, typed: &Fields) -> Markup {
        let locale = sheet.interface.locale;
        let name = reading_field(&shown.question.id);
        let chosen = typed.get(&name).unwrap_or_default();
        let entries = [(FIRST, self.first), (SECOND, self.second)];
        html! {
            @for (which, (by, copy)) in entries {
                label.choice { input type="radio" name=(name) value=(which) checked[chosen == which]; span { (by) (locale.t(text::LABEL_SEPARATOR)) b { (sheet.said(shown, copy)) } } }
            }
            label.choice { input type="radio" name=(name) value=(ANEW) checked[chosen == ANEW] data-anew; span { (locale.t(text::PAPER_NEITHER)) } }
        }
    }
}
