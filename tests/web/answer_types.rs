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
    for (fill, right) in [(2, "2.5"), (3, "%EF%BC%92%EF%BC%8C5"), (4, "8")] {
        assert_eq!(
            send(fill, right).await.status,
            StatusCode::SEE_OTHER,
            "{right}"
        );
    }
}
