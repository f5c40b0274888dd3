//! One letter: a sheet of A4 with an address in the window of its envelope, Chinese in front and English on the back.

use fast_qr::qr::QRCodeError;
use maud::{Markup, html};

use crate::addresses::Address;
use crate::interface::Interface;
use crate::resident::notice;
use crate::site::Site;
use crate::studio::qr;
use fieldwork::{HouseholdAddress, IssuedInvitation, MailingKind, Wave};
use messages::{Locale, text};

/// The most characters of a line that two lines in the window hold; a longer one makes the address small.
const LONGEST_IN_PRINT: usize = 34;

/// One side of all letters of a mailing: what is the same for every household is said once.
pub(super) struct Side<'a> {
    interface: Interface,
    wave: &'a Wave,
    site: &'a Site,
    occasion: String,
    sender: Markup,
    rest: Markup,
    /// Whether the address stands on it.
    front: bool,
}

impl<'a> Side<'a> {
    pub(super) fn front(wave: &'a Wave, site: &'a Site, kind: MailingKind) -> Self {
        Self::new(Locale::Chinese, wave, site, kind, true)
    }

    pub(super) fn back(wave: &'a Wave, site: &'a Site, kind: MailingKind) -> Self {
        Self::new(Locale::English, wave, site, kind, false)
    }

    fn new(locale: Locale, wave: &'a Wave, site: &'a Site, kind: MailingKind, front: bool) -> Self {
        let interface = Interface::reading_in(locale, false);
        let occasion = locale.t(match kind {
            MailingKind::Invitation | MailingKind::Replicate => text::LETTER_INVITATION,
            MailingKind::Reminder => text::LETTER_REMINDER,
            MailingKind::Single | MailingKind::Visits => text::LETTER_SINGLE,
        });
        let sender = match (&wave.header, &wave.contact) {
            (Some(header), _) => html! { p.sender { (header.authority) } },
            (None, Some(contact)) => html! { p.sender { (interface.text(contact)) } },
            (None, None) => Markup::default(),
        };
        let rest = rest(&interface, wave);
        Self {
            interface,
            wave,
            site,
            occasion,
            sender,
            rest,
            front,
        }
    }

    /// This side of one letter.
    pub(super) fn view(&self, letter: &IssuedInvitation) -> Result<Markup, QRCodeError> {
        let (interface, locale) = (&self.interface, self.interface.locale);
        let form = interface.link(Address::InvitedForm { code: letter.code });
        let form = self.site.full(&form);
        let lines = address_lines(locale, &letter.address);
        let drawing = qr::drawing(&form, &locale.t(text::POSTER_CODE))?;
        Ok(html! {
            section.sheet .front[self.front] lang=(locale.document_language()) {
                @if self.front {
                    div.window .long[lines.iter().any(|line| line.chars().count() > LONGEST_IN_PRINT)] { (self.sender) @for line in &lines { p { (line) } } p { (locale.t(text::LETTER_TO)) } }
                }
                p.number { (locale.t(text::LetterNumber { case: letter.case.to_string() })) }
                @if self.wave.simulated { p.simulated { (locale.t(text::SIMULATED_BANNER)) } }
                h1 { (interface.text(&self.wave.title)) }
                p { (locale.t(text::LetterGreeting { household: lines.join(locale.t(text::LETTER_JOINT).as_str()) })) }
                p { (self.occasion) }
                div.way {
                    (drawing)
                    div {
                        p { (locale.t(text::COVER_SCAN)) br; span.link { (form) } }
                        p { (locale.t(text::COVER_CODE)) br; span.code { (letter.code) } }
                        p { strong { (locale.t(text::OpenUntil { date: interface.last_day(self.wave.closes_at) })) } }
                    }
                }
                (self.rest)
            }
        })
    }
}

/// What stands below the code, the same for every household: who answers, what is promised, on paper, who asks and where
/// to complain.
fn rest(interface: &Interface, wave: &Wave) -> Markup {
    let locale = interface.locale;
    html! {
        (notice::who_answers(interface, wave))
        p { (locale.t(text::PRIVACY_SHORT)) }
        p { (locale.t(text::LETTER_PAPER)) }
        (notice::who_asks(interface, wave))
        (notice::complaints_line(interface, wave))
        (notice::statutory_header(interface, wave))
        p.over { (locale.t(text::LETTER_OVER)) }
    }
}

/// The lines of an address, from the largest place to the smallest in Chinese and the other way round in English.
pub(crate) fn address_lines(locale: Locale, address: &HouseholdAddress) -> Vec<String> {
    let number = || {
        locale.t(text::LetterHousehold {
            household: address.household.to_string(),
        })
    };
    let district = locale.wording(&address.district);
    let community = locale.wording(&address.community);
    let mut lines = vec![address.line.clone().unwrap_or_else(number)];
    for place in [community, district] {
        // A line that begins with its district, or an address with its community in it, says it already.
        if !place.is_empty() && !lines.iter().any(|line| line.contains(place)) {
            lines.insert(0, place.to_owned());
        }
    }
    if locale == Locale::English {
        lines.reverse();
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_the_order_of_its_language_and_no_empty_line() {
        let address = HouseholdAddress {
            district: [("zh", "道里区"), ("en", "Daoli")].into(),
            community: [("zh", "通江社区")].into(),
            household: 12,
            line: None,
        };
        let lines = address_lines(Locale::Chinese, &address);
        assert_eq!(lines, ["道里区", "通江社区", "第12户"]);
        let lines = address_lines(Locale::English, &address);
        assert_eq!(lines, ["Household 12", "通江社区", "Daoli"]);
        for (district, community) in [("", "通江社区"), ("道里区", "道里区通江社区")]
        {
            let said = HouseholdAddress {
                district: [("zh", district)].into(),
                community: [("zh", community)].into(),
                household: 12,
                line: None,
            };
            assert_eq!(address_lines(Locale::Chinese, &said), [community, "第12户"]);
        }
        for (line, lines) in [
            ("中医街12号", vec!["道里区", "通江社区", "中医街12号"]),
            ("通江社区12号楼", vec!["道里区", "通江社区12号楼"]),
            ("道里区中医街12号", vec!["通江社区", "道里区中医街12号"]),
            ("道里区通江社区12号楼", vec!["道里区通江社区12号楼"]),
        ] {
            let known = HouseholdAddress {
                line: Some(line.to_owned()),
                ..address.clone()
            };
            assert_eq!(address_lines(Locale::Chinese, &known), lines);
        }
    }
}
