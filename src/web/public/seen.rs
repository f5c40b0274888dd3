//! A release as it is seen: by everybody, or by those who compute and publish it, before it is public.

use crate::addresses::{Address, Named};
use crate::interface::Interface;
use messages::text;
use results::release::{IndicatorResult, Release};
use sampling::{StratumId, StratumShape};

/// A release, and whether it is public.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(super) release: &'a Release,
    /// The outlines of its districts, where a map is to be drawn.
    pub(super) outlines: &'a [StratumShape],
    public: bool,
}

impl<'a> Seen<'a> {
    /// One that everybody sees.
    pub(super) fn public(release: &'a Release) -> Self {
        Self {
            release,
            outlines: &[],
            public: true,
        }
    }

    /// The same with the outlines of its districts.
    pub(super) fn over(self, outlines: &'a [StratumShape]) -> Self {
        Self { outlines, ..self }
    }

    /// One that is computed and not published.
    pub(crate) fn prepared(release: &'a Release) -> Self {
        Self {
            release,
            outlines: &[],
            public: false,
        }
    }

    /// Its address, which an amended one has beside the registered one.
    pub(super) fn scoreboard(self) -> Address<'a> {
        let wave = &self.release.wave;
        match &self.release.amendment {
            _ if !self.public => Address::WaveRelease { wave },
            None => Address::Scoreboard { wave },
            Some(amendment) => Address::AmendedScoreboard {
                wave,
                number: amendment.number,
            },
        }
    }

    /// The address of how a figure of it was made; none where it has no page.
    pub(super) fn indicator(self, result: &'a IndicatorResult) -> Option<Address<'a>> {
        let wave = &self.release.wave;
        let indicator = result.indicator.as_str();
        Some(match &self.release.amendment {
            _ if !self.public => Address::WaveReleaseIndicator { wave, indicator },
            None => Address::Indicator { wave, indicator },
            Some(amendment) => Address::AmendedIndicator {
                wave,
                number: amendment.number,
                indicator,
            },
        })
    }

    /// The address of one of its districts, which only what is public as registered has.
    pub(super) fn district(self, district: &'a StratumId) -> Option<Address<'a>> {
        let wave = &self.release.wave;
        let district = Named(district.as_str());
        self.has_places()
            .then_some(Address::District { wave, district })
    }

    /// The address of a body that answers for some of its figures, likewise.
    pub(super) fn department(self, department: &'a str) -> Option<Address<'a>> {
        let wave = &self.release.wave;
        let department = Named(department);
        self.has_places()
            .then_some(Address::Department { wave, department })
    }

    /// The address of the list of those bodies, likewise.
    pub(super) fn departments(self) -> Option<Address<'a>> {
        let wave = &self.release.wave;
        self.has_places().then_some(Address::Departments { wave })
    }

    fn has_places(self) -> bool {
        self.public && self.release.amendment.is_none()
    }

    /// City, wave and time of release in one line.
    pub(super) fn eyebrow(self, interface: &Interface) -> String {
        let (city, title) = (&self.release.city, &self.release.title);
        let (city, title) = (interface.text(city), interface.text(title));
        if self.public {
            let date = interface.date(self.release.released_at);
            interface
                .locale
                .t(text::ReleaseEyebrow { city, title, date })
        } else {
            interface
                .locale
                .t(text::ReleaseEyebrowPreview { city, title })
        }
    }

    /// What its window is called, by the name of what it shows.
    pub(super) fn window(self, interface: &Interface, name: &str) -> String {
        if self.public {
            name.to_owned()
        } else {
            interface.locale.t(text::ReleaseWindowPreview { name })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::{example, preview};
    use maud::Markup;

    #[test]
    fn what_is_not_public_says_so_and_leads_nowhere_public() {
        let release = example::release();
        let interface = Interface::default();
        let page = preview(&interface, Seen::prepared(&release), Markup::default()).into_string();
        for said in [
            "尚未公布",
            "<title>预览",
            "href=\"/studio/waves/residents-2014/release/",
        ] {
            assert!(page.contains(said), "{said}: {page}");
        }
        for public in ["日公布", "href=\"/results/residents-2014"] {
            assert!(!page.contains(public), "{public}: {page}");
        }
    }
}
