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
            .contains("Please enter a number or tick a box, not both")
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
