//! Showing and taking in a form, the same for an open link and an invitation.

use std::sync::Arc;

use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};

use super::document::Standing;
use super::fill::Fill;
use super::form::{Document, Message};
use super::form_cache::Kind;
use super::screen_out;
use super::script_data::is_one_screen;
use super::trial_answers;
use crate::addresses::{self, Address};
use crate::answer_type;
use crate::app::App;
use crate::asset;
use crate::compressed::{Document as CompressedDocument, answer_in_steps};
use crate::error::{A_MOMENT, Barred, Error, FormFault, Gone, Missing};
use crate::extract::Fields;
use crate::form_word::FormWord;
use crate::interface::Interface;
use crate::page::{END, FORM, REDRAW};
use crate::shown::parts;
use fieldwork::submission::Content;
use fieldwork::{AccessCode, IntakeError, SubmissionId, Wave, WaveState, store, usual_length};
use messages::{Locale, text};
use questionnaire::store::Version;
use questionnaire::{
    Assignment, FieldError, FormErrors, QuestionId, Refusal, Submission, validate,
};

/// A form that no page of ours could have sent.
const FOREIGN: Error = Error::Malformed(FormFault::Foreign);

const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A form as it was sent.
struct Sent<'a> {
    interface: &'a Interface,
    headers: &'a HeaderMap,
    typed: &'a Fields,
    variant: u8,
    fill: SubmissionId,
}

/// A form somebody may fill in now.
#[derive(Debug)]
pub(super) struct Filling {
    wave: Wave,
    version: Arc<Version>,
    code: Option<AccessCode>,
    action: String,
    trial: bool,
    /// Whether an interviewer hands it over and gets the phone back.
    handed_over: bool,
}

impl Filling {
    /// The form of a wave at this address, behind a code or not.
    pub(super) async fn load(
        app: &App,
        wave: Wave,
        code: Option<AccessCode>,
        action: String,
    ) -> Result<Self, Error> {
        Ok(Self {
            version: app.version_of(&wave).await?,
            wave,
            code,
            action,
            trial: false,
            handed_over: false,
        })
    }

    /// The same form, only tried: its answers are kept apart.
    pub(super) fn into_trial(self) -> Self {
        Self {
            trial: true,
            ..self
        }
    }

    /// The same form on the phone of an interviewer, who is to see no answer.
    pub(super) fn into_handed_over(self) -> Self {
        Self {
            handed_over: true,
            ..self
        }
    }

    /// True where the questionnaire is one screen.
    pub(super) fn is_short(&self) -> bool {
        is_one_screen(&self.version.questionnaire)
    }

    /// Shows the form, with the fill its cookie names unless that has been counted.
    pub(super) async fn show(
        &self,
        app: &App,
        interface: &Interface,
        headers: &HeaderMap,
    ) -> Result<Response, Error> {
        let known = Fill::of(headers)
            .filter(|fill| !interface.new_fill && fill.variant < self.version.variants.count());
        let fill = match known {
            Some(fill) if !self.is_counted(app, fill.id).await? => fill,
            _ => self.draw(app),
        };
        let page = self.written(app, interface, fill.variant).await?;
        let ending = self.ending(interface, fill.id);
        let mut response =
            (FormWord::Open, page.answer(headers, ending.as_bytes())).into_response();
        let answer = response.headers_mut();
        answer.insert(CONTENT_TYPE, HTML);
        let left = self.wave.closes_at - app.clock.now();
        let cookie = fill.cookie(&self.action, left);
        answer.insert(
            SET_COOKIE,
            HeaderValue::from_str(&cookie).map_err(Error::internal)?,
        );
        Ok(response)
    }

    /// The document of a variant, which is written if nobody has asked for this form yet.
    pub(super) async fn written(
        &self,
        app: &App,
        interface: &Interface,
        variant: u8,
    ) -> Result<CompressedDocument, Error> {
        let kind = Kind {
            locale: interface.locale,
            large: interface.large,
        };
        let variants = self.version.variants.count();
        let write = |variant| {
            let page = self.document(variant)?;
            let page = page.view(interface, &Fields::default(), &Standing::Fresh);
            Ok(without_end(page))
        };
        app.forms
            .get(&self.wave, kind, variant, variants, write)
            .await
    }

