//! The form of an open wave: shown, filled, sent back, counted once.

use axum::http::StatusCode;
use scraper::{Html, Selector};

use crate::city::{Answer, City, closes_at, opens_at};

const GOOD: &str = "_variant=0&Q1=1&Q2=5&Q3=1&Q3=2&Q4=2&Q5=%E5%A5%BD";

#[tokio::test]
async fn an_answer_is_taken_in_and_its_receipt_shown() {
    let city = City::start().await;
    let form = city.get("/s/open").await;
    assert_eq!(form.status, StatusCode::OK);
    let sent = city.post("/s/open", &form.cookie(), GOOD).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let thanks = city.get(sent.location()).await;
    assert_eq!(thanks.status, StatusCode::OK);
    assert!(!thanks.body.contains("非常满意"));
    assert!(thanks.body.contains("演示"));
    assert_eq!(city.stored_responses().await, 1);
}

#[tokio::test]
async fn the_same_form_sent_twice_counts_once() {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    let first = city.post("/s/open", &cookie, GOOD).await;
    let again = city.post("/s/open", &cookie, GOOD).await;
    assert_eq!(first.receipt(), again.receipt());
    assert_eq!(city.stored_responses().await, 1);
}

/// Whoever has neither cookies nor a script is told apart by what stands hidden in the document.
#[tokio::test]
async fn a_document_sent_twice_without_a_cookie_counts_once() {
    let city = City::start().await;
    let form = city.get("/s/open").await;
    let fill = form.attribute_after("name=\"_fill\"", "value");
    let body = format!("{GOOD}&_fill={fill}");
    let first = city.post("/s/open", "", body.clone()).await;
    let again = city.post("/s/open", "", body.clone()).await;
    assert_eq!(first.receipt(), again.receipt());
    assert_eq!(city.stored_responses().await, 1);
    let another = city.get("/s/open").await;
    assert_ne!(another.attribute_after("name=\"_fill\"", "value"), fill);
    // It comes back with a form that has to be looked at again, and with one in another language.
    for asked in ["&Q2=9", "&_redraw="] {
        let mended = city.post("/s/open", "", format!("{body}{asked}")).await;
        assert_eq!(mended.attribute_after("name=\"_fill\"", "value"), fill);
    }
}

/// What stands between a phone and the server may answer whatever it likes: only a page that says a word of ours counts,
/// and none of ours that may pass says one.
#[tokio::test]
async fn a_word_says_what_an_answer_means_for_the_form() {
    let city = City::start().await;
    let word = |answer: &Answer| {
        let word = answer.headers.get("minyi-form");
        word.map_or("", |word| word.to_str().unwrap()).to_owned()
    };
    let form = city.get("/s/open").await;
    let cookie = form.cookie();
    assert_eq!(word(&form), "open");
    for (body, meant) in [
        ("_variant=0&Q1=1&Q2=9", "again"),
        ("_variant=0&Q1=1&Q2=9&_redraw=", "again"),
        ("_variant=200&Q1=1", "refused"),
        ("_variant=0&Q9=1", "refused"),
    ] {
        let answer = city.post("/s/open", &cookie, body).await;
        assert_eq!(word(&answer), meant, "{body}");
    }
    let sent = city.post("/s/open", &cookie, GOOD).await;
    assert_eq!(word(&city.get(sent.location()).await), "done");
    city.clock.set(closes_at());
    assert_eq!(word(&city.get("/s/open").await), "over");
    assert_eq!(word(&city.post("/s/open", "", GOOD).await), "late");
    assert_eq!(word(&city.get("/s/nothing").await), "refused");
}

#[tokio::test]
async fn a_form_that_was_counted_gets_its_receipt_again_after_the_close() {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    let first = city.post("/s/open", &cookie, GOOD).await;
    city.clock.set(closes_at());
    let again = city.post("/s/open", &cookie, GOOD).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert_eq!(again.receipt(), first.receipt());
    let late = city.post("/s/open", "", GOOD).await;
    assert_eq!(late.status, StatusCode::GONE);
    assert!(late.body.contains("没有计入"), "{}", late.body);
    assert_eq!(city.stored_responses().await, 1);
}

#[tokio::test]
async fn the_fill_is_forgotten_an_hour_after_its_receipt() {
    let city = City::start().await;
    let form = city.get("/s/open").await;
    let sent = city.post("/s/open", &form.cookie(), GOOD).await;
    let kept = |answer: &Answer| {
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        let (_, rest) = cookie.split_once("Max-Age=").unwrap();
        rest.split(';').next().unwrap().parse::<u32>().unwrap()
    };
    assert!(kept(&form) > 24 * 3_600);
    assert_eq!(kept(&sent), 3_600);
    assert_eq!(sent.cookie(), form.cookie());
}

