//! Whoever copies the database while booklets on paper wait for their second entry, and holds the key file of the server.
//!
//! The paper is the key: what was typed opens with the code on its cover and with nothing that the server keeps.

use std::collections::BTreeSet;

use data_encoding::{HEXLOWER, Specification};
use fieldwork::AccessCode;
use fieldwork::paper::{BookletEntries, BookletKey, TypedForm};
use fieldwork::store::{BookletRow, find_wave};
use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::copied_files::{copied, holds};
use crate::storage::Storage;
use crate::town::Town;

/// What somebody wrote, and nobody else.
const REMARK: &str = "更多的树木和长椅";

/// To how many bytes booklets are filled up.
const LENGTH: usize = 4_096;

/// A booklet that waits, as it lies in the database.
struct Waiting {
    row: String,
    bytes: Vec<u8>,
}

#[tokio::test]
async fn database_and_key_file_open_no_booklet_that_waits() {
    let town = Town::found_in(Storage::file(), |_| Vec::new()).await;
    let wave = find_wave(&town.db, "invited").await.unwrap().unwrap();
    let mut rng = ChaCha20Rng::seed_from_u64(24);
    for (at, code) in town.codes.iter().take(8).enumerate() {
        let row = BookletRow {
            wave: wave.id,
            code: *code,
            key: &town.key,
        };
        // Nearly empty ones and full ones, some typed in twice.
        let mut first = TypedForm::new();
        if at % 2 == 0 {
            first.insert("R28".to_owned(), vec![REMARK.to_owned()]);
        }
        let second = (at >= 4).then(TypedForm::new);
        let entries = BookletEntries {
            variant: 0,
            first,
            second,
        };
        let txn = db::begin_write(&town.db).await.unwrap();
        let kept = row.keep_first(&txn, &entries, "clerk", LENGTH, &mut rng);
        assert!(kept.await.unwrap());
        txn.commit().await.unwrap();
    }
    let copy = copied(town.file());
    assert!(!holds(copy.path(), REMARK.as_bytes()), "answers in clear");

    let waiting = waiting(&town).await;
    let sizes: BTreeSet<usize> = waiting.iter().map(|booklet| booklet.bytes.len()).collect();
    assert_eq!((waiting.len(), sizes.len()), (8, 1), "{sizes:?}");
    let held = held(&town, &waiting);
    let opened = waiting.iter().filter(|booklet| open(booklet, &held));
    assert_eq!(opened.count(), 0);

    // The controls: who has the papers opens all, and a booklet locked with what the server keeps is opened.
    let opened = waiting.iter().filter(|booklet| open(booklet, &town.codes));
    assert_eq!(opened.count(), 8, "a blind adversary");
    let row = waiting[0].row.clone();
    let badly_kept = Waiting {
        bytes: BookletKey::of(from_hex(&row)).seal(&row, b"5", LENGTH, &mut rng),
        row,
    };
    assert!(open(&badly_kept, &held), "a blind adversary");
}

async fn waiting(town: &Town) -> Vec<Waiting> {
    let sql = "SELECT code_hash, bytes FROM paper_entry";
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let rows = town.db.query_all_raw(statement).await.unwrap();
    rows.iter()
        .map(|row| Waiting {
            row: row.try_get_by_index(0).unwrap(),
            bytes: row.try_get_by_index(1).unwrap(),
        })
        .collect()
}

/// Codes made of all that the server keeps of a booklet: the names of rows, and the key file with keys that follow from it.
fn held(town: &Town, waiting: &[Waiting]) -> Vec<AccessCode> {
    let key = from_hex(&town.key.to_hex());
    let purposes = ["code", "booklet", "paper", "Minyi, a booklet that waits, 1"];
    let derived = purposes.map(|purpose| from_hex(&HEXLOWER.encode(&town.key.derive(purpose))));
    let rows = waiting.iter().map(|booklet| from_hex(&booklet.row));
    // A code of a code: what the server would keep if it hashed twice.
    let hashed = waiting.iter().map(|booklet| {
        let code = from_hex(&booklet.row);
        from_hex(&town.key.of_code(code))
    });
    [key]
        .into_iter()
        .chain(derived)
        .chain(rows)
        .chain(hashed)
        .collect()
}

/// A code of the first eighty bits of something.
fn from_hex(digits: &str) -> AccessCode {
    let bytes = HEXLOWER.decode(digits.as_bytes()).unwrap();
    let mut crockford = Specification::new();
    crockford
        .symbols
        .push_str("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
    let symbols = crockford.encoding().unwrap().encode(&bytes[..10]);
    AccessCode::parse(&symbols).unwrap()
}

/// Whether one of these codes opens a booklet.
fn open(booklet: &Waiting, codes: &[AccessCode]) -> bool {
    codes.iter().any(|code| {
        let key = BookletKey::of(*code);
        key.open(&booklet.row, &booklet.bytes).is_ok()
    })
}
