//! What the survey of thirty items weighs on its way to a phone, as a budget that nobody exceeds unnoticed.

use axum::body::Body;
use axum::http::Request;
use axum::http::StatusCode;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use sea_orm::ConnectionTrait;

use crate::city::{Answer, City};

const RESIDENTS: &[u8] = include_bytes!("../../surveys/harbin-2012-2014/residents.toml");

/// The offices that a city names, which a demonstration does not have.
const OFFICES: &str = r#"UPDATE wave SET contact = '{"zh":"市统计局社情民意调查中心，电话 0451-5550101（工作日 9:00—17:00）",
"en":"Public opinion survey centre of the City Bureau of Statistics, telephone 0451-5550101, weekdays 9 to 17"}',
complaints = '{"zh":"市监察局信访室，中山路 100 号，电话 0451-5550202",
"en":"Complaints office of the City Bureau of Supervision, 100 Zhongshan Road, telephone 0451-5550202"}'
WHERE slug = 'residents'"#;
/// The most bytes the document may have, compressed.
const DOCUMENT: usize = 8 * 1024;
/// The most bytes of everything needed to answer the survey to its end.
const EVERYTHING: usize = 20 * 1024;
/// The most bytes of the script of the form.
const SCRIPT: usize = 10 * 1024;

#[tokio::test]
#[expect(clippy::print_stdout, reason = "the figures are worth reading")]
async fn the_survey_of_thirty_items_travels_light() {
    let city = City::start().await;
    city.open_wave("residents", RESIDENTS).await;
    let txn = db::begin_write(&city.db).await.unwrap();
    txn.execute_unprepared(OFFICES).await.unwrap();
    txn.commit().await.unwrap();
    let mut heaviest = 0;
    for address in [
        "/s/residents",
        "/s/residents?lang=en",
        "/s/residents?size=large",
        "/s/residents?lang=en&size=large",
    ] {
        let page = compressed(&city, address).await;
        println!("{address}: {} bytes", page.bytes);
        heaviest = heaviest.max(page.bytes);
    }
    let page = city.get("/s/residents").await;
    let weigh = async |mark: &str, attribute: &str| {
        let address = page.attribute_after(mark, attribute);
        let file = compressed(&city, address).await;
        println!("{address}: {} bytes", file.bytes);
        file.bytes
    };
    let style = weigh("<link rel=\"stylesheet\"", "href").await;
    let icon = weigh("<link rel=\"icon\"", "href").await;
    let script = weigh("<script ", "src").await;
    let worker = compressed(&city, "/worker.js").await.bytes;
    println!("/worker.js: {worker} bytes");
    let everything = heaviest + style + icon + script + worker;
    println!("document, style, icon, script and worker: {everything} bytes");

    assert!(heaviest <= DOCUMENT, "the document has {heaviest} bytes");
    assert!(
        everything <= EVERYTHING,
        "everything has {everything} bytes"
    );
    assert!(script <= SCRIPT, "the script has {script} bytes");
}

async fn compressed(city: &City, address: &str) -> Answer {
    let request = Request::get(address).header(ACCEPT_ENCODING, "br, gzip");
    let answer = city.send(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    assert_eq!(answer.headers[CONTENT_ENCODING], "br", "{address}");
    answer
}
