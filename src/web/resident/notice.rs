//! The privacy notice (PIPL art. 17) and the statutory header (统计法 art. 17).

use maud::{Markup, html};

use crate::addresses::{Address, privacy_of};
use crate::interface::Interface;
use fieldwork::wave::{Mode, Wave};
use messages::{PlainMessage, text};
use questionnaire::Questionnaire;

/// The short notice on the form, the whole of it behind one touch.
pub(super) fn short(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        div.notice {
            (who_asks(interface, wave))
            p { (locale.t(text::PRIVACY_SHORT)) }
            details {
                summary { (locale.t(text::PRIVACY_MORE)) }
                (points(interface, Some(wave)))
                (privacy_links(interface, wave))
            }
        }
    }
}

/// Introduction and notice of a form of one screen: a line, and everything behind one touch. A statutory header
/// stands on the form itself, as the law asks.
pub(super) fn collapsed_notice(
    interface: &Interface,
    wave: &Wave,
    questionnaire: &Questionnaire,
) -> Markup {
    let locale = interface.locale;
    html! {
        @if wave.header.is_some() { (statutory_header(interface, wave)) }
        (who_answers(interface, wave))
        (who_asks(interface, wave))
        details.folded {
            summary { (locale.t(text::PRIVACY_FOLDED)) }
            p { (interface.text(&questionnaire.intro)) }
            @if wave.header.is_none() { (statutory_header(interface, wave)) }
            p { (locale.t(text::PRIVACY_SHORT)) }
            (points(interface, Some(wave)))
            (privacy_links(interface, wave))
        }
    }
}

/// Who asks, and where to call, before anything else is read.
pub(crate) fn who_asks(interface: &Interface, wave: &Wave) -> Markup {
    let (locale, authority) = (interface.locale, asking_authority(interface, Some(wave)));
    html! {
        p {
            (locale.t(text::PRIVACY_WHO_TITLE)) (locale.t(text::FORM_COLON)) (authority)
            @if let (Some(contact), true) = (&wave.contact, wave.header.is_some()) {
                " " (locale.t(contact_title(Some(wave)))) (locale.t(text::FORM_COLON)) (interface.text(contact))
            }
        }
    }
}

/// Where to complain if not to the body asking, for what is printed: a form leads to its notice, which says it.
pub(crate) fn complaints_line(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        @if let Some(complaints) = &wave.complaints {
            p { (locale.t(text::PRIVACY_COMPLAINTS_TITLE)) (locale.t(text::FORM_COLON)) (interface.text(complaints)) }
        }
    }
}

/// What people turn to the contact of a wave for: complaints too, unless another office receives them.
pub(crate) fn contact_title(wave: Option<&Wave>) -> PlainMessage {
    match wave {
        Some(wave) if wave.complaints.is_some() => text::PRIVACY_QUESTIONS_TITLE,
        _ => text::PRIVACY_CONTACT_TITLE,
    }
}

/// Which questions must be answered, and why, so that nobody is promised what does not hold.
pub(super) fn what_must_be_answered(
    interface: &Interface,
    questionnaire: &Questionnaire,
) -> Markup {
    let required = questionnaire.questions.iter();
    let count = required.filter(|question| question.required).count();
    let locale = interface.locale;
    html! {
        p.lead {
            @if count == 0 { (locale.t(text::ALL_MAY_BE_LEFT)) }
            @else { (locale.t(text::SomeMustBeAnswered { count })) }
        }
    }
}

/// The notice by itself, and the form on paper where there is one.
fn privacy_links(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        @let notice = if wave.slug.is_empty() { Address::Privacy.to_string() } else { privacy_of(&wave.slug) };
        p { a href=(interface.link(notice)) { (locale.t(text::PRIVACY_PAGE)) } }
        @if !wave.slug.is_empty() {
            p { a href=(interface.link(Address::Paper { wave: &wave.slug })) { (locale.t(text::PAPER_LINK)) } }
        }
    }
}

/// Who asks, why, what is kept, how long, which rights, whom to turn to, and what cannot be called back;
/// without a wave, as it holds for all of them.
pub(super) fn points(interface: &Interface, wave: Option<&Wave>) -> Markup {
    let locale = interface.locale;
    let points = [
        (text::PRIVACY_WHO_TITLE, asking_authority(interface, wave)),
        (text::PRIVACY_WHY_TITLE, locale.t(text::PRIVACY_WHY)),
        (text::PRIVACY_WHAT_TITLE, locale.t(text::PRIVACY_WHAT)),
        (text::PRIVACY_PHONE_TITLE, locale.t(text::PRIVACY_PHONE)),
        (text::PRIVACY_LONG_TITLE, locale.t(text::PRIVACY_LONG)),
        (text::PRIVACY_RIGHTS_TITLE, locale.t(text::PRIVACY_RIGHTS)),
        (
            text::PRIVACY_ANONYMOUS_TITLE,
            locale.t(text::PRIVACY_ANONYMOUS),
        ),
        (contact_title(wave), contact(interface, wave)),
    ];
    let complaints = wave.and_then(|wave| wave.complaints.as_ref());
    html! {
        dl {
            @for (title, text) in points { dt { (locale.t(title)) } dd { (text) } }
            @if let Some(complaints) = complaints { dt { (locale.t(text::PRIVACY_COMPLAINTS_TITLE)) } dd { (interface.text(complaints)) } }
        }
    }
}

