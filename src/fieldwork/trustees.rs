//! Trustees: the private key of a sitting in shares, so that neither the installation nor one person can read.
//!
//! # Design
//!
//! Shamir's secret sharing over GF(256), as the crate `blahaj` does it: any `needed` of the shares make the key, fewer
//! say nothing of it. A share is a line that a person can type. Its checksum covers all of it, so that a mistyped share
//! is found before it is used; and whatever shares make is compared with the public key, so that they never make
//! another one.

use std::fmt;

use blahaj::Sharks;
use rand::CryptoRng;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::code::{CROCKFORD, to_half_width};
use super::sealing::{OpeningKey, SealingKey};

/// The most shares of a key.
pub const MOST_SHARES: u8 = 20;

/// The words that a share begins with; the digit is the edition of its form.
const MARK: [&str; 3] = ["minyi", "share", "1"];

/// What the checksum of a share is made for.
const PURPOSE: &[u8] = b"Minyi, a share, 1";

/// The bytes of a checksum.
const CHECKSUM: usize = 8;

/// The symbols of a share and its checksum, and of one group of them.
const SYMBOLS: usize = (32 + CHECKSUM) * 8 / 5;
const GROUP: usize = 4;

/// How many trustees there are, and how many are needed: two at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trustees {
    needed: u8,
    shares: u8,
}

/// Why there cannot be so many trustees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TrusteesFault {
    /// One would be enough.
    #[error(
        "at least two trustees must be needed: where one share is enough, whoever holds any of them reads every answer alone"
    )]
    OneNeeded,
    /// More are needed than there are.
    #[error("more trustees are needed than there are: the key could never be made")]
    MoreNeeded,
    /// There are too many.
    #[error("there may be {MOST_SHARES} trustees at most")]
    TooMany,
}

impl Trustees {
    /// So many of so many.
    pub fn new(needed: u8, shares: u8) -> Result<Self, TrusteesFault> {
        if needed < 2 {
            Err(TrusteesFault::OneNeeded)
        } else if needed > shares {
            Err(TrusteesFault::MoreNeeded)
        } else if shares > MOST_SHARES {
            Err(TrusteesFault::TooMany)
        } else {
            Ok(Self { needed, shares })
        }
    }

    /// How many shares make the key.
    pub fn needed(self) -> u8 {
        self.needed
    }

    /// How many shares there are.
    pub fn shares(self) -> u8 {
        self.shares
    }
}

impl fmt::Display for Trustees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.needed, self.shares)
    }
}

/// A public key whose private key is in the hands of trustees, as in `3-of-5-` and 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EntrustedKey {
    /// Who holds the private key.
    pub trustees: Trustees,
    /// What is sealed to.
    pub key: SealingKey,
}

impl EntrustedKey {
    /// Who holds the private key, as in `trustees 3 of 5, key 7QXM2K4D`.
    pub fn custody(self) -> String {
        format!("trustees {}, key {}", self.trustees, self.key.short())
    }

    /// Reads what `minyi trustee new` prints.
    pub fn parse(typed: &str) -> Option<Self> {
        let words = words(typed);
        let [needed, "of", shares, key] = words.iter().map(String::as_str).collect::<Vec<_>>()[..]
        else {
            return None;
        };
        Some(Self {
            trustees: Trustees::new(needed.parse().ok()?, shares.parse().ok()?).ok()?,
            key: SealingKey::parse(key)?,
        })
    }
}

impl fmt::Display for EntrustedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Trustees { needed, shares } = self.trustees;
        write!(f, "{needed}-of-{shares}-{}", self.key)
    }
}

/// One trustee's share of a private key. Overwritten in memory when it is done with.
#[derive(Clone, PartialEq, Eq)]
pub struct Share {
    trustees: Trustees,
    number: u8,
    /// The short form of the public key.
    key: String,
    bytes: Zeroizing<[u8; 32]>,
}

/// Why a text is no share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareFault {
    /// There is none in it.
    Missing,
    /// There are several in it.
    Several,
    /// Its checksum does not fit.
    Mistyped,
}

