//! What lies in the database of the answers tells nobody who came when: neither do the rows in the order in which
//! they were written, which a server keeps.

use axum::http::StatusCode;
use sea_orm::{ConnectionTrait, DbBackend};

use crate::city::City;

#[tokio::test]
async fn rows_lie_in_the_order_of_random_keys_and_not_of_arrival() {
    let city = City::start().await;
    for person in 0..12 {
        let form = format!("_variant=0&Q1=1&Q2=5&Q5=person+{person}");
        let sent = city.post("/s/open", "", form).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER);
    }
    city.close_and_open(&city.open).await;
    // SQLite keeps these tables in the order of their keys whatever comes; a server as they were written.
    let written = match city.db.get_database_backend() {
        DbBackend::Postgres => " ORDER BY ctid",
        _ => "",
    };
    for column in ["key FROM response", "id FROM remark"] {
        let lying = city.column(&format!("SELECT {column}{written}")).await;
        assert_eq!(lying.len(), 12);
        assert!(lying.is_sorted(), "{column}: {lying:?}");
    }
}
