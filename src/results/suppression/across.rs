//! Releases of the same answers: an amended one beside the registered one.

use super::suffice;
use crate::release::{
    CountTable, Drivers, Figure, GroupedBy, IndicatorResult, NoDrivers, Release, Results,
};

impl Release {
    /// Hides what an earlier release of the same answers hides, since whoever holds both subtracts: computed otherwise,
    /// the districts shown leave another sum for those hidden, and two sums tell two of them. So where a district was
    /// hidden, none is shown. Nor where a district differs from the one before by few persons: what those few answered would
    /// be the difference. Hands back what it cannot hide without bending the release: rates, and lists of counts of
    /// which anything was hidden and anything is different.
    pub fn hide_what_was_hidden_in(&mut self, before: &Self) -> Vec<String> {
        let mut told = Vec::new();
        match (&mut self.results, &before.results) {
            (
                Results::Probability { method, indicators },
                Results::Probability {
                    indicators: before,
                    method: method_before,
                },
            ) => {
                if let (Some(report), Some(before)) = (&mut method.quality, &method_before.quality)
                {
                    report.hide_beside(before);
                }
                for result in indicators {
                    let mut before = before.iter();
                    let Some(before) = before.find(|it| it.indicator == result.indicator) else {
                        continue;
                    };
                    let tells_of_few = few_between(before.rate.as_ref(), result.rate.as_ref());
                    hide_other_counts(result, before);
                    if (before.rate.is_none() && result.rate.is_some()) || tells_of_few {
                        told.push(result.indicator.to_string());
                    }
                    let districts = result.districts.iter().filter_map(|district| {
                        let mut before = before.districts.iter();
                        Some((before.find(|it| it.code == district.code)?, district))
                    });
                    let mut districts = districts.map(|(before, now)| (before.figure, now.figure));
                    let hide =
                        districts.any(|(before, now)| cell_tells(before.as_ref(), now.as_ref()));
                    if hide {
                        result.hide_districts();
                    }
                    hide_groups(result, before);
                    hide_drivers(result, before);
                }
            }
            (Results::Open { tables }, Results::Open { tables: before }) => {
                let hiding = before.iter().filter(|table| hides(table));
                let told_of = hiding.filter(|table| !tables.contains(table));
                told.extend(told_of.map(|table| table.question.to_string()));
            }
            _ => told.push(self.wave.clone()),
        }
        told
    }
}

impl IndicatorResult {
    /// Takes away everything that is said of districts.
    fn hide_districts(&mut self) {
        for district in &mut self.districts {
            district.figure = None;
            district.against_rest = None;
        }
        self.district_errors.clear();
        self.small_areas = None;
    }
}

/// Takes away the other ways to count that stand for the same persons as in the earlier release but for few, or that it hides.
fn hide_other_counts(result: &mut IndicatorResult, before: &IndicatorResult) {
    result.sensitivity.retain(|other| {
        let mut all = before.sensitivity.iter();
        let before = all.find(|it| it.basis == other.basis);
        before.is_some_and(|before| {
            let apart = before.respondents.abs_diff(other.respondents);
            apart == 0 || suffice(apart)
        })
    });
}

/// Takes away what goes with an indicator where the earlier release tells it of nearly the same persons, and how satisfied they
/// are with a question of which it tells the same of nearly as many, or hides it.
fn hide_drivers(result: &mut IndicatorResult, before: &IndicatorResult) {
    let (Some(Drivers::Told(now)), Some(Drivers::Told(before))) =
        (&mut result.drivers, &before.drivers)
    else {
        return;
    };
    let apart = before.cases.abs_diff(now.cases);
    if apart > 0 && !suffice(apart) {
        result.drivers = Some(Drivers::NotTold(NoDrivers::Amended));
        return;
    }
    for driver in &mut now.drivers {
        let mut earlier = before.drivers.iter();
        let earlier = earlier.find(|it| it.question.id == driver.question.id);
        driver.performance = driver.performance.filter(|figure| {
            earlier.is_none_or(|earlier| !cell_tells(earlier.performance.as_ref(), Some(figure)))
        });
    }
}

