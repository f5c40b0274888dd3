//! Whoever holds rows of answers that were handed out, all that were ever handed out to one person, and knows a neighbour's
//! PSU, sex, age and education.
//!
//! Rows of several exports are told to be of one person by their answers, which differ from everybody else's; what stands
//! beside the answers in one export is then added to what stands there in another. The control are the rows that are handed to
//! two persons only.

use std::collections::{BTreeMap, BTreeSet};

use accounts::password::{Password, hash};
use accounts::store::{Actor, Audited, add_user};
use accounts::{Action, Entry, Role, UserName};
use clock::Clock;
use db::Db;
use fieldwork::SubmissionId;
use minyi::cli::export::{Person, What, hand_out};
use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};

use crate::storage::Storage;
use crate::town::{Reply, Town};

const PASSWORD: &str = "correct horse battery";

/// What everybody answers alike, so that the forms are complete.
const ALIKE_ANSWERS: [&str; 10] = [
    "R05", "R06", "R07", "R12", "R14", "R15", "R17", "R19", "R21", "R22",
];

/// Questions on one scale of five by which all residents differ, and that rows tell as they were answered.
const DIGITS: [&str; 5] = ["R13", "R04", "R16", "R18", "R20"];

const HOUSEHOLDS: u64 = 720;

/// The fewest rows that are alike, if nobody asks for more.
const ALIKE: usize = 5;

#[tokio::test]
async fn nobody_is_alone_in_the_rows_of_any_exports_put_together() {
    let mut storages = vec![Storage::file()];
    storages.extend(Storage::server().await);
    for storage in storages {
        let town = Town::found_with(storage, |_| Vec::new(), HOUSEHOLDS).await;
        let mut rng = ChaCha20Rng::seed_from_u64(rand::random());
        let same = ALIKE_ANSWERS
            .map(|question| format!("&{question}=1"))
            .concat();
        for (number, code) in (0..).zip(&town.codes) {
            let answers = format!(
                "{same}{}&R25={}&R26={}&R28={}&R30={}",
                written(number),
                rng.random_range(1..=2),
                rng.random_range(1..=6),
                rng.random_range(1..=4),
                rng.random_range(1..=6),
            );
            let id = SubmissionId::draw(&mut rng);
            let reply = town.send(&format!("/i/{code}"), id, &answers).await;
            assert!(matches!(reply, Reply::Receipt(_)), "{reply:?}");
        }
        town.close_after("invited", town.codes.len() as u64).await;
        town.open("invited");
        let released = town.program("release", "invited").output().unwrap();
        assert!(released.status.success(), "{released:?}");
        for (name, role) in [("ann", Role::Analyst), ("rey", Role::Releaser)] {
            hire(&town.db, name, role).await;
        }

        let mut tables = Vec::new();
        for person in ["ann", "rey", "ann"] {
            tables.push(exported(&town.db, What::Alike(ALIKE), &[person], ".rows.csv").await);
        }
        for alike in [7, 12] {
            let coarser = hand_out(
                &town.db,
                "invited",
                What::Alike(alike),
                people(&["rey"]),
                &Clock::System,
            );
            let refused = coarser.await.unwrap_err().to_string();
            assert!(refused.contains("put the two tables together"), "{refused}");
        }
        let alone: Vec<usize> = tables.iter().map(|table| fewest(&kinds(table))).collect();
        let together = fewest(&put_together(&tables));
        let raw = exported(&town.db, What::Raw, &["ann", "rey"], ".answers.csv").await;
        let beside = ["psu", "R25", "R01", "R26"];
        let control = raw.iter().map(|row| beside.map(|name| row[name].clone()));
        let control = counted(control);
        let known = control.values().filter(|persons| **persons == 1).count();
        println!(
            "the smallest group in exports by one person: {alone:?}, put together {together}; \
             by PSU, sex, age and education {known} of {} stored rows are unique",
            raw.len()
        );
        assert!(known * 10 > raw.len(), "a blind adversary");
        assert!(alone.iter().all(|persons| *persons >= ALIKE), "{alone:?}");
        assert!(together >= ALIKE, "{together}");
    }
}

