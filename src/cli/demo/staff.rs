//! The staff of a demonstration: with passwords drawn for it and printed, so that a visitor can try the studio.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::json;

use crate::cli::config;
use crate::cli::user::{self, FirstPassword};
use accounts::password::Password;
use accounts::store::{Actor, Audited, find_user_by_name};
use accounts::{Action, Entry, Role, Scope, UserName};
use clock::Clock;
use db::Db;
use fieldwork::store::{assign_psus, find_wave, list_sampled_psus};
use fieldwork::visits::InterviewerId;
use messages::Locale;

/// Who visits households.
const INTERVIEWER: &str = "interviewer";

/// The district that the official answers for.
const DISTRICT: &str = "230102";

/// The communities given to them.
const VISITED: usize = 3;

/// Somebody a visitor can be.
#[derive(Debug)]
pub(super) struct StaffAccount {
    name: UserName,
    password: Password,
}

impl fmt::Display for StaffAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:<14} {}", self.name, self.password.reveal())
    }
}

/// Adds somebody for every kind of work that a visitor can try.
pub(super) async fn add_staff(db: &Db) -> anyhow::Result<Vec<StaffAccount>> {
    let mut rng = config::system_randomness()?;
    let mut hired = Vec::new();
    for (name, roles) in [
        ("designer", vec![Role::Designer]),
        ("approver", vec![Role::FieldManager, Role::Releaser]),
        ("analyst", vec![Role::Analyst]),
        (INTERVIEWER, vec![Role::Interviewer]),
        ("clerk", vec![Role::EntryClerk]),
        (
            "official",
            vec![Role::Official(Scope::District(DISTRICT.to_owned()))],
        ),
        ("administrator", vec![Role::Administrator]),
    ] {
        let name = UserName::new(name).expect("these names keep the rule");
        let password = Password::draw(&mut rng);
        let roles = roles.into_iter().collect();
        let first = FirstPassword::Given(&password);
        user::add(db, &name, &roles, first, Locale::English).await?;
        hired.push(StaffAccount { name, password });
    }
    Ok(hired)
}

/// Has the interviewer visit the first communities of a wave.
pub(super) async fn give_visits(db: &Db, wave: &str) -> anyhow::Result<()> {
    let (Some(wave), Some(user)) = (
        find_wave(db, wave).await?,
        find_user_by_name(db, INTERVIEWER).await?,
    ) else {
        anyhow::bail!("the demonstration has no wave {wave} or no {INTERVIEWER}");
    };
    let psus = list_sampled_psus(db, wave.id).await?;
    let visited = psus.into_iter().take(VISITED);
    let wanted: BTreeMap<_, _> = visited
        .map(|psu| (psu.code, Some(InterviewerId(user.id.0))))
        .collect();
    let given: BTreeMap<_, _> = wanted.keys().map(|psu| (psu, INTERVIEWER)).collect();
    let write = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    let changed = assign_psus(write.transaction(), wave.id, &wanted).await?;
    let subject = format!("wave {}", wave.slug);
    let entry = Entry::new(Action::AssignVisits, subject);
    write
        .commit(entry.after(json!({ "psus": given, "voided": changed.voided })))
        .await?;
    Ok(())
}
