//! Whoever can read the live database of a server: its tables, the hidden columns of their rows and the place they lie at.
//!
//! Marks on invitations and sealed forms are written together, so their hidden columns join them, and that betrays nothing.
//! Responses are written at the opening, all by one transaction and in the order of new keys: what is left is to guess.

use std::collections::BTreeMap;

use db::Db;
use sea_orm::ConnectionTrait;

use crate::people::{self, Truth};
use crate::storage::Storage;
use crate::town::Town;

/// Tables that the adversary holds against each other.
struct Held {
    invitations: &'static str,
    responses: &'static str,
}

const KEPT: Held = Held {
    invitations: "invitation",
    responses: "response",
};

/// The honest control: an answer is written with the mark on its invitation.
const CONTROL: Held = Held {
    invitations: "control_invitation",
    responses: "control_response",
};

/// What an attack came to: right guesses, of so many that were made for certain.
#[derive(Debug, PartialEq, Eq)]
struct Guesses {
    right: usize,
    made: usize,
}

#[tokio::test]
async fn neither_hidden_columns_nor_the_place_of_rows_join_a_code_to_its_answers() {
    let Some(storage) = Storage::server().await else {
        return;
    };
    let town = Town::found_in(storage, |_| Vec::new()).await;
    let truth = people::answer(&town).await;
    town.close_after("invited", truth.len() as u64).await;
    town.open("invited");
    let psus = people::psus(&town.db).await;
    write_as_it_must_not_be_written(&town.db, &truth, &psus).await;

    let joined = by_transaction(&town.db, &KEPT, &truth).await;
    let control = by_transaction(&town.db, &CONTROL, &truth).await;
    println!("joined by the transaction: {joined:?}; control: {control:?}");
    let all = truth.len();
    assert_eq!(
        control,
        Guesses {
            right: all,
            made: all
        },
        "a blind adversary"
    );
    assert_eq!(joined, Guesses { right: 0, made: 0 });

    let ordered = by_place(&town.db, &KEPT, &truth, &psus).await;
    let control = by_place(&town.db, &CONTROL, &truth, &psus).await;
    // Whoever knows the PSU and guesses is right once in each PSU, on average.
    let different: std::collections::BTreeSet<&String> = psus.values().collect();
    let chance = different.len();
    println!(
        "right by the place of rows: {ordered:?}; control: {control:?}; by the PSU alone: {chance}"
    );
    assert_eq!(control.right, all, "a blind adversary");
    // The fixed points of one random permutation for each PSU vary by their own number: four deviations.
    let most = chance + 4 * (chance.isqrt() + 1);
    assert!(ordered.right < most, "{ordered:?}");
}

async fn write_as_it_must_not_be_written(db: &Db, truth: &Truth, psus: &BTreeMap<String, String>) {
    let begin = async |statements: &[String]| {
        let txn = db::begin_write(db).await.unwrap();
        for statement in statements {
            txn.execute_unprepared(statement).await.unwrap();
        }
        txn.commit().await.unwrap();
    };
    begin(&[
        "CREATE TABLE control_invitation (code_hash text PRIMARY KEY, returned boolean)".into(),
        "CREATE TABLE control_response (key text PRIMARY KEY, psu text, answers jsonb)".into(),
        "INSERT INTO control_invitation SELECT code_hash, false FROM invitation".into(),
    ])
    .await;
    for (code, number) in truth {
        let answers = people::stored(*number);
        let (psu, key) = (&psus[code], rand::random::<u64>());
        begin(&[
            format!("UPDATE control_invitation SET returned = true WHERE code_hash = '{code}'"),
            format!("INSERT INTO control_response VALUES ('{key}', '{psu}', '{answers}')"),
        ])
        .await;
    }
}

/// Joins by the number of the transaction that wrote a row, where it says one thing only.
async fn by_transaction(db: &Db, held: &Held, truth: &Truth) -> Guesses {
    let Held {
        invitations,
        responses,
    } = held;
    let sql = format!(
        "SELECT i.code_hash, r.answers::text FROM {invitations} i JOIN {responses} r ON r.xmin = i.xmin WHERE i.returned"
    );
    let guesses = people::pairs(db, &sql).await;
    judge(&guesses, truth)
}

/// Takes the k-th mark of a PSU, in the order in which they were written, for the k-th response that lies there.
async fn by_place(db: &Db, held: &Held, truth: &Truth, psus: &BTreeMap<String, String>) -> Guesses {
    let Held {
        invitations,
        responses,
    } = held;
    let marked = format!(
        "SELECT code_hash, code_hash FROM {invitations} WHERE returned ORDER BY xmin::text::bigint, ctid"
    );
    let lying =
        format!("SELECT psu, answers::text FROM {responses} WHERE psu IS NOT NULL ORDER BY ctid");
    let mut by_psu: BTreeMap<String, std::collections::VecDeque<String>> = BTreeMap::new();
    for (psu, answers) in people::pairs(db, &lying).await {
        by_psu.entry(psu).or_default().push_back(answers);
    }
    let mut guesses = Vec::new();
    for (code, _) in people::pairs(db, &marked).await {
        let lying = by_psu.get_mut(&psus[&code]);
        guesses.extend(
            lying
                .and_then(std::collections::VecDeque::pop_front)
                .map(|answers| (code, answers)),
        );
    }
    judge(&guesses, truth)
}

fn judge(guesses: &[(String, String)], truth: &Truth) -> Guesses {
    let right = guesses.iter().filter(|(code, answers)| {
        people::read(&people::parse(answers)) == truth.get(code).copied()
    });
    Guesses {
        right: right.count(),
        made: guesses.len(),
    }
}
