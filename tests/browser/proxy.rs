//! What may stand between a phone and the server: a proxy that passes everything on, until it is told to do what hotel
//! networks, firewalls, overloaded gateways and lifts do to a form on its way.

use std::future::pending;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use tokio::net::TcpListener;

/// What becomes of a form that is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It arrives, and so does the answer.
    None,
    /// Somebody else answers in the server's place, with this status and a page that looks like one of ours.
    Foreign(StatusCode),
    /// It never arrives, and no answer comes.
    Hang,
    /// It is stored, and the connection breaks before the answer is through.
    DropAfterStoring,
}

/// A page as a portal or a firewall might have it.
const FOREIGN: &str = "<!doctype html><title>Wi-Fi</title><div id=\"main\"><main id=\"main\" data-over>\
    <h1>Please sign in</h1><div id=\"errors\"><ul><li><a href=\"#Q1\"><strong>Denied</strong></a></li></ul></div></main></div>";

/// The proxy, on a port of its own.
pub(crate) struct Proxy {
    /// Where it is reached, as in `http://127.0.0.1:1234`.
    pub(crate) address: String,
    fault: Arc<Mutex<Fault>>,
}

#[derive(Clone)]
struct Wire {
    server: String,
    client: reqwest::Client,
    fault: Arc<Mutex<Fault>>,
}

impl Proxy {
    /// Starts one in front of the server at this address; it ends with the tests.
    pub(crate) async fn start(server: &str) -> Self {
        let fault = Arc::new(Mutex::new(Fault::None));
        let no_redirects = reqwest::redirect::Policy::none();
        let client = reqwest::Client::builder().redirect(no_redirects);
        let wire = Wire {
            server: server.to_owned(),
            client: client.build().unwrap(),
            fault: Arc::clone(&fault),
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address: SocketAddr = listener.local_addr().unwrap();
        let app = Router::new().fallback(pass).with_state(wire);
        tokio::spawn(async { axum::serve(listener, app).await.unwrap() });
        Self {
            address: format!("http://{address}"),
            fault,
        }
    }

    /// What becomes of forms from now on.
    pub(crate) fn does(&self, fault: Fault) {
        *self.fault.lock().unwrap() = fault;
    }
}

async fn pass(State(wire): State<Wire>, request: Request) -> Response {
    let is_form = request.method() == Method::POST && !request.uri().path().ends_with("/progress");
    let fault = if is_form {
        *wire.fault.lock().unwrap()
    } else {
        Fault::None
    };
    match fault {
        Fault::None => wire.forward(request).await,
        Fault::Foreign(status) => (status, [(CONTENT_TYPE, "text/html")], FOREIGN).into_response(),
        Fault::Hang => pending().await,
        Fault::DropAfterStoring => {
            wire.forward(request).await;
            let broken = stream::iter([Err::<Bytes, _>(std::io::Error::other("the lift"))]);
            Body::from_stream(broken).into_response()
        }
    }
}

impl Wire {
    async fn forward(&self, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let address = format!("{}{}", self.server, parts.uri);
        let passed = self.client.request(parts.method, address);
        let Ok(answer) = passed.headers(parts.headers).body(body).send().await else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        let (status, mut headers) = (answer.status(), answer.headers().clone());
        for name in [CONTENT_LENGTH, TRANSFER_ENCODING] {
            headers.remove(name);
        }
        (status, headers, answer.bytes().await.unwrap()).into_response()
    }
}
