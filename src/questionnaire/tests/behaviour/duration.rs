use std::collections::BTreeMap;

use format::read;
use questionnaire::duration::*;
use questionnaire::*;

#[test]
fn the_annual_survey_takes_the_six_minutes_it_promises() {
    let file = include_bytes!("../../../../surveys/harbin-2012-2014/residents.toml");
    let residents = read("residents.toml", file).questionnaire.unwrap();
    let asked: Vec<&Question> = residents.questions.iter().collect();
    let assignment = Assignment::as_written(&residents, &BTreeMap::default());
    for language in &residents.languages {
        let minutes = path_seconds(&residents, &assignment, &asked, language) / 60.0;
        assert!((4.0..=7.0).contains(&minutes), "{language}: {minutes}");
    }
}