/// Takes away the tables of groups of which either release hides a class, or which differ by few persons in one. A table that has
/// none to be held against is taken away, too: its classes may differ from others by few persons.
fn hide_groups(result: &mut IndicatorResult, before: &IndicatorResult) {
    if before.groups.is_empty() {
        return;
    }
    result.groups.retain(|table| {
        let mut tables = before.groups.iter();
        tables
            .find(|it| same(&it.by, &table.by))
            .is_some_and(|before| {
                let alike = table
                    .classes
                    .iter()
                    .map(|it| (&it.class, it.with_not_stated));
                let alike = alike.eq(before
                    .classes
                    .iter()
                    .map(|it| (&it.class, it.with_not_stated)));
                let mut classes = before.classes.iter().zip(&table.classes);
                let told = classes
                    .any(|(before, now)| cell_tells(before.figure.as_ref(), now.figure.as_ref()));
                alike && !told
            })
    });
}

/// Whether respondents are told apart by the same, whatever it is called.
fn same(one: &GroupedBy, other: &GroupedBy) -> bool {
    match (one, other) {
        (GroupedBy::Question { id, .. }, GroupedBy::Question { id: other, .. }) => id == other,
        (GroupedBy::Mode, GroupedBy::Mode) => true,
        _ => false,
    }
}

/// Whether a cell tells with that of the other release what few persons answered: one of them is hidden, so that what is
/// left of the city in both would tell it, or they differ by few.
fn cell_tells(before: Option<&Figure>, now: Option<&Figure>) -> bool {
    before.is_none() || now.is_none() || few_between(before, now)
}

/// Whether two figures stand for the same persons but for fewer than may be told of.
fn few_between(before: Option<&Figure>, now: Option<&Figure>) -> bool {
    let apart = before
        .zip(now)
        .map(|(before, now)| before.respondents.abs_diff(now.respondents));
    apart.is_some_and(|persons| persons > 0 && !suffice(persons))
}

