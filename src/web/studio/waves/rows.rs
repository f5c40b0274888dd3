//! The answers of a released wave person by person: the file for everybody, prepared by one person and published by another, and
//! complete rows for two named persons, asked for by one, agreed to by another and handed over once.

use std::io::{Cursor, Write as _};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::closing::subject;
use super::load;
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::Path;
use crate::interface::Interface;
use crate::person_rows::{RowsError, report, rows_of};
use crate::studio::download;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::{LONGEST_REASON, Typed};
use accounts::{Action, Entry, Permission};
use fieldwork::{Mode, Wave};
use messages::{Locale, text};
use results::analysis_document::export;
use results::store::{
    LoadError, PreparedPublicUse, PublicUse, RowRequest, approve_row_request, fetch_row_request,
    find_prepared_public_use, find_stored_public_use, find_stored_release,
    hold_prepared_public_use, insert_row_request, keep_prepared_public_use, list_row_requests,
    load_inputs, publish_public_use,
};

/// Why something was not done.
enum Refusal {
    /// The rows cannot be made, for what there is to make them from.
    Rows(String),
    /// Whoever prepared them cannot publish them.
    OwnWork,
    /// It was not said that it is final.
    NotSure,
    /// They were prepared again after they were seen.
    Changed,
    /// The results are not public yet.
    Early,
    /// It was not said what complete rows are wanted for.
    NoPurpose,
    /// Nobody else has agreed, they were handed over already, or they were somebody else's wish.
    NotYours,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::OwnWork | Self::NotYours => StatusCode::FORBIDDEN,
            Self::NotSure | Self::NoPurpose => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Rows(_) | Self::Changed | Self::Early => StatusCode::CONFLICT,
        }
    }

    fn said(&self, locale: Locale) -> String {
        locale.t(match self {
            Self::Rows(_) => text::ROWS_REFUSED,
            Self::OwnWork => text::ROWS_OWN,
            Self::NotSure => text::RELEASE_NOT_SURE,
            Self::Changed => text::ROWS_CHANGED,
            Self::Early => text::ROWS_EARLY,
            Self::NoPurpose => text::ROWS_NO_PURPOSE,
            Self::NotYours => text::ROWS_NOT_YOURS,
        })
    }
}

/// What there is of a wave's rows.
struct Desk {
    wave: Wave,
    /// Whether it has a release by its registration, and everybody sees it.
    released: bool,
    public: bool,
    prepared: Option<PreparedPublicUse>,
    published: Option<PublicUse>,
    requests: Vec<RowRequest>,
}

impl Desk {
    async fn of(app: &App, slug: &str) -> Result<Self, Error> {
        let wave = load(app, slug).await?;
        let release = find_stored_release(&app.db, slug).await?;
        Ok(Self {
            released: release.is_some() && wave.mode == Mode::Probability,
            public: release.is_some_and(|release| release.is_public(app.clock.now())),
            prepared: find_prepared_public_use(&app.db, wave.id).await?,
            published: find_stored_public_use(&app.db, wave.id).await?,
            requests: list_row_requests(&app.db, wave.id).await?,
            wave,
        })
    }

    /// Whether its rows can still be made.
    fn has_answers(&self) -> bool {
        self.released && self.wave.answers_erased_at.is_none()
    }
}

/// Shows what there is.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    Ok(page(&interface, &staff, &Desk::of(&app, &slug).await?, None).into_response())
}

/// Makes the rows for everybody, to be published by somebody else.
pub(crate) async fn prepare(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
) -> Result<Response, Error> {
    let desk = Desk::of(&app, &slug).await?;
    if !desk.has_answers() || desk.published.is_some() {
        return Ok(back(&interface, &slug));
    }
    let rows = match rows_of(&app.db, &app.library, &desk.wave, None).await {
        Ok(rows) => rows,
        Err(RowsError::Database(error) | RowsError::Load(LoadError::Database(error))) => {
            return Err(error.into());
        }
        Err(error) => {
            let refusal = Refusal::Rows(error.to_string());
            return Ok(refused(&interface, &staff, &desk, &refusal));
        }
    };
    let write = staff.write(&app).await?;
    let (txn, by) = (write.transaction(), staff.user.name.as_str());
    if find_stored_public_use(txn, desk.wave.id).await?.is_none() {
        keep_prepared_public_use(txn, desk.wave.id, &rows, by, write.now()).await?;
        let entry = Entry::new(Action::PreparePublicUse, subject(&slug)).after(json!({
            "alike": rows.code_book.alike,
            "rows": rows.code_book.rows,
            "content": db::hash(&rows.table),
        }));
        write.commit(entry).await?;
    }
    Ok(back(&interface, &slug))
}