/// The number as answers of a form.
fn written(number: u32) -> String {
    let digits = DIGITS.iter().zip(0..);
    let fields =
        digits.map(|(question, at)| format!("&{question}={}", 1 + number / 5_u32.pow(at) % 5));
    fields.collect()
}

async fn hire(db: &Db, name: &str, role: Role) {
    let name = UserName::new(name).unwrap();
    let password = Password::new(PASSWORD, &name, &[]).unwrap();
    let hash = hash(&password, &mut ChaCha20Rng::seed_from_u64(1)).await;
    let audited = Audited::begin(db, Actor::Terminal, Clock::System.now());
    let audited = audited.await.unwrap();
    let added = add_user(&audited, &name, &[role].into(), Some(hash)).await;
    added.unwrap().unwrap();
    let entry = Entry::new(Action::AddUser, format!("user {name}"));
    audited.commit(entry).await.unwrap();
}

/// Rows of a file, each by the names of its columns.
type Table = Vec<BTreeMap<String, String>>;

fn people(names: &[&str]) -> Vec<Person> {
    let people = names.iter().map(|name| Person {
        name: (*name).to_owned(),
        password: PASSWORD.to_owned(),
    });
    people.collect()
}

async fn exported(db: &Db, what: What, names: &[&str], file: &str) -> Table {
    let files = hand_out(db, "invited", what, people(names), &Clock::System);
    let files = files.await.unwrap();
    let (_, content) = files.iter().find(|(name, _)| name.ends_with(file)).unwrap();
    let mut reader = csv::Reader::from_reader(&content[..]);
    reader.deserialize().map(Result::unwrap).collect()
}

/// What a row tells of who it is. The weight is none of it: it is told by what stands in the row
/// (`rows_of_the_same_codes_have_the_same_weight`), and its replicates by that and by signs drawn.
const BESIDE: [&str; 5] = ["district", "R25", "R01", "R26", "R28"];

/// Whether a column holds what somebody thinks, and not who it is.
fn is_opinion(name: &str) -> bool {
    let weighs = name == "weight" || name.starts_with('w');
    !weighs && !BESIDE.contains(&name)
}

/// What stands beside the answers of a row.
fn beside(row: &BTreeMap<String, String>) -> Vec<String> {
    assert!(!row.contains_key("psu") && !row.contains_key("stratum"));
    BESIDE.map(|name| row[name].clone()).into()
}

/// The persons behind each combination of what stands beside the answers.
fn kinds(table: &Table) -> BTreeMap<Vec<String>, usize> {
    counted(table.iter().map(beside))
}

/// The same of all tables together, their rows joined by the answers.
fn put_together(tables: &[Table]) -> BTreeMap<Vec<Vec<String>>, usize> {
    let mut persons: BTreeMap<Vec<(String, String)>, Vec<Vec<String>>> = BTreeMap::new();
    let shared: BTreeSet<&String> = tables[0][0].keys().collect();
    for table in tables {
        for row in table {
            let opinions = row.iter();
            let opinions = opinions.filter(|(name, _)| is_opinion(name) && shared.contains(name));
            let opinions = opinions.map(|(name, value)| (name.clone(), value.clone()));
            persons
                .entry(opinions.collect())
                .or_default()
                .push(beside(row));
        }
    }
    assert_eq!(
        persons.len(),
        tables[0].len(),
        "everybody answers differently"
    );
    counted(persons.into_values())
}

fn counted<K: Ord>(keys: impl Iterator<Item = K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    for key in keys {
        *counts.entry(key).or_default() += 1;
    }
    counts
}

fn fewest<K>(groups: &BTreeMap<K, usize>) -> usize {
    groups.values().copied().min().unwrap_or_default()
}
