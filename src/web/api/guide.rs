//! What programs can ask for, for the people who write them.

use axum::extract::State;
use maud::{Markup, html};

use super::around::IN_A_MINUTE;
use super::operations::{Example, OPERATIONS, Operation, parameter};
use crate::addresses::Address;
use crate::app::App;
use crate::error::Error;
use crate::interface::Interface;
use crate::page::Page;
use crate::public::wide_table::wide_table;
use crate::site::Site;
use fieldwork::store::find_wave;
use messages::text;
use results::published::Published;
use results::store::list_published;

/// Shows what can be asked, and by which rules.
pub(crate) async fn show(State(app): State<App>, interface: Interface) -> Result<Markup, Error> {
    let latest = list_published(&app.db, app.clock.now())
        .await?
        .into_iter()
        .next();
    let example = match latest {
        Some(latest) => example(&app, &latest).await?,
        None => None,
    };
    Ok(view(&interface, &app.site, example.as_ref()))
}

/// What there is to ask for of a release.
async fn example(app: &App, published: &Published) -> Result<Option<Example>, Error> {
    let wave = find_wave(&app.db, &published.release.wave).await?;
    Ok(wave.map(|wave| Example {
        plan: wave.plan,
        wave: wave.slug,
        hash: published.short().to_owned(),
    }))
}

fn view(interface: &Interface, site: &Site, example: Option<&Example>) -> Markup {
    let locale = interface.locale;
    let title = locale.t(text::API_OPERATIONS);
    let head = html! { tr {
        th scope="col" { (locale.t(text::API_COLUMN_ADDRESS)) }
        th scope="col" { (locale.t(text::API_COLUMN_ANSWER)) }
        th scope="col" { (locale.t(text::API_COLUMN_PARTS)) }
        @if example.is_some() { th scope="col" { (locale.t(text::API_COLUMN_EXAMPLE)) } }
    } };
    let body = html! { @for operation in &OPERATIONS { (row(interface, operation, example)) } };
    let document = interface.link(Address::ApiDocument);
    let command = format!("curl {}", site.full(&Address::ApiWaves.to_string()));
    Page::new(interface, &locale.t(text::API_TITLE))
        .wide()
        .feed()
        .body(&html! {
            p.lead { (locale.t(text::API_LEAD)) }
            pre.snippet tabindex="0" { code { (command) } }
            p { a href=(document) { (locale.t(text::API_DOCUMENT)) } }
            section { h2 { (title) } (wide_table(&title, &head, &body)) }
            section {
                h2 { (locale.t(text::API_RULES)) }
                ul {
                    li { (locale.t(text::API_RULE_CONTENT)) }
                    li { (locale.t(text::API_RULE_MISSING)) }
                    li { (locale.t(text::API_RULE_UNITS)) }
                    li { (locale.t(text::API_RULE_TAG)) }
                    li { (locale.t(text::ApiRuleLimit { count: u64::from(IN_A_MINUTE) })) }
                    li { (locale.t(text::API_RULE_ORIGIN)) }
                    li { (locale.t(text::API_RULE_ERRORS)) }
                    li { (locale.t(text::API_RULE_VERSION)) }
                    li { (locale.t(text::TAKE_LICENCE)) }
                }
            }
        })
}

fn row(interface: &Interface, operation: &Operation, example: Option<&Example>) -> Markup {
    let locale = interface.locale;
    html! {
        tr {
            th scope="row" { code { (operation.at.written()) } }
            td { (locale.t(operation.summary)) }
            td { @for name in operation.parameters() { code { (name) } " " (locale.t(parameter(name))) } }
            @if let Some(example) = example {
                @let address = (operation.example)(example).to_string();
                td { a href=(address) { (address) } }
            }
        }
    }
}
