//! How a person reads: language, size of type, and where on the site they are.

use std::convert::Infallible;
use std::fmt::Display;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::Uri;
use axum::http::request::Parts;
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::extract::Fields;
use crate::addresses::Pattern;
use clock::in_china;
use messages::Locale;
use questionnaire::{Language, Text};

/// What the address says about how a person reads (`?lang=en&size=large`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Interface {
    /// The language of the page.
    pub(crate) locale: Locale,
    /// Elder mode: everything larger.
    pub(crate) large: bool,
    /// Whether somebody else wants to answer: a new fill is drawn (`?fill=new`).
    pub(crate) new_fill: bool,
    path: String,
    kept: Vec<(String, String)>,
}

impl Interface {
    /// Reads an address; whatever is not understood is left out.
    pub(crate) fn of(uri: &Uri) -> Self {
        // With two slashes in front a browser takes what follows for the name of another site.
        let path = uri.path().trim_start_matches(['/', '\\']);
        let mut interface = Self {
            path: format!("/{path}"),
            ..Self::default()
        };
        let query = uri.query().unwrap_or_default();
        for (name, value) in Fields::parse(query.as_bytes()).unwrap_or_default() {
            match name.as_str() {
                "lang" => interface.locale = Locale::from_tag(&value).unwrap_or_default(),
                "size" => interface.large = value == "large",
                "fill" => interface.new_fill = value == "new",
                _ => interface.kept.push((name, value)),
            }
        }
        interface
    }

    /// Whether the address says nothing besides language and size.
    pub(crate) fn is_plain(&self) -> bool {
        self.kept.is_empty() && !self.new_fill
    }

    /// Whether the page is one of staff.
    pub(crate) fn is_of_staff(&self) -> bool {
        let below = |pattern: Pattern| {
            let fixed = pattern.written().split('{').next().unwrap_or_default();
            let rest = self.path.strip_prefix(fixed.trim_end_matches('/'));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        below(Pattern::Studio) || below(Pattern::SetPassword)
    }

    /// Whether programs ask.
    pub(crate) fn is_of_api(&self) -> bool {
        self.path.starts_with("/api/")
    }

    /// Whether the page is this one, whatever stands in its variable parts.
    pub(crate) fn is_at(&self, page: Pattern) -> bool {
        let parts = || page.written().split('/');
        let mut both = self.path.split('/').zip(parts());
        let same = both.all(|(here, part)| here == part || part.starts_with('{'));
        same && self.path.split('/').count() == parts().count()
    }

    /// What stands last in the address, as it was typed.
    pub(crate) fn place(&self) -> String {
        let (_, last) = self.path.rsplit_once('/').unwrap_or_default();
        percent_decode_str(last).decode_utf8_lossy().into_owned()
    }

    /// The questionnaire language that goes with the interface.
    pub(crate) fn language(&self) -> Language {
        Language::new(self.locale.tag())
    }

    /// The wording of a text of plan, questionnaire or release.
    pub(crate) fn text<'a>(&self, text: &'a Text) -> &'a str {
        self.locale.wording(text)
    }

    /// The day a moment fell on in China.
    pub(crate) fn date(&self, moment: DateTime<Utc>) -> String {
        self.day(in_china(moment).date_naive())
    }

    /// The last day before a moment: what closes at midnight is open until the day before.
    pub(crate) fn last_day(&self, moment: DateTime<Utc>) -> String {
        self.date(moment - TimeDelta::seconds(1))
    }

    /// A moment in China, to the minute.
    pub(crate) fn moment(&self, moment: DateTime<Utc>) -> String {
        let moment = in_china(moment);
        let (date, time) = (self.day(moment.date_naive()), moment.format("%H:%M"));
        format!("{date} {time}")
    }

    /// A day as it is written.
    pub(crate) fn day(&self, day: NaiveDate) -> String {
        (self.locale).date(day.year(), day.month(), Some(day.day()))
    }

    /// An address of ours that keeps language and size.
    pub(crate) fn link(&self, address: impl Display) -> String {
        let mut address = address.to_string();
        let mut add = |name: &str, value: &str| {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(name);
            address.push('=');
            address.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
        };
        if self.locale != Locale::default() {
            add("lang", self.locale.tag());
        }
        if self.large {
            add("size", "large");
        }
        address
    }

    /// No place in particular, read in this way.
    pub(crate) fn reading_in(locale: Locale, large: bool) -> Self {
        Self {
            locale,
            large,
            ..Self::default()
        }
    }

    /// The same place, read in another language.
    pub(crate) fn read_in(&self, locale: Locale) -> Self {
        Self {
            locale,
            ..self.clone()
        }
    }

    /// The same place, in the other size.
    pub(crate) fn resized(&self) -> Self {
        Self {
            large: !self.large,
            ..self.clone()
        }
    }

    /// Language and size as a query that leads from a page to itself, wherever that is.
    pub(crate) fn reading(&self) -> String {
        let size = if self.large { "&size=large" } else { "" };
        format!("?lang={}{size}", self.locale.tag())
    }

    /// This page.
    pub(crate) fn here(&self) -> String {
        let mut path = self.path.clone();
        for (index, (name, value)) in self.kept.iter().enumerate() {
            path.push(if index == 0 { '?' } else { '&' });
            path.extend(utf8_percent_encode(name, NON_ALPHANUMERIC));
            path.push('=');
            path.extend(utf8_percent_encode(value, NON_ALPHANUMERIC));
        }
        self.link(&path)
    }
}

impl<S: Sync> FromRequestParts<S> for Interface {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let uri = parts
            .extensions
            .get::<OriginalUri>()
            .map_or(&parts.uri, |original| &original.0);
        Ok(Self::of(uri))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(uri: &'static str) -> Interface {
        Interface::of(&Uri::from_static(uri))
    }

    #[test]
    fn an_address_without_a_language_is_chinese() {
        assert_eq!(at("/results").locale, Locale::Chinese);
        assert_eq!(at("/results?lang=tlh").locale, Locale::Chinese);
        assert_eq!(at("/results?lang=en").locale, Locale::English);
    }

    #[test]
    fn links_keep_language_and_size() {
        assert_eq!(
            at("/?lang=en&size=large").link("/results"),
            "/results?lang=en&size=large"
        );
        assert_eq!(at("/").link("/results"), "/results");
        assert_eq!(
            at("/?lang=en").link("/thanks?receipt=A"),
            "/thanks?receipt=A&lang=en"
        );
    }

    #[test]
    fn a_link_to_this_page_leads_to_no_other_site() {
        for uri in ["//evil.example", "///evil.example/x", "/\\evil.example"] {
            let here = at(uri).read_in(Locale::English).here();
            assert!(here.starts_with("/evil.example"), "{here}");
        }
        assert_eq!(at("/").here(), "/");
    }

    #[test]
    fn the_switch_keeps_what_else_the_address_says() {
        let page = at("/thanks?receipt=AB%20C&size=large");
        assert_eq!(
            page.read_in(Locale::English).here(),
            "/thanks?receipt=AB%20C&lang=en&size=large"
        );
        assert_eq!(page.resized().here(), "/thanks?receipt=AB%20C");
    }
}