/// Why shares do not make a key; those at fault by their place in the list, from 0 on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharesFault {
    /// This one belongs to another key.
    Foreign(usize),
    /// This one was given before.
    Repeated(usize),
    /// There are too few.
    TooFew,
    /// All are well-formed, and yet make another key: at least one was made to deceive.
    Forged,
}

impl Share {
    /// Reads the share in what a person typed, or in the whole text of its file: any case, wide letters, and blanks,
    /// dashes and ends of lines between groups.
    pub fn parse(typed: &str) -> Result<Self, ShareFault> {
        let words = words(typed);
        let mut found =
            (0..words.len()).filter(|at| words[*at..].starts_with(&MARK.map(str::to_owned)));
        let at = found.next().ok_or(ShareFault::Missing)?;
        if found.next().is_some() {
            return Err(ShareFault::Several);
        }
        Self::read(&words[at + MARK.len()..]).ok_or(ShareFault::Mistyped)
    }

    fn read(words: &[String]) -> Option<Self> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let [
            needed,
            "of",
            shares,
            "number",
            number,
            "key",
            key,
            groups @ ..,
        ] = &words[..]
        else {
            return None;
        };
        let mut symbols = Zeroizing::new(String::with_capacity(2 * SYMBOLS));
        // What follows the last symbol is prose.
        for group in groups {
            if symbols.len() >= SYMBOLS {
                break;
            }
            symbols.push_str(group);
        }
        let bytes = Zeroizing::new(CROCKFORD.decode(symbols.as_bytes()).ok()?);
        let (bytes, checksum) = bytes.split_first_chunk()?;
        let share = Self {
            trustees: Trustees::new(needed.parse().ok()?, shares.parse().ok()?).ok()?,
            number: number.parse().ok()?,
            key: CROCKFORD.encode(&CROCKFORD.decode(key.as_bytes()).ok()?),
            bytes: Zeroizing::new(*bytes),
        };
        (share.checksum() == checksum).then_some(share)
    }

    /// Who holds the shares of this key.
    pub fn trustees(&self) -> Trustees {
        self.trustees
    }

    /// Which of them this one is, from 1 on.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// The short form of the public key that it belongs to; see [`SealingKey::short`].
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The line that a trustee keeps.
    pub fn to_line(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new(self.bytes.to_vec());
        bytes.extend_from_slice(&self.checksum());
        let symbols = Zeroizing::new(CROCKFORD.encode(&bytes));
        let Trustees { needed, shares } = self.trustees;
        let mut line = Zeroizing::new(format!(
            "{} {needed}-of-{shares} number-{} key-{} ",
            MARK.join("-"),
            self.number,
            self.key
        ));
        for (at, symbol) in symbols.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                line.push('-');
            }
            line.push(symbol);
        }
        line
    }

    fn checksum(&self) -> [u8; CHECKSUM] {
        let Trustees { needed, shares } = self.trustees;
        let sum = Sha256::new()
            .chain_update(PURPOSE)
            .chain_update([needed, shares, self.number])
            .chain_update(&self.key)
            .chain_update(self.bytes.as_slice())
            .finalize();
        std::array::from_fn(|at| sum[at])
    }

    fn is_of(&self, trustees: Trustees, key: &str) -> bool {
        self.trustees == trustees && self.key == key
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Share(…)")
    }
}

/// The shares of a private key, one for each trustee.
pub fn split(key: &OpeningKey, trustees: Trustees, rng: &mut impl CryptoRng) -> Vec<Share> {
    let short = key.sealing_key().short();
    let points = Sharks(trustees.needed).dealer_rng(key.as_bytes(), rng);
    let points = points.take(usize::from(trustees.shares));
    let share = |point: blahaj::Share| {
        // The number of the point, and a byte for each of the key.
        let point = Zeroizing::new(Vec::from(&point));
        Share {
            trustees,
            number: point[0],
            key: short.clone(),
            bytes: Zeroizing::new(std::array::from_fn(|at| point[at + 1])),
        }
    };
    points.map(share).collect()
}

/// The private key that belongs to this public one.
pub fn combine(shares: &[Share], entrusted: EntrustedKey) -> Result<OpeningKey, SharesFault> {
    let EntrustedKey { trustees, key } = entrusted;
    let made = make(shares, trustees, &key.short())?;
    (made.sealing_key() == key)
        .then_some(made)
        .ok_or(SharesFault::Forged)
}

