//! Settings: the only reader of the environment.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use rand::rngs::{ChaCha20Rng, SysRng};
use rand::{SeedableRng, TryRng};

use accounts::second_factor::Rule;
use fieldwork::{HashKey, KeyFolder};
use messages::Locale;
use web::{PublicAddress, Site, TrustedProxies};

/// Where the database and its key are.
#[derive(Debug, Clone, Args)]
pub struct StorageArgs {
    /// An SQLite file (created if there is none) or a database address
    #[arg(long, env = "MINYI_DATABASE", default_value = "minyi.sqlite")]
    pub database: String,
    /// The file with the key of the stored hashes; created on first start, to be kept apart from the database
    #[arg(long, env = "MINYI_KEY_FILE", default_value = "minyi.key")]
    pub key_file: PathBuf,
    /// The folder with the private keys of waves that are not opened yet, to be kept apart from the database and out of
    /// its backups; beside the key file if absent, as in minyi.sealing
    #[arg(long, env = "MINYI_SEALING_KEYS")]
    pub sealing_keys: Option<PathBuf>,
}

impl StorageArgs {
    /// The folder with the private keys.
    pub fn sealing_keys(&self) -> KeyFolder {
        let beside = || self.key_file.with_extension("sealing");
        KeyFolder::new(self.sealing_keys.clone().unwrap_or_else(beside))
    }
}

/// The language in which a command speaks to whoever typed it.
#[derive(Debug, Clone, Copy, Args)]
pub struct LanguageArgs {
    /// Language of what is said: zh or en; that of `LC_ALL` or LANG if absent, Chinese if they name none
    #[arg(long, value_parser = tagged)]
    lang: Option<Locale>,
}

impl LanguageArgs {
    /// The language that was asked for, else that of the environment.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one reader of the environment"
    )]
    pub fn locale(self) -> Locale {
        self.lang.unwrap_or_else(|| {
            language_of_environment(["LC_ALL", "LANG"].map(|name| std::env::var(name).ok()))
        })
    }
}

fn tagged(tag: &str) -> Result<Locale, &'static str> {
    Locale::from_tag(tag).ok_or("write zh or en")
}

/// The language of the first variable that names one: Chinese or, for every other, English. Where none does (`C` in a
/// container or a script names none), Chinese, as on the pages.
fn language_of_environment(variables: [Option<String>; 2]) -> Locale {
    let mut named = variables.into_iter().flatten().filter(|value| {
        let language = value.split(['.', '@']).next().unwrap_or_default();
        !["", "C", "POSIX"].contains(&language)
    });
    match named.next() {
        Some(value) if !value.starts_with("zh") => Locale::English,
        _ => Locale::Chinese,
    }
}

/// Where the server listens.
#[derive(Debug, Clone, Args)]
pub struct ListenArgs {
    /// Address and port to listen on
    #[arg(long, env = "MINYI_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    #[command(flatten)]
    pub(super) site: SiteArgs,
}

/// What the installation says about itself.
#[derive(Debug, Clone, Args)]
pub struct SiteArgs {
    /// The address people reach the installation at, as in <https://survey.example.cn>: what posters lead to
    #[arg(long, env = "MINYI_PUBLIC_ADDRESS", value_name = "ADDRESS")]
    public_address: Option<PublicAddress>,
    /// Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: IP networks with commas between, as in
    /// 127.0.0.1/32,10.0.0.0/8
    #[arg(
        long,
        env = "MINYI_TRUSTED_PROXIES",
        value_name = "NETWORKS",
        default_value = ""
    )]
    trusted_proxies: TrustedProxies,
}

impl SiteArgs {
    /// The settings for the pages of a server that listens here.
    pub(super) fn site(&self, listening: SocketAddr) -> Site {
        Site {
            address: self.public_address.clone(),
            listening,
            proxies: self.trusted_proxies.clone(),
        }
    }
}

/// Reads whether staff must have a second factor.
pub(super) fn second_factor_rule(word: &str) -> Result<Rule, &'static str> {
    match word {
        "required" => Ok(Rule::Required),
        "offered" => Ok(Rule::Offered),
        _ => Err("write required or offered"),
    }
}

/// Why the key of the stored hashes could not be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file holds something else.
    #[error("{} must hold 64 hexadecimal digits", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The file cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
}

/// Reads the key of the stored hashes, or draws one and writes it, readable by its owner only.
pub fn load_or_create_key(path: &Path, rng: &mut ChaCha20Rng) -> Result<HashKey, KeyError> {
    let failed = |source| KeyError::File {
        path: path.to_owned(),
        source,
    };
    match std::fs::read_to_string(path) {
        Ok(text) => HashKey::parse(&text).ok_or_else(|| KeyError::Malformed {
            path: path.to_owned(),
        }),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let key = HashKey::draw(rng);
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(failed)?;
            writeln!(file, "{}", key.to_hex()).map_err(failed)?;
            file.sync_all().map_err(failed)?;
            Ok(key)
        }
        Err(error) => Err(failed(error)),
    }
}

/// A generator seeded by the operating system, for secrets and for what is drawn per visitor.
///
/// # Errors
///
/// Where the operating system gives no random bytes.
pub fn system_randomness() -> Result<ChaCha20Rng, std::io::Error> {
    let mut seed = [0; 32];
    SysRng
        .try_fill_bytes(&mut seed)
        .map_err(std::io::Error::other)?;
    Ok(ChaCha20Rng::from_seed(seed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_speaks_chinese_unless_the_environment_names_another_language() {
        let language = |all: &str, lang: &str| {
            language_of_environment([all, lang].map(|value| Some(value.to_owned())))
        };
        assert_eq!(language("", "zh_CN.UTF-8"), Locale::Chinese);
        assert_eq!(language("zh_TW", "de_DE.UTF-8"), Locale::Chinese);
        assert_eq!(language("en_GB.UTF-8", "zh_CN.UTF-8"), Locale::English);
        assert_eq!(language("C", "en_US.UTF-8"), Locale::English);
        assert_eq!(language("", "de_DE@euro"), Locale::English);
        for silent in ["", "C", "C.UTF-8", "POSIX"] {
            assert_eq!(language("", silent), Locale::Chinese, "{silent}");
        }
        assert_eq!(language_of_environment([None, None]), Locale::Chinese);
        assert!(tagged("fr").is_err());
    }

    #[test]
    fn a_key_is_drawn_once_and_then_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("minyi.key");
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let drawn = load_or_create_key(&path, &mut rng).unwrap();
        let read = load_or_create_key(&path, &mut rng).unwrap();
        assert_eq!(drawn.check_value(), read.check_value());
    }

    #[test]
    fn a_file_that_holds_no_key_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("minyi.key");
        std::fs::write(&path, "not a key").unwrap();
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let error = load_or_create_key(&path, &mut rng).unwrap_err();
        assert!(matches!(error, KeyError::Malformed { .. }));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "not a key");
    }
}
