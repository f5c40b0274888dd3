//! What is typed to open a wave, and what is wrong with it.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, Utc};

use super::same_office::is_same_office;
use crate::studio::typed::Typed;
use clock::{CHINA, in_china};
use fieldwork::store::NewWave;
use fieldwork::{EntrustedKey, Mode, StatutoryHeader};
use messages::{PlainMessage, text};
use questionnaire::{Language, Text};

/// The fields of the form, in its order.
pub(super) const FIELDS: [&str; 19] = [
    "sample",
    "version",
    "plan",
    "title-zh",
    "title-en",
    "slug",
    "opens",
    "closes",
    "reads",
    "custody",
    "key",
    "number",
    "authority",
    "approval",
    "valid",
    "contact-zh",
    "contact-en",
    "complaints-zh",
    "complaints-en",
];

/// Who may keep the private key.
pub(super) const INSTALLATION: &str = "installation";
pub(super) const TRUSTEES: &str = "trustees";

/// The longest period of a wave, in days.
pub(super) const LONGEST: u64 = 366;

/// A field, and what is wrong with it.
pub(super) type Fault = (&'static str, PlainMessage);

/// Reads the form: the wave, whose sittings are still to come, and the dates it is read on before its close. Every fault
/// at its field.
pub(super) fn read(
    typed: &Typed,
    now: DateTime<Utc>,
) -> Result<(NewWave, Vec<DateTime<Utc>>), Vec<Fault>> {
    let mut faults: Vec<Fault> = Vec::new();
    let opens_at = moment(typed.text("opens"));
    let closes_at = moment(typed.text("closes"));
    if opens_at.is_none() {
        faults.push(("opens", text::WAVE_FAULT_MOMENT));
    }
    match (opens_at, closes_at) {
        (_, None) => faults.push(("closes", text::WAVE_FAULT_MOMENT)),
        (Some(opens), Some(closes)) if closes <= opens || closes <= now => {
            faults.push(("closes", text::WAVE_FAULT_ORDER));
        }
        (Some(opens), Some(closes))
            if Some(closes) > opens.checked_add_days(Days::new(LONGEST)) =>
        {
            faults.push(("closes", text::WAVE_FAULT_LONG));
        }
        _ => {}
    }
    if !is_slug(typed.text("slug")) {
        faults.push(("slug", text::WAVE_FAULT_SLUG));
    }
    // A letter says where to ask.
    let letters = (!typed.text("sample").is_empty()).then_some("contact-zh");
    for name in ["version", "plan", "title-zh"].into_iter().chain(letters) {
        if typed.text(name).is_empty() {
            faults.push((name, text::WAVE_FAULT_MISSING));
        }
    }
    let entrusted = entrusted(typed);
    match typed.text("custody") {
        TRUSTEES if entrusted.is_none() => faults.push(("key", text::WAVE_FAULT_KEY)),
        TRUSTEES if !typed.text("reads").is_empty() => {
            faults.push(("reads", text::WAVE_FAULT_READS_TRUSTEES));
        }
        TRUSTEES => {}
        _ if !typed.text("key").is_empty() => faults.push(("custody", text::WAVE_FAULT_CUSTODY)),
        _ => {}
    }
    let reads = reading_dates(typed.text("reads"), opens_at, closes_at);
    if reads.is_none() {
        faults.push(("reads", text::WAVE_FAULT_READS));
    }
    let header = header(typed, closes_at, &mut faults);
    for name in ["complaints-zh", "complaints-en"] {
        let asking = ["authority", "contact-zh", "contact-en"];
        let mut asking = asking.iter().map(|asking| typed.text(asking));
        if asking.any(|asking| is_same_office(asking, typed.text(name))) {
            faults.push((name, text::WAVE_FAULT_COMPLAINTS));
        }
    }
    let (Some(opens_at), Some(closes_at), true) = (opens_at, closes_at, faults.is_empty()) else {
        return Err(faults);
    };
    let contact = wordings(typed, "contact");
    let wave = NewWave {
        slug: typed.text("slug").to_owned(),
        plan: typed.text("plan").to_owned(),
        version: typed.text("version").to_owned(),
        mode: Mode::Open,
        title: wordings(typed, "title").unwrap_or_default(),
        year: chrono::Datelike::year(&in_china(opens_at)),
        opens_at,
        closes_at,
        header,
        contact,
        complaints: wordings(typed, "complaints"),
        simulated: false,
        sittings: Vec::new(),
    };
    Ok((wave, reads.unwrap_or_default()))
}

/// The key that trustees hold the private half of, where they are to keep it.
pub(super) fn entrusted(typed: &Typed) -> Option<EntrustedKey> {
    let wanted = typed.text("custody") == TRUSTEES;
    EntrustedKey::parse(typed.text("key")).filter(|_| wanted)
}

/// The dates that were typed, each from its midnight on; none where one is no date, or not in its place.
fn reading_dates(
    typed: &str,
    opens_at: Option<DateTime<Utc>>,
    closes_at: Option<DateTime<Utc>>,
) -> Option<Vec<DateTime<Utc>>> {
    let dates = typed.split(|symbol: char| symbol.is_whitespace() || ",，、;；".contains(symbol));
    let dates = dates.filter(|date| !date.is_empty());
    let dates: Vec<DateTime<Utc>> = dates
        .map(|date| date.parse().ok().and_then(midnight))
        .collect::<Option<_>>()?;
    let all: Vec<DateTime<Utc>> = (opens_at.into_iter())
        .chain(dates.iter().copied())
        .chain(closes_at)
        .collect();
    let in_order = dates.is_empty() || all.is_sorted_by(|one, next| one < next);
    in_order.then_some(dates)
}

/// The statutory header: all of it or nothing.
fn header(
    typed: &Typed,
    closes_at: Option<DateTime<Utc>>,
    faults: &mut Vec<Fault>,
) -> Option<StatutoryHeader> {
    let names = ["number", "authority", "approval", "valid"];
    if names.iter().all(|name| typed.text(name).is_empty()) {
        return None;
    }
    for name in names {
        if typed.text(name).is_empty() {
            faults.push((name, text::WAVE_FAULT_HEADER));
        }
    }
    let valid_until: Option<NaiveDate> = typed.text("valid").parse().ok();
    match (valid_until, closes_at) {
        (None, _) if !typed.text("valid").is_empty() => {
            faults.push(("valid", text::WAVE_FAULT_MOMENT));
        }
        (Some(day), Some(closes)) if is_past(day, closes) => {
            faults.push(("valid", text::WAVE_FAULT_VALID));
        }
        _ => {}
    }
    Some(StatutoryHeader {
        form_number: typed.text("number").to_owned(),
        authority: typed.text("authority").to_owned(),
        approval: typed.text("approval").to_owned(),
        valid_until: valid_until?,
    })
}

/// Whether a wave would close after its header has expired; see there.
pub(super) fn past_last_day(header: Option<&StatutoryHeader>, closes_at: DateTime<Utc>) -> bool {
    header.is_some_and(|header| is_past(header.valid_until, closes_at))
}

/// The form must not be used after its header has expired; it closes at the end of that day.
fn is_past(valid_until: NaiveDate, closes_at: DateTime<Utc>) -> bool {
    let end = valid_until
        .checked_add_days(Days::new(1))
        .and_then(midnight);
    end < Some(closes_at)
}

pub(super) fn wordings(typed: &Typed, name: &str) -> Option<Text> {
    let mut text = Text::default();
    let mut any = false;
    for tag in ["zh", "en"] {
        let wording = typed.text(&format!("{name}-{tag}"));
        if !wording.is_empty() {
            text.set(Language::new(tag), wording.to_owned());
            any = true;
        }
    }
    any.then_some(text)
}

/// A moment as a browser's field for date and time has it, in China's time.
pub(super) fn moment(typed: &str) -> Option<DateTime<Utc>> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let local = formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok())?;
    Some(local.and_local_timezone(CHINA).single()?.to_utc())
}

