//! Opening a wave from a published version.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use maud::{Markup, html};
use serde_json::json;

use super::sampled;
use super::share_fields::{self, Entered};
use super::wave_form::{self, FIELDS, Fault, INSTALLATION, TRUSTEES};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::extract::{Fields, Query};
use crate::interface::Interface;
use crate::shares;
use crate::studio::shell::{Place, Studio};
use crate::studio::staff::Staff;
use crate::studio::typed::Typed;
use crate::studio::version_number::version_number;
use accounts::{Action, Entry};
use fieldwork::store::{NewWave, find_wave, is_key_used, list_waves};
use fieldwork::{EntrustedKey, NewSitting};
use messages::{PlainMessage, text};
use plan::store::list_plan_ids;
use questionnaire::store::{StoredVersion, list_versions};
use sampling::Sample;

/// What can be chosen.
struct Choices {
    versions: Vec<StoredVersion>,
    plans: Vec<String>,
    /// The sample that the wave is to be opened with; none of a wave by open link.
    sample: Option<Sample>,
}

/// Asks for everything a wave needs.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    Query(query): Query,
) -> Result<Markup, Error> {
    let choices = choices(&app, query.get("sample").unwrap_or_default()).await?;
    let mut fields = Vec::new();
    if let Some(sample) = &choices.sample {
        fields.push(("sample".to_owned(), sample.id.0.to_string()));
        fields.push(("plan".to_owned(), sample.plan.clone()));
    }
    // The last version of the questionnaire that the sample was planned for, as long as nobody says otherwise.
    let planned = choices.sample.as_ref().and_then(|sample| {
        let questionnaire = sample.design.questionnaire.as_ref();
        let mut versions = choices.versions.iter();
        versions.find(|version| Some(&version.questionnaire) == questionnaire)
    });
    let chosen = query
        .get("version")
        .or(planned.map(|version| version.hash.as_str()));
    let chosen = chosen.unwrap_or_default();
    fields.push(("version".to_owned(), chosen.to_owned()));
    if let Some(version) = choices
        .versions
        .iter()
        .find(|version| version.hash == chosen)
    {
        fields.push(("plan".to_owned(), version.plan.clone().unwrap_or_default()));
        for (name, tag) in [("title-zh", "zh"), ("title-en", "en")] {
            let title = version.title.get(&questionnaire::Language::new(tag));
            fields.push((name.to_owned(), title.to_owned()));
        }
    }
    let typed = Fields::from_pairs(fields);
    let form = NewWaveForm {
        interface: &interface,
        typed: &typed,
        faults: &[],
        shares: None,
    };
    Ok(view(&form, &staff, &choices))
}

