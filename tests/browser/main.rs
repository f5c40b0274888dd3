//! Journeys in a real Chromium, driven by WebDriver: residents at the size of a phone, staff at a desk; and the whole
//! survey on other engines.
//!
//! One demonstration is built and served in this process, one chromedriver is started, and the
//! journeys run one after the other, each in a fresh browser. Run all with
//! `cargo test --test browser`, some with `cargo test --test browser -- NAME ..`. Whatever is to be looked at is drawn
//! into `target/screenshots`; `cargo test --test browser -- pictures` renews the pictures of the README.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]
#![expect(clippy::print_stdout, reason = "the journeys report themselves")]

mod accessibility;
mod at_the_door;
mod both_evaluators;
mod browser;
mod client;
mod coming_back;
mod devtools;
mod engines;
mod form;
mod nothing_believed;
mod old_phones;
mod own_survey;
mod pictures;
mod printed;
mod program;
mod proxy;
#[path = "../python/mod.rs"]
mod python;
mod reading;
mod resident;
mod scoreboard;
mod stage;
mod studio;
mod two_minutes;
mod whole_survey;
mod without_network;

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;
use std::time::Instant;

use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;

use browser::{Browser, Driver};
use stage::Stage;

/// A journey: what it is called, and what is done and expected.
type Journey = (
    &'static str,
    for<'a> fn(&'a Browser, &'a Stage) -> LocalBoxFuture<'a, ()>,
);

const JOURNEYS: &[Journey] = &[
    (
        "a resident answers without a script, to the receipt",
        |browser, stage| resident::answers_without_a_script(browser, stage).boxed_local(),
    ),
    ("a used invitation says so", |browser, stage| {
        resident::meets_a_used_invitation(browser, stage).boxed_local()
    }),
    ("the whole survey is answered by touch", |browser, stage| {
        whole_survey::is_answered_by_touch(browser, stage).boxed_local()
    }),
    ("an answer moves on by touch only", |browser, stage| {
        whole_survey::moves_on_by_touch_only(browser, stage).boxed_local()
    }),
    ("a survey is answered by keyboard", |browser, stage| {
        whole_survey::is_answered_by_keyboard(browser, stage).boxed_local()
    }),
    ("the focus is never hidden", |browser, stage| {
        whole_survey::never_hides_the_focus(browser, stage).boxed_local()
    }),
    ("a skip is asked about once", |browser, stage| {
        whole_survey::asks_once_about_a_skip(browser, stage).boxed_local()
    }),
    ("who is not asked is told so", |browser, stage| {
        whole_survey::ends_for_who_is_not_asked(browser, stage).boxed_local()
    }),
    (
        "offline from the third question to the end",
        |browser, stage| without_network::is_answered_to_the_end(browser, stage).boxed_local(),
    ),
    ("the form opens offline", |browser, stage| {
        without_network::opens(browser, stage).boxed_local()
    }),
    (
        "a form waits while the server restarts",
        |browser, stage| {
            without_network::waits_for_a_server_that_restarts(browser, stage).boxed_local()
        },
    ),
    ("a reload keeps answers and place", |browser, stage| {
        coming_back::keeps_answers_and_place(browser, stage).boxed_local()
    }),
    (
        "back and forth through a changed route",
        |browser, stage| coming_back::leads_through_a_changed_route(browser, stage).boxed_local(),
    ),
    (
        "somebody else answers on the same phone",
        |browser, stage| coming_back::somebody_else_starts_anew(browser, stage).boxed_local(),
    ),
    (
        "what is sent in one window is gone from the other",
        |browser, stage| coming_back::is_sent_in_another_window(browser, stage).boxed_local(),
    ),
    (
        "somebody else answers in the server's place",
        |browser, stage| nothing_believed::that_somebody_else_answers(browser, stage).boxed_local(),
    ),
    ("a firewall stands where the form was", |browser, stage| {
        nothing_believed::that_a_foreign_page_is_the_form(browser, stage).boxed_local()
    }),
    ("two windows share one form", |browser, stage| {
        nothing_believed::that_a_window_is_alone(browser, stage).boxed_local()
    }),
    ("a clock runs ahead", |browser, stage| {
        nothing_believed::the_clock(browser, stage).boxed_local()
    }),
    ("storage fills up", |browser, stage| {
        nothing_believed::that_storage_lasts(browser, stage).boxed_local()
    }),
    ("storage is forbidden", |browser, stage| {
        nothing_believed::that_storage_is_allowed(browser, stage).boxed_local()
    }),
    ("a hand trembles", |browser, stage| {
        nothing_believed::that_a_second_press_is_meant(browser, stage).boxed_local()
    }),
    ("moving on is switched off", |browser, stage| {
        nothing_believed::that_everybody_wants_to_be_moved_on(browser, stage).boxed_local()
    }),
    (
        "another answer is written and not ticked",
        |browser, stage| {
            nothing_believed::that_a_word_without_a_tick_is_nothing(browser, stage).boxed_local()
        },
    ),
    ("a form comes after the close", |browser, stage| {
        nothing_believed::that_it_came_in_time(browser, stage).boxed_local()
    }),
    ("both languages keep the answers", |browser, stage| {
        reading::in_both_languages_keeps_the_answers(browser, stage).boxed_local()
    }),
    ("elder mode", |browser, stage| {
        reading::in_elder_mode(browser, stage).boxed_local()
    }),
    ("a narrow screen", |browser, stage| {
        reading::on_a_narrow_screen(browser, stage).boxed_local()
    }),
    ("a slow phone on slow 3G", |browser, stage| {
        reading::on_a_slow_phone(browser, stage).boxed_local()
    }),
    ("axe on every screen of the form", |browser, stage| {
        accessibility::of_every_screen_of_the_form(browser, stage).boxed_local()
    }),
    ("axe on other questions", |browser, stage| {
        accessibility::of_other_questions(browser, stage).boxed_local()
    }),
    ("axe on the other pages", |browser, stage| {
        accessibility::of_the_other_pages(browser, stage).boxed_local()
    }),
    ("forced colours and reduced motion", |browser, stage| {
        accessibility::of_forced_colours_and_little_motion(browser, stage).boxed_local()
    }),
    ("server and phone agree on conditions", |browser, stage| {
        both_evaluators::agree_on_conditions(browser, stage).boxed_local()
    }),
    ("server and phone agree on routes", |browser, stage| {
        both_evaluators::agree_on_routes(browser, stage).boxed_local()
    }),
    (
        "server and phone agree on what is typed as a date",
        |browser, stage| {
            both_evaluators::agree_on_what_is_typed_as_a_date(browser, stage).boxed_local()
        },
    ),
    (
        "phones of 2017 know what the form loads",
        |browser, stage| old_phones::know_what_the_form_loads(browser, stage).boxed_local(),
    ),
    ("an official reads the scoreboard", |browser, stage| {
        scoreboard::is_read(browser, stage).boxed_local()
    }),
    (
        "a program written from the description reads every release",
        |browser, stage| client::reads_every_release(browser, stage).boxed_local(),
    ),
    ("two minutes of a deputy mayor", |browser, stage| {
        two_minutes::are_enough(browser, stage).boxed_local()
    }),
    ("a drawing tells its figures", |browser, stage| {
        scoreboard::tells_its_figures(browser, stage).boxed_local()
    }),
    (
        "staff build a survey, approve it, and it is answered",
        |browser, stage| {
            studio::a_survey_is_built_approved_and_answered(browser, stage).boxed_local()
        },
    ),
    ("two editors collide", |browser, stage| {
        studio::two_editors_collide(browser, stage).boxed_local()
    }),
    ("a draft is edited by keyboard", |browser, stage| {
        studio::a_draft_is_edited_by_keyboard(browser, stage).boxed_local()
    }),
    ("work goes on after signing in again", |browser, stage| {
        studio::work_goes_on_after_signing_in_again(browser, stage).boxed_local()
    }),
    (
        "an analyst enters a register value, another releases it",
        |browser, stage| studio::a_value_is_entered_and_released(browser, stage).boxed_local(),
    ),
    (
        "an interviewer works without a network",
        |browser, stage| at_the_door::works_without_a_network(browser, stage).boxed_local(),
    ),
    (
        "an official of one district, from sign-in to a printed page",
        |browser, stage| studio::a_district_is_read_and_printed(browser, stage).boxed_local(),
    ),
    ("axe on every page of staff", |browser, stage| {
        studio::every_page_is_accessible(browser, stage).boxed_local()
    }),
    ("a city runs its own survey", |browser, _| {
        own_survey::is_run_by_a_city(browser).boxed_local()
    }),
    ("screenshots of the form", |browser, stage| {
        pictures::of_the_form_are_taken(browser, stage).boxed_local()
    }),
    ("screenshots of the results", |browser, stage| {
        pictures::of_the_results_are_taken(browser, stage).boxed_local()
    }),
];