/// Publishes the rows that somebody else prepared.
pub(crate) async fn publish(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::of(&app, &slug).await?;
    let Some(prepared) = &desk.prepared else {
        return Ok(back(&interface, &slug));
    };
    let by = staff.user.name.as_str();
    let refusal = if prepared.by == by {
        Some(Refusal::OwnWork)
    } else if prepared.hash() != typed.text("seen") {
        Some(Refusal::Changed)
    } else if typed.text("sure") != "yes" {
        Some(Refusal::NotSure)
    } else if !desk.public {
        Some(Refusal::Early)
    } else {
        None
    };
    if let Some(refusal) = refusal {
        return Ok(refused(&interface, &staff, &desk, &refusal));
    }
    let write = staff.write(&app).await?;
    let held = hold_prepared_public_use(write.transaction(), desk.wave.id).await?;
    if held.as_ref() == Some(prepared) {
        let (txn, at) = (write.transaction(), write.now());
        publish_public_use(txn, desk.wave.id, prepared, by, at).await?;
        let entry = Entry::new(Action::PublishPublicUse, subject(&slug)).after(json!({
            "alike": prepared.code_book.alike,
            "rows": prepared.code_book.rows,
            "content": prepared.hash(),
            "prepared_by": prepared.by,
        }));
        write.commit(entry).await?;
    }
    Ok(back(&interface, &slug))
}

/// Notes that somebody wants the complete rows.
pub(crate) async fn request(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::of(&app, &slug).await?;
    if !desk.has_answers() {
        return Ok(back(&interface, &slug));
    }
    let purpose = typed.reason();
    if purpose.is_empty() {
        return Ok(refused(&interface, &staff, &desk, &Refusal::NoPurpose));
    }
    let write = staff.write(&app).await?;
    let by = staff.user.name.as_str();
    insert_row_request(write.transaction(), desk.wave.id, &purpose, by, write.now()).await?;
    let entry = Entry::new(Action::RequestRows, subject(&slug)).after(json!({ "reason": purpose }));
    write.commit(entry).await?;
    Ok(back(&interface, &slug))
}

/// The request that a form is about.
fn asked<'d>(desk: &'d Desk, typed: &Typed) -> Option<&'d RowRequest> {
    let id: i64 = typed.text("request").parse().ok()?;
    desk.requests.iter().find(|request| request.id == id)
}

/// Agrees to somebody else's wish.
pub(crate) async fn approve(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::of(&app, &slug).await?;
    let Some(request) = asked(&desk, &typed) else {
        return Ok(back(&interface, &slug));
    };
    let by = staff.user.name.as_str();
    let write = staff.write(&app).await?;
    let (txn, at) = (write.transaction(), write.now());
    if !approve_row_request(txn, desk.wave.id, request.id, by, at).await? {
        return Ok(refused(&interface, &staff, &desk, &Refusal::NotYours));
    }
    let after = json!({ "for": request.by, "reason": request.purpose });
    let entry = Entry::new(Action::ApproveRows, subject(&slug)).after(after);
    write.commit(entry).await?;
    Ok(back(&interface, &slug))
}

