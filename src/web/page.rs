//! The shell around every page.

use maud::{DOCTYPE, Markup, html};

use super::asset;
use super::interface::Interface;
use crate::addresses::Address;
use messages::{Locale, text};

/// The id of the form on a page that is one.
pub(crate) const FORM: &str = "survey";
/// What ends every page.
pub(crate) const END: &str = "</body></html>";
/// The field with which a form asks to be shown again, as it was filled in, in another language or size.
pub(crate) const REDRAW: &str = "_redraw";

/// A page to be: its heading, and what the shell must say about it.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    interface: &'a Interface,
    heading: String,
    title: String,
    eyebrow: Option<String>,
    simulated: bool,
    wide: bool,
    kind: Kind,
    over: bool,
    feed: Option<Address<'a>>,
}

/// What a page is for, which decides its styles and script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Reading,
    Form,
    Resending,
    Paper,
}

impl<'a> Page<'a> {
    /// A page under this heading.
    pub(crate) fn new(interface: &'a Interface, heading: &str) -> Self {
        Self {
            interface,
            heading: heading.to_owned(),
            title: heading.to_owned(),
            eyebrow: None,
            simulated: false,
            wide: false,
            kind: Kind::Reading,
            over: false,
            feed: None,
        }
    }

    /// Another title for the window than the heading.
    pub(crate) fn title(self, title: String) -> Self {
        Self { title, ..self }
    }

    /// A line above the heading that says where one is.
    pub(crate) fn eyebrow(self, eyebrow: String) -> Self {
        Self {
            eyebrow: Some(eyebrow),
            ..self
        }
    }

    /// Says on the page that residents are simulated.
    pub(crate) fn simulated(self, simulated: bool) -> Self {
        Self { simulated, ..self }
    }

    /// Lets the page have the width of a desk.
    pub(crate) fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Makes the page a form to be filled in: its own styles and script, and nothing in it that tells its
    /// address, so that it is the same behind every code.
    pub(crate) fn form(self) -> Self {
        Self {
            kind: Kind::Form,
            ..self
        }
    }

    /// Makes the page one that sends a form once more, in whatever language.
    pub(crate) fn resending(self) -> Self {
        Self {
            kind: Kind::Resending,
            ..self
        }
    }

    /// Makes the page a form on paper.
    pub(crate) fn paper(self) -> Self {
        Self {
            kind: Kind::Paper,
            ..self
        }
    }

    /// Says that the form at this address takes no more answers: what the phone keeps of it is erased.
    pub(crate) fn over(self, over: bool) -> Self {
        Self { over, ..self }
    }

    /// Tells programs where news of releases is.
    pub(crate) fn feed(self) -> Self {
        Self {
            feed: Some(Address::Feed),
            ..self
        }
    }