/// Who asks in this wave: the authority of its header, else the office it names, else whoever runs the site. Only
/// a wave that is simulated is a demonstration.
fn asking_authority(interface: &Interface, wave: Option<&Wave>) -> String {
    let locale = interface.locale;
    let Some(wave) = wave else {
        return locale.t(text::PRIVACY_WHO);
    };
    match (&wave.header, &wave.contact) {
        (Some(header), _) => locale.t(text::PrivacyWhoAuthority {
            authority: header.authority.as_str(),
        }),
        (None, _) if wave.simulated => locale.t(text::PRIVACY_WHO_DEMONSTRATION),
        (None, Some(contact)) => locale.t(text::PrivacyWhoContact {
            contact: interface.text(contact),
        }),
        (None, None) => locale.t(text::PRIVACY_WHO_OPERATOR),
    }
}

/// Where to ask, and to complain and report where nothing else is named; said plainly where there is no such place.
pub(crate) fn contact(interface: &Interface, wave: Option<&Wave>) -> String {
    let locale = interface.locale;
    match wave {
        None => locale.t(text::PRIVACY_CONTACT),
        Some(wave) => match &wave.contact {
            Some(contact) => interface.text(contact).to_owned(),
            None if wave.simulated => locale.t(text::PRIVACY_CONTACT_DEMONSTRATION),
            None => locale.t(text::PRIVACY_CONTACT_NONE),
        },
    }
}

/// Who of the household is to answer an invitation (DOMAIN 6.1): the letter says so, and the form once more.
pub(crate) fn who_answers(interface: &Interface, wave: &Wave) -> Markup {
    html! {
        @if wave.mode == Mode::Probability { p { strong { (interface.locale.t(text::WHO_ANSWERS)) } } }
    }
}

/// The statutory header, or that this is not a statistical survey.
pub(crate) fn statutory_header(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        @match &wave.header {
            Some(header) => {
                dl.statutory {
                    div { dt { (locale.t(text::HEADER_NUMBER)) } dd { (header.form_number) } }
                    div { dt { (locale.t(text::HEADER_AUTHORITY)) } dd { (header.authority) } }
                    div { dt { (locale.t(text::HEADER_APPROVAL)) } dd { (header.approval) } }
                    div { dt { (locale.t(text::HEADER_VALID)) } dd { (interface.day(header.valid_until)) } }
                }
            }
            None => { p.statutory { (locale.t(text::HEADER_NONE)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use fieldwork::wave::WaveId;

    fn wave(mode: Mode, simulated: bool, contact: Option<&str>) -> Wave {
        Wave {
            id: WaveId(1),
            slug: "wave".into(),
            plan: "plan".into(),
            version: String::new(),
            mode,
            title: [("zh", "调查")].into(),
            year: 2014,
            opens_at: DateTime::UNIX_EPOCH,
            closes_at: DateTime::UNIX_EPOCH,
            closed_at: None,
            answers_erased_at: None,
            header: None,
            contact: contact.map(|contact| [("zh", contact)].into()),
            complaints: None,
            simulated,
            edition: String::new(),
        }
    }

    #[test]
    fn only_a_simulated_wave_is_a_demonstration() {
        let said = |simulated, contact| {
            let wave = wave(Mode::Open, simulated, contact);
            asking_authority(&Interface::default(), Some(&wave))
        };
        assert!(said(true, None).contains("演示"));
        assert_eq!(said(false, Some("市文明办")), "市文明办。这不是统计调查。");
        assert!(said(false, None).starts_with("运行本网站的单位"));
    }

    #[test]
    fn complaints_go_to_another_office_where_one_is_named() {
        let interface = Interface::default();
        let asking = wave(Mode::Open, false, Some("市统计局 123"));
        let said = points(&interface, Some(&asking)).into_string();
        assert!(said.contains("<dt>疑问、投诉和举报</dt><dd>市统计局 123</dd>"));
        assert_eq!(complaints_line(&interface, &asking).into_string(), "");
        let named = Wave {
            complaints: Some([("zh", "市监察局 456")].into()),
            ..asking
        };
        let said = points(&interface, Some(&named)).into_string();
        assert!(said.contains("<dt>疑问</dt><dd>市统计局 123</dd>"));
        assert!(said.ends_with("</dt><dd>市监察局 456</dd></dl>"), "{said}");
        let printed = complaints_line(&interface, &named).into_string();
        assert!(printed.contains("市监察局 456"), "{printed}");
    }

    #[test]
    fn an_invitation_says_who_of_the_household_answers() {
        let said = |mode| who_answers(&Interface::default(), &wave(mode, true, None)).into_string();
        assert!(said(Mode::Probability).contains("下一个过生日"));
        assert_eq!(said(Mode::Open), "");
    }
}