/// Opens it.
pub(crate) async fn open(
    State(app): State<App>,
    interface: Interface,
    staff: Staff,
    typed: Typed,
) -> Result<Response, Error> {
    let choices = choices(&app, typed.text("sample")).await?;
    let mut faults = Vec::new();
    // The shares only have to be there: what they make is gone at once.
    let entrusted = wave_form::entrusted(&typed);
    let confirmed = entrusted.map(|entrusted| share_fields::make_key(&typed, entrusted).map(drop));
    // Whoever has only just chosen trustees has not been asked for shares yet.
    let unasked = entrusted.is_some() && typed.fields.get(&share_fields::name(0)).is_none();
    let lacking = confirmed.and_then(Result::err).unwrap_or_default();
    match wave_form::read(&typed, app.clock.now()) {
        Err(found) => faults = found,
        Ok((wave, reads)) => {
            if !choices.versions.iter().any(|it| it.hash == wave.version) {
                faults.push(("version", text::WAVE_FAULT_MISSING));
            }
            if !choices.plans.contains(&wave.plan) {
                faults.push(("plan", text::WAVE_FAULT_MISSING));
            }
            let asked = sampled::questionnaires(&app, &wave).await?;
            let mut rng = app.rng();
            let write = staff.write(&app).await?;
            let drawn = sampled::read(write.transaction(), &typed, &wave, &asked, &reads);
            let drawn = match drawn.await? {
                Ok(drawn) => drawn,
                Err(fault) => {
                    faults.push(fault);
                    None
                }
            };
            if find_wave(write.transaction(), &wave.slug).await?.is_some() {
                faults.push(("slug", text::WAVE_FAULT_TAKEN));
            }
            if let Some(entrusted) = entrusted
                && is_key_used(write.transaction(), entrusted.key).await?
            {
                faults.push(("key", text::WAVE_FAULT_KEY_USED));
            }
            if faults.is_empty() && lacking.is_empty() {
                // What is opened beside simulated waves only demonstrates too, and says so.
                let others = list_waves(write.transaction()).await?;
                let simulated = others.iter().any(|it| it.plan == wave.plan && it.simulated)
                    || drawn.as_ref().is_some_and(|drawn| drawn.synthetic);
                let sittings = match entrusted {
                    Some(entrusted) => vec![NewSitting::of_trustees(wave.closes_at, entrusted)],
                    None => (app.sealing)
                        .sittings(&reads, wave.closes_at, &mut app.rng())
                        .map_err(Error::internal)?,
                };
                let wave = NewWave {
                    simulated,
                    sittings,
                    ..wave
                };
                let now = app.clock.now();
                let txn = write.transaction();
                let (wave, registered) =
                    sampled::open(drawn.as_ref(), txn, wave, now, &mut rng).await?;
                let entry =
                    Entry::new(Action::OpenWave, format!("wave {}", wave.slug)).after(json!({
                        "registration": registered.hash,
                        "version": wave.version,
                        "sample": drawn.map(|drawn| drawn.sample.id),
                        "opens": wave.opens_at,
                        "closes": wave.closes_at,
                        "reads": reads,
                        "custody": entrusted.map_or_else(|| INSTALLATION.to_owned(), EntrustedKey::custody),
                        "header": wave.header,
                        "contact": wave.contact,
                        "complaints": wave.complaints,
                    }));
                write.commit(entry).await?;
                let to = Address::StaffWave { wave: &wave.slug };
                return Ok(Redirect::to(&interface.link(to)).into_response());
            }
        }
    }
    let shares = entrusted.map(|entrusted| Shares {
        entrusted,
        faults: if unasked { &[] } else { &lacking },
    });
    let form = NewWaveForm {
        interface: &interface,
        typed: &typed.fields,
        faults: &faults,
        shares,
    };
    let page = view(&form, &staff, &choices);
    let status = if unasked && faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok((status, page).into_response())
}

async fn choices(app: &App, sample: &str) -> Result<Choices, Error> {
    let mut versions = list_versions(&app.db).await?;
    versions.reverse();
    Ok(Choices {
        versions,
        plans: list_plan_ids(&app.db).await?,
        sample: sampled::find_unused(&app.db, sample).await?,
    })
}

/// The form, with everything typed kept and every fault at its field.
struct NewWaveForm<'a> {
    interface: &'a Interface,
    typed: &'a Fields,
    faults: &'a [Fault],
    shares: Option<Shares<'a>>,
}

/// The shares that have to be confirmed, once it is known of which key.
#[derive(Clone, Copy)]
struct Shares<'a> {
    entrusted: EntrustedKey,
    faults: &'a [shares::Fault],
}

impl NewWaveForm<'_> {
    fn value(&self, name: &str) -> &str {
        self.typed.get(name).unwrap_or_default()
    }

    /// A field with its label, help and fault; `control` draws it.
    fn field(
        &self,
        name: &str,
        label: PlainMessage,
        help: Option<PlainMessage>,
        control: impl Fn(&str, Option<&str>, Option<&str>) -> Markup,
    ) -> Markup {
        let locale = self.interface.locale;
        let fault = self.faults.iter().find(|(field, _)| *field == name);
        let note = format!("{name}-note");
        let noted = (fault.is_some() || help.is_some()).then_some(note.as_str());
        html! {
            label.f {
                span { (locale.t(label)) }
                @if noted.is_some() {
                    span id=(note) {
                        @if let Some((_, fault)) = fault { b.message role="alert" { (locale.t(*fault)) } }
                        @if let Some(help) = help { small { (locale.t(help)) } }
                    }
                }
                (control(self.value(name), noted, fault.map(|_| "true")))
            }
        }
    }

    fn input(
        &self,
        name: &str,
        label: PlainMessage,
        kind: &str,
        help: Option<PlainMessage>,
        required: bool,
    ) -> Markup {
        self.field(name, label, help, |value, note, invalid| html! {
            input id=(name) type=(kind) name=(name) value=(value) required[required] aria-describedby=[note] aria-invalid=[invalid];
        })
    }
}

