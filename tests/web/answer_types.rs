//! Questions of the types that the shipped questionnaires do not ask, from the form to the answer.

use axum::http::StatusCode;

use crate::city::City;

#[tokio::test]
async fn a_number_with_decimals_is_asked_for_corrected_and_taken() {
    let city = City::start().await;
    let survey = include_bytes!("../../surveys/examples/numbers.toml");
    city.open_wave("numbers", survey).await;
    let form = city.get("/s/numbers?lang=en").await.body;
    assert!(form.contains("inputmode=\"decimal\""), "{form}");
    assert!(form.contains("A number from 0 to 24, with at most one decimal place."));
    assert!(form.contains("A whole number from 0 to 300."));
    let paper = city.get("/s/numbers/print?lang=en").await.body;
    assert!(paper.contains("________ hours"), "{paper}");
    assert!(form.contains("name=\"Q2_beside\" value=\"98\" data-alone data-beside"));
    assert!(paper.contains("I can’t say"), "{paper}");
    let send = |fill: u64, value: &str| {
        let body = format!("_variant=0&_fill={fill:032x}&Q1={value}");
        city.post("/s/numbers?lang=en", "", body)
    };
    for wrong in ["2.55", "25", "many"] {
        let answer = send(1, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let said = "Please enter a number from 0 to 24, with at most one decimal place";
        assert!(answer.body.contains(said), "{}", answer.body);
        assert!(answer.body.contains(&format!("value=\"{wrong}\"")));
    }
    let both = send(1, "8&Q2=30&Q2_beside=98").await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        both.body
            .contains("Please write an answer or tick a box, not both")
    );
    let ticked = "name=\"Q2_beside\" value=\"98\" checked";
    assert!(both.body.contains(ticked), "{}", both.body);
    let unknown = send(5, "8&Q2=&Q2_beside=98&Q3=1").await;
    assert_eq!(unknown.status, StatusCode::SEE_OTHER);
    for (fill, right) in [(2, "2.5"), (3, "%EF%BC%92%EF%BC%8C5"), (4, "8")] {
        assert_eq!(
            send(fill, right).await.status,
            StatusCode::SEE_OTHER,
            "{right}"
        );
    }
}

#[tokio::test]
async fn so_many_choices_are_asked_for_and_said_so() {
    let city = City::start().await;
    let survey = include_bytes!("../../surveys/examples/limits.toml");
    city.open_wave("limits", survey).await;
    let form = city.get("/s/limits?lang=en").await.body;
    let limits = "data-least=\"2\" data-most=\"3\" data-fault=\"Please choose 2 to 3.\"";
    assert!(form.contains(limits), "{form}");
    assert!(form.contains("<p class=\"help\">Please choose 2 to 3.</p>"));
    let paper = city.get("/s/limits/print?lang=en").await.body;
    assert!(paper.contains("Please choose 2 to 3."), "{paper}");
    let send = |fill: u64, ticked: &str| {
        let body = format!("_variant=0&_fill={fill:032x}&{ticked}");
        city.post("/s/limits?lang=en", "", body)
    };
    for (ticked, said) in [
        ("Q1=1", "Please choose at least 2"),
        ("Q1=1&Q1=2&Q1=3&Q1=4", "Please choose at most 3"),
        (
            "Q1=1&Q1=2&Q1=5",
            "One of your choices cannot go together with others",
        ),
    ] {
        let answer = send(1, ticked).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{ticked}");
        assert!(answer.body.contains(said), "{}", answer.body);
    }
    for (fill, ticked) in [(2, "Q1=1&Q1=2"), (3, "Q1=5"), (4, "")] {
        assert_eq!(
            send(fill, ticked).await.status,
            StatusCode::SEE_OTHER,
            "{ticked}"
        );
    }
}

#[tokio::test]
async fn a_date_is_asked_for_in_parts_corrected_and_taken() {
    let city = City::start().await;
    let survey = include_bytes!("../../surveys/examples/dates.toml");
    city.open_wave("dates", survey).await;
    let form = city.get("/s/dates?lang=en").await.body;
    for shown in [
        "name=\"Q1\"",
        "name=\"Q1_month\"",
        "name=\"Q2_month\"",
        "name=\"Q2_day\"",
        "data-earliest=\"2014-01-01\" data-latest=\"2014-12-31\"",
        "A year and month from January 2010 to December 2014.",
        "A day from 1 January 2014 to 31 December 2014.",
        "name=\"Q1_beside\" value=\"98\" data-alone data-beside",
    ] {
        assert!(form.contains(shown), "{shown}: {form}");
    }
    assert!(!form.contains("Q1_day"), "a month has no day");
    let paper = city.get("/s/dates/print").await.body;
    assert!(paper.contains("________ 年 ____ 月 ____ 日"), "{paper}");
    assert!(paper.contains("早于 2014年1月"), "{paper}");
    let send = |fill: u64, typed: &str| {
        let body = format!("_variant=0&_fill={fill:032x}&{typed}");
        city.post("/s/dates?lang=en", "", body)
    };
    let month = "Please enter a year and month from January 2010 to December 2014";
    let day =
        "Please enter a day from 1 January 2014 to 31 December 2014, with year, month and day";
    for (wrong, said) in [
        ("Q1=2013", month),
        ("Q1=13&Q1_month=5", month),
        ("Q1=2013&Q1_month=13", month),
        ("Q1=2009&Q1_month=12", month),
        ("Q1=2013&Q1_month=5&Q2=2014&Q2_month=2&Q2_day=29", day),
        ("Q1=2013&Q1_month=5&Q2_month=2&Q2_day=28", day),
        (
            "Q1=2013&Q1_month=5&Q1_beside=98",
            "Please write an answer or tick a box, not both",
        ),
    ] {
        let answer = send(1, wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(answer.body.contains(said), "{wrong}: {}", answer.body);
    }
    let kept = send(1, "Q1=2013&Q1_month=13").await.body;
    assert!(kept.contains("name=\"Q1_month\" value=\"13\""), "{kept}");
    for (fill, right) in [
        (2, "Q1=2013&Q1_month=5&Q2=2014&Q2_month=2&Q2_day=28"),
        (3, "Q1=%EF%BC%92%EF%BC%90%EF%BC%91%EF%BC%94&Q1_month=+01+"),
        (4, "Q1=&Q1_month=&Q1_beside=99"),
        (5, ""),
    ] {
        let taken = send(fill, right).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{right}");
    }
}
