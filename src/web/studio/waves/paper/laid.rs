//! A booklet somebody has in hand: what the code on its cover leads to, and what is to be done with it.

use std::sync::Arc;

use serde_json::json;

use super::{CODE, COPY};
use crate::app::App;
use crate::error::{Error, FormFault};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use crate::studio::waves::closing::subject;
use accounts::{Action, Entry};
use fieldwork::paper::TypedForm;
use fieldwork::store::{BookletRow, WaitingBooklet, find_invitation};
use fieldwork::{AccessCode, Spent, Wave, WaveState};
use questionnaire::store::Version;
use questionnaire::{Assignment, CopiedForm, read_copied};

/// A booklet on the desk.
pub(super) struct Laid {
    pub(super) wave: Wave,
    pub(super) version: Arc<Version>,
    pub(super) code: AccessCode,
    /// The variant that is printed on it.
    pub(super) variant: u8,
    pub(super) step: Step,
}

/// What is to be done with a booklet.
pub(super) enum Step {
    /// Nobody has typed it in.
    First,
    /// Somebody else has, and it is to be typed in again without seeing that.
    Second { first: TypedForm },
    /// It was typed in twice, differently.
    Settle {
        first: TypedForm,
        second: TypedForm,
        first_by: String,
        second_by: String,
    },
}

/// Why nothing can be done with a booklet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// The wave takes no answers now.
    NotOpen(WaveState),
    /// There is no such code in this wave.
    NoCode,
    /// The questionnaire has no such copy.
    NoCopy,
    /// Nobody can answer with the code any more; what had been typed of the booklet, if anything, is removed.
    Spent { spent: Spent, removed: bool },
    /// Whoever has typed it in would do so again.
    OwnEntry,
    /// It was first typed in as another copy, whose choices may be others.
    OtherCopy { first: u8 },
    /// Somebody else was faster.
    Meanwhile,
}

impl Laid {
    /// Lays a booklet on the desk.
    pub(super) async fn of(
        app: &App,
        staff: &Staff,
        wave: Wave,
        typed: &Typed,
    ) -> Result<Result<Self, Fault>, Error> {
        let state = wave.state(app.clock.now());
        if state != WaveState::Open {
            return Ok(Err(Fault::NotOpen(state)));
        }
        let Some(code) = AccessCode::parse(typed.text(CODE)) else {
            return Ok(Err(Fault::NoCode));
        };
        let invitation = find_invitation(&app.db, &app.key, code).await?;
        let Some(invitation) = invitation.filter(|it| it.wave == wave.id) else {
            return Ok(Err(Fault::NoCode));
        };
        if let Some(spent) = invitation.spent {
            let removed = remove(app, staff, &wave, code, "answered").await?;
            return Ok(Err(Fault::Spent { spent, removed }));
        }
        let version = app.version_of(&wave).await?;
        let copies = version.variants.count();
        let variant = typed.text(COPY).parse().ok();
        let variant = variant.or((copies == 1).then_some(0));
        let Some(variant) = variant.filter(|variant| *variant < copies) else {
            return Ok(Err(Fault::NoCopy));
        };
        let row = BookletRow {
            wave: wave.id,
            code,
            key: &app.key,
        };
        let waiting = row.find(&app.db).await?;
        let step = match step(waiting, variant, staff.user.name.as_str()) {
            Ok(step) => step,
            Err(fault) => return Ok(Err(fault)),
        };
        Ok(Ok(Self {
            wave,
            version,
            code,
            variant,
            step,
        }))
    }

    /// Its row, while it waits.
    pub(super) fn row<'a>(&self, app: &'a App) -> BookletRow<'a> {
        BookletRow {
            wave: self.wave.id,
            code: self.code,
            key: &app.key,
        }
    }

    /// What its variant shows.
    pub(super) fn assignment(&self) -> Result<&Assignment, Error> {
        let assignment = self.version.variants.get(self.variant);
        assignment.ok_or(Error::Malformed(FormFault::Foreign))
    }

    /// What a copy of it amounts to.
    pub(super) fn read(&self, copy: &TypedForm) -> Result<CopiedForm, Error> {
        let fields = fieldwork::paper::pairs(copy);
        let questionnaire = &self.version.questionnaire;
        let read = read_copied(questionnaire, self.assignment()?, &fields);
        read.or(Err(Error::Malformed(FormFault::Foreign)))
    }
}

/// What is to be done with a booklet of which this waits, by somebody who read this variant on it.
fn step(waiting: Option<WaitingBooklet>, variant: u8, by: &str) -> Result<Step, Fault> {
    let Some(waiting) = waiting else {
        return Ok(Step::First);
    };
    let entries = waiting.entries;
    if waiting.second_by.is_none() && waiting.first_by == by {
        return Err(Fault::OwnEntry);
    }
    if entries.variant != variant {
        return Err(Fault::OtherCopy {
            first: entries.variant,
        });
    }
    Ok(match (waiting.second_by, entries.second) {
        (Some(second_by), Some(second)) => Step::Settle {
            first: entries.first,
            second,
            first_by: waiting.first_by,
            second_by,
        },
        _ => Step::Second {
            first: entries.first,
        },
    })
}

/// The fields of questions in a form: what the desk adds by itself begins with a sign that no question has.
pub(super) fn copy_of(typed: &Typed) -> TypedForm {
    let mut copy = TypedForm::new();
    for (name, value) in typed.fields.pairs() {
        if !name.starts_with('_') && !value.trim().is_empty() {
            copy.entry(name.clone()).or_default().push(value.clone());
        }
    }
    copy
}

/// Removes what was typed of a booklet; false where nothing was. The log is told why, and not of which.
pub(super) async fn remove(
    app: &App,
    staff: &Staff,
    wave: &Wave,
    code: AccessCode,
    why: &str,
) -> Result<bool, Error> {
    let row = BookletRow {
        wave: wave.id,
        code,
        key: &app.key,
    };
    let write = staff.write(app).await?;
    let removed = row.remove(write.transaction()).await?;
    if removed {
        let entry = Entry::new(Action::RemovePaper, subject(&wave.slug));
        write.commit(entry.after(json!({ "reason": why }))).await?;
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fieldwork::paper::BookletEntries;

    fn waiting(second_by: Option<&str>) -> WaitingBooklet {
        let entries = BookletEntries {
            variant: 3,
            first: TypedForm::new(),
            second: second_by.map(|_| TypedForm::new()),
        };
        WaitingBooklet {
            first_by: "clerk".to_owned(),
            second_by: second_by.map(str::to_owned),
            entries,
        }
    }

    #[test]
    fn another_person_who_reads_the_same_copy_enters_a_booklet_again() {
        assert!(matches!(step(None, 3, "clerk"), Ok(Step::First)));
        let second = step(Some(waiting(None)), 3, "other");
        assert!(matches!(second, Ok(Step::Second { .. })));
        let own = step(Some(waiting(None)), 3, "clerk");
        assert_eq!(own.err(), Some(Fault::OwnEntry));
        // Choices of another copy may be others: nothing is compared.
        let misread = step(Some(waiting(None)), 4, "other");
        assert_eq!(misread.err(), Some(Fault::OtherCopy { first: 3 }));
    }

    #[test]
    fn whoever_has_the_paper_settles_what_two_typed_differently() {
        for by in ["clerk", "other", "third"] {
            let settled = step(Some(waiting(Some("other"))), 3, by);
            assert!(matches!(settled, Ok(Step::Settle { .. })), "{by}");
        }
    }
}