/// The public key that shares of one key belong to, found by making the private one.
pub fn key_of(shares: &[Share]) -> Result<EntrustedKey, SharesFault> {
    let first = shares.first().ok_or(SharesFault::TooFew)?;
    let made = make(shares, first.trustees, &first.key)?;
    let key = made.sealing_key();
    (key.short() == first.key)
        .then_some(EntrustedKey {
            trustees: first.trustees,
            key,
        })
        .ok_or(SharesFault::Forged)
}

fn make(shares: &[Share], trustees: Trustees, key: &str) -> Result<OpeningKey, SharesFault> {
    for (at, share) in shares.iter().enumerate() {
        if !share.is_of(trustees, key) {
            return Err(SharesFault::Foreign(at));
        }
        let mut before = shares[..at].iter();
        if before.any(|other| other.number == share.number) {
            return Err(SharesFault::Repeated(at));
        }
    }
    let points = shares.iter().map(|share| {
        let mut point = Zeroizing::new(vec![share.number]);
        point.extend_from_slice(share.bytes.as_slice());
        blahaj::Share::try_from(point.as_slice()).or(Err(SharesFault::Forged))
    });
    let points: Vec<blahaj::Share> = points.collect::<Result<_, _>>()?;
    let sharks = Sharks(trustees.needed);
    let made = Zeroizing::new(sharks.recover(&points).or(Err(SharesFault::TooFew))?);
    let mut bytes = Zeroizing::new([0; 32]);
    if made.len() != bytes.len() {
        return Err(SharesFault::Forged);
    }
    bytes.copy_from_slice(&made);
    OpeningKey::from_bytes(bytes).ok_or(SharesFault::Forged)
}