fn hides(table: &CountTable) -> bool {
    table.answered.is_none() || table.rows.iter().any(|row| row.count.is_none())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::compute::compute;
    use crate::example;
    use crate::release::{Class, ClassResult, DriverModel, GroupTable};

    fn indicators(release: &mut Release) -> &mut Vec<IndicatorResult> {
        match &mut release.results {
            Results::Probability { indicators, .. } => indicators,
            Results::Open { .. } => panic!("the example has a sample"),
        }
    }

    fn districts_shown(release: &mut Release) -> usize {
        let results = indicators(release).iter();
        let districts = results.flat_map(|result| &result.districts);
        districts
            .filter(|district| district.figure.is_some())
            .count()
    }

    #[test]
    fn an_amended_release_shows_no_district_beside_one_that_was_hidden() {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        let (mut before, mut amended) = (release.clone(), release);
        let all = districts_shown(&mut amended);
        assert_eq!(amended.hide_what_was_hidden_in(&before), [""; 0]);
        assert_eq!(districts_shown(&mut amended), all, "nothing was hidden");
        let hidden = &mut indicators(&mut before)[0];
        hidden.districts[0].figure = None;
        let beside = hidden.districts.len();
        assert_eq!(amended.hide_what_was_hidden_in(&before), [""; 0]);
        assert_eq!(districts_shown(&mut amended), all - beside);
    }

    /// A table in which two classes stand.
    fn grouped(id: &str, title: &str, persons: [u64; 2]) -> GroupTable {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        let mut release = release;
        let figure = indicators(&mut release)[0].rate.unwrap();
        let class = |respondents| ClassResult {
            class: Class::NotStated,
            with_not_stated: false,
            figure: (respondents > 0).then_some(Figure {
                respondents,
                ..figure
            }),
        };
        GroupTable {
            by: GroupedBy::Question {
                id: id.into(),
                title: [("zh", title)].into(),
            },
            classes: persons.map(class).into(),
            difference_errors: Vec::new(),
        }
    }

    #[test]
    fn a_table_of_groups_is_not_shown_beside_one_that_tells_of_few() {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        let kept = |before: &[GroupTable], now: GroupTable| {
            let (mut earlier, mut amended) = (release.clone(), release.clone());
            indicators(&mut earlier)[0].groups = before.to_vec();
            indicators(&mut amended)[0].groups = vec![now];
            amended.hide_what_was_hidden_in(&earlier);
            !indicators(&mut amended)[0].groups.is_empty()
        };
        let sex = grouped("sex", "性别", [200, 200]);
        assert!(kept(std::slice::from_ref(&sex), sex.clone()));
        assert!(kept(&[], sex.clone()), "there is nothing to subtract from");
        // Hidden then, hidden now, seven persons fewer, another title, another table.
        assert!(!kept(&[grouped("sex", "性别", [0, 200])], sex.clone()));
        assert!(!kept(
            std::slice::from_ref(&sex),
            grouped("sex", "性别", [200, 0])
        ));
        assert!(!kept(
            std::slice::from_ref(&sex),
            grouped("sex", "性别", [200, 193])
        ));
        assert!(!kept(
            std::slice::from_ref(&sex),
            grouped("sex", "男女", [200, 193])
        ));
        assert!(!kept(&[sex], grouped("elder", "年长", [200, 193])));
    }

    #[test]
    fn what_goes_with_an_indicator_is_not_told_beside_another_release_of_nearly_the_same_persons() {
        let release = compute(&crate::drivers::tests::inputs(480), DateTime::UNIX_EPOCH).unwrap();
        let told = |change: fn(&mut DriverModel)| {
            let (before, mut amended) = (release.clone(), release.clone());
            let Some(Drivers::Told(model)) = &mut indicators(&mut amended)[0].drivers else {
                panic!("it is told");
            };
            change(model);
            amended.hide_what_was_hidden_in(&before);
            match indicators(&mut amended)[0].drivers.clone() {
                Some(Drivers::Told(model)) => Ok(model
                    .drivers
                    .iter()
                    .filter(|it| it.performance.is_some())
                    .count()),
                Some(Drivers::NotTold(why)) => Err(why),
                None => panic!("the plan names questions"),
            }
        };
        assert_eq!(told(|_| ()), Ok(2));
        assert_eq!(told(|model| model.cases -= 29), Err(NoDrivers::Amended));
        assert_eq!(told(|model| model.cases -= 30), Ok(2));
        let fewer = |model: &mut DriverModel| {
            let performance = model.drivers[1].performance.as_mut();
            performance.unwrap().respondents -= 7;
        };
        assert_eq!(told(fewer), Ok(1));
    }

    #[test]
    fn a_district_that_is_hidden_now_and_was_shown_takes_the_others_with_it() {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        let (before, mut amended) = (release.clone(), release);
        let all = districts_shown(&mut amended);
        let result = &mut indicators(&mut amended)[0];
        result.districts[0].figure = None;
        let beside = result.districts.len();
        assert_eq!(amended.hide_what_was_hidden_in(&before), [""; 0]);
        assert_eq!(districts_shown(&mut amended), all - beside);
    }

    #[test]
    fn what_few_persons_answered_is_not_told_by_the_difference_of_two_releases() {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        for (apart, tells) in [(0, false), (1, true), (29, true), (30, false)] {
            let (before, mut amended) = (release.clone(), release.clone());
            let all = districts_shown(&mut amended);
            let result = &mut indicators(&mut amended)[0];
            let beside = result.districts.len();
            let district = result.districts[0].figure.as_mut().unwrap();
            district.respondents += apart;
            assert_eq!(amended.hide_what_was_hidden_in(&before), [""; 0]);
            let hidden = if tells { beside } else { 0 };
            assert_eq!(
                districts_shown(&mut amended),
                all - hidden,
                "{apart} persons"
            );

            let mut amended = release.clone();
            let result = &mut indicators(&mut amended)[0];
            result.rate.as_mut().unwrap().respondents += apart;
            let told = amended.hide_what_was_hidden_in(&before);
            assert_eq!(told.len(), usize::from(tells), "{apart} persons");
        }
    }

    #[test]
    fn a_rate_that_was_hidden_cannot_be_told_by_another_release() {
        let release = compute(&example::inputs(400), DateTime::UNIX_EPOCH).unwrap();
        let (mut before, mut amended) = (release.clone(), release);
        let hidden = &mut indicators(&mut before)[0];
        hidden.rate = None;
        let name = hidden.indicator.to_string();
        assert_eq!(amended.hide_what_was_hidden_in(&before), [name]);
    }
}
