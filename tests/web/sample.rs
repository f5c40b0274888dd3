//! The stored sample: drawn again from what is stored of it, years later.

use fieldwork::store::{find_draw, list_sampled_psus};
use sampling::draw;

use crate::city::{City, frame};

#[tokio::test]
async fn the_sample_can_be_drawn_again_from_what_is_stored_of_it() {
    let city = City::start().await;
    let record = find_draw(&city.db, city.invited.id).await.unwrap().unwrap();
    let frame = frame();
    assert_eq!(record.frame_hash, frame.hash());
    let again = draw(&frame, &record.plan).unwrap();
    assert_eq!(record.algorithm, again.algorithm);
    let stored = list_sampled_psus(&city.db, city.invited.id).await.unwrap();
    let stored: Vec<_> = (stored.iter())
        .map(|psu| (psu.code.clone(), psu.base_weight))
        .collect();
    let drawn: Vec<_> = (again.psus.iter())
        .map(|psu| (psu.code.clone(), psu.base_weight))
        .collect();
    assert_eq!(stored, drawn);
    let households = "SELECT drawn_psu.code || ' ' || sample_case.household FROM sample_case \
        JOIN drawn_psu ON drawn_psu.id = sample_case.drawn_psu_id ORDER BY drawn_psu.id, sample_case.household";
    let selected: Vec<String> = (again.psus.iter())
        .flat_map(|psu| {
            psu.selected
                .iter()
                .map(|household| format!("{} {household}", psu.code))
        })
        .collect();
    assert_eq!(city.column(households).await, selected);
}

#[tokio::test]
async fn another_frame_has_another_hash() {
    let frame = frame();
    let fewer = sampling::Frame::new(frame.strata().to_vec(), frame.units()[1..].to_vec());
    assert_ne!(frame.hash(), fewer.hash());
}
