//! The paper questionnaire of one household: its code on a cover sheet that goes apart, and on no sheet with answers.

use axum::http::StatusCode;

use crate::city::City;
use crate::staff::member;
use accounts::Role;

const PRINT: &str = "/studio/waves/invited/booklet";

#[tokio::test]
async fn the_code_stands_on_the_cover_that_goes_apart_and_on_no_sheet_with_answers() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let wave = manager.get("/studio/waves/invited").await;
    assert!(wave.body.contains(PRINT), "{}", wave.body);
    let asked = manager.get(PRINT).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(
        asked
            .body
            .contains("formaction=\"/studio/waves/invited/booklet?size=large\"")
    );

    let code = city.codes[0].to_string();
    for (address, form, large) in [
        (PRINT.to_owned(), format!("/i/{code}<"), false),
        (
            format!("{PRINT}?lang=en&size=large"),
            format!("/i/{code}?lang=en&amp;size=large<"),
            true,
        ),
    ] {
        let printed = manager
            .post(&address, &[("code", &code.to_lowercase())])
            .await;
        assert_eq!(printed.status, StatusCode::OK, "{}", printed.body);
        assert_eq!(printed.body.contains("class=\"elder\""), large);
        let (cover, rest) = printed.body.split_once("class=\"cover-back\"").unwrap();
        assert!(cover.contains(&format!(">{code}<")), "{cover}");
        assert!(
            cover.contains(&form) && cover.contains("<svg class=\"qr\""),
            "{cover}"
        );
        assert!(
            !cover.contains("class=\"paper\""),
            "answers beside the code"
        );
        assert!(rest.contains("class=\"paper\""), "{rest}");
        // Neither the code nor a part of it, nor a way to its form.
        assert!(
            code.split('-').all(|part| !rest.contains(part)) && !rest.contains("/i/"),
            "{rest}"
        );
    }
    let printed = manager.post(PRINT, &[("code", &code)]).await.body;
    assert!(printed.contains("请把这一页同答卷一起交回"), "{printed}");
    assert!(printed.contains("--public-address"), "{printed}");
}

#[tokio::test]
async fn only_a_code_of_this_wave_that_nobody_has_used_is_printed() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let used = city.codes[0].to_string();
    let sent = city
        .post(&format!("/i/{used}"), "", "_variant=0&Q1=1&Q2=5")
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    for code in [&used, "0000-0000-0000-0000", "nonsense", ""] {
        let refused = manager.post(PRINT, &[("code", code)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(refused.body.contains("这不是本期调查还能使用的邀请码"));
        assert!(!refused.body.contains("<svg class=\"qr\""));
    }
    let open = manager.get("/studio/waves/open/booklet").await;
    assert_eq!(
        open.status,
        StatusCode::NOT_FOUND,
        "an open link has no codes"
    );
}