    /// The whole document.
    pub(crate) fn body(&self, body: &Markup) -> Markup {
        let locale = self.interface.locale;
        let (styles, script) = match self.kind {
            Kind::Reading => ("app.css", "site.js"),
            Kind::Form => ("form.css", "form.js"),
            Kind::Resending => ("form.css", "site.js"),
            Kind::Paper => ("paper.css", "site.js"),
        };
        html! {
            (DOCTYPE)
            html lang=(locale.document_language()) .elder[self.interface.large] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="format-detection" content="telephone=no";
                    title { (self.title) " · " (locale.t(text::SITE_NAME)) }
                    link rel="stylesheet" href=(asset::address(styles));
                    link rel="icon" href=(asset::address("icon.svg"));
                    @if let Some(feed) = self.feed {
                        link rel="alternate" type="application/atom+xml" title=(locale.t(text::FeedTitle { site: locale.t(text::SITE_NAME) }))
                            href=(self.interface.link(feed));
                    }
                    script src=(asset::address(script)) defer {}
                }
                body {
                    a.skip href="#main" { (locale.t(text::SKIP_LINK)) }
                    header.head {
                        (self.top())
                        @if self.simulated {
                            p.simulated role="note" {
                                b { (locale.t(text::SIMULATED_MARK)) }
                                span { (locale.t(text::SIMULATED_BANNER)) }
                            }
                        }
                    }
                    main #main .wide[self.wide] tabindex="-1" data-over[self.over] {
                        @if let Some(eyebrow) = &self.eyebrow { p.eyebrow { (eyebrow) } }
                        h1 { (self.heading) }
                        (body)
                    }
                    (self.foot())
                }
            }
        }
    }

    fn top(&self) -> Markup {
        let locale = self.interface.locale;
        let (size, other_size) = if self.interface.large {
            (text::SIZE_NORMAL, text::SIZE_LARGE)
        } else {
            (text::SIZE_LARGE, text::SIZE_NORMAL)
        };
        html! {
            div.top {
                a.brand href=(self.interface.link(Address::Home)) { (locale.t(text::SITE_NAME)) }
                nav aria-label=(locale.t(text::READING_LABEL)) {
                    @if matches!(self.kind, Kind::Form | Kind::Resending) { (self.redrawing(&locale.t(size), &locale.t(other_size))) }
                    @else {
                        a href=(self.interface.resized().here()) data-size=(locale.t(other_size)) { (locale.t(size)) }
                        @for other in self.others() {
                            a href=(self.interface.read_in(other).here()) lang=(other.document_language()) hreflang=(other.document_language()) {
                                (other.t(text::LANGUAGE_NAME))
                            }
                        }
                    }
                }
            }
        }
    }

    /// The same on a form: its own buttons, so that it comes back with everything typed even without a script. The
    /// first of them is what a browser takes for pressed when somebody types Enter into a field: it sends.
    fn redrawing(&self, size: &str, other_size: &str) -> Markup {
        html! {
            button.quiet-word type="submit" form=(FORM) tabindex="-1" aria-hidden="true" {}
            button type="submit" form=(FORM) name=(REDRAW) formaction=(self.interface.resized().reading()) data-size=(other_size) { (size) }
            @for other in self.others() {
                button type="submit" form=(FORM) name=(REDRAW) formaction=(self.interface.read_in(other).reading()) lang=(other.document_language()) {
                    (other.t(text::LANGUAGE_NAME))
                }
            }
        }
    }

    fn others(&self) -> impl Iterator<Item = Locale> {
        let own = self.interface.locale;
        Locale::ALL.into_iter().filter(move |other| *other != own)
    }

    fn foot(&self) -> Markup {
        let locale = self.interface.locale;
        html! {
            footer.foot {
                nav aria-label=(locale.t(text::FOOT_LABEL)) {
                    a href=(self.interface.link(Address::Home)) { (locale.t(text::HOME_LINK)) }
                    a href=(self.interface.link(Address::Results)) { (locale.t(text::RESULTS_LINK)) }
                    a href=(self.interface.link(Address::Receipt)) { (locale.t(text::RECEIPT_LINK)) }
                    a href=(self.interface.link(Address::Privacy)) { (locale.t(text::PRIVACY_LINK)) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_language_a_title_a_skip_link_and_one_heading() {
        let page = Page::new(&Interface::default(), "<结果>")
            .body(&html! {})
            .into_string();
        assert!(page.contains(" lang=\"zh-CN\""));
        assert!(page.contains("<title>&lt;结果&gt; · "));
        assert!(page.contains("href=\"#main\""));
        assert_eq!(page.matches("<h1>").count(), 1);
    }

    #[test]
    fn a_form_is_drawn_anew_by_its_own_buttons_behind_one_that_sends() {
        let page = Page::new(&Interface::default(), "问卷")
            .form()
            .body(&html! {})
            .into_string();
        let (_, buttons) = page.split_once("<button").unwrap();
        let (sends, others) = buttons.split_once("<button").unwrap();
        assert!(!sends.contains("formaction"));
        assert_eq!(others.matches("name=\"_redraw\"").count(), 2);
        assert!(others.contains("formaction=\"?lang=en\""));
    }

    #[test]
    fn a_page_of_simulated_figures_says_so() {
        let interface = Interface::default();
        let said = Locale::Chinese.t(text::SIMULATED_BANNER);
        let page = Page::new(&interface, "结果")
            .simulated(true)
            .body(&html! {});
        assert!(page.into_string().contains(&said));
        let page = Page::new(&interface, "结果").body(&html! {});
        assert!(!page.into_string().contains(&said));
    }
}
