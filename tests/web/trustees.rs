//! A wave whose private key trustees hold: opened with their shares confirmed, answered, and opened by them alone.
//! Before that neither files nor logs of the installation hold the key.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use accounts::Role;
use axum::http::StatusCode;
use fieldwork::trustees::split;
use fieldwork::{EntrustedKey, OpeningKey, Share, Trustees};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use crate::city::{Answer, City, closes_at, opens_at};
use crate::staff::{Member, member};

const WAVE: &str = "/studio/waves/kept?lang=en";
const OPENING: &str = "/studio/waves/kept/opening?lang=en";

/// A key with its shares, as `minyi trustee new` deals them.
struct Dealt {
    private: OpeningKey,
    public: String,
    shares: Vec<Share>,
}

impl Dealt {
    fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let private = OpeningKey::draw(&mut rng);
        let trustees = Trustees::new(2, 3).unwrap();
        let key = private.sealing_key();
        Self {
            shares: split(&private, trustees, &mut rng),
            public: EntrustedKey { trustees, key }.to_string(),
            private,
        }
    }

    fn line(&self, number: usize) -> String {
        self.shares[number - 1].to_line().to_string()
    }
}

/// Asks for a wave under this key, with these shares to confirm it.
async fn open_wave(manager: &Member<'_>, city: &City, key: &str, more: &[(&str, &str)]) -> Answer {
    let fields = [
        ("version", city.open.version.as_str()),
        ("plan", city.open.plan.as_str()),
        ("title-zh", "调查"),
        ("slug", "kept"),
        ("opens", "2014-09-02T00:00"),
        ("closes", "2014-10-02T00:00"),
        ("custody", "trustees"),
        ("key", key),
    ];
    let fields = [&fields, more].concat();
    manager.post("/studio/waves?lang=en", &fields).await
}

/// Everything that a folder holds.
fn content(folder: &Path) -> Vec<u8> {
    let mut held = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            held.extend(content(&path));
        } else {
            held.extend(fs::read(path).unwrap());
        }
    }
    held
}