/// The words and groups of a text, in small letters.
fn words(text: &str) -> Zeroizing<Vec<String>> {
    let symbols = text.chars().map(to_half_width);
    let text: Zeroizing<String> = Zeroizing::new(symbols.flat_map(char::to_lowercase).collect());
    let words = text.split([' ', '-']).filter(|word| !word.is_empty());
    Zeroizing::new(words.map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;

    fn deal(needed: u8, shares: u8, seed: u64) -> (EntrustedKey, Vec<Share>) {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let private = OpeningKey::draw(&mut rng);
        let trustees = Trustees::new(needed, shares).unwrap();
        let key = private.sealing_key();
        let dealt = split(&private, trustees, &mut rng);
        (EntrustedKey { trustees, key }, dealt)
    }

    #[test]
    fn any_shares_that_suffice_make_the_key_and_fewer_do_not() {
        for (needed, shares) in [(2, 2), (2, 3), (3, 5), (7, 8)] {
            let (entrusted, dealt) = deal(needed, shares, 1);
            for chosen in 0..1_u32 << shares {
                let given = dealt.iter().enumerate();
                let given = given.filter(|(at, _)| chosen >> at & 1 == 1);
                let given: Vec<Share> = given.map(|(_, share)| share.clone()).collect();
                let made = combine(&given, entrusted).map(|key| key.sealing_key());
                if given.len() < usize::from(needed) {
                    assert_eq!(made, Err(SharesFault::TooFew));
                } else {
                    assert_eq!(made, Ok(entrusted.key));
                    assert_eq!(key_of(&given), Ok(entrusted));
                }
            }
        }
    }

    #[test]
    fn fewer_shares_that_say_they_suffice_make_another_key_and_are_found() {
        let (entrusted, dealt) = deal(3, 5, 2);
        let lying = Trustees::new(2, 5).unwrap();
        let two = dealt[..2].iter().cloned();
        let two: Vec<Share> = two
            .map(|it| Share {
                trustees: lying,
                ..it
            })
            .collect();
        let said = EntrustedKey {
            trustees: lying,
            ..entrusted
        };
        assert_eq!(combine(&two, said).err(), Some(SharesFault::Forged));
        assert_eq!(key_of(&two), Err(SharesFault::Forged));
    }

    #[test]
    fn a_share_of_another_key_and_one_given_twice_are_named() {
        let (entrusted, dealt) = deal(2, 3, 3);
        let (_, others) = deal(2, 3, 4);
        let mixed = [dealt[0].clone(), others[1].clone()];
        assert_eq!(
            combine(&mixed, entrusted).err(),
            Some(SharesFault::Foreign(1))
        );
        assert_eq!(key_of(&mixed), Err(SharesFault::Foreign(1)));
        assert_eq!(
            combine(&others, entrusted).err(),
            Some(SharesFault::Foreign(0))
        );
        let twice = [dealt[2].clone(), dealt[2].clone()];
        assert_eq!(
            combine(&twice, entrusted).err(),
            Some(SharesFault::Repeated(1))
        );
        assert_eq!(key_of(&[]), Err(SharesFault::TooFew));
    }

    #[test]
    fn every_changed_or_missing_symbol_of_a_share_is_found() {
        let (_, dealt) = deal(2, 3, 5);
        let line = dealt[1].to_line();
        assert!(Share::parse(&line) == Ok(dealt[1].clone()));
        for (at, symbol) in line.char_indices().filter(|(_, it)| it.is_alphanumeric()) {
            for other in "0379QXF"
                .chars()
                .filter(|other| *other != symbol.to_ascii_uppercase())
            {
                let changed = format!("{}{other}{}", &line[..at], &line[at + 1..]);
                assert!(Share::parse(&changed).is_err(), "{changed}");
            }
            let shorter = format!("{}{}", &line[..at], &line[at + 1..]);
            assert!(Share::parse(&shorter).is_err(), "{shorter}");
        }
        let groups: Vec<&str> = line.split('-').collect();
        let mut exchanged = groups.clone();
        exchanged.swap(groups.len() - 1, groups.len() - 2);
        let exchanged = Share::parse(&exchanged.join("-"));
        assert_eq!(exchanged.err(), Some(ShareFault::Mistyped));
    }

    #[test]
    fn a_share_is_read_as_people_type_it_and_from_its_whole_file() {
        let (_, dealt) = deal(2, 3, 6);
        let (line, second) = (dealt[0].to_line(), dealt[1].to_line());
        let read = |typed: &str| Share::parse(typed).map(|share| share.to_line());
        let wide = |symbol: char| match symbol {
            '!'..='~' => char::from_u32(u32::from(symbol) + 0xfee0).unwrap(),
            _ => symbol,
        };
        let typed = [
            line.to_lowercase(),
            line.replace('-', " "),
            line.replace('-', "\r\n"),
            line.chars().map(wide).collect(),
            format!("第1份，共3份。\r\nShare 1 of 3.\n\n{}\n\nKeep it.", *line),
        ];
        for typed in typed {
            assert_eq!(read(&typed).as_ref(), Ok(&line), "{typed}");
        }
        let both = format!("{} {}", *line, *second);
        assert_eq!(read(&both), Err(ShareFault::Several));
        assert_eq!(read("我的份额丢了"), Err(ShareFault::Missing));
        assert_eq!(read("minyi-share-1"), Err(ShareFault::Mistyped));
    }

    #[test]
    fn a_public_key_says_who_holds_the_private_one() {
        let (entrusted, _) = deal(3, 5, 7);
        assert!(entrusted.to_string().starts_with("3-of-5-"));
        assert_eq!(
            EntrustedKey::parse(&format!(" {entrusted}\n")),
            Some(entrusted)
        );
        let of = |trustees: &str| EntrustedKey::parse(&format!("{trustees}-{}", entrusted.key));
        assert_eq!([of("1-of-5"), of("6-of-5"), of("3-of-21")], [None; 3]);
        assert_eq!(EntrustedKey::parse(&entrusted.key.to_string()), None);
    }

    #[test]
    fn one_share_never_suffices() {
        assert_eq!(Trustees::new(1, 3), Err(TrusteesFault::OneNeeded));
        assert_eq!(Trustees::new(4, 3), Err(TrusteesFault::MoreNeeded));
        assert_eq!(Trustees::new(3, 21), Err(TrusteesFault::TooMany));
        assert_eq!(Trustees::new(20, 20).unwrap().to_string(), "20 of 20");
    }

    #[test]
    fn nothing_prints_a_share() {
        let (_, dealt) = deal(2, 3, 8);
        assert_eq!(format!("{:?}", dealt[0]), "Share(…)");
    }
}
