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
    by: Audience,
}

/// By whom it is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Everybody.
    Everybody,
    /// Who computes and publishes it, before it is released.
    Preparing,
    /// The same, after it is released and before it is public.
    Early,
    /// An official, in that time, on the page of the part of the city they answer for.
    Official,
}

impl<'a> Seen<'a> {
    /// One that everybody sees.
    pub(crate) fn public(release: &'a Release) -> Self {
        Self {
            release,
            outlines: &[],
            by: Audience::Everybody,
        }
    }

    /// One that these see.
    pub(crate) fn by(release: &'a Release, by: Audience) -> Self {
        Self {
            by,
            ..Self::public(release)
        }
    }

    /// The same with the outlines of its districts.
    pub(super) fn over(self, outlines: &'a [StratumShape]) -> Self {
        Self { outlines, ..self }
    }

    /// One that is computed and not published.
    pub(crate) fn prepared(release: &'a Release) -> Self {
        Self {
            by: Audience::Preparing,
            ..Self::public(release)
        }
    }

    /// One that is released and not public yet, for who computed or published it.
    pub(crate) fn early(release: &'a Release) -> Self {
        Self {
            by: Audience::Early,
            ..Self::public(release)
        }
    }

    /// The same for an official.
    pub(crate) fn by_official(release: &'a Release) -> Self {
        Self {
            by: Audience::Official,
            ..Self::public(release)
        }
    }

    /// Its address, which an amended one has beside the registered one.
    pub(super) fn scoreboard(self) -> Address<'a> {
        let wave = &self.release.wave;
        match (self.by, &self.release.amendment) {
            (Audience::Official, _) => Address::OwnResults,
            (Audience::Preparing | Audience::Early, _) => Address::WaveRelease { wave },
            (Audience::Everybody, None) => Address::Scoreboard { wave },
            (Audience::Everybody, Some(amendment)) => Address::AmendedScoreboard {
                wave,
                number: amendment.number,
            },
        }
    }

    /// The address of how a figure of it was made; none where it has no page.
    pub(super) fn indicator(self, result: &'a IndicatorResult) -> Option<Address<'a>> {
        let wave = &self.release.wave;
        let indicator = result.indicator.as_str();
        Some(match (self.by, &self.release.amendment) {
            (Audience::Official, _) => return None,
            (Audience::Preparing | Audience::Early, _) => {
                Address::WaveReleaseIndicator { wave, indicator }
            }
            (Audience::Everybody, None) => Address::Indicator { wave, indicator },
            (Audience::Everybody, Some(amendment)) => Address::AmendedIndicator {
                wave,
                number: amendment.number,
                indicator,
            },
        })
    }

    /// The address of how good its answers are; none for officials, who read what concerns them alone.
    pub(super) fn quality(self) -> Option<Address<'a>> {
        let wave = &self.release.wave;
        Some(match (self.by, &self.release.amendment) {
            (Audience::Official, _) => return None,
            (Audience::Preparing | Audience::Early, _) => Address::WaveReleaseQuality { wave },
            (Audience::Everybody, None) => Address::Quality { wave },
            (Audience::Everybody, Some(amendment)) => Address::AmendedQuality {
                wave,
                number: amendment.number,
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
        self.by == Audience::Everybody && self.release.amendment.is_none()
    }

    /// The address of its figures as files; none before it is public.
    pub(super) fn files(self) -> Option<Address<'a>> {
        let wave = &self.release.wave;
        let address = match &self.release.amendment {
            None => Address::Files { wave },
            Some(amendment) => Address::AmendedFiles {
                wave,
                number: amendment.number,
            },
        };
        (self.by == Audience::Everybody).then_some(address)
    }

    /// The address of one of these files.
    pub(super) fn file<'n>(self, file: &'n str) -> Address<'n>
    where
        'a: 'n,
    {
        let wave = &self.release.wave;
        match &self.release.amendment {
            None => Address::File { wave, file },
            Some(amendment) => Address::AmendedFile {
                wave,
                number: amendment.number,
                file,
            },
        }
    }

    /// City, wave and time of release in one line.
    pub(super) fn eyebrow(self, interface: &Interface) -> String {
        let (city, title) = (&self.release.city, &self.release.title);
        let (city, title) = (interface.text(city), interface.text(title));
        let locale = interface.locale;
        match self.by {
            Audience::Everybody => {
                let date = interface.date(self.release.public_from());
                locale.t(text::ReleaseEyebrow { city, title, date })
            }
            Audience::Preparing => locale.t(text::ReleaseEyebrowPreview { city, title }),
            Audience::Early | Audience::Official => {
                let moment = interface.moment(self.release.public_from());
                locale.t(text::ReleaseEyebrowEarly {
                    city,
                    title,
                    moment,
                })
            }
        }
    }

    /// That it is not public yet, as it is said on every page on paper; none where it is.
    pub(super) fn label(self, interface: &Interface) -> Option<String> {
        let locale = interface.locale;
        match self.by {
            Audience::Everybody => None,
            Audience::Preparing => Some(locale.t(text::REPORT_UNRELEASED)),
            Audience::Early | Audience::Official => Some(locale.t(text::ReportEarly {
                moment: interface.moment(self.release.public_from()),
            })),
        }
    }

    /// What its window is called, by the name of what it shows.
    pub(super) fn window(self, interface: &Interface, name: &str) -> String {
        if self.by == Audience::Everybody {
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