/// A journey on an engine that it starts itself.
type OtherJourney = (
    &'static str,
    for<'a> fn(&'a Stage) -> LocalBoxFuture<'a, ()>,
);

const ON_OTHER_ENGINES: &[OtherJourney] = &[
    ("the whole survey on Chromium 56", |stage| {
        engines::chromium_56(stage).boxed_local()
    }),
    ("the whole survey on Firefox", |stage| {
        engines::firefox(stage).boxed_local()
    }),
    ("the whole survey on WebKit", |stage| {
        engines::webkit(stage).boxed_local()
    }),
];

/// Done only when asked for by name: it writes into the tree.
const PICTURES: Journey = ("pictures", |browser, stage| {
    pictures::of_the_readme_are_renewed(browser, stage).boxed_local()
});

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|argument| !argument.starts_with('-'))
        .collect();
    let stage = Stage::build().await;
    let driver = Driver::start();
    let is_named = |name: &str| wanted.iter().any(|word| name.contains(word.as_str()));
    let is_wanted = |name: &str| wanted.is_empty() || is_named(name);
    let mut failed = false;
    let pictures = is_named(PICTURES.0).then_some(PICTURES);
    for (name, journey) in JOURNEYS.iter().copied().chain(pictures) {
        if is_wanted(name) {
            let browser = driver.open().await;
            failed |= !succeeds(name, journey(&browser, &stage)).await;
            browser.close().await;
            stage.start().await;
        }
    }
    for (name, journey) in ON_OTHER_ENGINES {
        if is_wanted(name) {
            failed |= !succeeds(name, journey(&stage)).await;
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// Goes on a journey to its end or to its first fault, and says which.
async fn succeeds(name: &str, journey: LocalBoxFuture<'_, ()>) -> bool {
    let started = Instant::now();
    let outcome = AssertUnwindSafe(journey).catch_unwind().await;
    let seconds = started.elapsed().as_secs_f64();
    let word = if outcome.is_ok() { "ok    " } else { "FAILED" };
    println!("{word}  {name} ({seconds:.1} s)");
    outcome.is_ok()
}
