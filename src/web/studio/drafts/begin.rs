//! Beginning a draft: from nothing, from a file, or from a version.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::subject;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Query;
use crate::interface::Interface;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use crate::studio::version_number::version_number;
use crate::studio::workbook_notes::workbook_notes;
use accounts::{Action, Entry};
use authoring::draft::{DraftId, headline};
use authoring::reading::read_draft;
use authoring::store::{NewDraft, begin_draft};
use format::source::LARGEST_FILE;
use format::xlsform::{self, ImportError, Note};
use messages::{Locale, text, words};
use questionnaire::Questionnaire;
use questionnaire::store::{StoredVersion, find_source, list_versions};

/// What is wrong with what a draft was to begin from.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fault {
    NoFile,
    TooLarge,
    NotText,
    Word,
    /// Text, but no questionnaire in TOML, as one sees from this line on.
    NotAQuestionnaire(usize),
    Workbook(ImportError),
    NoSource,
    /// A questionnaire of this id is published already.
    Published {
        id: String,
        /// Whether it came in a file.
        in_a_file: bool,
    },
}

impl Fault {
    fn words(&self, interface: &Interface) -> String {
        let locale = interface.locale;
        match self {
            Self::NoFile => locale.t(text::DRAFT_NO_FILE),
            Self::TooLarge => {
                let kib = LARGEST_FILE >> 10;
                locale.t(text::DraftFileLarge { kib })
            }
            Self::NotText => locale.t(text::DRAFT_FILE_BINARY),
            Self::Word => locale.t(text::DRAFT_FILE_WORD),
            Self::NotAQuestionnaire(line) => locale.t(text::DraftFileNotToml { line: *line }),
            Self::Workbook(error) => words::import_error(interface.locale, error),
            Self::NoSource => locale.t(text::DRAFT_NO_SOURCE),
            Self::Published { id, in_a_file } => {
                let id = id.clone();
                if *in_a_file {
                    locale.t(text::DraftPublishedFile { id })
                } else {
                    locale.t(text::DraftPublished { id })
                }
            }
        }
    }
}

/// What a draft begins with.
struct Beginning {
    text: String,
    origin: Option<String>,
    what: &'static str,
    /// What a workbook held that has no counterpart here.
    notes: Vec<Note>,
}

impl Beginning {
    /// The beginning among what is published: with the id of a published questionnaire it is the next version of that,
    /// where whoever begins it says so, and is refused otherwise.
    fn among(self, versions: &[StoredVersion], next_version: bool) -> Result<Self, Fault> {
        if self.origin.is_some() {
            return Ok(self);
        }
        let (id, _) = headline(&self.text);
        let last = versions.iter().rfind(|version| version.questionnaire == id);
        match last {
            None => Ok(self),
            Some(last) if next_version && self.what != "empty" => Ok(Self {
                origin: Some(last.hash.clone()),
                ..self
            }),
            Some(_) => Err(Fault::Published {
                id,
                in_a_file: self.what != "empty",
            }),
        }
    }
}

/// Asks what to begin from.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Query(query): Query,
) -> Result<Markup, Error> {
    let from = query.get("from").unwrap_or_default();
    let versions = list_versions(&app.db).await?;
    Ok(view(&interface, &staff, &versions, from, None))
}

