//! The second factor: set up where it is required, asked for after the password, guessed, stolen and lost.

use accounts::Role;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, ORIGIN, RETRY_AFTER, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use totp_rs::Builder;
use web::routes::{Access, routes};

use crate::city::{Answer, City};
use crate::staff::{Member, PASSWORD, hire, member, try_to_sign_in};

const SET_UP: &str = "/studio/second-factor";
const SECOND_STEP: &str = "/studio/login/code";

/// The app on somebody's phone, and what they wrote down.
struct Phone {
    secret: [u8; 20],
    recovery: Vec<String>,
}

impl Phone {
    /// The code it shows, so many seconds from now.
    fn code(&self, city: &City, seconds: i64) -> String {
        let codes = Builder::new().with_secret(self.secret).build().unwrap();
        let time = city.clock.now().timestamp() + seconds;
        codes.generate(time.try_into().unwrap()).to_string()
    }
}

fn pass(city: &City, seconds: i64) {
    city.clock
        .set(city.clock.now() + TimeDelta::seconds(seconds));
}

/// The secret that a page shows to be typed.
fn typed_from(page: &Answer) -> Phone {
    let (_, rest) = page.body.split_once("id=\"secret\"><code>").unwrap();
    let letters = rest.split('<').next().unwrap().replace(' ', "");
    let secret = BASE32_NOPAD.decode(letters.as_bytes()).unwrap();
    Phone {
        secret: secret.try_into().unwrap(),
        recovery: Vec::new(),
    }
}

/// The recovery codes that a page shows.
fn written_down(page: &Answer) -> Vec<String> {
    let (_, rest) = page.body.split_once("id=\"recovery-codes\">").unwrap();
    let (list, _) = rest.split_once("</ul>").unwrap();
    let codes = list.split("<code>").skip(1);
    codes
        .map(|code| code.split('<').next().unwrap().to_owned())
        .collect()
}

