//! What pages share.

use std::sync::{Arc, Mutex, PoisonError};

use rand::SeedableRng;
use rand::rngs::ChaCha20Rng;

use super::error::Error;
use super::letters::Finished;
use super::opening::Openings;
use super::public::{FileCache, KeptPage};
use super::release::Computations;
use super::resident::FormCache;
use super::site::Site;
use accounts::second_factor::{FactorKey, Rule};
use accounts::{DeviceKey, StepKey};
use clock::Clock;
use db::Db;
use fieldwork::{HashKey, Intake, KeyFolder, Wave};
use questionnaire::store::{Library, Version};

/// What pages share. Nothing here decides anything: several processes may serve one database.
#[derive(Debug, Clone)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The door for questionnaires.
    pub intake: Intake,
    /// The key of codes and receipts.
    pub key: HashKey,
    /// Where the private keys of sittings are.
    pub sealing: KeyFolder,
    /// The openings that run in this process, for whoever waits for one.
    pub openings: Openings,
    /// The same of the computations of results.
    pub computations: Computations,
    /// The list of results, made once.
    pub results: KeptPage,
    /// The letters of this process that wait to be fetched.
    pub letters: Finished,
    /// The forms of this process, written once.
    pub forms: FormCache,
    /// The files of releases of this process, written once.
    pub files: FileCache,
    /// What the installation says about itself.
    pub site: Site,
    /// Whether staff must have a second factor.
    pub second_factor: Rule,
    /// What time it is.
    pub clock: Clock,
    /// Questionnaire versions, compiled.
    pub library: Library,
    /// What every draw of a page springs from: submission ids, variants, session tokens, salts.
    pub randomness: Arc<Mutex<ChaCha20Rng>>,
}

impl App {
    /// A generator for one request, sprung from the common one.
    pub(crate) fn rng(&self) -> ChaCha20Rng {
        let mut randomness = self
            .randomness
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        ChaCha20Rng::from_rng(&mut *randomness)
    }

    /// The key that the browsers of staff are recognised by.
    pub(crate) fn device_key(&self) -> DeviceKey {
        DeviceKey::new(self.key.derive("devices of staff"))
    }

    /// The key that second factors are sealed with.
    pub(crate) fn factor_key(&self) -> FactorKey {
        FactorKey::new(self.key.derive("second factors of staff"))
    }

    /// The key that second steps of signing in are signed with.
    pub(crate) fn step_key(&self) -> StepKey {
        StepKey::new(self.key.derive("second steps of staff"))
    }

    /// The questionnaire that a wave asks.
    pub(crate) async fn version_of(&self, wave: &Wave) -> Result<Arc<Version>, Error> {
        let version = self.library.find(&wave.version).await?;
        version.ok_or_else(|| Error::internal(format!("wave {} has no questionnaire", wave.slug)))
    }
}