/// What needs another look, each with the way to its field.
fn summary(form: &NewWaveForm<'_>) -> Markup {
    let (interface, locale) = (form.interface, form.interface.locale);
    let known = form.faults.iter();
    let known = known.filter(|(name, _)| FIELDS.contains(name));
    let known = known.map(|(name, fault)| {
        let label = label(name).map(|label| locale.t(label));
        ((*name).to_owned(), label.unwrap_or_default(), *fault)
    });
    let lacking = form.shares.iter().flat_map(|shares| shares.faults);
    let lacking = lacking.map(|fault| {
        let at = fault.at.unwrap_or(0);
        let label = share_fields::label(interface, at);
        (share_fields::name(at), label, fault.what)
    });
    let known: Vec<_> = known.chain(lacking).collect();
    // Nothing is wrong: the shares are asked for.
    let next = form.shares.filter(|_| known.is_empty());
    html! {
        @if next.is_some() {
            p.notice role="status" tabindex="-1" autofocus { a href={ "#" (share_fields::name(0)) } { (locale.t(text::WAVE_SHARES_NEXT)) } }
        }
        @if !known.is_empty() {
            div.errors role="alert" tabindex="-1" autofocus {
                h2 { (locale.t(text::WaveFaults { count: known.len() })) }
                ul { @for (name, label, fault) in known { li {
                    a href={ "#" (name) } { strong { (label) } (locale.t(fault)) }
                } } }
            }
        }
    }
}

/// The label of a field.
fn label(field: &str) -> Option<PlainMessage> {
    Some(match field {
        "sample" => text::WAVE_SAMPLE,
        "version" => text::VERSION,
        "plan" => text::WAVE_PLAN,
        "title-zh" => text::WAVE_TITLE_ZH,
        "title-en" => text::WAVE_TITLE_EN,
        "slug" => text::WAVE_SLUG,
        "opens" => text::WAVE_OPENS,
        "closes" => text::WAVE_CLOSES,
        "reads" => text::WAVE_READS,
        "custody" => text::WAVE_CUSTODY,
        "key" => text::WAVE_KEY,
        "number" => text::HEADER_NUMBER,
        "authority" => text::HEADER_AUTHORITY,
        "approval" => text::HEADER_APPROVAL,
        "valid" => text::HEADER_VALID,
        "contact-zh" => text::WAVE_CONTACT_ZH,
        "contact-en" => text::WAVE_CONTACT_EN,
        "complaints-zh" => text::WAVE_COMPLAINTS_ZH,
        "complaints-en" => text::WAVE_COMPLAINTS_EN,
        _ => return None,
    })
}

/// Who keeps the private key, and the shares to be confirmed where trustees do.
fn custody(form: &NewWaveForm<'_>) -> Markup {
    let locale = form.interface.locale;
    let keepers = [
        (INSTALLATION, text::WAVE_CUSTODY_INSTALLATION),
        (TRUSTEES, text::WAVE_CUSTODY_TRUSTEES),
    ];
    html! {
        (form.field("custody", text::WAVE_CUSTODY, Some(text::WAVE_CUSTODY_HELP), |value, note, invalid| html! {
            select id="custody" name="custody" aria-describedby=[note] aria-invalid=[invalid] { @for (keeper, label) in keepers {
                option value=(keeper) selected[keeper == value] { (locale.t(label)) }
            } }
        }))
        (form.input("key", text::WAVE_KEY, "text", Some(text::WAVE_KEY_HELP), false))
        @if let Some(Shares { entrusted, faults }) = form.shares {
            @let trustees = entrusted.trustees;
            @let shares = trustees.shares().to_string();
            fieldset {
                legend { (locale.t(text::WAVE_SHARES)) }
                p.notice.doubt { (locale.t(text::WaveSharesLoss { spare: usize::from(trustees.shares() - trustees.needed()), shares })) }
                p.help { (locale.t(text::WaveSharesHelp { needed: trustees.needed().to_string() })) }
                (share_fields::view(form.interface, entrusted, Some(Entered { fields: form.typed, faults })))
            }
        }
    }
}

