//! `minyi export`: the answers of a released wave person by person.
//!
//! # Design
//!
//! By itself it writes rows by which nobody is known ([`results::person_rows`]), those that may be published, and how far that was needed. Only
//! with `--full` it writes what the release can be computed from again: the analysis document with its
//! microdata, or with `--raw` the cases. That takes two persons, each of whom gives a password. Who it was stands in the audit log
//! before the first file is written.

mod report;

use std::fs::OpenOptions;
use std::io::{ErrorKind, IsTerminal, Write as _, stdin};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args;
use serde_json::json;

use super::{database, registration};
use crate::cli::config::{LanguageArgs, StorageArgs};
use accounts::store::{Actor, Audited, find_password_hash, find_user_by_name, list_entries};
use accounts::{Action, Entry, Permission, User, password};
use clock::Clock;
use db::Db;
use fieldwork::store::find_wave;
use fieldwork::{Mode, Wave};
use messages::{Locale, text};
use questionnaire::store::Library;
use results::analysis_document::export;
use results::person_rows::LEAST_ALIKE;
use results::raw_cases::raw_cases;
use results::store::{find_stored_release, load_inputs};
use results::{Inputs, Release};
use web::person_rows::{FORM, RowsError, handed_out, rows_of};

/// Which release to export, where to, and who wants it.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The address of the wave, as in residents-2014
    wave: String,
    /// The folder for the files; made if there is none
    #[arg(long, value_name = "DIR")]
    into: PathBuf,
    /// Who wants it: an analyst or a releaser. The password is asked for, or read as a line from standard input
    #[arg(long, value_name = "NAME")]
    by: String,
    /// Each row is one of at least so many by everything that stands beside its answers; the same for all exports of a wave
    #[arg(long, value_name = "ROWS", default_value_t = LEAST_ALIKE, conflicts_with = "full")]
    alike: usize,
    /// Everything the release can be computed from again, for auditors; takes a second person
    #[arg(long, requires = "and_by")]
    full: bool,
    /// The second person, who gives a password too
    #[arg(long, value_name = "NAME", requires = "full")]
    and_by: Option<String>,
    /// The raw cases in place of the weighted answers: what it takes to compute the release from the draw on
    #[arg(long, requires = "full")]
    raw: bool,
    #[command(flatten)]
    language: LanguageArgs,
    #[command(flatten)]
    storage: StorageArgs,
}

pub(super) async fn run(args: ExportArgs) -> anyhow::Result<()> {
    let locale = args.language.locale();
    let what = match (args.full, args.raw) {
        (false, _) => What::Alike(args.alike),
        (true, false) => What::Weighted,
        (true, true) => What::Raw,
    };
    let mut people = Vec::new();
    for name in std::iter::once(args.by).chain(args.and_by) {
        let password = ask(locale, &name)?;
        people.push(Person { name, password });
    }
    let files = database::with(&args.storage, async |db| {
        hand_out(db, &args.wave, what, people, &Clock::System).await
    })
    .await?;
    std::fs::create_dir_all(&args.into)
        .with_context(|| format!("cannot make {}", args.into.display()))?;
    for (name, content) in files {
        let path = args.into.join(name);
        write_private(&path, &content)
            .with_context(|| format!("cannot write {}", path.display()))?;
        tracing::info!(file = %path.display(), "written");
    }
    if what.is_full() {
        tracing::warn!("the files hold answers person by person: they are for auditors only");
    }
    Ok(())
}

/// What is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Rows by which nobody is known, each one of at least so many.
    Alike(usize),
    /// Weighted answers with the document that asks for every published figure.
    Weighted,
    /// The raw cases.
    Raw,
}

impl What {
    fn is_full(self) -> bool {
        !matches!(self, Self::Alike(_))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Alike(_) => "alike",
            Self::Weighted => "weighted",
            Self::Raw => "raw",
        }
    }
}

/// Somebody who says who they are.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Person {
    pub name: String,
    pub password: String,
}

/// Names and contents of files.
pub type Files = Vec<(String, Vec<u8>)>;

/// The rows of a released wave for those who ask. That they had them stands in the audit log.
///
/// # Errors
///
/// When they are not known, may not have them or are too few, or the wave has no release with rows.
pub async fn hand_out(
    db: &Db,
    wave: &str,
    what: What,
    people: Vec<Person>,
    clock: &Clock,
) -> anyhow::Result<Files> {
    if let What::Alike(alike) = what {
        anyhow::ensure!(
            alike >= LEAST_ALIKE,
            "--alike: each row is one of at least {LEAST_ALIKE}; more may be asked for, not fewer"
        );
    }
    let people = recognise(db, people).await?;
    match (what.is_full(), people.as_slice()) {
        (false, [_]) => {}
        (true, [one, other]) if one.id != other.id => {}
        (true, _) => bail!("a full export takes two different persons: --by and --and-by"),
        (false, _) => bail!("an export is by one person"),
    }
    let wave = find_wave(db, wave)
        .await?
        .with_context(|| format!("there is no wave {wave}"))?;
    let (registered, registration) = registered(db, &wave, what).await?;
    let mut files = match what {
        What::Alike(alike) => alike_files(db, &wave, alike).await?,
        What::Weighted | What::Raw => full_files(db, &wave, what).await?,
    };
    files.push(registration);
    files.extend(registered);
    let audited = Audited::begin(db, Actor::from(&people[0]), clock.now()).await?;
    if let What::Alike(alike) = what {
        // Meanwhile somebody else may have asked for others.
        let subject = format!("wave {}", wave.slug);
        let entries = list_entries(audited.transaction(), Action::ExportRows, &subject).await?;
        let before = handed_out(entries, &wave.slug)?;
        if let Some(before) = before.filter(|before| *before != alike) {
            bail!(RowsError::OtherwiseAlike { before });
        }
    }
    record(audited, &wave.slug, what, &people, &files).await?;
    Ok(files)
}

