//! The shell around every page.

use maud::{DOCTYPE, Markup, html};

use super::asset;
use super::interface::Interface;
use super::paths;
use crate::locales::Locale;

/// A page to be: its heading, and what the shell must say about it.
#[derive(Debug)]
pub(crate) struct Page<'a> {
    interface: &'a Interface,
    heading: String,
    title: String,
    eyebrow: Option<String>,
    simulated: bool,
    wide: bool,
    form: bool,
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
            form: false,
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
        Self { form: true, ..self }
    }

    /// The whole document.
    pub(crate) fn body(&self, body: &Markup) -> Markup {
        let locale = self.interface.locale;
        html! {
            (DOCTYPE)
            html lang=(locale.document_language()) .elder[self.interface.large] {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="format-detection" content="telephone=no";
                    title { (self.title) " · " (locale.t("site-name")) }
                    link rel="stylesheet" href=(asset::address(if self.form { "form.css" } else { "app.css" }));
                    link rel="icon" href=(asset::address("icon.svg"));
                    script src=(asset::address(if self.form { "form.js" } else { "site.js" })) defer {}
                }
                body {
                    a.skip href="#main" { (locale.t("skip-link")) }
                    (self.top())
                    @if self.simulated {
                        aside.simulated aria-label=(locale.t("simulated-mark").trim()) {
                            b { (locale.t("simulated-mark")) }
                            span { (locale.t("simulated-banner")) }
                        }
                    }
                    main #main .wide[self.wide] tabindex="-1" {
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
            ("size-normal", "size-large")
        } else {
            ("size-large", "size-normal")
        };
        html! {
            header.top {
                a.brand href=(self.interface.link(paths::HOME)) { (locale.t("site-name")) }
                nav aria-label=(locale.t("reading-label")) {
                    a href=(self.way(&self.interface.resized())) data-size=(locale.t(other_size)) { (locale.t(size)) }
                    @for other in Locale::ALL.into_iter().filter(|other| *other != locale) {
                        a href=(self.way(&self.interface.read_in(other))) lang=(other.document_language()) hreflang=(other.document_language()) {
                            (other.t("language-name"))
                        }
                    }
                }
            }
        }
    }

    /// The way to this page for somebody who reads otherwise.
    fn way(&self, interface: &Interface) -> String {
        if self.form {
            interface.reading()
        } else {
            interface.here()
        }
    }

    fn foot(&self) -> Markup {
        let locale = self.interface.locale;
        html! {
            footer.foot {
                nav aria-label=(locale.t("foot-label")) {
                    a href=(self.interface.link(paths::HOME)) { (locale.t("home-link")) }
                    a href=(self.interface.link(paths::RESULTS)) { (locale.t("results-link")) }
                    a href=(self.interface.link(paths::RECEIPT)) { (locale.t("receipt-link")) }
                    a href=(self.interface.link(paths::PRIVACY)) { (locale.t("privacy-link")) }
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
    fn a_page_of_simulated_figures_says_so() {
        let interface = Interface::default();
        let said = Locale::Chinese.t("simulated-banner");
        let page = Page::new(&interface, "结果")
            .simulated(true)
            .body(&html! {});
        assert!(page.into_string().contains(&said));
        let page = Page::new(&interface, "结果").body(&html! {});
        assert!(!page.into_string().contains(&said));
    }
}