/// Hands the complete rows over to who wanted them, once.
pub(crate) async fn fetch(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Error> {
    let desk = Desk::of(&app, &slug).await?;
    let (Some(request), true) = (asked(&desk, &typed), desk.has_answers()) else {
        return Ok(back(&interface, &slug));
    };
    let content = match complete(&app, &desk.wave).await? {
        Ok(content) => content,
        Err(why) => return Ok(refused(&interface, &staff, &desk, &Refusal::Rows(why))),
    };
    let by = staff.user.name.as_str();
    let write = staff.write(&app).await?;
    let (txn, at) = (write.transaction(), write.now());
    if !fetch_row_request(txn, desk.wave.id, request.id, by, at).await? {
        return Ok(refused(&interface, &staff, &desk, &Refusal::NotYours));
    }
    let entry = Entry::new(Action::ExportRows, subject(&slug)).after(json!({
        "what": "weighted",
        "by": [Some(by), request.approved_by.as_deref()],
        "reason": request.purpose,
    }));
    write.commit(entry).await?;
    Ok(download::zip(&slug, ".complete.zip", content))
}

/// The complete rows with the documents that ask for every figure, in one file; why there are none.
async fn complete(app: &App, wave: &Wave) -> Result<Result<Vec<u8>, String>, Error> {
    let release = find_stored_release(&app.db, &wave.slug).await?;
    let inputs = match load_inputs(&app.db, &app.library, wave).await {
        Ok(inputs) => inputs,
        Err(LoadError::Database(error)) => return Err(error.into()),
        Err(error) => return Ok(Err(error.to_string())),
    };
    let Some(release) = release else {
        return Ok(Err(String::new()));
    };
    let packed = tokio::task::spawn_blocking(move || {
        let files = export(&inputs, &release).map_err(|error| error.to_string())?;
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for file in files {
            let document = serde_json::to_vec_pretty(&file.document);
            let document = document.map_err(|error| error.to_string())?;
            for (name, content) in [(file.data_name, file.data), (file.document_name, document)] {
                let begun = archive.start_file(name, SimpleFileOptions::default());
                begun.map_err(|error| error.to_string())?;
                let written = archive.write_all(&content);
                written.map_err(|error| error.to_string())?;
            }
        }
        let archive = archive.finish().map_err(|error| error.to_string())?;
        Ok::<_, String>(archive.into_inner())
    });
    packed.await.map_err(Error::internal)
}

fn back(interface: &Interface, wave: &str) -> Response {
    Redirect::to(&interface.link(Address::WaveRows { wave })).into_response()
}

fn refused(interface: &Interface, staff: &Staff, desk: &Desk, refusal: &Refusal) -> Response {
    let page = page(interface, staff, desk, Some(refusal));
    (refusal.status(), page).into_response()
}

fn page(interface: &Interface, staff: &Staff, desk: &Desk, refusal: Option<&Refusal>) -> Markup {
    let locale = interface.locale;
    let wave = &desk.wave.slug;
    let actions = html! {
        a.button href=(interface.link(Address::StaffWave { wave })) { (locale.t(text::WAVE)) }
    };
    Studio::new(interface, staff, Place::Waves, locale.t(text::ROWS_TITLE))
        .actions(actions)
        .body(&html! {
            p { strong { (interface.text(&desk.wave.title)) } }
            @if let Some(refusal) = refusal {
                div.notice.doubt role="alert" {
                    p { (refusal.said(locale)) }
                    @if let Refusal::Rows(why) = refusal { p { (why) } }
                }
            }
            @if desk.wave.mode == Mode::Open {
                p { (locale.t(text::ROWS_OPEN_LINK)) }
            } @else if !desk.released {
                p { (locale.t(text::ROWS_UNRELEASED)) }
            } @else {
                h2 { (locale.t(text::ROWS_PUBLIC)) }
                (for_everybody(interface, staff, desk))
                h2 { (locale.t(text::ROWS_COMPLETE)) }
                (for_two(interface, staff, desk))
            }
        })
}

/// The file for everybody: published, prepared or still to be prepared.
fn for_everybody(interface: &Interface, staff: &Staff, desk: &Desk) -> Markup {
    let locale = interface.locale;
    let wave = &desk.wave.slug;
    if let Some(published) = &desk.published {
        let said = text::RowsPublished {
            date: interface.date(published.published_at),
            prepared: published.prepared_by.as_str(),
            published: published.published_by.as_str(),
        };
        return html! {
            p { (locale.t(said)) " "
                @if desk.public { a href=(interface.link(Address::Microdata { wave })) { (locale.t(text::ROWS_SEE)) } }
            }
            p.help { (locale.t(text::MicrodataHash { hash: published.hash.as_str() })) }
        };
    }
    html! {
        p.help { (locale.t(text::ROWS_PUBLIC_HELP)) }
        @if let Some(prepared) = &desk.prepared {
            p { strong { (locale.t(text::RowsPrepared { by: prepared.by.as_str(), moment: interface.moment(prepared.at) })) } }
            ul { @for line in report(locale, &prepared.uniqueness) { li { (line) } } }
            p.help { (locale.t(text::MicrodataHash { hash: prepared.hash() })) }
            (publication(interface, staff, desk, prepared))
        }
        @if desk.has_answers() {
            form.narrow method="post" action=(interface.link(Address::WaveRows { wave })) {
                (staff.form_token())
                button type="submit" {
                    (locale.t(if desk.prepared.is_some() { text::ROWS_PREPARE_AGAIN } else { text::ROWS_PREPARE }))
                }
            }
        } @else {
            p { (locale.t(text::ROWS_ERASED)) }
        }
    }
}

fn publication(
    interface: &Interface,
    staff: &Staff,
    desk: &Desk,
    prepared: &PreparedPublicUse,
) -> Markup {
    let locale = interface.locale;
    let wave = &desk.wave.slug;
    html! {
        @if prepared.by == staff.user.name.as_str() {
            p { (locale.t(text::ROWS_OWN)) }
        } @else if !staff.may(Permission::PublishRelease) {
            p { (locale.t(text::RELEASE_WHO)) }
        } @else if !desk.public {
            p { (locale.t(text::ROWS_EARLY)) }
        } @else {
            form.publish method="post" action=(interface.link(Address::WaveRowsPublication { wave })) {
                (staff.form_token())
                input type="hidden" name="seen" value=(prepared.hash());
                label { input type="checkbox" name="sure" value="yes" required; span { (locale.t(text::ROWS_SURE)) } }
                button type="submit" { (locale.t(text::ROWS_PUBLISH)) }
            }
        }
    }
}

/// Complete rows: wishes for them, and a form for one's own.
fn for_two(interface: &Interface, staff: &Staff, desk: &Desk) -> Markup {
    let locale = interface.locale;
    let wave = &desk.wave.slug;
    html! {
        p.help { (locale.t(text::ROWS_COMPLETE_HELP)) }
        @if !desk.requests.is_empty() {
            ul { @for request in &desk.requests { li { (wish(interface, staff, desk, request)) } } }
        }
        @if desk.has_answers() {
            form.narrow method="post" action=(interface.link(Address::WaveRowsRequest { wave })) {
                (staff.form_token())
                label.f {
                    span { (locale.t(text::ROWS_PURPOSE)) }
                    input type="text" name="reason" required maxlength=(LONGEST_REASON);
                }
                button type="submit" { (locale.t(text::ROWS_REQUEST)) }
            }
        }
    }
}

fn wish(interface: &Interface, staff: &Staff, desk: &Desk, request: &RowRequest) -> Markup {
    let locale = interface.locale;
    let wave = &desk.wave.slug;
    let own = request.by == staff.user.name.as_str();
    let said = text::RowsWish {
        by: request.by.as_str(),
        moment: interface.moment(request.at),
        purpose: request.purpose.as_str(),
    };
    let button = |to: Address<'_>, label| {
        html! {
            form method="post" action=(interface.link(to)) {
                (staff.form_token())
                input type="hidden" name="request" value=(request.id);
                button type="submit" { (locale.t(label)) }
            }
        }
    };
    html! {
        p { (locale.t(said)) }
        @match (&request.approved_by, request.fetched_at) {
            (Some(by), Some(at)) => { p { (locale.t(text::RowsFetched { by: by.as_str(), moment: interface.moment(at) })) } }
            (Some(by), None) => {
                p { (locale.t(text::RowsApproved { by: by.as_str() })) }
                @if own && desk.has_answers() { (button(Address::WaveRowsFetch { wave }, text::ROWS_FETCH)) }
            }
            (None, _) if own => { p { (locale.t(text::ROWS_WAITS)) } }
            (None, _) => { (button(Address::WaveRowsApproval { wave }, text::ROWS_APPROVE)) }
        }
    }
}