/// Whoever the names belong to, if their passwords do too and they may have rows.
async fn recognise(db: &Db, people: Vec<Person>) -> anyhow::Result<Vec<User>> {
    let mut known = Vec::new();
    for Person { name, password } in people {
        let user = find_user_by_name(db, &name).await?;
        let hash = match &user {
            Some(user) => find_password_hash(db, user.id).await?,
            None => None,
        };
        let right = password::verify(password, hash).await;
        let Some(user) = user.filter(|user| right && !user.disabled) else {
            bail!("{name}: name and password do not belong together, or signing in is barred");
        };
        anyhow::ensure!(
            user.may(Permission::ExportRows),
            "{name} is neither an analyst nor a releaser"
        );
        known.push(user);
    }
    Ok(known)
}

async fn record(
    audited: Audited,
    wave: &str,
    what: What,
    people: &[User],
    files: &Files,
) -> anyhow::Result<()> {
    let names: Vec<&str> = people.iter().map(|user| user.name.as_str()).collect();
    let files: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let mut after = json!({ "what": what.name(), "by": names, "files": files });
    if let What::Alike(alike) = what {
        after["alike"] = alike.into();
        after["form"] = FORM.into();
    }
    let entry = Entry::new(Action::ExportRows, format!("wave {wave}")).after(after);
    audited.commit(entry).await?;
    Ok(())
}

/// The rows that may be published, what their columns are, and how well anybody is known by them.
async fn alike_files(db: &Db, wave: &Wave, alike: usize) -> anyhow::Result<Files> {
    let rows = rows_of(db, &Library::new(db.clone()), wave, Some(alike)).await?;
    let report = report::text(&wave.slug, &rows.uniqueness);
    let mut book = serde_json::to_vec_pretty(&rows.code_book)?;
    book.push(b'\n');
    Ok(vec![
        (format!("{}.rows.csv", wave.slug), rows.table),
        (format!("{}.code-book.json", wave.slug), book),
        (format!("{}.uniqueness.txt", wave.slug), report.into()),
    ])
}

/// What the release of a wave is computed from.
async fn full_files(db: &Db, wave: &Wave, what: What) -> anyhow::Result<Files> {
    let release = find_stored_release(db, &wave.slug)
        .await?
        .with_context(|| format!("wave {} has not been released", wave.slug))?;
    let inputs = load_inputs(db, &Library::new(db.clone()), wave).await?;
    let files = tokio::task::spawn_blocking(move || written(&inputs, &release, what));
    files.await?
}

fn written(inputs: &Inputs, release: &Release, what: What) -> anyhow::Result<Files> {
    let mut files = Files::new();
    if what == What::Raw {
        let cases = raw_cases(inputs, release)?.into_iter();
        files.extend(cases.map(|file| (file.name, file.content)));
        return Ok(files);
    }
    for file in export(inputs, release)? {
        let mut document = serde_json::to_vec_pretty(&file.document)?;
        document.push(b'\n');
        files.push((file.data_name, file.data));
        files.push((file.document_name, document));
    }
    Ok(files)
}

/// The registration of a wave: in a folder for auditors with the secrets that it commits to.
async fn registered(
    db: &Db,
    wave: &Wave,
    what: What,
) -> anyhow::Result<(Files, (String, Vec<u8>))> {
    let kept = registration::kept(db, wave).await?;
    let document = (
        format!("{}.registration.json", wave.slug),
        kept.document.into_bytes(),
    );
    let mut files = Files::new();
    if what == What::Raw && wave.mode == Mode::Probability {
        let secrets = registration::secrets(db, wave).await?;
        files.push((format!("{}.secrets.json", wave.slug), secrets.into_bytes()));
    }
    Ok((files, document))
}

/// Writes a file that nobody else on the machine can read, in place of one of this name.
pub(super) fn write_private(path: &Path, content: &[u8]) -> std::io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(content)
}

/// Somebody's password: typed at a terminal, else a line of standard input.
fn ask(locale: Locale, name: &str) -> anyhow::Result<String> {
    if !stdin().is_terminal() {
        let mut line = String::new();
        stdin()
            .read_line(&mut line)
            .context("no password on standard input")?;
        return Ok(line.trim_end_matches(['\r', '\n']).to_owned());
    }
    let label = locale.t(text::ExportPassword { name });
    let label = [label, locale.t(text::LABEL_SEPARATOR)].concat();
    Ok(rpassword::prompt_password(label)?)
}
