//! Rows of answers that leave the house: nobody is known by them, and who had them stands in the audit log.

use std::collections::{BTreeMap, BTreeSet};

use accounts::password::{Password, hash};
use accounts::store::{Actor, AuditSearch, Audited, add_user, search_audit, set_disabled};
use accounts::{Action, Entry, Role, UserName};
use clock::Clock;
use db::Db;
use minyi::cli::export::{Files, Person, What, hand_out};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use results::raw_cases::raw_cases;
use tokio::sync::OnceCell;

use crate::fielded::first;

const WAVE: &str = "residents-2014";

/// What respondents say of themselves.
const PERSON: [&str; 4] = ["R25", "R01", "R26", "R28"];

/// The database of the demonstration with three more of the staff, and their passwords.
struct House {
    db: Db,
    passwords: &'static BTreeMap<&'static str, String>,
}

impl House {
    async fn enter() -> Self {
        static PASSWORDS: OnceCell<BTreeMap<&'static str, String>> = OnceCell::const_new();
        let db = db::open(&first().await.storage.database).await.unwrap();
        let passwords = PASSWORDS.get_or_init(|| hire(&db)).await;
        Self { db, passwords }
    }

    fn person(&self, name: &str) -> Person {
        Person {
            name: name.to_owned(),
            password: self.passwords[name].clone(),
        }
    }

    async fn asked(&self, what: What, people: Vec<Person>) -> Result<Files, String> {
        let files = hand_out(&self.db, WAVE, what, people, &Clock::System).await;
        files.map_err(|error| error.to_string())
    }

    async fn by(&self, what: What, names: &[&str]) -> Result<Files, String> {
        let people = names.iter().map(|name| self.person(name));
        self.asked(what, people.collect()).await
    }
}

async fn hire(db: &Db) -> BTreeMap<&'static str, String> {
    let mut rng = ChaCha20Rng::seed_from_u64(5);
    let mut passwords = BTreeMap::new();
    for (name, role, barred) in [
        ("ann", Role::Analyst, false),
        ("rey", Role::Releaser, false),
        ("dee", Role::Designer, false),
        ("old", Role::Analyst, true),
    ] {
        let password = Password::draw(&mut rng);
        let hash = hash(&password, &mut rng).await;
        let audited = Audited::begin(db, Actor::Terminal, Clock::System.now()).await;
        let audited = audited.unwrap();
        let name_of = UserName::new(name).unwrap();
        let user = add_user(&audited, &name_of, &[role].into(), Some(hash)).await;
        let user = user.unwrap().unwrap();
        set_disabled(&audited, user.id, barred).await.unwrap();
        let entry = Entry::new(Action::AddUser, format!("user {name}"));
        audited.commit(entry).await.unwrap();
        passwords.insert(name, password.reveal().to_owned());
    }
    passwords
}

fn table(file: &[u8]) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(file);
    let rows = reader.records().map(|row| {
        let row = row.unwrap();
        row.iter().map(str::to_owned).collect()
    });
    rows.collect()
}

/// Everything that stands beside the answers of a row but its weight, which follows from what stands in it.
fn kinds(rows: &[Vec<String>]) -> BTreeMap<&[String], usize> {
    let beside = 1 + rows[0][1..]
        .iter()
        .take_while(|name| PERSON.contains(&name.as_str()))
        .count();
    let mut kinds = BTreeMap::new();
    for row in &rows[1..] {
        *kinds.entry(&row[..beside]).or_default() += 1;
    }
    kinds
}

#[tokio::test]
async fn nobody_is_known_by_the_rows_that_one_person_gets() {
    let house = House::enter().await;
    let files = house.by(What::Alike(5), &["ann"]).await.unwrap();
    let [
        (name, rows),
        (book, _),
        (report_name, report),
        (registration, _),
    ] = files.as_slice()
    else {
        panic!("rows, a code book, a report and the registration");
    };
    assert_eq!(book, "residents-2014.code-book.json");
    assert_eq!(registration, "residents-2014.registration.json");
    assert_eq!(name, "residents-2014.rows.csv");
    assert_eq!(report_name, "residents-2014.uniqueness.txt");
    let rows = table(rows);
    let (inputs, release) = first().await.yearly.last().unwrap();
    assert_eq!(rows.len() as u64, release.respondents + 1);
    assert_eq!(rows[0][0], "district");
    assert_eq!(rows[0][1..=PERSON.len()], PERSON);
    let kinds = kinds(&rows);
    assert!(kinds.len() > 40, "{}", kinds.len());
    assert!(kinds.values().all(|size| *size >= 5));
    // Whoever knows the codes of the PSUs finds none.
    let codes: BTreeSet<&str> = inputs
        .wave
        .psus
        .iter()
        .map(|psu| psu.code.as_str())
        .collect();
    assert!(
        rows.iter()
            .flatten()
            .all(|cell| !codes.contains(cell.as_str()))
    );
    let report = String::from_utf8(report.clone()).unwrap();
    println!("{report}");
    assert!(
        report.contains("独一无二的有0行") && report.contains("0 are the only ones of their kind")
    );
}

