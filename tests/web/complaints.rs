//! Where residents complain of a wave: to an office that is not the body asking, or nobody is named.

use axum::http::StatusCode;

use crate::city::{Answer, City};
use crate::staff::{Member, member};
use accounts::Role;

const ASKING: &str = "市统计局，电话 555-0101";
const COMPLAINTS: &str = "市监察局，电话 555-0202";

/// Asks for a wave with this office for complaints.
async fn open_wave(manager: &Member<'_>, city: &City, slug: &str, complaints: &str) -> Answer {
    let fields = [
        ("version", city.open.version.as_str()),
        ("plan", city.open.plan.as_str()),
        ("title-zh", "调查"),
        ("slug", slug),
        ("opens", "2014-09-01T00:00"),
        ("closes", "2014-10-01T00:00"),
        ("contact-zh", ASKING),
        ("complaints-zh", complaints),
    ];
    manager.post("/studio/waves", &fields).await
}

#[tokio::test]
async fn complaints_lead_to_the_office_named_for_them_on_screen_and_on_paper() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let opened = open_wave(&manager, &city, "heard", COMPLAINTS).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    for address in ["/s/heard", "/privacy?wave=heard"] {
        let page = city.get(address).await.body;
        assert!(
            page.contains(ASKING) && page.contains(COMPLAINTS),
            "{address}"
        );
    }
    let paper = city.get("/s/heard/print").await.body;
    assert!(paper.contains(COMPLAINTS), "{paper}");
    for address in ["/studio/waves/heard", "/studio/waves/heard/poster"] {
        let page = manager.get(address).await.body;
        assert!(
            page.contains(ASKING) && page.contains(COMPLAINTS),
            "{address}"
        );
    }
    let sent = city.post("/s/heard", "", "_variant=0&Q1=1&Q2=5").await;
    let thanks = city.get(sent.location()).await.body;
    assert!(
        thanks.contains(COMPLAINTS) && !thanks.contains(ASKING),
        "{thanks}"
    );
    let log = "SELECT CAST(after AS text) FROM audit_entry WHERE action = 'open-wave'";
    assert!(city.column(log).await.concat().contains(COMPLAINTS));
}

#[tokio::test]
async fn the_body_asking_is_refused_and_nobody_named_is_not_shown() {
    let city = City::start().await;
    let manager = member(&city, "manager", &[Role::FieldManager]).await;
    let refused = open_wave(&manager, &city, "deaf", "群众来访室，电话 5550101").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("与组织调查的单位相同"),
        "{}",
        refused.body
    );
    assert!(refused.body.contains("href=\"#complaints-zh\""));
    let opened = open_wave(&manager, &city, "deaf", "").await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.body);
    for address in ["/s/deaf", "/privacy?wave=deaf", "/s/deaf/print"] {
        let page = city.get(address).await.body;
        assert!(!page.contains("由另一单位受理"), "{address}");
    }
}
