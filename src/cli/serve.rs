//! `minyi serve`: the forms and the results, until the process is told to end.

use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::spawn_blocking;

use super::database;
use crate::cli::config::{self, ListenArgs, StorageArgs, second_factor_rule};
use accounts::second_factor::Rule;
use accounts::store::find_head;
use clock::Clock;
use db::{Db, Fault};
use fieldwork::{HashKey, Intake, KeyFolder, keeper};
use questionnaire::store::Library;
use web::KeptPage;
use web::letters::Finished;
use web::opening::Openings;
use web::release::Computations;
use web::{App, FileCache, FormCache, router, server, write_forms_ahead};

/// How long a page of staff that is being made may still take at the end.
const LAST_PAGES: Duration = Duration::from_secs(3);

/// Where the database is and where to listen.
#[derive(Debug, Args)]
pub struct ServeArgs {
    #[command(flatten)]
    storage: StorageArgs,
    #[command(flatten)]
    listen: ListenArgs,
    /// Whether administrators, releasers and whoever may approve versions must have a second factor: required or offered
    #[arg(
        long,
        env = "MINYI_SECOND_FACTOR",
        value_name = "RULE",
        default_value = "required",
        value_parser = second_factor_rule
    )]
    second_factor: Rule,
}

pub(super) async fn run(args: ServeArgs) -> anyhow::Result<()> {
    let (db, key) = database::open(&args.storage).await?;
    let sealing = args.storage.sealing_keys();
    serve(
        db,
        key,
        sealing,
        &args.listen,
        args.second_factor,
        |address| {
            tracing::info!("listening on http://{address}");
        },
    )
    .await
}

/// Serves until an interrupt or a request to end, then lets what is under way finish.
pub(super) async fn serve(
    db: Db,
    key: HashKey,
    sealing: KeyFolder,
    listen: &ListenArgs,
    second_factor: Rule,
    ready: impl FnOnce(SocketAddr),
) -> anyhow::Result<()> {
    if let Some(head) = find_head(&db).await? {
        tracing::info!(
            entry = head.entry,
            link = head.link,
            "head of the audit log"
        );
    }
    let mut rng = config::system_randomness()?;
    let clock = Clock::System;
    let listener = TcpListener::bind(listen.listen)
        .await
        .with_context(|| format!("cannot listen on {}", listen.listen))?;
    let address = listener.local_addr()?;
    let (intake, writer) = Intake::start(
        db.clone(),
        key.clone(),
        clock.clone(),
        ChaCha20Rng::from_rng(&mut rng),
    );
    let keeper = tokio::spawn(keeper::keep(db.clone(), clock.clone(), sealing.clone()));
    let app = App {
        library: Library::new(db.clone()),
        randomness: Arc::new(Mutex::new(rng)),
        db: db.clone(),
        intake,
        key,
        sealing,
        openings: Openings::default(),
        computations: Computations::default(),
        results: KeptPage::default(),
        letters: Finished::default(),
        forms: FormCache::default(),
        files: FileCache::default(),
        site: listen.site.site(address),
        second_factor,
        clock,
    };
    let mut terminate = signal(SignalKind::terminate())?;
    let mut fault = db.watch_fault();
    let staff = StaffRuntime::start()?;
    staff.handle().spawn(write_forms_ahead(app.clone()));
    ready(address);
    let served = server::serve(listener, router(app, staff.handle()), async move {
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
            _ = fault.wait_for(|fault| *fault == Some(Fault::NotSynced)) => {}
        }
    })
    .await;
    staff.end().await;
    served?;
    keeper.abort();
    writer.await.context("the intake ended badly")?;
    close(db).await
}

/// The threads on which pages of staff are made, so that residents' are always free for residents.
struct StaffRuntime(Option<Runtime>);

impl StaffRuntime {
    fn start() -> anyhow::Result<Self> {
        let cores = available_parallelism().map_or(1, NonZero::get);
        let runtime = Builder::new_multi_thread()
            .worker_threads((cores / 2).max(1))
            .thread_name("staff")
            .enable_all()
            .build()
            .context("the runtime of staff could not be started")?;
        Ok(Self(Some(runtime)))
    }

    fn handle(&self) -> &Handle {
        let runtime = self.0.as_ref();
        runtime
            .expect("only its end takes the runtime away")
            .handle()
    }

    /// Waits a little for the pages being made, which hold connections to the database.
    async fn end(mut self) {
        let Some(runtime) = self.0.take() else { return };
        let ended = spawn_blocking(move || runtime.shutdown_timeout(LAST_PAGES)).await;
        if let Err(error) = ended {
            tracing::warn!(%error, "the runtime of staff ended badly");
        }
    }
}

/// A runtime must not be waited for inside another, as where starting to serve fails.
impl Drop for StaffRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

/// Leaves one whole file. One that is not trusted is left as it lies, for SQLite to recover at the next start.
async fn close(db: Db) -> anyhow::Result<()> {
    anyhow::ensure!(
        db.fault() != Some(Fault::NotSynced),
        "{}: the program has stopped, since it no longer trusts the file. Whatever was acknowledged is stored; look at the disk, then start again",
        Fault::NotSynced
    );
    match db.empty_log().await {
        Ok(true) => {}
        Ok(false) => tracing::warn!(
            "the write-ahead log is kept beside the database: another process has it open"
        ),
        Err(error) => tracing::warn!(%error, "the write-ahead log is kept beside the database"),
    }
    db.close().await;
    Ok(())
}
