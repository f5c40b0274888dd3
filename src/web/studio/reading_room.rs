//! The one room in which pages read whole questionnaires.
//!
//! # Design
//!
//! Reading a draft, following its paths, comparing it with a version, making a workbook of it: all of this computes,
//! and some drafts make it compute for long. Every page of a draft or a version is therefore made in here, from the
//! first look into the database to the last compressed byte, on a thread of its own beside the event loop. There are
//! few seats, so that the machine keeps cores for residents, and one for each person, so that nobody fills the room
//! alone. Who finds no seat in time is told kindly when to come again. A seat is kept until the page is made, also
//! when whoever asked has hung up: hanging up and asking again does not multiply the work.
//! `every_page_of_drafts_and_versions_is_made_in_the_reading_room` in `routes.rs` sees that no page is forgotten.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tracing::{Instrument, Span};

use super::staff::Staff;
use super::staff_runtime::whole;
use crate::error::Error;
use accounts::UserId;

/// How long somebody waits for a seat.
const PATIENCE: Duration = Duration::from_secs(20);

/// The room, with its seats.
#[derive(Debug, Clone)]
pub(crate) struct ReadingRoom {
    seats: Arc<Semaphore>,
    people: Arc<Mutex<BTreeMap<UserId, Arc<Semaphore>>>>,
    patience: Duration,
}

impl ReadingRoom {
    /// A room that leaves at least half of the machine to others.
    pub(crate) fn of_this_machine() -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self::with_seats((cores / 2).max(1), PATIENCE)
    }

    fn with_seats(seats: usize, patience: Duration) -> Self {
        Self {
            seats: Arc::new(Semaphore::new(seats)),
            people: Arc::default(),
            patience,
        }
    }

    /// A seat for a person: first their turn among their own requests, then one of the room's seats.
    async fn sit_down(&self, person: UserId) -> Result<Seat, Error> {
        let own = self.turn_of(person);
        let seat = timeout(self.patience, async {
            let turn = own.acquire_owned().await;
            let seat = Arc::clone(&self.seats).acquire_owned().await;
            turn.and_then(|turn| seat.map(|seat| Seat(turn, seat)))
        });
        match seat.await {
            Ok(seat) => seat.map_err(Error::internal),
            Err(_) => Err(Error::Busy),
        }
    }

    fn turn_of(&self, person: UserId) -> Arc<Semaphore> {
        let mut people = self.people.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = people
            .entry(person)
            .or_insert_with(|| Arc::new(Semaphore::new(1)));
        Arc::clone(turn)
    }
}

/// A person's turn, and a seat of the room.
#[derive(Debug)]
struct Seat(
    #[expect(dead_code, reason = "held while the page is made")] OwnedSemaphorePermit,
    #[expect(dead_code, reason = "held while the page is made")] OwnedSemaphorePermit,
);

/// Makes a page in the room.
pub(crate) async fn enter(
    State(room): State<ReadingRoom>,
    staff: Staff,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let seat = room.sit_down(staff.user.id).await?;
    let (loop_, span) = (Handle::current(), Span::current());
    let page = spawn_blocking(move || {
        let page = loop_.block_on(async { whole(next.run(request).await).await }.instrument(span));
        drop(seat);
        page
    });
    match page.await {
        Ok(page) => page,
        Err(broken) if broken.is_panic() => resume_unwind(broken.into_panic()),
        Err(broken) => Err(Error::internal(broken)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn nobody_fills_the_room_alone() {
        let room = ReadingRoom::with_seats(2, SOON);
        let first = room.sit_down(UserId(1)).await.unwrap();
        assert!(matches!(room.sit_down(UserId(1)).await, Err(Error::Busy)));
        let _other = room.sit_down(UserId(2)).await.unwrap();
        drop(first);
        room.sit_down(UserId(1)).await.unwrap();
    }

    #[tokio::test]
    async fn who_finds_no_seat_in_time_is_sent_away() {
        let room = ReadingRoom::with_seats(1, SOON);
        let seat = room.sit_down(UserId(1)).await.unwrap();
        assert!(matches!(room.sit_down(UserId(2)).await, Err(Error::Busy)));
        drop(seat);
        room.sit_down(UserId(2)).await.unwrap();
    }
}
