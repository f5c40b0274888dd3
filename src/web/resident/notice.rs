//! The privacy notice (PIPL art. 17) and the statutory header (统计法 art. 17).

use maud::{Markup, html};

use crate::fieldwork::wave::Wave;
use crate::locales::{Argument, Locale};
use crate::questionnaire::Questionnaire;
use crate::web::interface::Interface;
use crate::web::paths;

/// The short notice on the form, the whole of it behind one touch.
pub(super) fn short(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        div.notice {
            p { (locale.t("privacy-short")) }
            details {
                summary { (locale.t("privacy-more")) }
                (points(interface, Some(wave)))
                (ways(interface, wave))
            }
        }
    }
}

/// Introduction and notice of a form of one screen: a line, and everything behind one touch. A statutory header
/// stands on the form itself, as the law asks.
pub(super) fn folded(interface: &Interface, wave: &Wave, questionnaire: &Questionnaire) -> Markup {
    let locale = interface.locale;
    html! {
        @if wave.header.is_some() { (statutory_header(interface, wave)) }
        details.folded {
            summary { (locale.t("privacy-folded")) }
            p { (interface.text(&questionnaire.intro)) }
            @if wave.header.is_none() { (statutory_header(interface, wave)) }
            p { (locale.t("privacy-short")) }
            (points(interface, Some(wave)))
            (ways(interface, wave))
        }
    }
}

/// The notice by itself, and the form on paper where there is one.
fn ways(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        p { a href=(interface.link(paths::PRIVACY)) { (locale.t("privacy-page")) } }
        @if !wave.slug.is_empty() {
            p { a href=(interface.link(&paths::paper(&wave.slug))) { (locale.t("paper-link")) } }
        }
    }
}

/// Who asks, why, what is kept, how long, which rights, whom to turn to, and what cannot be called back;
/// without a wave, as it holds for all of them.
pub(super) fn points(interface: &Interface, wave: Option<&Wave>) -> Markup {
    let locale = interface.locale;
    let points = [
        ("privacy-who-title", who(locale, wave)),
        ("privacy-why-title", locale.t("privacy-why")),
        ("privacy-what-title", locale.t("privacy-what")),
        ("privacy-phone-title", locale.t("privacy-phone")),
        ("privacy-long-title", locale.t("privacy-long")),
        ("privacy-rights-title", locale.t("privacy-rights")),
        ("privacy-anonymous-title", locale.t("privacy-anonymous")),
        ("privacy-contact-title", contact(interface, wave)),
    ];
    html! {
        dl { @for (title, text) in points { dt { (locale.t(title)) } dd { (text) } } }
    }
}

/// Who asks in this wave.
fn who(locale: Locale, wave: Option<&Wave>) -> String {
    match wave.map(|wave| &wave.header) {
        None => locale.t("privacy-who"),
        Some(None) => locale.t("privacy-who-demonstration"),
        Some(Some(header)) => locale.with(
            "privacy-who-authority",
            [("authority", Argument::from(header.authority.as_str()))],
        ),
    }
}

/// Where to ask, complain and report; said plainly where there is no such place.
pub(super) fn contact(interface: &Interface, wave: Option<&Wave>) -> String {
    let locale = interface.locale;
    match wave {
        None => locale.t("privacy-contact"),
        Some(wave) => match &wave.contact {
            Some(contact) => interface.text(contact).to_owned(),
            None if wave.simulated => locale.t("privacy-contact-demonstration"),
            None => locale.t("privacy-contact-none"),
        },
    }
}

/// The statutory header, or that this is not a statistical survey.
pub(super) fn statutory_header(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        @match &wave.header {
            Some(header) => {
                dl.statutory {
                    div { dt { (locale.t("header-number")) } dd { (header.form_number) } }
                    div { dt { (locale.t("header-authority")) } dd { (header.authority) } }
                    div { dt { (locale.t("header-approval")) } dd { (header.approval) } }
                    div { dt { (locale.t("header-valid")) } dd { (interface.day(header.valid_until)) } }
                }
            }
            None => { p.statutory { (locale.t("header-none")) } }
        }
    }
}
