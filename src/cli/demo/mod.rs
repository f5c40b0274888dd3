//! `minyi demo`: a throw-away city whose simulated residents answer three waves, and a wave for visitors.
//!
//! Everything goes the way it goes in a city: the shipped plan is imported, samples are drawn, codes
//! issued, forms validated and taken in, sealed, waves closed, opened, computed and released. Only the
//! residents and the date are not real, and every page says so.

mod calendar;
mod fielding;
mod progress;
mod register;
mod rows;
mod staff;
mod suggestions;

use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args;
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use rand::seq::IndexedRandom;

use super::import::{self, Imported, SHIPPED_PLAN};
use super::release::release;
use super::{database, serve, survey_files};
use crate::cli::config::{self, ListenArgs, StorageArgs};
use accounts::second_factor::Rule;
use clock::Clock;
use db::Db;
use fielding::Field;
use fieldwork::{AccessCode, HashKey, KeyFolder, Mode};
use messages::Locale;
use plan::Plan;
use plan::store::list_plan_ids;
use progress::Progress;
use questionnaire::store::Library;
use results::Release;
use simulation::City;

/// The seed of the city, its samples and its residents.
pub const SEED: u64 = 2012;

/// The wave whose households are invited and visited.
const INVITED: &str = "invited";

/// Where to put the demonstration, and where to listen.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// A new SQLite file or an empty database; a throw-away file if absent
    #[arg(long, env = "MINYI_DATABASE")]
    database: Option<String>,
    /// The file with the key of the stored hashes; beside the SQLite file if absent, or minyi-demo.key for a database
    /// address
    #[arg(long, env = "MINYI_KEY_FILE")]
    key_file: Option<PathBuf>,
    #[command(flatten)]
    listen: ListenArgs,
}

/// A demonstration ready to be served.
#[derive(Debug)]
pub struct Demonstration {
    /// The city, which knows its true opinions.
    pub city: City,
    /// The plan whose targets are judged.
    pub plan: Plan,
    /// The releases of the samples, the oldest first, and that of the open link.
    pub releases: Vec<Release>,
    /// The waves open to visitors.
    pub visitors: Visitors,
}

/// What visitors may answer.
#[derive(Debug)]
pub struct Visitors {
    /// Addresses of waves by open link.
    pub open: Vec<String>,
    /// An invitation nobody has used.
    pub invitation: Option<AccessCode>,
}

pub(super) async fn run(args: DemoArgs) -> anyhow::Result<()> {
    let folder = tempfile::Builder::new().prefix("minyi-demo-").tempdir()?;
    let throw_away = || folder.path().join("minyi.sqlite").display().to_string();
    let database = args.database.unwrap_or_else(throw_away);
    let beside = if database.contains("://") {
        PathBuf::from("minyi-demo.key")
    } else {
        PathBuf::from(format!("{database}.key"))
    };
    let key_file = args.key_file.unwrap_or(beside);
    let storage = StorageArgs {
        database,
        key_file,
        sealing_keys: None,
    };
    let (db, key) = database::open(&storage).await?;
    let sealing = storage.sealing_keys();
    let demonstration = build(&db, &key, &sealing).await?;
    let visitors = demonstration.visitors;
    let staff = staff::add_staff(&db).await?;
    staff::give_visits(&db, INVITED).await?;
    serve::serve(db, key, sealing, &args.listen, Rule::Offered, |address| {
        print(address, &visitors, &staff);
    })
    .await
}