/// Sets a second factor up as the page asks, and stays signed in.
async fn set_up(city: &City, somebody: &mut Member<'_>) -> Phone {
    let mut phone = typed_from(&somebody.get(SET_UP).await);
    let code = phone.code(city, 0);
    let done = somebody.post(SET_UP, &[("code", &code)]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    phone.recovery = written_down(&done);
    somebody.cookie = done.cookie();
    done.attribute_after("name=\"_csrf\"", "value")
        .clone_into(&mut somebody.csrf);
    pass(city, 90);
    phone
}

/// Gives the right password, and hands back the cookie of the second step.
async fn first_step(city: &City, name: &str) -> String {
    let answer = try_to_sign_in(city, name, PASSWORD).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(answer.location().starts_with(SECOND_STEP));
    let cookies: Vec<_> = answer.headers.get_all(SET_COOKIE).iter().collect();
    assert_eq!(cookies.len(), 1, "no session and no known browser yet");
    let cookie = answer.cookie();
    assert!(cookie.starts_with("minyi-step="), "{cookie}");
    cookie
}

/// Sends the form of the second step.
async fn give(city: &City, cookie: &str, field: &str, value: &str) -> Answer {
    let request = Request::post(SECOND_STEP)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(HOST, "minyi.test")
        .header(ORIGIN, "http://minyi.test")
        .header(COOKIE, cookie);
    let body = format!("{field}={value}&next=%2Fstudio%2Faccount");
    city.send(request.body(Body::from(body)).unwrap()).await
}

/// Whether an answer leads into the studio with a session.
async fn is_in(city: &City, answer: &Answer) -> bool {
    if answer.status != StatusCode::SEE_OTHER || answer.location() != "/studio/account" {
        assert!(!answer.headers.contains_key(SET_COOKIE));
        return false;
    }
    let account = city.get_with("/studio/account", &answer.cookie()).await;
    account.status == StatusCode::OK
}

async fn log(city: &City, action: &str) -> Vec<String> {
    let sql = format!(
        "SELECT actor || ' ' || subject FROM audit_entry WHERE action = '{action}' ORDER BY id"
    );
    city.column(&sql).await
}

async fn address_of(city: &City, name: &str) -> String {
    let sql = format!("SELECT CAST(id AS text) FROM staff_user WHERE name = '{name}'");
    let id = city.column(&sql).await.remove(0);
    format!("/studio/people/{id}")
}

#[tokio::test]
async fn who_must_have_a_second_factor_gets_to_no_other_page_before() {
    let city = City::start_with_second_factor().await;
    let roles = [Role::Administrator, Role::Releaser, Role::Designer];
    let open = [
        "/studio/account",
        "/studio/account/sessions",
        SET_UP,
        "/studio/logout",
    ];
    for role in roles {
        let somebody = member(&city, role.kind(), std::slice::from_ref(&role)).await;
        for route in routes() {
            let path = route.path.replace("{user}", "1");
            if route.access == Access::Public || open.contains(&path.as_str()) {
                continue;
            }
            let answer = match route.method {
                Method::GET => somebody.get(&path).await,
                _ => somebody.post(&path, &[]).await,
            };
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{role}: {path}");
            assert_eq!(answer.location(), SET_UP, "{role}: {path}");
        }
        for path in ["/studio/account", SET_UP] {
            assert_eq!(somebody.get(path).await.status, StatusCode::OK, "{path}");
        }
        let english = somebody.get("/studio?lang=en").await;
        assert_eq!(english.location(), "/studio/second-factor?lang=en");
        assert!(
            somebody
                .get(english.location())
                .await
                .body
                .contains("Your roles need a second factor")
        );
        let left = somebody.post("/studio/logout", &[]).await;
        assert_eq!(left.location(), "/studio/login");
    }
    let analyst = member(&city, "analyst", &[Role::Analyst]).await;
    assert_eq!(analyst.get("/studio/waves").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_page_shows_one_secret_and_takes_the_right_code_only() {
    let city = City::start_with_second_factor().await;
    let mut boss = member(&city, "boss", &[Role::Administrator]).await;
    let elsewhere = try_to_sign_in(&city, "boss", PASSWORD).await.cookie();
    let page = boss.get(SET_UP).await;
    assert!(page.body.contains("<svg class=\"qr\""));
    assert!(
        page.body
            .contains("inputmode=\"numeric\" autocomplete=\"one-time-code\"")
    );
    let phone = typed_from(&page);
    assert_eq!(typed_from(&boss.get(SET_UP).await).secret, phone.secret);
    assert_ne!(
        typed_from(&city.get_with(SET_UP, &elsewhere).await).secret,
        phone.secret,
        "another session, another secret"
    );
    for code in [
        "",
        "000000",
        &phone.code(&city, 60),
        &phone.code(&city, -60),
    ] {
        let refused = boss.post(SET_UP, &[("code", code)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert_eq!(typed_from(&refused).secret, phone.secret);
        assert!(refused.body.contains("验证码不对"));
    }
    let phone = set_up(&city, &mut boss).await;
    assert_eq!(phone.recovery.len(), 10);
    assert_eq!(boss.get("/studio/people").await.status, StatusCode::OK);
    let other = city.get_with("/studio/account", &elsewhere).await;
    assert_eq!(other.status, StatusCode::SEE_OTHER, "its session is over");
    let account = boss.get("/studio/account").await;
    assert!(account.body.contains("还有 10 个恢复码"));
    for code in &phone.recovery {
        assert!(!account.body.contains(code.as_str()), "shown only once");
    }
    assert_eq!(log(&city, "set-second-factor").await, ["boss user boss"]);
}

#[tokio::test]
async fn a_code_signs_in_once_and_near_its_time() {
    let city = City::start().await;
    let mut desk = member(&city, "李明", &[Role::Designer]).await;
    let phone = set_up(&city, &mut desk).await;
    let cookie = first_step(&city, "李明").await;
    let page = city.get_with(SECOND_STEP, &cookie).await;
    assert!(
        page.body
            .contains("inputmode=\"numeric\" autocomplete=\"one-time-code\"")
    );
    let stale = give(&city, &cookie, "code", &phone.code(&city, -120)).await;
    assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!is_in(&city, &stale).await);

    let code = phone.code(&city, 0);
    let answer = give(&city, &cookie, "code", &code).await;
    assert!(is_in(&city, &answer).await, "{}", answer.body);
    let dropped = answer.headers.get_all(SET_COOKIE).iter();
    let mut dropped = dropped.map(|cookie| cookie.to_str().unwrap());
    assert!(dropped.any(|cookie| cookie.starts_with("minyi-step=;")));
    for seconds in [0, 20] {
        pass(&city, seconds);
        let again = give(&city, &cookie, "code", &code).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let earlier = give(&city, &cookie, "code", &phone.code(&city, -30)).await;
    assert!(!is_in(&city, &earlier).await, "before the last one taken");
    pass(&city, 30);
    let next = give(&city, &cookie, "code", &phone.code(&city, 0)).await;
    assert!(is_in(&city, &next).await, "{}", next.body);
    assert_eq!(
        log(&city, "sign-in-refused").await,
        vec!["(nobody) user 李明"; 4]
    );
}

#[tokio::test]
async fn the_password_alone_opens_no_page() {
    let city = City::start_with_second_factor().await;
    let mut boss = member(&city, "boss", &[Role::Administrator]).await;
    set_up(&city, &mut boss).await;
    let step = first_step(&city, "boss").await;
    let value = step.strip_prefix("minyi-step=").unwrap();
    let as_session = format!("minyi-staff={value}");
    for cookie in [step.as_str(), as_session.as_str()] {
        for route in routes() {
            if route.access == Access::Public || route.method != Method::GET {
                continue;
            }
            let answer = city
                .get_with(&route.path.replace("{user}", "1"), cookie)
                .await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", route.path);
            assert!(answer.location().starts_with("/studio/login?next="));
        }
    }
    let without = give(&city, "", "code", "123456").await;
    assert!(without.location().starts_with("/studio/login?next="));
    let foreign = Request::post(SECOND_STEP)
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(HOST, "minyi.test")
        .header(ORIGIN, "http://evil.test")
        .header(COOKIE, &step);
    let foreign = city.send(foreign.body(Body::from("code=123456")).unwrap());
    assert_eq!(foreign.await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_second_step_counts_for_its_person_for_five_minutes_and_one_password() {
    let city = City::start().await;
    let mut li = member(&city, "李明", &[]).await;
    let of_li = set_up(&city, &mut li).await;
    let mut wang = member(&city, "王芳", &[]).await;
    let of_wang = set_up(&city, &mut wang).await;
    let step = first_step(&city, "李明").await;
    let foreign = give(&city, &step, "code", &of_wang.code(&city, 0)).await;
    assert!(!is_in(&city, &foreign).await, "the code of somebody else");
    let foreign = give(&city, &step, "recovery", &of_wang.recovery[0]).await;
    assert!(!is_in(&city, &foreign).await);

    pass(&city, 299);
    let page = city.get_with(SECOND_STEP, &step).await;
    assert_eq!(page.status, StatusCode::OK);
    pass(&city, 1);
    let late = give(&city, &step, "code", &of_li.code(&city, 0)).await;
    assert!(late.location().starts_with("/studio/login?next="));
    assert!(!is_in(&city, &late).await);

    let step = first_step(&city, "李明").await;
    let new = "another horse battery";
    let change = [("old", PASSWORD), ("new", new), ("again", new)];
    let changed = li.post("/studio/account", &change).await;
    assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.body);
    let old = give(&city, &step, "code", &of_li.code(&city, 0)).await;
    assert!(!is_in(&city, &old).await, "the password has changed");
}

#[tokio::test]
async fn a_recovery_code_signs_in_once() {
    let city = City::start().await;
    let mut desk = member(&city, "李明", &[Role::Designer]).await;
    let phone = set_up(&city, &mut desk).await;
    let step = first_step(&city, "李明").await;
    let typed = phone.recovery[3].to_uppercase().replace('-', "+");
    let answer = give(&city, &step, "recovery", &typed).await;
    assert!(is_in(&city, &answer).await, "{}", answer.body);
    assert_eq!(log(&city, "use-recovery-code").await, ["李明 user 李明"]);
    let account = city.get_with("/studio/account", &answer.cookie()).await;
    assert!(account.body.contains("还有 9 个恢复码"));
    let again = give(&city, &step, "recovery", &phone.recovery[3]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        again.body.contains("恢复码不对")
            && again.body.contains("<details class=\"elsewhere\" open>")
    );
    let wrong = give(&city, &step, "code", &phone.recovery[4]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other = give(&city, &step, "recovery", &phone.recovery[4]).await;
    assert!(is_in(&city, &other).await);
}

/// Whoever knows the password gives it again and again: that makes no guess of a code forgotten.
#[tokio::test]
async fn guesses_of_codes_become_slow_even_with_the_right_password_between_them() {
    let city = City::start().await;
    let mut desk = member(&city, "李明", &[Role::Designer]).await;
    let phone = set_up(&city, &mut desk).await;
    let mut checked = 0;
    for second in 0..600 {
        let first = try_to_sign_in(&city, "李明", PASSWORD).await;
        if first.status == StatusCode::SEE_OTHER {
            let field = if second % 2 == 0 { "code" } else { "recovery" };
            let guess = give(&city, &first.cookie(), field, "000000").await;
            match guess.status {
                StatusCode::UNPROCESSABLE_ENTITY => checked += 1,
                status => assert_eq!(status, StatusCode::TOO_MANY_REQUESTS),
            }
        } else {
            assert_eq!(first.status, StatusCode::TOO_MANY_REQUESTS);
        }
        pass(&city, 1);
    }
    assert!((8..=13).contains(&checked), "{checked} in ten minutes");
    let refused = log(&city, "sign-in-refused").await;
    assert_eq!(refused, vec!["(nobody) user 李明"; checked]);

    let early = try_to_sign_in(&city, "李明", PASSWORD).await;
    assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(early.headers.contains_key(RETRY_AFTER));
    pass(&city, 300);
    let step = first_step(&city, "李明").await;
    let owner = give(&city, &step, "code", &phone.code(&city, 0)).await;
    assert!(is_in(&city, &owner).await, "{}", owner.body);
}

#[tokio::test]
async fn another_second_factor_takes_the_password_and_ends_the_first() {
    let city = City::start().await;
    let mut desk = member(&city, "李明", &[Role::Designer]).await;
    let old = set_up(&city, &mut desk).await;
    let mut new = typed_from(&desk.get(SET_UP).await);
    assert_ne!(new.secret, old.secret);
    let code = new.code(&city, 0);
    for password in ["", "not this one"] {
        let fields = [("code", code.as_str()), ("password", password)];
        let refused = desk.post(SET_UP, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    let fields = [("code", code.as_str()), ("password", PASSWORD)];
    let done = desk.post(SET_UP, &fields).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.body);
    new.recovery = written_down(&done);
    pass(&city, 60);
    let step = first_step(&city, "李明").await;
    for (field, value) in [
        ("code", old.code(&city, 0)),
        ("recovery", old.recovery[0].clone()),
    ] {
        assert!(!is_in(&city, &give(&city, &step, field, &value).await).await);
    }
    let answer = give(&city, &step, "code", &new.code(&city, 0)).await;
    assert!(is_in(&city, &answer).await);
}

#[tokio::test]
async fn an_administrator_takes_a_lost_second_factor_back_but_not_his_own() {
    let city = City::start_with_second_factor().await;
    let mut boss = member(&city, "boss", &[Role::Administrator]).await;
    set_up(&city, &mut boss).await;
    let mut desk = member(&city, "wangfang", &[Role::Designer]).await;
    set_up(&city, &mut desk).await;
    let own = address_of(&city, "boss").await;
    let theirs = address_of(&city, "wangfang").await;
    let reset = |person: &str| format!("{person}/second-factor");
    assert!(!boss.get(&own).await.body.contains(&reset(&own)));
    assert!(boss.get(&theirs).await.body.contains(&reset(&theirs)));

    let refused = boss.post(&reset(&own), &[]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let refused = desk.post(&reset(&own), &[]).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(log(&city, "reset-second-factor").await.is_empty());

    let taken = boss.post(&reset(&theirs), &[]).await;
    assert_eq!(taken.location(), theirs);
    assert_eq!(
        log(&city, "reset-second-factor").await,
        ["boss user wangfang"]
    );
    let over = desk.get("/studio/account").await;
    assert_eq!(over.status, StatusCode::SEE_OTHER, "signed out");
    let left = city
        .column("SELECT CAST(user_id AS text) FROM recovery_code")
        .await;
    assert!(left.iter().all(|user| own.ends_with(user.as_str())));
    let again = try_to_sign_in(&city, "wangfang", PASSWORD).await;
    let page = city.get_with("/studio/waves", &again.cookie()).await;
    assert_eq!(page.location(), SET_UP, "to be set up anew");
}

#[tokio::test]
async fn a_copy_of_the_database_makes_no_code() {
    let city = City::start().await;
    let mut desk = member(&city, "李明", &[Role::Designer]).await;
    let phone = set_up(&city, &mut desk).await;
    let rows = city.column("SELECT CAST(user_id AS text) FROM second_factor");
    assert_eq!(rows.await.len(), 1);
    let stored = city.bytes("SELECT secret FROM second_factor").await;
    let holds = |secret: &[u8]| stored.windows(secret.len()).any(|bytes| bytes == secret);
    assert!(!holds(&phone.secret) && !holds(&phone.secret[..4]));
    let hashes = city.column("SELECT hash FROM recovery_code").await;
    for code in &phone.recovery {
        let plain = code.replace('-', "");
        assert!(
            hashes
                .iter()
                .all(|hash| hash.len() == 64 && !hash.contains(&plain[..6]))
        );
    }
}

#[tokio::test]
async fn who_is_barred_gets_no_further_than_the_first_step() {
    let city = City::start().await;
    let boss = member(&city, "boss", &[Role::Administrator]).await;
    let mut desk = member(&city, "wangfang", &[Role::Designer]).await;
    let phone = set_up(&city, &mut desk).await;
    let step = first_step(&city, "wangfang").await;
    let access = format!("{}/access", address_of(&city, "wangfang").await);
    boss.post(&access, &[("access", "barred")]).await;
    let answer = give(&city, &step, "code", &phone.code(&city, 0)).await;
    assert!(!is_in(&city, &answer).await);
    hire(&city, "xiaozhao", &[]).await;
    let without = try_to_sign_in(&city, "xiaozhao", PASSWORD).await;
    assert_eq!(
        without.location(),
        "/studio/account",
        "nobody else is asked"
    );
}