/// Whether the key or a share of it can be found in some bytes, written in any way that the program writes it.
fn holds(bytes: &[u8], dealt: &Dealt) -> bool {
    let hex = dealt.private.to_hex();
    let raw: Vec<u8> = (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect();
    let shares = (1..=3).map(|number| {
        let line = dealt.line(number);
        // The symbols alone: the words before them tell nothing.
        line.rsplit_once(' ').unwrap().1.as_bytes()[..20].to_vec()
    });
    let secrets = shares.chain([hex.into_bytes(), raw]);
    let mut found = secrets.map(|secret| bytes.windows(secret.len()).any(|part| part == secret));
    found.any(|found| found)
}

async fn settled(watcher: &Member<'_>) {
    while watcher.get(WAVE).await.headers.contains_key("refresh") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_wave_is_opened_by_its_trustees_alone_and_nothing_is_lost() {
    let log = tempfile::NamedTempFile::new().unwrap();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(Arc::new(log.reopen().unwrap()));
    let _logging = tracing::subscriber::set_default(subscriber.finish());
    let city = City::start().await;
    city.clock.set(opens_at());
    let folder = city.sealing.path().parent().unwrap().to_owned();
    let keys_before = city.sealing.files();
    let (dealt, other) = (Dealt::new(1), Dealt::new(2));
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let (one, two, three) = (dealt.line(1), dealt.line(2), dealt.line(3));
    let confirmed = [("share-1", one.as_str()), ("share-2", three.as_str())];
    let opened = open_wave(&manager, &city, &dealt.public, &confirmed).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    assert_eq!(city.sealing.files(), keys_before, "no file for this wave");
    for _ in 0..5 {
        let sent = city.post("/s/kept", "", "_variant=0&Q1=1&Q2=5").await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    let audit = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'open-wave'";
    let audit = city.column(audit).await.concat();
    let custody = format!("trustees 2 of 3, key {}", dealt.shares[0].key());
    assert!(audit.contains(&custody), "{audit}");
    let registered = city.get("/registration/kept").await.body;
    assert!(registered.contains(&custody), "{registered}");

    fieldwork::store::close_wave(&city.db, wave(&city).await.id, closes_at())
        .await
        .unwrap();
    let releaser = member(&city, "releaser", &[Role::Releaser]).await;
    let page = releaser.get(WAVE).await.body;
    assert!(page.contains("in the hands of 3 trustees"), "{page}");
    assert!(page.contains("share-2") && !page.contains("share-3"));
    let foreign = other.line(2);
    let mistyped = two.replace(&two[two.len() - 4..], "0000");
    let refusals: [(&[&str], &str); 6] = [
        (&[], "There are too few shares"),
        (&[&two], "There are too few shares"),
        (&[&two, &two], "given already"),
        (&[&foreign, &two], "belongs to another key"),
        (&[&one, &mistyped], "Mistyped or incomplete"),
        (&[&one, "two"], "There is no share here"),
    ];
    for (shares, why) in refusals {
        let names = ["share-1", "share-2"].into_iter();
        let entered: Vec<_> = names.zip(shares.iter().copied()).collect();
        let refused = releaser.post(OPENING, &entered).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains(why), "{why}: {}", refused.body);
        settled(&releaser).await;
        assert_eq!(city.column("SELECT key FROM sealed_form").await.len(), 5);
    }
    for secret in [&one, &dealt.private.to_hex()] {
        assert!(holds(secret.as_bytes(), &dealt), "a blind search");
    }
    assert!(!holds(&content(&folder), &dealt), "before the opening");
    // The other two than those that were confirmed: one as the whole file, one typed in small letters.
    let file = format!("这是一把私钥的第 2 份份额。\n\n{two}\n");
    let small = three.to_lowercase();
    let entered = [("share-1", file.as_str()), ("share-2", small.as_str())];
    let answer = releaser.post(OPENING, &entered).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    settled(&releaser).await;
    assert_eq!(city.column("SELECT key FROM response").await.len(), 5);
    assert!(city.column("SELECT key FROM sealed_form").await.is_empty());
    assert!(!holds(&content(&folder), &dealt), "after the opening");
    let log = fs::read(log.path()).unwrap();
    assert!(String::from_utf8_lossy(&log).contains("wave opened"));
    assert!(!holds(&log, &dealt), "the log");
}

async fn wave(city: &City) -> fieldwork::Wave {
    let wave = fieldwork::store::find_wave(&city.db, "kept").await.unwrap();
    wave.unwrap()
}

#[tokio::test]
async fn a_wave_with_trustees_is_opened_only_when_their_shares_are_confirmed() {
    let city = City::start().await;
    let (dealt, other) = (Dealt::new(3), Dealt::new(4));
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let ask = async |key: &str, more: &[(&str, &str)]| {
        let answer = open_wave(&manager, &city, key, more).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        answer.body
    };
    let first = open_wave(&manager, &city, &dealt.public, &[]).await;
    assert_eq!(first.status, StatusCode::OK, "nothing is wrong yet");
    let first = first.body;
    assert!(
        first.contains("Trustees hold the key of this wave"),
        "{first}"
    );
    assert!(!first.contains("There are too few shares"), "{first}");
    assert!(
        first.contains("If more than 1 of the 3 shares are lost"),
        "{first}"
    );
    assert!(first.contains("id=\"share-2\"") && !first.contains("id=\"share-3\""));
    let (one, two, foreign) = (dealt.line(1), dealt.line(2), other.line(2));
    let alone = ask(&dealt.public, &[("share-1", &one)]).await;
    assert!(alone.contains("There are too few shares"));
    assert!(alone.contains(&one), "what was typed stays");
    let mixed = [("share-1", one.as_str()), ("share-2", foreign.as_str())];
    let mixed = ask(&dealt.public, &mixed).await;
    let link = "<a href=\"#share-2\"><strong>Share 2</strong>This share belongs to another key";
    assert!(mixed.contains(link), "{mixed}");
    assert!(ask("2-of-3-1f", &[]).await.contains("Enter the whole line"));
    let both = [("share-1", one.as_str()), ("share-2", two.as_str())];
    let reads = [&both[..], &[("reads", "2014-09-10")]].concat();
    assert!(
        ask(&dealt.public, &reads)
            .await
            .contains("opened once, after its close")
    );
    // The first field of a name counts.
    let here = [("custody", "installation"), ("key", dealt.public.as_str())];
    let here = manager.post("/studio/waves?lang=en", &here).await;
    assert!(here.body.contains("choose trustees here"), "{}", here.body);
    assert!(
        fieldwork::store::find_wave(&city.db, "kept")
            .await
            .unwrap()
            .is_none()
    );

    let opened = open_wave(&manager, &city, &dealt.public, &both).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    let again = ask(&dealt.public, &both).await;
    assert!(again.contains("A wave has this key already"), "{again}");
}