    /// Takes the form in. Where it is `barred`, only a form that was counted before gets past, to be told so
    /// again: a phone whose network went before the receipt came may ask after the wave has closed.
    pub(super) async fn submit(
        &self,
        app: &App,
        interface: &Interface,
        headers: &HeaderMap,
        typed: &Fields,
        barred: Option<Error>,
    ) -> Result<Response, Error> {
        let fill = Fill::of(headers);
        let id = typed
            .get("_fill")
            .and_then(SubmissionId::parse)
            .or(fill.map(|fill| fill.id));
        if let Some(error) = barred {
            let counted = match id {
                Some(id) => self.is_counted(app, id).await?,
                None => false,
            };
            if !counted {
                return Err(match error {
                    Error::Forbidden(Barred::Closed) | Error::Gone(Gone::CodeExpired) => {
                        self.too_late()
                    }
                    error => error,
                });
            }
        }
        // Codes mean nothing without the variant that they were shown in: none is put in place of one that is wrong.
        let variant = match typed.get("_variant") {
            Some(variant) => variant.parse().ok(),
            None => fill.map(|fill| fill.variant),
        };
        let variant = variant.ok_or(FOREIGN)?;
        let id = id.unwrap_or_else(|| self.draw(app).id);
        let sent = &Sent {
            interface,
            headers,
            typed,
            variant,
            fill: id,
        };
        if typed.get(REDRAW).is_some() {
            return self.again(sent, StatusCode::OK, &Standing::Fresh);
        }
        let questionnaire = &self.version.questionnaire;
        let filled = match validate(questionnaire, self.assignment(variant)?, typed.pairs()) {
            Ok(filled) => filled,
            Err(Refusal::Invalid(errors)) => {
                return self.ask_again(sent, &errors);
            }
            Err(Refusal::Malformed(_)) => return Err(FOREIGN),
        };
        let (answers, texts) = match filled {
            Submission::Complete { answers, texts } => (answers, texts),
            Submission::ScreenedOut { question } => {
                return Ok((FormWord::Done, self.end(interface, &question)).into_response());
            }
        };
        let content = Content {
            arms: self.assignment(variant)?.groups.clone(),
            answers,
            texts,
        };
        if self.trial {
            let page = trial_answers::keep(app, interface, &self.version.hash, &content).await?;
            return Ok((FormWord::Done, page).into_response());
        }
        let submission = fieldwork::Submission {
            id,
            wave: self.wave.id,
            code: self.code,
            on_paper: false,
            content,
            length: usual_length(questionnaire),
        };
        match app.intake.submit(submission).await {
            Ok(taken) => {
                let thanks = addresses::thanks(&self.wave.slug, taken);
                let mut response = Redirect::to(&interface.link(thanks)).into_response();
                if let Some(fill) = fill {
                    let cookie = HeaderValue::from_str(&fill.cookie_after_sending(&self.action));
                    let cookie = cookie.map_err(Error::internal)?;
                    response.headers_mut().insert(SET_COOKIE, cookie);
                }
                Ok(response)
            }
            Err(error) => self.explain_refusal(sent, error),
        }
    }

    fn ask_again(&self, sent: &Sent<'_>, errors: &FormErrors) -> Result<Response, Error> {
        let messages = errors.0.iter().map(|(question, error)| Message {
            question: question.clone(),
            text: message(sent.interface.locale, error),
        });
        let standing = Standing::Faulty(messages.collect());
        self.again(sent, StatusCode::UNPROCESSABLE_ENTITY, &standing)
    }

    fn end(&self, interface: &Interface, question: &QuestionId) -> maud::Markup {
        let question = self.version.questionnaire.question(question);
        let end = question.map_or("", |question| interface.text(&question.end));
        screen_out::view(interface, &self.wave, &self.action, end)
    }

