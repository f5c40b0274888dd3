//! Changing a margin: its totals filled in from a table, or everything of it, or removing it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde_json::{Value, json};

use super::fields::{self, Faults};
use super::one::{Said, Table, view};
use super::{Margins, Subject};
use crate::addresses::{Address, Named};
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::extract::Path;
use crate::interface::Interface;
use crate::studio::plans::confirmation::{Confirmation, confirmed};
use crate::studio::plans::{answered, words};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use accounts::{Action, Entry};
use plan::store::save_margins_of;
use sampling::margin_table::{TableCategory, read_totals};
use sampling::store::to_array;
use sampling::{Margin, MarginChange, margin_changes};

/// Does what was asked, once what changes was seen and is meant.
pub(crate) async fn submit(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Path((plan, id)): Path<(String, String)>,
    typed: Typed,
) -> Result<Response, Error> {
    answered(|| answer(&app, &interface, &staff, (&plan, &id), &typed)).await
}

/// The answer to what was typed; none where another edition came between.
async fn answer(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    (plan, id): (&str, &str),
    typed: &Typed,
) -> Result<Option<Response>, Error> {
    let margins = Margins::load(app, plan).await?;
    let subject = margins.find(id)?;
    let wanted = match typed.text("what") {
        "table" => Err(Box::new(
            fill_in(interface, &margins, &subject, typed).await?,
        )),
        "remove" if !subject.may_go() => return Err(Error::Malformed(FormFault::Foreign)),
        "remove" => Wanted::removal(&margins, &subject, typed),
        _ => Wanted::change(&margins, &subject, typed),
    };
    let said = match wanted {
        Ok(wanted) => return settle(app, interface, staff, &margins, &subject, wanted).await,
        Err(said) => said,
    };
    let status = match said.table {
        Some(Table::Read(_)) => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let page = view(interface, staff, &margins, &subject, &said);
    Ok(Some((status, page).into_response()))
}

/// Reads a table of totals into the fields; nothing is kept of it.
async fn fill_in(
    interface: &Interface,
    margins: &Margins,
    subject: &Subject<'_>,
    typed: &Typed,
) -> Result<Said, Error> {
    let said = |table| Said {
        table: Some(table),
        ..Said::default()
    };
    let Some(content) = typed.file("file").cloned() else {
        return Ok(said(Table::NoFile));
    };
    let mut entry = fields::standing(margins, subject);
    let names = margins.names();
    let rows = entry.totals.iter().filter(|row| !row.category.is_empty());
    let categories: Vec<TableCategory> = rows
        .map(|row| names.in_tables(interface, subject.by.as_ref(), &row.category))
        .collect();
    if categories.is_empty() {
        return Ok(said(Table::NoCategory));
    }
    let titles: Vec<String> = entry
        .title
        .iter()
        .filter(|it| !it.is_empty())
        .cloned()
        .collect();
    let file = typed.file_name("file").to_owned();
    // On a thread of its own: a large file takes a while to unpack.
    let reading = tokio::task::spawn_blocking(move || {
        let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
        read_totals(&file, &content, &titles, &categories)
    });
    let counts = match reading.await.map_err(Error::internal)? {
        Ok(counts) => counts,
        Err(findings) => return Ok(said(Table::Refused(findings))),
    };
    for (row, count) in entry.totals.iter_mut().zip(&counts) {
        row.count = count.to_string();
    }
    Ok(Said {
        entry: Some(entry),
        ..said(Table::Read(counts.len()))
    })
}

/// The margins that somebody wants, and what the form carries on until they are sure.
struct Wanted {
    after: Vec<Margin>,
    fields: Vec<(String, String)>,
    reason: String,
    /// The edition whose change was confirmed; empty before.
    confirmed: String,
}

impl Wanted {
    /// The others without the margin; or what the page says of faults.
    fn removal(margins: &Margins, subject: &Subject<'_>, typed: &Typed) -> Result<Self, Box<Said>> {
        let mut after = margins.standing.clone();
        after.retain(|margin| margin.id != subject.id);
        let reason = typed.reason();
        let unusable = takes_the_last(&margins.standing, &after);
        if reason.is_empty() || unusable {
            return Err(Box::new(Said {
                unremoved: reason.is_empty(),
                faults: Faults {
                    unusable,
                    ..Faults::default()
                },
                ..Said::default()
            }));
        }
        Ok(Self {
            after,
            fields: vec![
                ("what".to_owned(), "remove".to_owned()),
                ("reason".to_owned(), reason.clone()),
            ],
            reason,
            confirmed: confirmed(typed),
        })
    }

    /// The margin as it was typed, among the others; or what the page says of faults.
    fn change(margins: &Margins, subject: &Subject<'_>, typed: &Typed) -> Result<Self, Box<Said>> {
        let entry = fields::typed(typed);
        let read = match &subject.by {
            None => entry.read_by_stratum(&subject.id, &margins.strata),
            Some(by) => entry.read_by_question(&subject.id, by, subject.asked),
        };
        let reason = typed.reason();
        let mut faults = Faults {
            reason: reason.is_empty(),
            ..Faults::default()
        };
        let after = match read {
            Ok(margin) => {
                let mut after = margins.standing.clone();
                match after.iter_mut().find(|other| other.id == margin.id) {
                    Some(standing) => *standing = margin,
                    None => after.push(margin),
                }
                faults.unchanged = after == margins.standing;
                faults.unusable = takes_the_last(&margins.standing, &after);
                after
            }
            Err(wrong) => {
                faults.fields = wrong;
                Vec::new()
            }
        };
        if !faults.is_empty() {
            return Err(Box::new(Said {
                entry: Some(entry),
                reason,
                faults,
                ..Said::default()
            }));
        }
        Ok(Self {
            after,
            fields: fields::carried(&entry, &reason),
            reason,
            confirmed: confirmed(typed),
        })
    }
}

/// Whether weights could be raked to a margin before, and to none after: no wave could be released.
fn takes_the_last(before: &[Margin], after: &[Margin]) -> bool {
    let usable = |margins: &[Margin]| margins.iter().any(|it| it.control_totals().is_ok());
    usable(before) && !usable(after)
}

/// Asks whether the margins are meant, or keeps them. Where somebody else has made another edition since, it asks anew;
/// where that came between, there is no answer.
async fn settle(
    app: &App,
    interface: &Interface,
    staff: &Staff,
    margins: &Margins,
    subject: &Subject<'_>,
    wanted: Wanted,
) -> Result<Option<Response>, Error> {
    let plan = margins.plan.id.as_str();
    if wanted.confirmed != margins.edition {
        let names = margins.names();
        let changes: Vec<MarginChange> = margin_changes(&margins.standing, &wanted.after);
        let told = changes.iter().map(|change| {
            words::margin_change(
                interface,
                change,
                (&margins.standing, &wanted.after),
                &names,
            )
        });
        let mut fields = wanted.fields;
        fields.push(("edition".to_owned(), margins.edition.clone()));
        let confirmation = Confirmation {
            before: &margins.plan,
            after: &margins.plan,
            changes: &[],
            beside: told.collect(),
            to: Address::PlanMargin {
                plan,
                margin: Named(&subject.id),
            },
            fields,
        };
        return Ok(Some(confirmation.view(interface, staff).into_response()));
    }
    let write = staff.write(app).await?;
    let array = to_array(&wanted.after)?;
    let saved = save_margins_of(write.transaction(), array, &margins.edition, write.now());
    let Ok(saved) = saved.await? else {
        return Ok(None);
    };
    let after = wanted.after.iter().find(|margin| margin.id == subject.id);
    let entry = Entry::new(Action::ChangeMargins, format!("plan {plan}"))
        .before(logged(&subject.id, &margins.edition, subject.margin, None))
        .after(logged(&subject.id, &saved, after, Some(&wanted.reason)));
    write.commit(entry).await?;
    let to = interface.link(Address::PlanMargins { plan });
    Ok(Some(Redirect::to(&to).into_response()))
}

/// A margin as the audit log has it.
fn logged(id: &str, edition: &str, margin: Option<&Margin>, reason: Option<&str>) -> Value {
    let totals: Option<serde_json::Map<String, Value>> = margin.map(|margin| {
        let totals = margin.totals().by_category().into_iter();
        totals
            .map(|(category, count)| (category, json!(count)))
            .collect()
    });
    json!({
        "edition": edition,
        "margin": id,
        "status": margin.map(|margin| margin.status),
        "reference_date": margin.map(|margin| &margin.reference_date),
        "source": margin.map(|margin| &margin.source),
        "totals": totals,
        "reason": reason,
    })
}
