//! A small city to send requests to: two districts, one wave by invitation, one by open link.

use std::sync::{Arc, Mutex};

use accounts::second_factor::Rule;
use accounts::store::Actor;
use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use clock::Clock;
use db::Db;
use fieldwork::store::{
    Maker, NewWave, Opening, close_wave, count_sealed, find_wave_by_id, insert_wave, issue_mailing,
    list_sittings, record_draw,
};
use fieldwork::{AccessCode, HashKey, Intake, KeyFolder, Mode, NewSitting, Occasion, Wave};
use http_body_util::BodyExt;
use minyi::cli::config::load_or_create_key;

use questionnaire::store::{Library, Version, save_version};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use results::registration::store::register;
use sampling::{Allocation, Frame, FrameStratum, FrameUnit, PsuId, SamplePlan, StratumId, draw};
use sea_orm::{ConnectionTrait, Statement};
use tokio::runtime::Handle;
use tower::ServiceExt;
use web::KeptPage;
use web::letters::Finished;
use web::opening::{Openings, open_sealed};
use web::release::Computations;
use web::{App, FileCache, FormCache, Site, router};

use crate::storage::{Storage, setting};

const PLAN: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/plan.toml");
const QUESTIONNAIRE: &[u8] = include_bytes!("city.toml");

/// A city whose waves are open from the second of September 2014 for thirty days.
pub(crate) struct City {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) invited: Wave,
    pub(crate) open: Wave,
    pub(crate) codes: Vec<AccessCode>,
    pub(crate) sealing: KeyFolder,
    router: Router,
    _storage: Storage,
}

/// An answer to a request, its body read.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
    /// How many bytes the body had as it travelled.
    pub(crate) bytes: usize,
    /// The body as it travelled.
    pub(crate) content: Vec<u8>,
}

impl City {
    /// A fresh city in the middle of its fieldwork, in an SQLite file unless `MINYI_TEST_ON` says `postgres`.
    pub(crate) async fn start() -> Self {
        Self::start_as(Site::default()).await
    }

    /// The same, where some of the staff must have a second factor.
    pub(crate) async fn start_with_second_factor() -> Self {
        Self::start_with(Site::default(), Rule::Required, &Handle::current()).await
    }

    /// The same, in an installation with these settings.
    pub(crate) async fn start_as(site: Site) -> Self {
        Self::start_with(site, Rule::Offered, &Handle::current()).await
    }

    /// The same with pages of staff made on this runtime.
    pub(crate) async fn start_with(site: Site, second_factor: Rule, staff: &Handle) -> Self {
        let storage = match setting("MINYI_TEST_ON").as_deref() {
            Some("postgres") => Storage::server().await.unwrap(),
            _ => Storage::file(),
        };
        let db = db::open(&storage.database).await.unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(2014);
        let key = load_or_create_key(&storage.key_file, &mut rng).unwrap();
        let clock = Clock::at(opens_at() + TimeDelta::days(5));
        let sealing = storage.sealing();
        let (invited, open, codes) = furnish(&db, &key, &sealing, &mut rng).await;
        let seals = ChaCha20Rng::seed_from_u64(20);
        let (intake, _) = Intake::start(db.clone(), key.clone(), clock.clone(), seals);
        let app = App {
            db: db.clone(),
            intake,
            key,
            sealing: sealing.clone(),
            openings: Openings::default(),
            computations: Computations::default(),
            results: KeptPage::default(),
            letters: Finished::default(),
            forms: FormCache::default(),
            files: FileCache::default(),
            site,
            second_factor,
            clock: clock.clone(),
            library: Library::new(db.clone()),
            randomness: Arc::new(Mutex::new(rng)),
        };
        Self {
            router: router(app, staff),
            db,
            clock,
            invited,
            open,
            codes,
            sealing,
            _storage: storage,
        }
    }

