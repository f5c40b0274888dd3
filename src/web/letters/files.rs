//! The files of a mailing: letters to print, some hundred in each, and a table for a mail house.

use std::io::{self, Cursor, Write};

use fast_qr::qr::QRCodeError;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::sheet::{Side, address_lines};
use crate::addresses::Address;
use crate::asset;
use crate::interface::Interface;
use crate::site::Site;
use fieldwork::{IssuedInvitation, IssuedMailing, Wave};
use messages::{Locale, text};
use spreadsheet::CsvFile;

/// Letters in a file: as many as a browser prints in one go.
const IN_A_FILE: usize = 300;

/// The lines of an address in the table, of which a household may need fewer.
const ADDRESS_LINES: usize = 3;

/// Why letters could not be written.
#[derive(Debug, thiserror::Error)]
pub enum LetterError {
    /// An address is too long to be drawn.
    #[error("the address of a form cannot be drawn: {0}")]
    Drawing(#[from] QRCodeError),
    /// A file cannot be written.
    #[error(transparent)]
    File(#[from] io::Error),
    /// The ZIP cannot be written.
    #[error(transparent)]
    Zip(#[from] zip::result::ZipError),
}

/// The letters of a mailing before they are written.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of fields say what they hold")]
pub struct Letters<'a> {
    pub wave: &'a Wave,
    pub site: &'a Site,
    pub mailing: &'a IssuedMailing,
    /// The language of the table's head and of what is said to whoever prints.
    pub locale: Locale,
}

impl Letters<'_> {
    /// Writes one file after the other, saying after each how many letters are written.
    ///
    /// # Errors
    ///
    /// Where a file is not taken.
    pub fn write_files(
        &self,
        mut on_file: impl FnMut(&str, &[u8]) -> Result<(), LetterError>,
        on_step: impl Fn(u64),
    ) -> Result<(), LetterError> {
        on_file("mail-house.csv", &self.table())?;
        let kind = self.mailing.kind.as_str();
        let mut written = 0;
        for (index, letters) in self.mailing.letters.chunks(IN_A_FILE).enumerate() {
            let sheets = self.sheets(letters)?;
            // A style that is part of the program: nothing of it was ever typed.
            let style = PreEscaped(asset::style("letter.css"));
            let page = document(
                self.locale,
                self.wave,
                &html! { style { (style) } },
                &sheets,
            );
            let name = format!("{kind}-{:03}.html", index + 1);
            on_file(&name, page.into_string().as_bytes())?;
            written += letters.len() as u64;
            on_step(written);
        }
        Ok(())
    }

    /// All files in one ZIP.
    ///
    /// # Errors
    ///
    /// Where an address cannot be drawn.
    pub fn zip(&self, on_step: impl Fn(u64)) -> Result<Vec<u8>, LetterError> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // Letters are alike: the quickest way makes them a twentieth of their size.
        let options = SimpleFileOptions::default().compression_level(Some(1));
        let on_file = |name: &str, content: &[u8]| {
            zip.start_file(name, options)?;
            Ok(zip.write_all(content)?)
        };
        self.write_files(on_file, on_step)?;
        Ok(zip.finish()?.into_inner())
    }

    /// The sheets of some letters, front and back of each.
    pub(crate) fn sheets(&self, letters: &[IssuedInvitation]) -> Result<Markup, LetterError> {
        let kind = self.mailing.kind;
        let sides = [
            Side::front(self.wave, self.site, kind),
            Side::back(self.wave, self.site, kind),
        ];
        let mut sheets = Vec::with_capacity(2 * letters.len());
        for letter in letters {
            for side in &sides {
                sheets.push(side.view(letter)?);
            }
        }
        Ok(html! { @for sheet in &sheets { (sheet) } })
    }

    /// Whom to write to, with what: no word about answers.
    fn table(&self) -> Vec<u8> {
        let mut file = CsvFile::marked();
        let head = [
            text::LETTERS_CSV_CASE,
            text::LETTERS_CSV_ADDRESS_1,
            text::LETTERS_CSV_ADDRESS_2,
            text::LETTERS_CSV_ADDRESS_3,
            text::LETTERS_CSV_CODE,
            text::LETTERS_CSV_FORM,
        ];
        file.row(head.map(|title| self.locale.t(title)));
        for letter in &self.mailing.letters {
            let interface = Interface::default();
            let form = interface.link(Address::InvitedForm { code: letter.code });
            let mut lines = address_lines(interface.locale, &letter.address);
            lines.resize(ADDRESS_LINES, String::new());
            let mut row = vec![letter.case.to_string()];
            row.extend(lines);
            row.extend([letter.code.to_string(), self.site.full(&form)]);
            file.row(row);
        }
        file.into_bytes()
    }
}

