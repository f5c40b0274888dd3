//! The rows of a released wave, made for whoever publishes them or exports them: always the same table.

use db::Db;
use fieldwork::Wave;
use messages::{Locale, text};
use questionnaire::store::Library;
use results::person_rows::{LEAST_ALIKE, PersonRows, PersonRowsError, Uniqueness, person_rows};
use results::registration::store::find_registration;
use results::store::{
    LoadError, find_prepared_public_use, find_stored_public_use, find_stored_published, load_inputs,
};

use accounts::Action;
use accounts::audit::Logged;
use accounts::store::list_entries;

/// What the log says of the form of rows that were handed out.
pub const FORM: &str = "without psu";

/// Why there are no rows.
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub enum RowsError {
    /// There is no release that they could reproduce.
    #[error("wave {wave} has not been released")]
    Unreleased { wave: String },
    /// Earlier rows have PSUs.
    #[error(
        "rows of wave {wave} were handed out by an earlier program, with PSUs: whoever put the two tables together would know more than either tells"
    )]
    EarlierForm { wave: String },
    /// Earlier rows are less or more alike.
    #[error(
        "rows of this wave were handed out before with --alike {before}: whoever put the two tables together would know more than either tells; ask for the same"
    )]
    OtherwiseAlike { before: usize },
    /// The published rows cannot be made again.
    #[error("the rows of wave {wave} are not those that were published")]
    OtherRows { wave: String },
    /// What they are made from cannot be had.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// They cannot be made from it.
    #[error(transparent)]
    Rows(#[from] PersonRowsError),
    /// The database, or the computation broke off.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// The rows of a released wave, each one of at least so many, or of as many as when they were first handed out.
///
/// # Errors
///
/// It has no release, its answers are gone, or other rows of it were handed out before.
pub async fn rows_of(
    db: &Db,
    library: &Library,
    wave: &Wave,
    alike: Option<usize>,
) -> Result<PersonRows, RowsError> {
    let entries = list_entries(db, Action::ExportRows, &format!("wave {}", wave.slug)).await?;
    let prepared = find_prepared_public_use(db, wave.id).await?;
    let public = find_stored_public_use(db, wave.id).await?;
    let books = prepared.map(|it| it.code_book);
    let mut books = (books.into_iter()).chain(public.as_ref().map(|it| it.code_book.clone()));
    let in_files = || books.find_map(|book| book.alike.try_into().ok());
    let before = handed_out(entries, &wave.slug)?.or_else(in_files);
    let alike = match (before, alike) {
        (Some(before), Some(alike)) if before != alike => {
            return Err(RowsError::OtherwiseAlike { before });
        }
        (Some(before), _) => before,
        (None, alike) => alike.unwrap_or(LEAST_ALIKE),
    };
    let slug = || wave.slug.clone();
    let published = find_stored_published(db, &wave.slug).await?;
    let published = published.ok_or_else(|| RowsError::Unreleased { wave: slug() })?;
    let inputs = load_inputs(db, library, wave).await?;
    let kept = find_registration(db, wave.id).await?;
    let kept = kept.ok_or_else(|| LoadError::Unregistered { wave: slug() })?;
    let made = move || person_rows(&inputs, &published, alike, &mut kept.rows_rng());
    let made = tokio::task::spawn_blocking(made).await;
    let rows = made.map_err(|error| db::Error::Custom(error.to_string()))??;
    match public {
        Some(public) if public.rows.as_bytes() != rows.table => {
            Err(RowsError::OtherRows { wave: slug() })
        }
        _ => Ok(rows),
    }
}

/// Of how many each row was one when rows of a wave were handed out, by the entries of the log that say so; none where none
/// were.
///
/// # Errors
///
/// An earlier program handed out others.
pub fn handed_out(entries: Vec<Logged>, wave: &str) -> Result<Option<usize>, RowsError> {
    for entry in entries {
        let after = entry.after.unwrap_or_default();
        let alike = after.get("alike").and_then(serde_json::Value::as_u64);
        let Some(alike) = alike.and_then(|alike| alike.try_into().ok()) else {
            continue;
        };
        if after.get("form").and_then(serde_json::Value::as_str) != Some(FORM) {
            let wave = wave.to_owned();
            return Err(RowsError::EarlierForm { wave });
        }
        return Ok(Some(alike));
    }
    Ok(None)
}

/// How well anybody is known by the rows, line by line.
pub fn report(locale: Locale, found: &Uniqueness) -> Vec<String> {
    let k = found.k.to_string();
    let number = |count: usize| count.to_string();
    let mut lines = vec![
        locale.t(text::ExportReportAlike { k: k.as_str() }),
        locale.t(text::ExportReportBefore {
            k: k.as_str(),
            rows: number(found.rows),
            unique: number(found.before.unique),
            few: number(found.before.few),
        }),
        locale.t(text::ExportReportAfter {
            k: k.as_str(),
            rows: number(found.rows - found.left_out),
            unique: number(found.after.unique),
            few: number(found.after.few),
        }),
        locale.t(text::ExportReportWithheld {
            withheld: number(found.withheld),
            left: number(found.left_out),
        }),
        locale.t(text::EXPORT_REPORT_PSU),
        locale.t(text::EXPORT_REPORT_WEIGHT),
        locale.t(text::EXPORT_REPORT_ANSWER),
    ];
    if found.districts_together > 0 {
        let districts = number(found.districts_together);
        lines.push(locale.t(text::ExportReportTogether { districts }));
    }
    for (name, steps) in &found.columns {
        let name = name.as_str();
        lines.push(match steps {
            None => locale.t(text::ExportReportUntold { name }),
            Some(0) => locale.t(text::ExportReportFine { name }),
            Some(steps) => locale.t(text::ExportReportJoined {
                name,
                steps: steps.to_string(),
            }),
        });
    }
    lines
}