    /// Opens a wave by open link with another questionnaire, and gives what it asks.
    pub(crate) async fn open_wave(&self, slug: &str, questionnaire: &[u8]) -> Arc<Version> {
        let reading = format::read(slug, questionnaire);
        let questionnaire = reading.questionnaire.unwrap();
        let plan = &self.open.plan;
        let txn = db::begin_write(&self.db).await.unwrap();
        let version = save_version(&txn, Some(plan), &questionnaire, opens_at())
            .await
            .unwrap()
            .to_string();
        let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
        let sittings = self.sealing.one_sitting(closes_at(), &mut rng).unwrap();
        insert_wave(&txn, wave(slug, plan, &version, Mode::Open, sittings))
            .await
            .unwrap();
        txn.commit().await.unwrap();
        let library = Library::new(self.db.clone());
        library.find(&version).await.unwrap().unwrap()
    }

    /// Asks for a page.
    pub(crate) async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).body(Body::empty()).unwrap())
            .await
    }

    /// Asks for a page with a cookie.
    pub(crate) async fn get_with(&self, address: &str, cookie: &str) -> Answer {
        self.send(
            Request::get(address)
                .header(COOKIE, cookie)
                .body(Body::empty())
                .unwrap(),
        )
        .await
    }

    /// Sends a form.
    pub(crate) async fn post(&self, address: &str, cookie: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(address)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, cookie);
        self.send(request.body(body.into()).unwrap()).await
    }

    /// Sends any request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.len(),
            content: bytes.to_vec(),
        }
    }

    /// The first column of what a query of the database finds.
    pub(crate) async fn column(&self, sql: &str) -> Vec<String> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self.db.query_all_raw(statement).await.unwrap();
        rows.iter()
            .map(|row| row.try_get_by_index(0).unwrap())
            .collect()
    }

    /// The bytes that a query of the database finds in its first row.
    pub(crate) async fn bytes(&self, sql: &str) -> Vec<u8> {
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let row = self.db.query_one_raw(statement).await.unwrap();
        row.unwrap().try_get_by_index(0).unwrap()
    }

    /// How many questionnaires of both waves have been taken in and not opened.
    pub(crate) async fn stored_responses(&self) -> u64 {
        count_sealed(&self.db, self.open.id).await.unwrap()
            + count_sealed(&self.db, self.invited.id).await.unwrap()
    }

    /// What the open wave has sealed, as whoever has its private key reads it.
    pub(crate) async fn sealed_contents(&self) -> Vec<String> {
        let sittings = list_sittings(&self.db, self.open.id).await.unwrap();
        let key = self.sealing.find(sittings[0].key).unwrap().unwrap();
        let sql = "SELECT key, bytes FROM sealed_form";
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self.db.query_all_raw(statement).await.unwrap();
        let sealed = rows.iter().map(|row| {
            let (form, bytes): (String, Vec<u8>) = (
                row.try_get_by_index(0).unwrap(),
                row.try_get_by_index(1).unwrap(),
            );
            String::from_utf8(key.open(&form, &bytes).unwrap()).unwrap()
        });
        sealed.collect()
    }

    /// Closes a wave and opens what it has sealed.
    pub(crate) async fn close_and_open(&self, wave: &Wave) {
        close_wave(&self.db, wave.id, closes_at()).await.unwrap();
        let wave = find_wave_by_id(&self.db, wave.id).await.unwrap().unwrap();
        let opening = Opening {
            wave: &wave,
            keys: &self.sealing,
            from_shares: None,
            without_unreadable: false,
            now: closes_at(),
        };
        let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
        open_sealed(&self.db, &opening, Actor::Terminal, &mut rng, &|_| {})
            .await
            .unwrap();
    }
}

impl Answer {
    /// The cookie that was set, as a browser sends it back.
    pub(crate) fn cookie(&self) -> String {
        let cookie = self.headers[SET_COOKIE].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// The receipt led to.
    pub(crate) fn receipt(&self) -> &str {
        self.location().split_once("receipt=").unwrap().1
    }

    /// The address led to.
    pub(crate) fn location(&self) -> &str {
        self.headers[LOCATION].to_str().unwrap()
    }

    /// The value of the first attribute of this name after a mark.
    pub(crate) fn attribute_after(&self, mark: &str, name: &str) -> &str {
        let (_, rest) = self.body.split_once(mark).unwrap();
        let (_, rest) = rest.split_once(&format!("{name}=\"")).unwrap();
        rest.split('"').next().unwrap()
    }
}

/// The moment the waves open.
pub(crate) fn opens_at() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2014, 9, 1, 16, 0, 0).unwrap()
}

