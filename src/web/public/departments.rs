//! Who answers for what: every body that the plan names, and the page of each with all its figures on one side of paper.

use axum::extract::State;
use maud::{Markup, html};

use super::interval_mark::Axis;
use super::places::{by_body, named, source};
use super::scoreboard::{finding, row};
use super::seen::Seen;
use super::standing;
use super::whole_plan;
use crate::addresses::{Address, Named};
use crate::app::App;
use crate::error::{Error, Missing};
use crate::extract::Path;
use crate::interface::Interface;
use crate::page::Page;
use crate::site::Site;
use fieldwork::store::find_wave;
use messages::text;
use plan::register::store::{ReleasedValue, list_released};
use plan::store::find_plan;
use plan::{IndicatorKind, Plan, bodies};
use results::release::{IndicatorResult, Judgement, Release, Results};
use results::store;
use results::whole_plan::WholePlan;

/// Lists the bodies.
pub(crate) async fn show(
    State(app): State<App>,
    interface: Interface,
    Path(wave): Path<String>,
) -> Result<Markup, Error> {
    let release = store::find_release(&app.db, &wave, app.clock.now()).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    let register = Register::of(&app, &wave).await?;
    list(
        &interface,
        &app.site,
        Seen::public(&release),
        register.as_ref(),
    )
}

/// Shows the figures of a body.
pub(crate) async fn show_one(
    State(app): State<App>,
    interface: Interface,
    Path((wave, department)): Path<(String, String)>,
) -> Result<Markup, Error> {
    let release = store::find_release(&app.db, &wave, app.clock.now()).await?;
    let release = release.ok_or(Error::NotFound(Missing::Release))?;
    let seen = Seen::public(&release);
    let register = Register::of(&app, &wave).await?;
    let around = (&Markup::default(), register.as_ref());
    page(&interface, &app.site, seen, &department, around)
}

/// The register of a plan, for which bodies answer as well.
#[derive(Debug)]
pub(crate) struct Register {
    plan: Plan,
    /// What of it everybody may read.
    values: Vec<ReleasedValue>,
}

impl Register {
    /// That of the plan of a wave; none where the plan is not there.
    pub(crate) async fn of(app: &App, wave: &str) -> Result<Option<Self>, Error> {
        let wave = find_wave(&app.db, wave).await?;
        let wave = wave.ok_or(Error::NotFound(Missing::Release))?;
        let Some(plan) = find_plan(&app.db, &wave.plan).await? else {
            return Ok(None);
        };
        let values = list_released(&app.db, &plan.id).await?;
        Ok(Some(Self { plan, values }))
    }

    /// Every body with how many promises of the register it answers for, in the order of the plan.
    fn bodies(&self) -> Vec<(&str, usize)> {
        let mut found: Vec<(&str, usize)> = Vec::new();
        for indicator in self.plan.indicators.iter().filter(|it| it.is_of_register()) {
            for body in bodies(&indicator.department) {
                match found.iter_mut().find(|(other, _)| *other == body) {
                    Some((_, promises)) => *promises += 1,
                    None => found.push((body, 1)),
                }
            }
        }
        found
    }

    /// How many promises of it a body answers for.
    pub(crate) fn promises_of(&self, body: &str) -> usize {
        let bodies = self.bodies();
        let mut bodies = bodies.iter();
        bodies
            .find(|(other, _)| *other == body)
            .map_or(0, |(_, promises)| *promises)
    }

    fn view(&self, interface: &Interface, body: &str) -> Markup {
        let whole = WholePlan::new(&self.plan, &[], &self.values);
        whole_plan::of_body(interface, &whole, body)
    }
}

fn indicators(release: &Release) -> Result<&[IndicatorResult], Error> {
    match &release.results {
        Results::Probability { indicators, .. } => Ok(indicators),
        Results::Open { .. } => Err(Error::NotFound(Missing::Release)),
    }
}

fn list(
    interface: &Interface,
    site: &Site,
    seen: Seen<'_>,
    register: Option<&Register>,
) -> Result<Markup, Error> {
    let indicators = indicators(seen.release)?;
    let by_body = by_body(indicators);
    let locale = interface.locale;
    let measured = |body: &str| by_body.iter().any(|(other, _)| *other == body);
    let by_register = register.map(Register::bodies).unwrap_or_default();
    let by_register = by_register.iter().filter(|(body, _)| !measured(body));
    let heading = locale.t(text::DepartmentsHeading {
        bodies: by_body.len(),
        count: indicators.len(),
    });
    Ok(Page::new(interface, &heading)
        .title(seen.window(interface, &locale.t(text::DEPARTMENTS_LINK)))
        .eyebrow(seen.eyebrow(interface))
        .simulated(seen.release.simulated)
        .wide()
        .body(&html! {
            p.lead { (locale.t(text::DEPARTMENTS_LEAD)) }
            ul.releases { @for (body, results) in &by_body { li {
                h2 { (named(interface, seen.department(body), body)) }
                p { @if is_judged(results) { (headline(interface, results)) " · " } (names(interface, results)) }
            } } }
            @if by_register.clone().next().is_some() {
                h2 { (locale.t(text::DEPARTMENTS_REGISTER)) }
                ul.plain { @for (body, promises) in by_register { li {
                    (named(interface, seen.department(body), body)) " · "
                    (locale.t(text::DepartmentPromises { count: *promises }))
                } } }
            }
            (source(interface, site, seen, Address::Departments { wave: &seen.release.wave }))
            nav.places-of aria-label=(locale.t(text::DEPARTMENTS_LINK)) { a href=(interface.link(seen.scoreboard())) { (locale.t(text::BACK_TO_SCOREBOARD)) } }
        }))
}