fn midnight(day: NaiveDate) -> Option<DateTime<Utc>> {
    let local = day.and_hms_opt(0, 0, 0)?;
    Some(local.and_local_timezone(CHINA).single()?.to_utc())
}

fn is_slug(slug: &str) -> bool {
    (3..=60).contains(&slug.len())
        && slug
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !slug.starts_with('-')
        && !slug.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::Fields;

    fn form(changes: &[(&str, &str)]) -> Typed {
        let mut pairs: Vec<(String, String)> = [
            ("version", "v"),
            ("plan", "p"),
            ("title-zh", "窗口"),
            ("slug", "window-2014"),
            ("opens", "2014-09-01T00:00"),
            ("closes", "2014-10-01T00:00"),
        ]
        .iter()
        .chain(changes)
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
        pairs.reverse();
        Typed::of(Fields::from_pairs(pairs))
    }

    fn faults(changes: &[(&str, &str)]) -> Vec<Fault> {
        read(&form(changes), DateTime::UNIX_EPOCH)
            .err()
            .unwrap_or_default()
    }

    #[test]
    fn reading_dates_lie_between_opening_and_close_in_their_order() {
        let reads = |typed: &str| read(&form(&[("reads", typed)]), DateTime::UNIX_EPOCH);
        let (_, dates) = reads(" 2014-09-10，2014-09-20 ").unwrap();
        let dates: Vec<String> = dates.iter().map(DateTime::to_rfc3339).collect();
        assert_eq!(
            dates,
            ["2014-09-09T16:00:00+00:00", "2014-09-19T16:00:00+00:00"]
        );
        for wrong in ["2014-09-20 2014-09-10", "2014-10-01", "2014-08-31", "soon"] {
            assert_eq!(
                reads(wrong).unwrap_err(),
                [("reads", text::WAVE_FAULT_READS)]
            );
        }
    }

    #[test]
    fn trustees_have_a_key_and_one_opening() {
        let key = format!("2-of-3-{}", "1f".repeat(32));
        let with = |changes: &[(&str, &str)]| faults(&[&[("custody", TRUSTEES)], changes].concat());
        assert!(with(&[("key", &key)]).is_empty());
        for wrong in ["", &key[7..], "2-of-3", "1-of-3"] {
            assert_eq!(with(&[("key", wrong)]), [("key", text::WAVE_FAULT_KEY)]);
        }
        let reads = [("key", key.as_str()), ("reads", "2014-09-10")];
        assert_eq!(with(&reads), [("reads", text::WAVE_FAULT_READS_TRUSTEES)]);
        // Nobody believes in trustees where the installation keeps the key.
        assert_eq!(
            faults(&[("key", &key)]),
            [("custody", text::WAVE_FAULT_CUSTODY)]
        );
        assert!(entrusted(&form(&[("key", &key)])).is_none());
    }

    #[test]
    fn a_wave_opens_and_closes_at_chinese_midnight() {
        let (wave, reads) = read(&form(&[]), DateTime::UNIX_EPOCH).unwrap();
        assert!(reads.is_empty());
        assert_eq!(wave.opens_at.to_rfc3339(), "2014-08-31T16:00:00+00:00");
        assert_eq!(wave.year, 2014);
        assert_eq!(wave.header, None);
    }

    #[test]
    fn every_fault_stands_at_its_field() {
        assert_eq!(
            faults(&[("closes", "2014-08-01T00:00")]),
            [("closes", text::WAVE_FAULT_ORDER)]
        );
        assert_eq!(
            faults(&[("closes", "soon")]),
            [("closes", text::WAVE_FAULT_MOMENT)]
        );
        assert_eq!(
            faults(&[("closes", "2034-08-01T00:00")]),
            [("closes", text::WAVE_FAULT_LONG)]
        );
        assert_eq!(
            faults(&[("slug", "../x")]),
            [("slug", text::WAVE_FAULT_SLUG)]
        );
        assert_eq!(
            faults(&[("plan", "")]),
            [("plan", text::WAVE_FAULT_MISSING)]
        );
    }

    #[test]
    fn complaints_go_to_another_office_than_the_one_asking() {
        let asking = [("contact-zh", "市统计局 5550101"), ("contact-en", "Bureau")];
        let with = |changes: &[(&str, &str)]| {
            read(&form(&[&asking, changes].concat()), DateTime::UNIX_EPOCH)
        };
        let (wave, _) = with(&[]).unwrap();
        assert_eq!(wave.complaints, None);
        let (wave, _) = with(&[("complaints-zh", "市监察局 5550102")]).unwrap();
        assert_eq!(wave.complaints, Some([("zh", "市监察局 5550102")].into()));
        for (name, same) in [
            ("complaints-zh", "市统计局，5550101"),
            ("complaints-en", "the BUREAU, 5550101"),
        ] {
            let faults = with(&[(name, same)]).unwrap_err();
            assert_eq!(faults, [(name, text::WAVE_FAULT_COMPLAINTS)]);
        }
        let header = [
            ("number", "1"),
            ("authority", "市统计局"),
            ("approval", "b"),
            ("valid", "2014-12-31"),
        ];
        let same = [&header[..], &[("complaints-zh", " 市统计局 ")]].concat();
        assert_eq!(
            faults(&same),
            [("complaints-zh", text::WAVE_FAULT_COMPLAINTS)]
        );
    }

    #[test]
    fn a_statutory_header_is_whole_and_valid_to_the_last_day() {
        let half = faults(&[("number", "哈统调1号"), ("valid", "2014-12-31")]);
        assert_eq!(half.len(), 2);
        let whole = [("number", "1"), ("authority", "a"), ("approval", "b")];
        let until = |day| {
            let mut header = whole.to_vec();
            header.push(("valid", day));
            faults(&header)
        };
        assert_eq!(until("2014-09-29"), [("valid", text::WAVE_FAULT_VALID)]);
        assert!(until("2014-09-30").is_empty());
    }
}
