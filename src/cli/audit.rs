//! `minyi audit`: the head of the audit log, to be deposited elsewhere, and whether log, releases and registrations are as
//! they were written.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde_json::Value;

use super::database;
use crate::cli::config::StorageArgs;
use accounts::Action;
use accounts::audit::Logged;
use accounts::store::{find_head, walk_chain};
use clock::in_china;
use db::{Db, hash};
use fieldwork::store::list_waves;
use results::registration::store::find_registration;
use results::store::list_contents;

/// What can be asked of the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Print the number of the last entry and its link, which holds for everything before it
    Head(HeadArgs),
    /// Find entries that were changed, removed or moved, and releases that are not as they were released
    Verify(VerifyArgs),
}

/// Where to look.
#[derive(Debug, Args)]
pub struct HeadArgs {
    #[command(flatten)]
    storage: StorageArgs,
}

/// Where to look, and what for.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// A link that was deposited or printed earlier: it must stand in the log; may be given several times
    #[arg(long = "head", value_name = "LINK")]
    heads: Vec<String>,
    #[command(flatten)]
    storage: StorageArgs,
}

#[expect(clippy::print_stdout, reason = "it is what the command is for")]
pub(super) async fn run(command: AuditCommand) -> anyhow::Result<ExitCode> {
    match command {
        AuditCommand::Head(args) => {
            let head = database::with(&args.storage, async |db| Ok(find_head(db).await?)).await?;
            match head {
                Some(head) => println!("{} {}", head.entry, head.link),
                None => println!("the log is empty"),
            }
            Ok(ExitCode::SUCCESS)
        }
        AuditCommand::Verify(args) => {
            let verified =
                database::with(&args.storage, async |db| verify(db, &args.heads).await).await?;
            for fault in &verified.faults {
                println!("{fault}");
            }
            println!(
                "{} entries, {} releases, {} faults",
                verified.entries,
                verified.releases,
                verified.faults.len()
            );
            Ok(if verified.faults.is_empty() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            })
        }
    }
}

/// What was found.
#[derive(Debug)]
pub struct Verified {
    /// How many entries the log has.
    pub entries: u64,
    /// How many releases there are, amended ones among them.
    pub releases: usize,
    /// What is not as it was written, in words.
    pub faults: Vec<String>,
}

/// What the log says of releases and registrations.
#[derive(Default)]
struct Said {
    /// The hash of what each release held, by wave and by the number of an amended one.
    contents: BTreeMap<(String, Option<u64>), String>,
    /// The hash of each wave's registration.
    registrations: BTreeMap<String, String>,
}

impl Said {
    fn read(&mut self, entry: &Logged) {
        let Some(after) = &entry.after else { return };
        let wave = entry.subject.strip_prefix("wave ").unwrap_or_default();
        match Action::parse(&entry.action) {
            Some(Action::ReleaseWave | Action::AmendRelease) => self.keep_content(wave, after),
            Some(Action::BeginChain) => {
                let releases = after.get("releases").and_then(Value::as_array);
                for release in releases.into_iter().flatten() {
                    let wave = release.get("wave").and_then(Value::as_str);
                    self.keep_content(wave.unwrap_or_default(), release);
                }
            }
            Some(Action::OpenWave) => {
                if let Some(hash) = after.get("registration").and_then(Value::as_str) {
                    self.registrations.insert(wave.to_owned(), hash.to_owned());
                }
            }
            _ => {}
        }
    }

    fn keep_content(&mut self, wave: &str, of: &Value) {
        let number = of.get("number").and_then(Value::as_u64);
        if let Some(content) = of.get("content").and_then(Value::as_str) {
            self.contents
                .insert((wave.to_owned(), number), content.to_owned());
        }
    }
}

/// Walks along the log and holds releases and registrations to what it says of them.
pub async fn verify(db: &Db, heads: &[String]) -> anyhow::Result<Verified> {
    let mut said = Said::default();
    let mut missing: Vec<&String> = heads.iter().collect();
    let walk = walk_chain(db, |entry| {
        said.read(entry);
        missing.retain(|head| **head != entry.link);
    })
    .await?;
    let mut faults: Vec<String> = walk
        .broken
        .iter()
        .map(|broken| {
            format!(
                "entry {} of {} does not follow from the one before: it was changed, or entries before it were changed, removed or moved",
                broken.entry,
                in_china(broken.at).format("%Y-%m-%d %H:%M")
            )
        })
        .collect();
    faults.extend(missing.into_iter().map(|head| {
        format!("no entry has the link {head}: the log is not the one that it was taken from")
    }));
    let contents = list_contents(db).await?;
    let releases = contents.len();
    for (wave, number, content) in contents {
        let name = name(&wave, number);
        match said.contents.remove(&(wave, number)) {
            None => faults.push(format!("the log knows nothing of the {name}")),
            Some(logged) if logged != content => {
                faults.push(format!("the {name} is not as it was released"));
            }
            Some(_) => {}
        }
    }
    faults.extend(
        said.contents
            .keys()
            .map(|(wave, number)| format!("the {} is gone", name(wave, *number))),
    );
    for wave in list_waves(db).await? {
        let Some(logged) = said.registrations.get(&wave.slug) else {
            continue;
        };
        let kept = find_registration(db, wave.id).await?;
        let whole = kept.is_some_and(|kept| hash(kept.document.as_bytes()) == *logged);
        if !whole {
            faults.push(format!(
                "the registration of wave {} is not the one it was opened with",
                wave.slug
            ));
        }
    }
    Ok(Verified {
        entries: walk.entries,
        releases,
        faults,
    })
}

fn name(wave: &str, number: Option<u64>) -> String {
    number.map_or_else(
        || format!("release of wave {wave}"),
        |number| format!("amended release {number} of wave {wave}"),
    )
}