/// A resident may write "<3": markup is a text like any other, stored as typed and escaped where it is shown. The form
/// that comes back is the only page that shows one.
#[tokio::test]
async fn markup_in_a_text_is_stored_as_typed_and_escaped_where_shown() {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    let text = "Q5=%3C3%20%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let sent = city
        .post("/s/open", &cookie, format!("_variant=0&Q1=1&Q2=5&{text}"))
        .await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let content = city.sealed_contents().await;
    assert!(
        content[0].contains("<3 <script>alert(1)</script>"),
        "{content:?}"
    );
    let shown = city
        .post("/s/open", &cookie, format!("_variant=0&Q1=1&Q2=9&{text}"))
        .await;
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        shown
            .body
            .contains("&lt;3 &lt;script&gt;alert(1)&lt;/script&gt;")
    );
    assert!(!shown.body.contains("<script>alert"));
    assert!(!city.get(sent.location()).await.body.contains("alert"));
}

/// Whoever knows the number of a fill must not be able to try out what was answered: whatever is sent under it gets the
/// same reply, byte for byte, and changes nothing.
#[tokio::test]
async fn whatever_is_sent_again_under_a_fill_gets_one_reply_and_counts_once() {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    let first = city.post("/s/open", &cookie, GOOD).await;
    let counted = city.sealed_contents().await;
    let guesses = [
        GOOD.to_owned(),
        GOOD.replace("Q5=%E5%A5%BD", "Q5=%E4%B8%8D"),
        "_variant=0&Q1=1&Q2=3&Q5=%E4%B8%8D".to_owned(),
        "_variant=0&Q1=1".to_owned(),
    ];
    let mut replies = Vec::new();
    for guess in guesses {
        let reply = city.post("/s/open", &cookie, guess).await;
        assert_eq!(reply.status, StatusCode::SEE_OTHER);
        replies.push((format!("{:?}", reply.headers), reply.body.clone()));
        let thanks = city.get(reply.location()).await;
        assert!(thanks.body.contains("改动没有计入"), "{}", thanks.body);
        assert_eq!(reply.receipt(), first.receipt());
    }
    assert!(
        replies.iter().all(|reply| *reply == replies[0]),
        "{replies:?}"
    );
    assert!(
        !city
            .get(first.location())
            .await
            .body
            .contains("改动没有计入")
    );
    assert_eq!(city.sealed_contents().await, counted);
}

#[tokio::test]
async fn a_reload_keeps_the_fill_and_a_sent_form_starts_a_new_one() {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    assert_eq!(city.get_with("/s/open", &cookie).await.cookie(), cookie);
    city.post("/s/open", &cookie, GOOD).await;
    assert_ne!(city.get_with("/s/open", &cookie).await.cookie(), cookie);
}

#[tokio::test]
async fn an_answer_to_be_corrected_is_named_at_the_top_and_at_its_field() {
    let city = City::start().await;
    let answer = city
        .post("/s/open", "", "_variant=0&Q2=5&Q4=12&Q5=%3Cb%3E")
        .await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = Html::parse_document(&answer.body);
    let links = Selector::parse("#errors a").unwrap();
    let targets: Vec<_> = page
        .select(&links)
        .filter_map(|link| link.attr("href"))
        .collect();
    assert_eq!(targets, ["#Q1", "#Q4"]);
    let field = Selector::parse("#Q1[aria-describedby~='Q1-error'] #Q1-error").unwrap();
    assert_eq!(page.select(&field).count(), 1);
    let kept = Selector::parse("input[name='Q2'][value='5'][checked]").unwrap();
    assert_eq!(page.select(&kept).count(), 1);
    assert!(answer.body.contains("value=\"12\""));
    assert!(answer.body.contains("&lt;b&gt;</textarea>"));
    assert_eq!(city.stored_responses().await, 0);
}

#[tokio::test]
async fn a_screen_out_stores_nothing() {
    let city = City::start().await;
    let answer = city.post("/s/open", "", "_variant=0&Q1=2&Q2=5").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("请把问卷交给家里的成年人。"));
    assert!(answer.body.contains("href=\"/s/open\""));
    assert_eq!(city.stored_responses().await, 0);
}