/// A document of letters, with a word on the screen of how to print them.
pub(crate) fn document(locale: Locale, wave: &Wave, style: &Markup, sheets: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(locale.document_language()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (locale.t(text::LETTERS_TITLE)) " · " (locale.wording(&wave.title)) }
                (style)
            }
            body.letters {
                h1.screen { (locale.t(text::LETTERS_TITLE)) }
                p.screen { (locale.t(text::LETTERS_PRINT)) }
                main { (sheets) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use chrono::DateTime;
    use rand::SeedableRng;
    use rand::rngs::ChaCha20Rng;

    use super::*;
    use fieldwork::wave::{Mode, StatutoryHeader};
    use fieldwork::{AccessCode, CaseNumber, HouseholdAddress, MailingId, MailingKind, WaveId};
    use questionnaire::Text;
    use sampling::PsuId;

    fn wave() -> Wave {
        let opens_at = DateTime::from_timestamp(1_400_000_000, 0).unwrap();
        Wave {
            id: WaveId(1),
            slug: "residents-2014".into(),
            plan: "plan".into(),
            version: String::new(),
            mode: Mode::Probability,
            title: [("zh", "居民满意度调查"), ("en", "Resident survey")].into(),
            year: 2014,
            opens_at,
            closes_at: opens_at + chrono::TimeDelta::days(30),
            closed_at: None,
            answers_erased_at: None,
            header: Some(StatutoryHeader {
                form_number: "哈统调1号".into(),
                authority: "哈尔滨市统计局".into(),
                approval: "哈统制〔2014〕1号".into(),
                valid_until: "2014-12-31".parse().unwrap(),
            }),
            contact: Some([("zh", "市统计局 0451-12345")].into()),
            complaints: Some([("zh", "市监察局 0451-54321")].into()),
            simulated: false,
            edition: String::new(),
        }
    }

    fn mailing(community: &str, households: i64) -> IssuedMailing {
        let mut rng = ChaCha20Rng::seed_from_u64(1);
        let letter = |household| IssuedInvitation {
            code: AccessCode::draw(&mut rng),
            case: CaseNumber::of_row(100 + household),
            psu: PsuId::new("230102001"),
            household,
            address: HouseholdAddress {
                district: [("zh", "道里区")].into(),
                community: Text::from([("zh", community)]),
                household,
                line: None,
            },
        };
        IssuedMailing {
            id: MailingId(1),
            kind: MailingKind::Invitation,
            letters: (1..=households).map(letter).collect(),
            voided: 0,
        }
    }

    /// Names and texts of the files, and how many letters were told of after each.
    fn files(mailing: &IssuedMailing) -> (Vec<(String, String)>, u64) {
        let (wave, site) = (wave(), Site::default());
        let letters = Letters {
            wave: &wave,
            site: &site,
            mailing,
            locale: Locale::Chinese,
        };
        let (mut files, told) = (Vec::new(), Cell::new(0));
        let on_file = |name: &str, content: &[u8]| {
            files.push((
                name.to_owned(),
                String::from_utf8(content.to_vec()).unwrap(),
            ));
            Ok(())
        };
        letters.write_files(on_file, |done| told.set(done)).unwrap();
        (files, told.get())
    }

    #[test]
    fn a_name_in_the_frame_is_neither_formula_nor_markup() {
        let (files, _) = files(&mailing("=cmd|'<b>'!A1", 1));
        let [(_, table), (_, letters)] = files.as_slice() else {
            panic!("a table and a file of letters: {files:?}")
        };
        assert!(table.contains(",'=cmd|'<b>'!A1,"), "{table}");
        assert!(letters.contains("=cmd|'&lt;b&gt;'!A1"), "{letters}");
        assert!(!letters.contains("<b>"), "{letters}");
    }

    #[test]
    fn a_long_address_is_printed_small_enough_for_its_window() {
        for (signs, class) in [(34, "\"window\""), (35, "\"window long\"")] {
            let mut mailing = mailing("通江社区", 1);
            let line = "街".repeat(signs);
            mailing.letters[0].address.line = Some(line.clone());
            let (files, _) = files(&mailing);
            let letter = &files[1].1;
            assert!(letter.contains(&format!("<div class={class}>")), "{letter}");
            assert!(letter.contains(&format!("<p>{line}</p>")), "{letter}");
            assert!(
                files[0].1.contains(&format!("通江社区,{line},")),
                "{}",
                files[0].1
            );
        }
    }

    #[test]
    fn letters_are_some_hundred_in_a_file_and_each_says_who_asks_and_where_to_complain() {
        let (files, told) = files(&mailing("通江社区", 301));
        let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "mail-house.csv",
                "invitation-001.html",
                "invitation-002.html"
            ]
        );
        assert_eq!(told, 301);
        let last = &files[2].1;
        for said in [
            "<p>道里区</p><p>通江社区</p><p>第301户</p><p>住户 收</p>",
            "道里区通江社区第301户，您好！",
            &format!("编号 {}（", CaseNumber::of_row(401)),
            "市统计局 0451-12345",
            "市监察局 0451-54321",
            "哈统制〔2014〕1号",
            "Dear residents: Household 301, 通江社区, 道里区",
        ] {
            assert!(last.contains(said), "{said}: {last}");
        }
        assert_eq!(last.matches("<svg").count(), 2, "front and back of one");
    }
}
