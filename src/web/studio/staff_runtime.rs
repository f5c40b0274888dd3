//! The runtime of staff: no page of theirs is made on the threads that answer residents.
//!
//! # Design
//!
//! Residents' requests and the listener have one runtime, staff's pages another. Whatever a page of staff does on
//! its event loop, it holds up staff at most. The page comes over as a whole, made and compressed, so that nothing
//! of it is left to do on the residents' side but to send it.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use std::panic::resume_unwind;
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tracing::{Instrument, Span};

use crate::error::Error;

/// Makes a page on the runtime of staff. If whoever asked hangs up, it is given up at its next pause.
pub(crate) async fn beside(
    State(staff): State<Handle>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let mut page = JoinSet::new();
    let making = async { whole(next.run(request).await).await };
    page.spawn_on(making.instrument(Span::current()), &staff);
    match page.join_next().await {
        Some(Ok(page)) => page,
        Some(Err(broken)) if broken.is_panic() => resume_unwind(broken.into_panic()),
        Some(Err(broken)) => Err(Error::internal(broken)),
        None => Err(Error::internal("a page of staff was lost")),
    }
}

/// A response with its body written to the end.
pub(super) async fn whole(response: Response) -> Result<Response, Error> {
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(Error::internal)?;
    Ok(Response::from_parts(parts, Body::from(body)))
}