#[tokio::test]
async fn nothing_is_chosen_beforehand_and_every_choice_has_its_label() {
    let city = City::start().await;
    let form = city.get("/s/open").await;
    let page = Html::parse_document(&form.body);
    let count = |selector: &str| page.select(&Selector::parse(selector).unwrap()).count();
    assert_eq!(count("input[checked]"), 0);
    assert_eq!(count("input[type=radio], input[type=checkbox]"), 10);
    assert_eq!(
        count("label > input[type=radio], label > input[type=checkbox]"),
        10
    );
    assert_eq!(count("fieldset > legend"), 5);
    assert_eq!(count("h1"), 1);
}

#[tokio::test]
async fn language_and_size_stay_in_the_forms_address() {
    let city = City::start().await;
    let form = city.get("/s/open?lang=en&size=large").await;
    assert!(form.body.contains("lang=\"en\""));
    assert!(form.body.contains("class=\"elder\""));
    assert!(form.body.contains("Are you 18 or over?"));
    assert!(
        form.body
            .contains("<form class=\"survey\" id=\"survey\" method=\"post\">")
    );
    let sent = city
        .post("/s/open?lang=en&size=large", &form.cookie(), GOOD)
        .await;
    assert!(sent.location().contains("lang=en&size=large"));
}

#[tokio::test]
async fn a_wave_not_yet_or_no_longer_open_is_forbidden() {
    let city = City::start().await;
    city.clock.set(opens_at() - chrono::TimeDelta::hours(1));
    let early = city.get("/s/open").await;
    assert_eq!(early.status, StatusCode::FORBIDDEN);
    assert!(early.body.contains("2014-09-02 00:00"), "{}", early.body);
    city.clock.set(closes_at());
    assert_eq!(city.get("/s/open").await.status, StatusCode::FORBIDDEN);
    assert_eq!(
        city.post("/s/open", "", GOOD).await.status,
        StatusCode::GONE
    );
    assert_eq!(city.stored_responses().await, 0);
}

#[tokio::test]
async fn a_wave_of_invitations_has_no_open_link() {
    let city = City::start().await;
    assert_eq!(city.get("/s/invited").await.status, StatusCode::FORBIDDEN);
    assert_eq!(city.get("/s/none").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn another_language_or_size_keeps_what_was_typed_without_a_script() {
    let city = City::start().await;
    let cookie = city.get("/s/open").await.cookie();
    let answer = city
        .post(
            "/s/open?lang=en&size=large",
            &cookie,
            "_redraw=&_variant=0&Q2=5&Q4=12&Q5=%3Cb%3E",
        )
        .await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("Are you 18 or over?"));
    assert!(answer.body.contains("class=\"elder\""));
    assert!(!answer.body.contains("id=\"errors\""));
    assert!(answer.body.contains("value=\"12\""));
    assert!(answer.body.contains("&lt;b&gt;</textarea>"));
    let page = Html::parse_document(&answer.body);
    let kept = Selector::parse("input[name='Q2'][value='5'][checked]").unwrap();
    assert_eq!(page.select(&kept).count(), 1);
    let back = Selector::parse("button[form=survey][formaction='?lang=zh&size=large']").unwrap();
    assert_eq!(page.select(&back).count(), 1);
    assert_eq!(city.stored_responses().await, 0);
}

#[tokio::test]
async fn a_form_of_one_screen_has_the_address_of_its_outlet_everywhere() {
    let city = City::start().await;
    let home = city.get("/").await;
    assert!(home.body.contains("href=\"/w/open\""));
    let form = city.get("/w/open").await;
    assert_eq!(form.status, StatusCode::OK);
    let sent = city.post("/w/open", &form.cookie(), GOOD).await;
    let thanks = city.get(sent.location()).await;
    assert!(thanks.body.contains("href=\"/w/open?fill=new\""));
}

#[tokio::test]
async fn the_form_leads_to_its_questionnaire_on_paper() {
    let city = City::start().await;
    let form = city.get("/s/open").await;
    assert!(form.body.contains("href=\"/s/open/print\""));
    let paper = city.get("/s/open/print").await;
    assert_eq!(paper.status, StatusCode::OK);
    assert!(!paper.body.contains("<button"));
}

#[tokio::test]
async fn thanks_that_can_name_no_contact_do_not_send_one_there() {
    let city = City::start().await;
    let sent = city.post("/s/open", "", GOOD).await;
    let thanks = city.get(sent.location()).await;
    assert!(!thanks.body.contains("请告诉我们"), "{}", thanks.body);
    assert!(thanks.body.contains("没有设联系方式"));
}
