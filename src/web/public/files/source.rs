//! What every file of a release says of where it comes from.

use std::collections::BTreeSet;

use super::words;
use crate::addresses::Address;
use crate::interface::Interface;
use crate::site::Site;
use messages::{Locale, text};
use results::published::Published;
use results::tables::{Missing, ReleaseTables};
use sampling::StratumShape;

/// The tables of a release, to be written in a language.
pub(crate) struct Source<'a> {
    pub(crate) tables: ReleaseTables<'a>,
    pub(crate) interface: &'a Interface,
    /// Its permanent address, in full.
    pub(crate) address: String,
    /// The outlines of its districts, where a map is to be drawn.
    pub(crate) outlines: &'a [StratumShape],
}

impl<'a> Source<'a> {
    pub(crate) fn of(published: &'a Published, interface: &'a Interface, site: &Site) -> Self {
        Self {
            tables: ReleaseTables::of(published),
            interface,
            address: permanent(published, site),
            outlines: &[],
        }
    }

    /// The same with the outlines of its districts.
    pub(crate) fn over(self, outlines: &'a [StratumShape]) -> Self {
        Self { outlines, ..self }
    }

    pub(crate) fn published(&self) -> &'a Published {
        self.tables.of
    }

    pub(crate) fn locale(&self) -> Locale {
        self.interface.locale
    }

    /// Whether the residents are simulated, in words.
    pub(crate) fn nature(&self) -> String {
        nature(self.locale(), self.published())
    }

    /// City, survey, release and nature of the data in one line.
    pub(crate) fn line(&self) -> String {
        let release = &self.published().release;
        self.locale().t(text::TakeSourceLine {
            city: self.interface.text(&release.city),
            title: self.interface.text(&release.title),
            hash: self.published().short(),
            data: self.nature(),
        })
    }

    /// What the files are of, item by item.
    pub(crate) fn about(&self) -> Vec<(String, String)> {
        let (locale, published) = (self.locale(), self.published());
        let release = &published.release;
        let (from, to) = release.fielded;
        let fielded = format!(
            "{} – {}",
            self.interface.date(from),
            self.interface.last_day(to)
        );
        let registration = release.registration.as_ref().map(|note| note.hash.clone());
        let items = [
            (
                text::TAKE_NOTE_TITLE,
                self.interface.text(&release.title).to_owned(),
            ),
            (
                text::TAKE_NOTE_CITY,
                self.interface.text(&release.city).to_owned(),
            ),
            (text::TAKE_NOTE_WAVE, release.wave.clone()),
            (text::TAKE_NOTE_YEAR, release.year.to_string()),
            (text::TAKE_NOTE_FIELDED, fielded),
            (
                text::TAKE_NOTE_RELEASED,
                self.interface.date(release.public_from()),
            ),
            (text::TAKE_NOTE_NUMBER, number(locale, published)),
            (text::TAKE_NOTE_HASH, published.hash.clone()),
            (
                text::TAKE_NOTE_REGISTRATION,
                registration.unwrap_or_else(|| Missing::NotApplicable.sign().to_owned()),
            ),
            (text::TAKE_NOTE_DATA, self.nature()),
            (text::TAKE_NOTE_ADDRESS, self.address.clone()),
        ];
        items
            .into_iter()
            .map(|(item, said)| (locale.t(item), said))
            .collect()
    }

    /// What the signs mean, what each table must be read with, and what its columns hold.
    pub(crate) fn notes(&self) -> Vec<(String, String)> {
        let locale = self.locale();
        let signs = [Missing::Suppressed, Missing::NotApplicable].map(|why| {
            let sign = locale.t(text::TakeNoteSign { sign: why.sign() });
            (sign, locale.t(words::missing(why)))
        });
        let mut notes: Vec<(String, String)> = signs.into();
        for table in &self.tables.tables {
            let name = locale.t(words::table(table.id));
            let said: BTreeSet<String> = table
                .notes
                .iter()
                .map(|note| locale.t(words::note(*note)))
                .collect();
            notes.extend(said.into_iter().map(|said| (name.clone(), said)));
            for column in &table.columns {
                let item = format!("{name} · {}", locale.t(words::heading(*column)));
                let unit = words::unit(column.unit()).map(|unit| {
                    locale.t(text::TakeNoteUnit {
                        unit: locale.t(unit),
                    })
                });
                let said = [Some(column.written().to_owned()), unit];
                let said: Vec<String> = said.into_iter().flatten().collect();
                notes.push((item, said.join(" · ")));
            }
        }
        notes
    }
}

/// Whether residents are simulated, in words.
pub(crate) fn nature(locale: Locale, published: &Published) -> String {
    let simulated = published.release.simulated;
    locale.t(if simulated {
        text::TAKE_SIMULATED
    } else {
        text::TAKE_REAL
    })
}

/// Which of the releases of its wave it is, in words.
pub(crate) fn number(locale: Locale, published: &Published) -> String {
    match published.amended() {
        None => locale.t(text::CITE_REGISTERED),
        Some(number) => locale.t(text::CiteAmended {
            number: number.to_string(),
        }),
    }
}

/// The permanent address of a release, in full.
pub(crate) fn permanent(published: &Published, site: &Site) -> String {
    let address = Address::Published {
        wave: &published.release.wave,
        hash: published.short(),
    };
    site.full(&address.to_string())
}