/// The attack that this is against, blind to nothing: by stratum, PSU, sex, age, education and weight of the stored rows.
#[tokio::test]
async fn the_rows_as_they_are_stored_are_known_by_what_stands_beside_the_answers() {
    let house = House::enter().await;
    let files = house.by(What::Raw, &["ann", "rey"]).await.unwrap();
    let name = format!("{WAVE}.answers.csv");
    let (_, answers) = files.iter().find(|(file, _)| *file == name).unwrap();
    let rows = table(answers);
    let beside = ["psu", "R25", "R01", "R26"].map(|name| {
        let mut names = rows[0].iter();
        names.position(|other| other == name).unwrap()
    });
    let mut kinds: BTreeMap<[&str; 4], usize> = BTreeMap::new();
    for row in &rows[1..] {
        *kinds.entry(beside.map(|at| row[at].as_str())).or_default() += 1;
    }
    let unique = kinds.values().filter(|size| **size == 1).count();
    println!(
        "{unique} of {} stored rows are unique by PSU, sex, age and education",
        rows.len() - 1
    );
    assert!(unique * 4 > rows.len());
}

#[tokio::test]
async fn everything_is_handed_to_two_persons_who_are_known_and_to_nobody_else() {
    let house = House::enter().await;
    let files = house.by(What::Raw, &["ann", "rey"]).await.unwrap();
    let (inputs, release) = first().await.yearly.last().unwrap();
    let cases = raw_cases(inputs, release).unwrap();
    let cases: Files = cases
        .into_iter()
        .map(|file| (file.name, file.content))
        .collect();
    let (handed, beside) = files.split_at(cases.len());
    assert!(handed == cases, "the raw cases");
    let beside: Vec<&str> = beside.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        beside,
        [
            "residents-2014.registration.json",
            "residents-2014.secrets.json"
        ]
    );
    assert!(
        !house
            .by(What::Weighted, &["rey", "ann"])
            .await
            .unwrap()
            .is_empty()
    );

    let two = "takes two different persons";
    let refused = async |what, names: &[&str]| house.by(what, names).await.unwrap_err();
    assert!(refused(What::Raw, &["ann"]).await.contains(two));
    assert!(refused(What::Weighted, &["ann", "ann"]).await.contains(two));
    let role = "neither an analyst nor a releaser";
    assert!(refused(What::Raw, &["ann", "dee"]).await.contains(role));
    assert!(refused(What::Alike(5), &["dee"]).await.contains(role));
    let belong = "do not belong together";
    assert!(refused(What::Raw, &["ann", "old"]).await.contains(belong));
    let stranger = |name: &str| Person {
        name: name.to_owned(),
        password: "not the password".to_owned(),
    };
    for people in [
        vec![house.person("ann"), stranger("rey")],
        vec![stranger("nobody"), house.person("ann")],
    ] {
        let refused = house.asked(What::Raw, people).await.unwrap_err();
        assert!(refused.contains(belong), "{refused}");
    }
    for fewer in [1, 4] {
        let refused = refused(What::Alike(fewer), &["ann"]).await;
        assert!(
            refused.contains("more may be asked for, not fewer"),
            "{refused}"
        );
    }
}

#[tokio::test]
async fn who_had_rows_and_which_stands_in_the_audit_log() {
    let house = House::enter().await;
    let exports = async || {
        let search = AuditSearch {
            action: Some(Action::ExportRows),
            ..AuditSearch::default()
        };
        search_audit(&house.db, &search, 100).await.unwrap().entries
    };
    let rows = house.by(What::Alike(5), &["rey"]).await.unwrap();
    let again = house.by(What::Alike(5), &["ann"]).await.unwrap();
    assert!(rows == again, "whoever asks gets the same table");
    let coarser = house.by(What::Alike(12), &["rey"]).await.unwrap_err();
    assert!(
        coarser.contains("handed out before with --alike 5"),
        "{coarser}"
    );
    let entries = exports().await;
    let entry = entries.iter().find(|entry| {
        let after = entry.after.as_ref().unwrap();
        after["alike"] == 5 && entry.actor == "rey"
    });
    let entry = entry.unwrap();
    assert_eq!(
        (entry.actor.as_str(), entry.subject.as_str()),
        ("rey", "wave residents-2014")
    );
    assert_eq!(
        entry.after.as_ref().unwrap()["by"],
        serde_json::json!(["rey"])
    );

    house.by(What::Weighted, &["ann", "rey"]).await.unwrap();
    let entries = exports().await;
    let full = entries.iter().filter_map(|entry| entry.after.as_ref());
    let mut full = full.filter(|after| after["what"] == "weighted");
    assert!(full.any(|after| after["by"] == serde_json::json!(["ann", "rey"])));
    let refused = house.by(What::Raw, &["dee", "ann"]).await;
    assert!(refused.is_err());
    let entries = exports().await;
    assert!(entries.iter().all(|entry| entry.actor != "dee"));
}