    fn explain_refusal(&self, sent: &Sent<'_>, error: IntakeError) -> Result<Response, Error> {
        let (status, standing) = match error {
            IntakeError::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, Standing::Unavailable),
            IntakeError::UnknownWave => return Err(Error::NotFound(Missing::Wave)),
            IntakeError::UnknownCode => return Err(Error::NotFound(Missing::Code)),
            IntakeError::CodeSpent(spent) => return Err(Error::Gone(Gone::CodeSpent(spent))),
            IntakeError::WaveNotOpen(WaveState::Announced) => {
                return Err(Error::Forbidden(Barred::Announced(self.wave.opens_at)));
            }
            IntakeError::WaveNotOpen(_) => return Err(self.too_late()),
        };
        let mut page = self.again(sent, status, &standing)?;
        if status == StatusCode::SERVICE_UNAVAILABLE {
            page.headers_mut().insert(RETRY_AFTER, A_MOMENT);
        }
        Ok(page)
    }

    /// The form once more, with what was typed. Its size would tell how much that is, so it is filled up.
    fn again(
        &self,
        sent: &Sent<'_>,
        status: StatusCode,
        standing: &Standing,
    ) -> Result<Response, Error> {
        let document = self.document(sent.variant)?;
        let page = document.view(sent.interface, sent.typed, standing);
        let page = without_end(page) + &self.ending(sent.interface, sent.fill);
        let mut response = answer_in_steps(page.into_bytes(), sent.headers);
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, HTML);
        Ok(match standing {
            Standing::Unavailable => response,
            Standing::Fresh | Standing::Faulty(_) => (FormWord::Again, response).into_response(),
        })
    }

    /// The end of a form: which fill it is, so that it counts once even where no cookie comes back, and what ends every page; where
    /// it was handed over, a script before all others that shows its answers to nobody who opens it again. The rest of the
    /// document is the same for everybody.
    fn ending(&self, interface: &Interface, fill: SubmissionId) -> String {
        let end = html! {
            input type="hidden" name="_fill" value=(fill) form=(FORM);
            @if self.handed_over {
                script src=(asset::address("handed.js")) data-back=(interface.link(Address::Field)) data-say=(interface.locale.t(text::FIELD_GIVE_BACK)) {}
            }
        };
        end.into_string() + END
    }

    fn document(&self, variant: u8) -> Result<Document<'_>, Error> {
        Ok(Document {
            wave: &self.wave,
            questionnaire: &self.version.questionnaire,
            parts: parts(&self.version.questionnaire, self.assignment(variant)?),
            assignment: self.assignment(variant)?,
            variant,
            only_shown: false,
        })
    }

    fn assignment(&self, variant: u8) -> Result<&Assignment, Error> {
        self.version.variants.get(variant).ok_or(FOREIGN)
    }

    /// A wave may be closed before its time.
    fn too_late(&self) -> Error {
        let closed_at = self.wave.closed_at.unwrap_or(self.wave.closes_at);
        Error::Gone(Gone::TooLate(closed_at))
    }

    async fn is_counted(&self, app: &App, id: SubmissionId) -> Result<bool, Error> {
        let receipt = app.key.receipt(id);
        Ok(store::find_receipt(&app.db, &app.key, receipt).await?)
    }

    fn draw(&self, app: &App) -> Fill {
        Fill::draw(&mut app.rng(), self.version.variants.count())
    }
}

/// A document without what ends every page, for [`Filling::ending`] to be put behind.
fn without_end(page: Markup) -> String {
    let mut page = page.into_string();
    page.truncate(page.trim_end_matches(END).len());
    page
}

/// What to do about an answer that cannot be taken.
pub(crate) fn message(locale: Locale, error: &FieldError) -> String {
    match error {
        FieldError::Required => locale.t(text::FAULT_REQUIRED),
        FieldError::UnknownChoice => locale.t(text::FAULT_CHOICE),
        FieldError::NotANumber => locale.t(text::FAULT_NUMBER),
        FieldError::OutOfRange { min, max } => locale.t(text::FaultRange {
            min: min.to_string(),
            max: max.to_string(),
        }),
        FieldError::NotADecimal { min, max, decimals } => locale.t(text::FaultDecimal {
            min: min.to_string(),
            max: max.to_string(),
            decimals: u64::from(*decimals),
        }),
        FieldError::TooLong { max } => locale.t(text::FaultLong {
            max: u64::from(*max),
        }),
        FieldError::ExclusiveTogether => locale.t(text::FAULT_EXCLUSIVE),
        FieldError::TooFewChosen { least } => locale.t(text::FaultTooFew {
            min: u64::from(*least),
        }),
        FieldError::TooManyChosen { most } => locale.t(text::FaultTooMany {
            max: u64::from(*most),
        }),
        FieldError::NotADate { earliest, latest } => {
            answer_type::date_wanted(locale, *earliest, *latest)
        }
        FieldError::TypedAndChosen => locale.t(text::FAULT_TYPED_AND_CHOSEN),
        FieldError::OtherUnticked => locale.t(text::FAULT_OTHER),
        FieldError::MoreThanOne => locale.t(text::FAULT_SEVERAL),
    }
}
