//! A release as it is seen: by everybody, or by those who compute and publish it, before it is public.

use crate::addresses::Address;
use crate::interface::Interface;
use messages::text;
use results::release::{IndicatorResult, Release};

/// A release, and whether it is public.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(super) release: &'a Release,
    public: bool,
}

impl<'a> Seen<'a> {
    /// One that everybody sees.
    pub(super) fn public(release: &'a Release) -> Self {
        Self {
            release,
            public: true,
        }
    }

    /// One that is computed and not published.
    pub(crate) fn prepared(release: &'a Release) -> Self {
        Self {
            release,
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

    /// The address of how a figure of it was made.
    pub(super) fn indicator(self, result: &'a IndicatorResult) -> Address<'a> {
        let wave = &self.release.wave;
        let indicator = result.indicator.as_str();
        match &self.release.amendment {
            _ if !self.public => Address::WaveReleaseIndicator { wave, indicator },
            None => Address::Indicator { wave, indicator },
            Some(amendment) => Address::AmendedIndicator {
                wave,
                number: amendment.number,
                indicator,
            },
        }
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