/// Whether it answers for a satisfaction rate with a target in numbers, of which the finding speaks.
fn is_judged(results: &[&IndicatorResult]) -> bool {
    results.iter().any(|result| {
        result.kind == IndicatorKind::Satisfaction
            && matches!(result.judgement, Judgement::Threshold { .. })
    })
}

/// The finding of a body; the names of its figures where none is judged by a number.
pub(super) fn headline(interface: &Interface, results: &[&IndicatorResult]) -> String {
    if is_judged(results) {
        finding::headline(interface.locale, &owned(results))
    } else {
        names(interface, results)
    }
}

/// The same results, each a copy.
pub(super) fn owned(results: &[&IndicatorResult]) -> Vec<IndicatorResult> {
    results.iter().map(|result| (*result).clone()).collect()
}

fn names(interface: &Interface, results: &[&IndicatorResult]) -> String {
    let names: Vec<&str> = (results.iter())
        .map(|result| interface.text(&result.short))
        .collect();
    names.join(&interface.locale.t(text::NAME_SEPARATOR))
}

/// The page of a body, with what is to be said at its top, and what it answers for in the register.
///
/// # Errors
///
/// It answers for no figure of the release and for nothing in the register.
pub(crate) fn page(
    interface: &Interface,
    site: &Site,
    seen: Seen<'_>,
    department: &str,
    (top, register): (&Markup, Option<&Register>),
) -> Result<Markup, Error> {
    let own = by_body(indicators(seen.release)?).into_iter();
    let own = own.filter(|(body, _)| *body == department);
    let own: Vec<&IndicatorResult> = own.flat_map(|(_, results)| results).collect();
    let promises = register.map_or(0, |register| register.promises_of(department));
    let locale = interface.locale;
    let finding = match (own.is_empty(), promises) {
        (true, 0) => return Err(Error::NotFound(Missing::Release)),
        (true, count) => locale.t(text::DepartmentPromises { count }),
        (false, _) => headline(interface, &own),
    };
    let heading = locale.t(text::DepartmentHeading {
        department,
        finding,
    });
    let axis = Axis::of(&own);
    let address = Address::Department {
        wave: &seen.release.wave,
        department: Named(department),
    };
    Ok(Page::new(interface, &heading)
        .title(seen.window(interface, department))
        .eyebrow(seen.eyebrow(interface))
        .simulated(seen.release.simulated)
        .wide()
        .body(&html! {
            (top)
            @if !own.is_empty() {
                p.lead { (finding::changes(interface, &owned(&own))) }
                h2 { (locale.t(text::PLACES_FIGURES)) }
                ul.board { @for result in &own { (row::view(interface, seen, result, axis)) } }
                p.key { (locale.t(text::SCOREBOARD_KEY)) }
            }
            @if let Some(register) = register { (register.view(interface, department)) }
            @if !own.is_empty() {
                (standing::view(interface, seen.release, &[]))
                (source(interface, site, seen, address))
            }
            nav.places-of aria-label=(locale.t(text::DEPARTMENTS_LINK)) {
                a href=(interface.link(seen.scoreboard())) { (locale.t(text::BACK_TO_SCOREBOARD)) }
                @if let Some(all) = seen.departments() { a href=(interface.link(all)) { (locale.t(text::DEPARTMENTS_LINK)) } }
            }
        }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::public::scoreboard::example;

    fn release() -> Release {
        let mut release = example::release();
        if let Results::Probability { indicators, .. } = &mut release.results {
            indicators[1].department = "市司法局（甲、乙处）".into();
            indicators[2].department = String::new();
        }
        release
    }

    fn page(department: &str) -> Result<String, Error> {
        let (release, site) = (release(), Site::default());
        let seen = Seen::public(&release);
        let page = super::page(
            &Interface::default(),
            &site,
            seen,
            department,
            (&Markup::default(), None),
        );
        page.map(Markup::into_string)
    }

    #[test]
    fn every_body_stands_with_its_finding_and_a_way_to_its_page() {
        let (release, site) = (release(), Site::default());
        let list = super::list(&Interface::default(), &site, Seen::public(&release), None);
        let list = list.unwrap().into_string();
        assert!(list.contains("<h1>五项指标由 3 个部门负责</h1>"), "{list}");
        let encoded = "%E5%B8%82%E7%BB%9F%E8%AE%A1%E5%B1%80";
        for said in [
            &*format!("href=\"/results/residents-2014/departments/{encoded}\">市统计局</a>"),
            "市司法局（甲、乙处）",
            "一项满意度目标尚不能判断",
        ] {
            assert!(list.contains(said), "{said}: {list}");
        }
    }

    #[test]
    fn the_page_of_a_body_has_its_figures_and_no_others() {
        let page = page("市统计局").unwrap();
        assert!(
            page.contains("<h1>市统计局：一项满意度目标未达到</h1>"),
            "{page}"
        );
        for (id, own) in [
            ("sat-0", true),
            ("sat-1", false),
            ("sat-2", false),
            ("sat-3", true),
        ] {
            assert_eq!(page.contains(&format!("id=\"{id}\"")), own, "{id}: {page}");
        }
    }

    #[test]
    fn who_answers_for_nothing_has_no_page() {
        for body in ["市教育局", "", "市统计"] {
            assert!(
                matches!(page(body), Err(Error::NotFound(Missing::Release))),
                "{body}"
            );
        }
    }
}