/// Builds the demonstration in an empty database.
///
/// # Errors
///
/// A database that holds a plan is refused before anything is written: simulated residents are never mixed with
/// what an installation holds.
pub async fn build(db: &Db, key: &HashKey, sealing: &KeyFolder) -> anyhow::Result<Demonstration> {
    if let Some(plan) = list_plan_ids(db).await?.first() {
        bail!(
            "the database already holds the plan {plan}; give the demonstration a new file or an empty database"
        );
    }
    let progress = Progress::new();
    let mut rng = ChaCha20Rng::seed_from_u64(SEED);
    let library = Library::new(db.clone());
    let files = survey_files::shipped(SHIPPED_PLAN);
    let imported = import::import(db, files, calendar::beginning(), Locale::English).await?;
    let city = City::build(&imported.strata, SEED);
    let field = Field {
        db,
        key,
        sealing,
        library: &library,
        city: &city,
        progress: &progress,
    };
    field.keep_frame(&imported.plan.id).await?;
    let mut releases = Vec::new();
    for year in calendar::YEARS {
        let wave = field
            .run(calendar::yearly(&imported, year)?, &mut rng)
            .await?;
        progress.step(&format!("{year}: computing the results"));
        releases.push(release(db, &library, &wave, calendar::release_day(year)).await?);
        if calendar::YEARS.last() == Some(&year) {
            rows::publish(db, &library, &wave, calendar::release_day(year)).await?;
        }
    }
    let wave = calendar::open_link(&imported)?;
    let released_at = calendar::release_day(wave.year);
    let wave = field.run_open(wave, &mut rng).await?;
    releases.push(release(db, &library, &wave, released_at).await?);
    register::fill(db, &imported.plan).await?;
    suggestions::field(&field, &imported).await?;
    let visitors = welcome(&field, &imported).await?;
    progress.end();
    Ok(Demonstration {
        city,
        plan: imported.plan,
        releases,
        visitors,
    })
}

/// Opens the waves that visitors may answer. Their codes are drawn anew each time.
async fn welcome(field: &Field<'_>, imported: &Imported) -> anyhow::Result<Visitors> {
    let now = Clock::System.now();
    let mut open = Vec::new();
    for (slug, questionnaire, title) in [
        (
            "residents",
            "residents",
            [
                ("zh", "居民满意度调查（演示）"),
                ("en", "Resident survey (demonstration)"),
            ],
        ),
        (
            "window",
            "window",
            [
                ("zh", "窗口服务满意度调查（演示）"),
                ("en", "Service window survey (demonstration)"),
            ],
        ),
        (
            "parents",
            "parents",
            [
                ("zh", "义务教育家长调查（演示）"),
                ("en", "Parents survey (demonstration)"),
            ],
        ),
    ] {
        let wave = calendar::for_visitors(imported, slug, questionnaire, Mode::Open, title, now)?;
        field.open(wave).await?;
        // The survey at a service window has the address of its outlet.
        let door = if slug == "window" { "w" } else { "s" };
        open.push(format!("/{door}/{slug}"));
    }
    let title = [
        ("zh", "居民满意度调查（邀请函演示）"),
        ("en", "Resident survey (invitation, demonstration)"),
    ];
    let wave = calendar::for_visitors(
        imported,
        INVITED,
        "residents",
        Mode::Probability,
        title,
        now,
    )?;
    let mut rng = config::system_randomness()?;
    let invitations = field.invite_visitors(wave, &mut rng).await?;
    let invitation = invitations
        .choose(&mut rng)
        .map(|invitation| invitation.code);
    Ok(Visitors { open, invitation })
}

#[expect(
    clippy::print_stdout,
    reason = "the addresses are what the command is for"
)]
fn print(address: SocketAddr, visitors: &Visitors, staff: &[staff::StaffAccount]) {
    println!("A simulated city is ready. Nothing in it is about real people.");
    println!("  start        http://{address}/");
    println!("  scoreboard   http://{address}/results");
    for path in &visitors.open {
        println!("  open form    http://{address}{path}");
    }
    if let Some(code) = visitors.invitation {
        println!("  invitation   http://{address}/i/{code}");
    }
    println!("  studio       http://{address}/studio");
    for hired in staff {
        println!("               {hired}");
    }
    println!(
        "               A second factor is offered in the account; a real installation requires one."
    );
}