/// The moment the waves close.
pub(crate) fn closes_at() -> DateTime<Utc> {
    opens_at() + TimeDelta::days(30)
}

async fn furnish(
    db: &Db,
    key: &HashKey,
    sealing: &KeyFolder,
    rng: &mut ChaCha20Rng,
) -> (Wave, Wave, Vec<AccessCode>) {
    let plan = plan::read("plan.toml", PLAN).plan.unwrap();
    let reading = format::read("city.toml", QUESTIONNAIRE);
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    let questionnaire = reading.questionnaire.unwrap();
    let txn = db::begin_write(db).await.unwrap();
    let none = serde_json::Value::Array(Vec::new());
    plan::store::save_plan(&txn, &plan, none.clone(), none, opens_at())
        .await
        .unwrap();
    let version = save_version(&txn, Some(&plan.id), &questionnaire, opens_at())
        .await
        .unwrap();
    let version = version.to_string();
    let mut keys = ChaCha20Rng::seed_from_u64(21);
    let mut sittings = || sealing.one_sitting(closes_at(), &mut keys).unwrap();
    let invited = wave("invited", &plan.id, &version, Mode::Probability, sittings());
    let invited = insert_wave(&txn, invited).await.unwrap();
    let open = wave("open", &plan.id, &version, Mode::Open, sittings());
    let open = insert_wave(&txn, open).await.unwrap();
    let frame = frame();
    let sample = SamplePlan {
        households: 16,
        per_psu: 4,
        allocation: Allocation::Equal,
        method: sampling::Method::Systematic,
        minimum_psus: None,
        seed: 1,
        shift: 0.0,
        reserve: None,
    };
    let drawn = draw(&frame, &sample).unwrap();
    record_draw(&txn, &invited, &frame, &drawn, opens_at())
        .await
        .unwrap();
    for wave in [&invited, &open] {
        register(&txn, wave, opens_at() - TimeDelta::days(1), rng)
            .await
            .unwrap();
    }
    let maker = Maker {
        by: "tests",
        at: invited.opens_at,
    };
    let issued = issue_mailing(&txn, &invited, Occasion::Invitation, maker, key, rng);
    let issued = issued.await.unwrap().letters;
    txn.commit().await.unwrap();
    (
        invited,
        open,
        issued
            .into_iter()
            .map(|invitation| invitation.code)
            .collect(),
    )
}

pub(crate) fn wave(
    slug: &str,
    plan: &str,
    version: &str,
    mode: Mode,
    sittings: Vec<NewSitting>,
) -> NewWave {
    NewWave {
        slug: slug.into(),
        plan: plan.into(),
        version: version.into(),
        mode,
        title: [("zh", "居民满意度调查"), ("en", "Resident survey")].into(),
        year: 2014,
        opens_at: opens_at(),
        closes_at: closes_at(),
        header: None,
        contact: None,
        complaints: None,
        simulated: true,
        sittings,
    }
}

/// The frame the sample is drawn from.
pub(crate) fn frame() -> Frame {
    let strata = ["230102", "230103"].map(|code| FrameStratum {
        code: StratumId::new(code),
        name: [("zh", code)].into(),
        kind: "district".into(),
        population: 10_000,
        expiry: None,
    });
    let unit = |stratum: &StratumId, number: u32| FrameUnit {
        code: PsuId::new(format!("{stratum}{number:03}")),
        stratum: stratum.clone(),
        name: [("zh", "社区")].into(),
        urban: true,
        street: None,
        population: 1_000,
        households: 400,
    };
    let units = (strata.iter())
        .flat_map(|stratum| (0..10).map(|number| unit(&stratum.code, number)))
        .collect();
    Frame::new(strata.to_vec(), units)
}
