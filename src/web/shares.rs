//! Shares of a private key as people type them, with every fault at its place and in their language.

use fieldwork::trustees::{ShareFault, SharesFault, combine};
use fieldwork::{EntrustedKey, OpeningKey, Share};
use messages::{PlainMessage, text};

/// What is wrong with a share, or with all of them together where it has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Which of the texts, from 0 on.
    pub at: Option<usize>,
    /// What is wrong.
    pub what: PlainMessage,
}

/// Makes a private key of the shares in these texts; those left empty are passed over.
///
/// # Errors
///
/// Every text that is no share, or else what stops the shares from making this key.
pub fn make_key(typed: &[&str], entrusted: EntrustedKey) -> Result<OpeningKey, Vec<Fault>> {
    let (places, shares) = read(typed)?;
    combine(&shares, entrusted).map_err(|fault| vec![explain(fault, &places)])
}

/// The shares in these texts with their places; those left empty are passed over.
///
/// # Errors
///
/// Every text that is no share.
pub fn read(typed: &[&str]) -> Result<(Vec<usize>, Vec<Share>), Vec<Fault>> {
    let (mut places, mut shares, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    let filled = typed.iter().enumerate();
    for (at, typed) in filled.filter(|(_, typed)| !typed.trim().is_empty()) {
        match Share::parse(typed) {
            Ok(share) => {
                places.push(at);
                shares.push(share);
            }
            Err(fault) => faults.push(Fault {
                at: Some(at),
                what: match fault {
                    ShareFault::Missing => text::SHARE_FAULT_MISSING,
                    ShareFault::Several => text::SHARE_FAULT_SEVERAL,
                    ShareFault::Mistyped => text::SHARE_FAULT_MISTYPED,
                },
            }),
        }
    }
    if faults.is_empty() {
        Ok((places, shares))
    } else {
        Err(faults)
    }
}

/// What stops shares from making a key, each of them having stood at its place.
pub fn explain(fault: SharesFault, places: &[usize]) -> Fault {
    let (at, what) = match fault {
        SharesFault::Foreign(at) => (Some(at), text::SHARE_FAULT_FOREIGN),
        SharesFault::Repeated(at) => (Some(at), text::SHARE_FAULT_REPEATED),
        SharesFault::TooFew => (None, text::SHARE_FAULT_FEW),
        SharesFault::Forged => (None, text::SHARE_FAULT_FORGED),
    };
    let at = at.and_then(|at| places.get(at).copied());
    Fault { at, what }
}
