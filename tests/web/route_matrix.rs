//! Every route with every role and with nobody, from the router's own table.

use accounts::{Role, Scope};
use axum::body::Body;
use axum::http::header::LOCATION;
use axum::http::{Method, Request, StatusCode};
use web::routes::{Access, routes};

use crate::city::City;
use crate::staff::{Member, member};

/// Every kind of role there is, the scoped ones too.
fn roles() -> Vec<Role> {
    let scoped = [
        Role::Official(Scope::Department("教育局".into())),
        Role::Official(Scope::District("230102".into())),
    ];
    Role::PLAIN.into_iter().chain(scoped).collect()
}

/// The address with something in its variable parts that leads nowhere.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        if part.starts_with('{') {
            "999999"
        } else {
            part
        }
    });
    parts.collect::<Vec<_>>().join("/")
}

/// Signing out ends the session the test walks with; it is tried apart.
fn ends_the_session(path: &str) -> bool {
    ["/studio/logout", "/studio/account/sessions"].contains(&path)
}

async fn ask(member: &Member<'_>, method: &Method, path: &str) -> StatusCode {
    if *method == Method::GET {
        member.get(path).await.status
    } else {
        member.post(path, &[]).await.status
    }
}

#[tokio::test]
async fn nobody_gets_to_a_page_of_staff() {
    let city = City::start().await;
    for route in routes() {
        let path = filled(route.path);
        let request = Request::builder().method(route.method.clone()).uri(&path);
        let answer = city.send(request.body(Body::empty()).unwrap()).await;
        if route.access == Access::Public {
            assert_ne!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        } else if route.method == Method::GET {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
            let to = answer.headers[LOCATION].to_str().unwrap();
            assert!(
                to.starts_with("/studio/login?next="),
                "{path} leads to {to}"
            );
        } else {
            assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
        }
    }
}

#[tokio::test]
async fn every_role_gets_exactly_where_its_permissions_lead() {
    let city = City::start().await;
    for (number, role) in roles().into_iter().enumerate() {
        let somebody = member(
            &city,
            &format!("person{number}"),
            std::slice::from_ref(&role),
        )
        .await;
        for route in routes()
            .into_iter()
            .filter(|route| !ends_the_session(route.path))
        {
            let may = match route.access {
                Access::Public | Access::SignedIn => true,
                Access::Needs(permission) => role.permissions().contains(&permission),
            };
            let status = ask(&somebody, &route.method, &filled(route.path)).await;
            let place = format!("{role}: {} {} {status}", route.method, route.path);
            assert_ne!(status, StatusCode::UNAUTHORIZED, "{place}");
            assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{place}");
            assert_ne!(status, StatusCode::METHOD_NOT_ALLOWED, "{place}");
            assert_eq!(status == StatusCode::FORBIDDEN, !may, "{place}");
        }
    }
}

#[tokio::test]
async fn no_form_of_staff_is_taken_from_elsewhere_or_without_its_token() {
    let city = City::start().await;
    let everything: Vec<Role> = roles();
    let somebody = member(&city, "everybody", &everything).await;
    let stranger = member(&city, "stranger", &everything).await;
    for route in routes() {
        if route.method != Method::POST || route.access == Access::Public {
            continue;
        }
        let path = filled(route.path);
        let foreign = somebody.post_from("http://evil.test", &somebody.csrf, &path, &[]);
        assert_eq!(foreign.await.status, StatusCode::FORBIDDEN, "{path}");
        for token in ["", "AAAA", stranger.csrf.as_str()] {
            let forged = somebody.post_from("http://minyi.test", token, &path, &[]);
            assert_eq!(forged.await.status, StatusCode::FORBIDDEN, "{path}");
        }
    }
    assert_eq!(somebody.get("/studio/account").await.status, StatusCode::OK);
}
