//! Staff: who they are, what they may do, how they are recognised, and what they did.
//!
//! A [`User`] holds [`Role`]s, roles hold [`Permission`]s (one table, in `permission.rs`), and every page
//! of staff names the permission it needs. [`password`] hashes, `backoff` slows guessing down without
//! letting strangers keep anybody out, a [`Device`] is a browser that signed in before, [`second_factor`] makes
//! and checks one-time codes, [`session`] makes the tokens, and [`store::Audited`] is the only
//! transaction a page can write with: it cannot be committed without saying what was done.

pub mod audit;
pub(crate) mod backoff;
mod device;
mod grant;
mod network;
pub mod password;
mod password_link;
mod permission;
mod role;
pub mod second_factor;
mod second_step;
pub mod session;
pub mod store;
mod strength;
mod user;

pub use audit::{Action, Entry};
pub use device::{Device, DeviceKey};
pub use grant::needs_two;
pub use network::{Network, Source};
pub use password_link::LinkToken;
pub use permission::Permission;
pub use role::{NotARole, Role, Scope};
pub use second_step::{STEP_SECONDS, StepKey};
pub use session::{CsrfToken, SessionToken};
pub use strength::Weakness;
pub use user::{NameFault, User, UserId, UserName};