/// Begins it.
pub(crate) async fn begin(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let beginning = match typed.text("begin") {
        "file" => from_file(&typed, interface.locale).await?,
        "version" => from_version(&app, typed.text("version")).await?,
        _ => Ok(from_nothing(&typed)),
    };
    let versions = list_versions(&app.db).await?;
    let next_version = typed.text("next-version") == "yes";
    let beginning = match beginning.and_then(|begun| begun.among(&versions, next_version)) {
        Ok(beginning) => beginning,
        Err(fault) => {
            let page = view(
                &interface,
                &staff,
                &versions,
                typed.text("version"),
                Some(&fault),
            );
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
    };
    let write = staff.write(&app).await?;
    let new = NewDraft {
        text: &beginning.text,
        origin: beginning.origin.as_deref(),
        by: staff.user.name.as_str(),
        what: beginning.what,
    };
    let id = begin_draft(write.transaction(), new, write.now()).await?;
    let entry = Entry::new(Action::BeginDraft, subject(id))
        .after(json!({ "revision": 1, "from": beginning.what, "version": beginning.origin }));
    write.commit(entry).await?;
    if beginning.notes.is_empty() {
        return Ok(
            Redirect::to(&interface.link(Address::DraftDesign { draft: id })).into_response(),
        );
    }
    let page = import_report(&interface, &staff, id, &beginning.notes);
    Ok((StatusCode::CREATED, page).into_response())
}

fn from_nothing(typed: &Typed) -> Beginning {
    let quoted = |name: &str| toml::Value::String(typed.text(name).to_owned()).to_string();
    Beginning {
        text: format!(
            "id = {}\nlanguages = [\"zh\", \"en\"]\ntitle = {{ zh = {}, en = {} }}\n",
            quoted("id"),
            quoted("title-zh"),
            quoted("title-en")
        ),
        origin: None,
        what: "empty",
        notes: Vec::new(),
    }
}

async fn from_file(typed: &Typed, locale: Locale) -> Result<Result<Beginning, Fault>, Error> {
    const ZIP: &[u8] = b"PK\x03\x04";
    let Some(file) = typed.file("file") else {
        return Ok(Err(Fault::NoFile));
    };
    if !file.starts_with(ZIP) {
        return Ok(from_text(file));
    }
    // A workbook takes a while to unpack: not where it holds up everybody else.
    let file = file.clone();
    tokio::task::spawn_blocking(move || from_workbook(&file, locale))
        .await
        .map_err(Error::internal)
}

fn from_text(file: &[u8]) -> Result<Beginning, Fault> {
    if file.len() > LARGEST_FILE {
        return Err(Fault::TooLarge);
    }
    let text = std::str::from_utf8(file)
        .ok()
        .filter(|text| !text.contains('\0'));
    let text = text.ok_or(Fault::NotText)?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let reading = read_draft(&text);
    // A slip in a line is for the findings of the draft; here is no questionnaire at all.
    let named = |it: &Questionnaire| !(it.id.is_empty() && it.questions.is_empty());
    if !reading.questionnaire.as_ref().is_some_and(named) {
        let first = reading.findings.first();
        return Err(Fault::NotAQuestionnaire(
            first.map_or(1, |finding| finding.line),
        ));
    }
    Ok(Beginning {
        text,
        origin: None,
        what: "file",
        notes: Vec::new(),
    })
}

fn from_workbook(file: &[u8], locale: Locale) -> Result<Beginning, Fault> {
    const WORD: &[u8] = b"word/document.xml";
    let imported = xlsform::import(file).map_err(|error| {
        let of_word = file.windows(WORD.len()).any(|part| part == WORD);
        match error {
            ImportError::NotAWorkbook { .. } if of_word => Fault::Word,
            error => Fault::Workbook(error),
        }
    })?;
    let text = imported.file(|note| words::note(locale, note));
    if text.len() > LARGEST_FILE {
        return Err(Fault::TooLarge);
    }
    Ok(Beginning {
        text,
        origin: None,
        what: "workbook",
        notes: imported.notes,
    })
}

/// Says what a workbook held that has no counterpart here; the draft keeps it in comments at its end.
fn import_report(interface: &Interface, staff: &Staff, id: DraftId, notes: &[Note]) -> Markup {
    let locale = interface.locale;
    Studio::new(interface, staff, Place::Questionnaires, locale.t(text::DRAFT_BEGUN_TITLE)).body(&html! {
        p { (locale.t(text::DRAFT_BEGUN_NOTES)) }
        (workbook_notes(interface, notes))
        p { a.button.main href=(interface.link(Address::Draft { draft: id })) { (locale.t(text::DRAFT_BEGUN_GO)) } }
    })
}

async fn from_version(app: &App, hash: &str) -> Result<Result<Beginning, Fault>, Error> {
    let source = find_source(&app.db, hash).await?;
    Ok(source.ok_or(Fault::NoSource).map(|text| Beginning {
        text,
        origin: Some(hash.to_owned()),
        what: "version",
        notes: Vec::new(),
    }))
}

fn view(
    interface: &Interface,
    staff: &Staff,
    versions: &[StoredVersion],
    from: &str,
    fault: Option<&Fault>,
) -> Markup {
    let locale = interface.locale;
    let message = fault.map(|fault| fault.words(interface));
    let at_version = fault == Some(&Fault::NoSource);
    let at_empty = matches!(
        fault,
        Some(Fault::Published {
            in_a_file: false,
            ..
        })
    );
    let at_file = message.is_some() && !at_version && !at_empty;
    let action = interface.link(Address::Drafts);
    Studio::new(interface, staff, Place::Questionnaires, locale.t(text::DRAFT_NEW)).body(&html! {
        div.ways {
            section aria-labelledby="way-version" {
                h2 #way-version { (locale.t(text::DRAFT_FROM_VERSION)) }
                form method="post" action=(action) {
                    (staff.form_token())
                    @if at_version && let Some(message) = &message { p.message role="alert" { (message) } }
                    label.f { span { (locale.t(text::VERSION)) }
                        select name="version" required {
                            @for version in versions.iter().rev() {
                                option value=(version.hash) selected[version.hash == from] { (interface.text(&version.title)) " · " (version_number(interface, version)) }
                            }
                        }
                    }
                    button.main type="submit" name="begin" value="version" { (locale.t(text::DRAFT_BEGIN)) }
                }
            }
            section aria-labelledby="way-file" {
                h2 #way-file { (locale.t(text::DRAFT_FROM_FILE)) }
                form method="post" action=(action) enctype="multipart/form-data" {
                    (staff.form_token())
                    @if at_file && let Some(message) = &message { p.message #file-fault role="alert" { (message) } }
                    label.f { span { (locale.t(text::DRAFT_FILE)) } input type="file" name="file" accept=".toml,.xlsx" required aria-invalid=[at_file.then_some("true")] aria-describedby=[at_file.then_some("file-fault")]; }
                    label.tick { input type="checkbox" name="next-version" value="yes"; span { (locale.t(text::DRAFT_NEXT_VERSION)) } }
                    button.main type="submit" name="begin" value="file" { (locale.t(text::DRAFT_BEGIN)) }
                }
            }
            section aria-labelledby="way-empty" {
                h2 #way-empty { (locale.t(text::DRAFT_FROM_NOTHING)) }
                form method="post" action=(action) {
                    (staff.form_token())
                    @if at_empty && let Some(message) = &message { p.message #id-fault role="alert" { (message) } }
                    label.f { span { (locale.t(text::DRAFT_TITLE_ZH)) } input type="text" name="title-zh" lang="zh-CN" required maxlength="200"; }
                    label.f { span { (locale.t(text::DRAFT_TITLE_EN)) } input type="text" name="title-en" lang="en" maxlength="200"; }
                    label.f { span { (locale.t(text::DRAFT_ID)) } input type="text" name="id" required pattern="[a-z][a-z0-9\\-]*" maxlength="60" autocapitalize="none" spellcheck="false" aria-invalid=[at_empty.then_some("true")] aria-describedby=(if at_empty { "id-fault id-help" } else { "id-help" }); }
                    p.help #id-help { (locale.t(text::DRAFT_ID_HELP)) }
                    button.main type="submit" name="begin" value="empty" { (locale.t(text::DRAFT_BEGIN)) }
                }
            }
        }
    })
}
