//! `minyi user`: staff from the terminal of the server; the first administrator can come from nowhere else.

use std::collections::BTreeSet;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use super::database;
use crate::cli::config::{self, LanguageArgs, ListenArgs, StorageArgs};
use accounts::password::{self, Password};
use accounts::store::{
    Actor, Audited, add_user, end_sessions_of, find_user_by_name, give_password_link, list_users,
    reset_second_factor, set_disabled,
};
use accounts::{Action, Entry, LinkToken, Role, UserName};
use clock::Clock;
use db::Db;
use fieldwork::InterviewerId;
use fieldwork::store::take_all_psus;
use messages::{Locale, text};

/// What can be done about staff.
#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add somebody, and print the link by which they set their own password
    Add(AddArgs),
    /// Print a new link by which somebody sets their own password, where it was forgotten
    Link(LinkArgs),
    /// List everybody with their roles
    List(ListArgs),
    /// Bar somebody from signing in and end their sessions
    Disable(NameArgs),
    /// Take back a second factor that somebody has lost, and end their sessions
    ResetSecondFactor(NameArgs),
}

/// Whom to add.
#[derive(Debug, Args)]
pub struct AddArgs {
    /// The name to sign in with
    name: String,
    /// administrator, designer, field-manager, analyst, releaser, interviewer, entry-clerk, official:city,
    /// official:department:NAME or official:district:CODE; may be given several times
    #[arg(long = "role", required = true)]
    roles: Vec<Role>,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

/// Whom to give a link.
#[derive(Debug, Args)]
pub struct LinkArgs {
    name: String,
    #[command(flatten)]
    listen: ListenArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

/// Where to look.
#[derive(Debug, Args)]
pub struct ListArgs {
    #[command(flatten)]
    storage: StorageArgs,
}

/// Whom it is about.
#[derive(Debug, Args)]
pub struct NameArgs {
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
                let roles = args.roles.into_iter().collect();
                let token = LinkToken::draw(&mut config::system_randomness()?);
                add(db, &name, &roles, FirstPassword::ByLink(&token), locale).await?;
                print(&args.listen, &token);
                Ok(())
            })
            .await
        }
        UserCommand::Link(args) => {
            database::with(&args.storage, async |db| {
                let token = LinkToken::draw(&mut config::system_randomness()?);
                link(db, &args.name, &token).await?;
                print(&args.listen, &token);
                Ok(())
            })
            .await
        }
        UserCommand::List(args) => database::with(&args.storage, async |db| list(db).await).await,
        UserCommand::Disable(args) => {
            database::with(&args.storage, async |db| disable(db, &args.name).await).await
        }
        UserCommand::ResetSecondFactor(args) => {
            database::with(&args.storage, async |db| {
                take_second_factor_back(db, &args.name).await
            })
            .await
        }
    }
}

/// How somebody who is added gets a first password.
pub(super) enum FirstPassword<'a> {
    /// They set their own by this link.
    ByLink(&'a LinkToken),
    /// It is given, as in a demonstration, whose visitors are nobody in particular.
    Given(&'a Password),
}

/// Adds somebody, as the terminal of the server.
pub(super) async fn add(
    db: &Db,
    name: &UserName,
    roles: &BTreeSet<Role>,
    first: FirstPassword<'_>,
    locale: Locale,
) -> anyhow::Result<()> {
    let hash = match first {
        FirstPassword::Given(password) => {
            Some(password::hash(password, &mut config::system_randomness()?).await)
        }
        FirstPassword::ByLink(_) => None,
    };
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    let Some(user) = add_user(&audited, name, roles, hash).await? else {
        bail!(locale.t(text::PERSON_NAME_TAKEN));
    };
    if let FirstPassword::ByLink(token) = first {
        give_password_link(&audited, user.id, token).await?;
    }
    let words: Vec<String> = roles.iter().map(Role::to_string).collect();
    let entry = Entry::new(Action::AddUser, format!("user {name}"))
        .after(serde_json::json!({ "roles": words }));
    audited.commit(entry).await?;
    tracing::info!(%name, roles = words.join(", "), "user added");
    Ok(())
}

async fn link(db: &Db, name: &str, token: &LinkToken) -> anyhow::Result<()> {
    let user = find_user_by_name(db, name)
        .await?
        .with_context(|| format!("there is no user {name}"))?;
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    give_password_link(&audited, user.id, token).await?;
    let entry = Entry::new(Action::GivePasswordLink, format!("user {}", user.name));
    audited.commit(entry).await?;
    Ok(())
}

/// Prints a link: it counts once and for 24 hours.
#[expect(clippy::print_stdout, reason = "the link is what the command is for")]
fn print(listen: &ListenArgs, token: &LinkToken) {
    println!("{}", listen.site.site(listen.listen).password_link(token));
}

async fn disable(db: &Db, name: &str) -> anyhow::Result<()> {
    let user = find_user_by_name(db, name)
        .await?
        .with_context(|| format!("there is no user {name}"))?;
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    set_disabled(&audited, user.id, true).await?;
    take_all_psus(audited.transaction(), InterviewerId(user.id.0)).await?;
    end_sessions_of(&audited, user.id).await?;
    let entry = Entry::new(Action::DisableUser, format!("user {}", user.name))
        .before(serde_json::json!({ "disabled": user.disabled }))
        .after(serde_json::json!({ "disabled": true }));
    audited.commit(entry).await?;
    tracing::info!(name = %user.name, "user disabled");
    Ok(())
}

async fn take_second_factor_back(db: &Db, name: &str) -> anyhow::Result<()> {
    let user = find_user_by_name(db, name)
        .await?
        .with_context(|| format!("there is no user {name}"))?;
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await?;
    reset_second_factor(&audited, user.id).await?;
    end_sessions_of(&audited, user.id).await?;
    let entry = Entry::new(Action::ResetSecondFactor, format!("user {}", user.name));
    audited.commit(entry).await?;
    tracing::info!(name = %user.name, "second factor taken back");
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