fn view(form: &NewWaveForm<'_>, staff: &Staff, choices: &Choices) -> Markup {
    let (interface, locale) = (form.interface, form.interface.locale);
    Studio::new(interface, staff, Place::Waves, locale.t(text::WAVE_NEW)).body(&html! {
        @if choices.plans.is_empty() { p.notice.doubt { (locale.t(text::WAVE_NO_PLAN)) } }
        form.narrow method="post" action=(interface.link(Address::Waves)) {
            (staff.form_token())
            (summary(form))
            @if !form.value("sample").is_empty() {
                div.notice #sample tabindex="-1" {
                    @if let Some(sample) = &choices.sample {
                        p { strong { (locale.t(text::WAVE_SAMPLE)) (locale.t(text::LABEL_SEPARATOR)) a href=(interface.link(Address::Sample { sample: sample.id.0 })) { (sample.name) } } }
                        p { (locale.t(text::WAVE_SAMPLE_HELP)) }
                    } @else { p { (locale.t(text::WAVE_SAMPLE_GONE)) } }
                    input type="hidden" name="sample" value=(form.value("sample"));
                }
            }
            (form.field("version", text::VERSION, None, |value, note, invalid| html! {
                select id="version" name="version" required aria-describedby=[note] aria-invalid=[invalid] { @for version in &choices.versions {
                    option value=(version.hash) selected[version.hash == value] { (interface.text(&version.title)) " · " (version_number(interface, version)) }
                } }
            }))
            (form.field("plan", text::WAVE_PLAN, None, |value, note, invalid| html! {
                select id="plan" name="plan" required aria-describedby=[note] aria-invalid=[invalid] { @for plan in &choices.plans { option value=(plan) selected[plan == value] { (plan) } } }
            }))
            (form.input("title-zh", text::WAVE_TITLE_ZH, "text", None, true))
            (form.input("title-en", text::WAVE_TITLE_EN, "text", None, false))
            (form.input("slug", text::WAVE_SLUG, "text", Some(text::WAVE_SLUG_HELP), true))
            div.two {
                (form.input("opens", text::WAVE_OPENS, "datetime-local", None, true))
                (form.input("closes", text::WAVE_CLOSES, "datetime-local", None, true))
            }
            @if choices.sample.is_none() || !form.value("reads").is_empty() { (form.input("reads", text::WAVE_READS, "text", Some(text::WAVE_READS_HELP), false)) }
            (custody(form))
            fieldset {
                legend { (locale.t(text::WAVE_HEADER)) }
                p.help { (locale.t(text::WAVE_HEADER_HELP)) }
                (form.input("number", text::HEADER_NUMBER, "text", None, false))
                (form.input("authority", text::HEADER_AUTHORITY, "text", None, false))
                (form.input("approval", text::HEADER_APPROVAL, "text", None, false))
                (form.input("valid", text::HEADER_VALID, "date", None, false))
            }
            fieldset {
                legend { (locale.t(text::WAVE_CONTACT)) }
                p.help { (locale.t(text::WAVE_CONTACT_HELP)) }
                (form.input("contact-zh", text::WAVE_CONTACT_ZH, "text", None, false))
                (form.input("contact-en", text::WAVE_CONTACT_EN, "text", None, false))
            }
            fieldset {
                legend { (locale.t(text::WAVE_COMPLAINTS)) }
                p.help { (locale.t(text::WAVE_COMPLAINTS_HELP)) }
                (form.input("complaints-zh", text::WAVE_COMPLAINTS_ZH, "text", None, false))
                (form.input("complaints-en", text::WAVE_COMPLAINTS_EN, "text", None, false))
            }
            button.main type="submit" { (locale.t(text::WAVE_SUBMIT)) }
        }
    })
}
