//! `minyi user`: staff from the terminal of the server; the first administrator can come from nowhere else.

use std::collections::BTreeSet;
use std::io::{IsTerminal, stdin};

use anyhow::{Context, Error, bail};
use clap::{Args, Subcommand};

use super::database;
use crate::cli::config::{self, LanguageArgs, StorageArgs};
use accounts::password::{self, Password, SHORTEST};
use accounts::store::{
    Actor, Audited, add_user, end_sessions_of, find_user_by_name, list_users, set_disabled,
};
use accounts::{Action, Entry, Role, UserName};
use clock::Clock;
use db::Db;
use messages::{Locale, PlainMessage, text, words};
use plan::store::list_names;

/// What can be done about staff.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add somebody; the password is asked for, or read as a line from standard input
    Add(AddArgs),
    /// List everybody with their roles
    List(ListArgs),
    /// Bar somebody from signing in and end their sessions
    Disable(DisableArgs),
}

/// Whom to add.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The name to sign in with
    name: String,
    /// administrator, designer, field-manager, analyst, releaser, interviewer, official:city,
    /// official:department:NAME or official:district:CODE; may be given several times
    #[arg(long = "role", required = true)]
    roles: Vec<Role>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

/// Where to look.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    storage: StorageArgs,
}

/// Whom to bar.
#[derive(Debug, Args)]
pub struct DisableArgs {
    name: String,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(command: UserCommand) -> anyhow::Result<()> {
    match command {
        UserCommand::Add(args) => {
            let locale = args.language.locale();
            let Ok(name) = UserName::new(&args.name) else {
                bail!(locale.t(text::PERSON_NAME_FAULT));
            };
            database::with(&args.storage, async |db| {
                if find_user_by_name(db, name.as_str()).await?.is_some() {
                    bail!(locale.t(text::PERSON_NAME_TAKEN));
                }
                let password = Password::new(&ask(locale)?, &name, &list_names(db).await?)
                    .map_err(|fault| Error::msg(words::password_fault(locale, fault)))?;
                let roles = args.roles.into_iter().collect();
                add(db, &name, roles, &password, locale).await
            })
            .await
        }
        UserCommand::List(args) => database::with(&args.storage, async |db| list(db).await).await,
        UserCommand::Disable(args) => {
            database::with(&args.storage, async |db| disable(db, &args.name).await).await
        }
    }
}

/// Adds somebody, as the terminal of the server.
pub(super) async fn add(
    db: &Db,
    name: &UserName,
    roles: BTreeSet<Role>,
    password: &Password,
    locale: Locale,
) -> anyhow::Result<()> {
    let hash = password::hash(password, &mut config::system_randomness()?).await;
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    if add_user(&audited, name, &roles, hash).await?.is_none() {
        bail!(locale.t(text::PERSON_NAME_TAKEN));
    }
    let words: Vec<String> = roles.iter().map(Role::to_string).collect();
    let entry = Entry::new(Action::AddUser, format!("user {name}"))
        .after(serde_json::json!({ "roles": words }));
    audited.commit(entry).await?;
    tracing::info!(%name, roles = words.join(", "), "user added");
    Ok(())
}

async fn disable(db: &Db, name: &str) -> anyhow::Result<()> {
    let user = find_user_by_name(db, name)
        .await?
        .with_context(|| format!("there is no user {name}"))?;
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    set_disabled(&audited, user.id, true).await?;
    end_sessions_of(&audited, user.id).await?;
    let entry = Entry::new(Action::DisableUser, format!("user {}", user.name))
        .before(serde_json::json!({ "disabled": user.disabled }))
        .after(serde_json::json!({ "disabled": true }));
    audited.commit(entry).await?;
    tracing::info!(name = %user.name, "user disabled");
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the list is what the command is for")]
async fn list(db: &Db) -> anyhow::Result<()> {
    for user in list_users(db).await? {
        let roles: Vec<String> = user.roles.iter().map(Role::to_string).collect();
        let state = if user.disabled { "\tdisabled" } else { "" };
        println!("{}\t{}{state}", user.name, roles.join(", "));
    }
    Ok(())
}

/// A new password: typed twice at a terminal, else a line of standard input; never an argument, which
/// anybody on the machine could read.
fn ask(locale: Locale) -> anyhow::Result<String> {
    if !stdin().is_terminal() {
        let mut line = String::new();
        stdin()
            .read_line(&mut line)
            .context("no password on standard input")?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let prompt = |label: PlainMessage| {
        let label = [locale.t(label), locale.t(text::LABEL_SEPARATOR)].concat();
        rpassword::prompt_password(label)
    };
    eprintln!("{}", locale.t(text::PasswordHelp { shortest: SHORTEST }));
    let typed = prompt(text::PASSWORD_NEW)?;
    if prompt(text::PASSWORD_AGAIN)? != typed {
        bail!(locale.t(text::PASSWORD_DIFFER));
    }
    Ok(typed)
}
