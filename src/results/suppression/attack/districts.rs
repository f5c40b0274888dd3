//! Generated cities: two indicators of the same persons, of whom some skipped the second question.

use rand::rngs::ChaCha20Rng;
use rand::{RngExt, SeedableRng};

use super::super::{FEWEST_SHOWN, Row, shown};
use super::{Attacker, known};
use crate::count::real_count;

/// A district as it is.
#[derive(Debug, Clone, Copy)]
struct District {
    /// Persons who answered the first question and the second, and how many of each were satisfied.
    persons: [u64; 2],
    satisfied: [u64; 2],
    /// Adults a person stands for, which the census tells.
    adults: f64,
}

fn city(rng: &mut ChaCha20Rng) -> Vec<District> {
    let rate: f64 = rng.random_range(0.4..0.97);
    let skips = rng.random_range(0.0..0.1);
    let districts = rng.random_range(3..19);
    let district = |rng: &mut ChaCha20Rng| {
        let most = if rng.random_bool(0.3) { 45 } else { 350 };
        let first: u64 = rng.random_range(0..most);
        let of = |rng: &mut ChaCha20Rng, persons: u64, share: f64| {
            (0..persons).filter(|_| rng.random_bool(share)).count() as u64
        };
        let second = first - of(rng, first, skips);
        District {
            persons: [first, second],
            satisfied: [of(rng, first, rate), of(rng, second, rate)],
            adults: rng.random_range(20.0..2_000.0),
        }
    };
    (0..districts).map(|_| district(rng)).collect()
}

/// The districts under one of the two indicators.
fn rows(city: &[District], indicator: usize) -> Vec<Row> {
    let row = |district: &District| {
        let persons = district.persons[indicator];
        let satisfied = real_count(district.satisfied[indicator]);
        Row {
            persons,
            rate: if persons == 0 {
                0.0
            } else {
                satisfied / real_count(persons)
            },
            weight: real_count(persons) * district.adults,
            presentable: persons >= FEWEST_SHOWN,
        }
    };
    city.iter().map(row).collect()
}

/// What stands in a release of this city, as its reader puts it together.
struct Reader<'a> {
    tables: &'a [Vec<Row>],
    shown: &'a [Vec<bool>],
    attacker: Attacker,
    /// Per indicator and district: persons, satisfied, not satisfied.
    cells: Vec<Vec<[usize; 3]>>,
}

impl<'a> Reader<'a> {
    fn of(tables: &'a [Vec<Row>], shown: &'a [Vec<bool>]) -> Self {
        let mut reader = Self {
            tables,
            shown,
            attacker: Attacker::default(),
            cells: Vec::new(),
        };
        for indicator in 0..tables.len() {
            let cells = reader.table(indicator);
            reader.cells.push(cells);
        }
        // Nobody answered the second question who had not answered the first, and how many skipped it is published.
        let skipped: u64 = (tables[0].iter().zip(&tables[1]))
            .map(|(first, second)| first.persons - second.persons)
            .sum();
        for (first, second) in reader.cells[0].iter().zip(&reader.cells[1]) {
            let attacker = &mut reader.attacker;
            attacker.at_most(vec![(second[0], 1.0), (first[0], -1.0)], 0.0);
            attacker.at_most(
                vec![(first[0], 1.0), (second[0], -1.0)],
                real_count(skipped),
            );
        }
        reader
    }

    /// The city's persons and satisfied, the districts shown, and what the census says of the rates of the others.
    fn table(&mut self, indicator: usize) -> Vec<[usize; 3]> {
        let rates: Vec<(f64, f64)> = (0..self.tables[indicator].len())
            .map(|row| self.rate(indicator, row))
            .collect();
        let attacker = &mut self.attacker;
        let mut cells = Vec::new();
        for (row, (least, most)) in self.tables[indicator].iter().zip(rates) {
            let cell = [(); 3].map(|()| attacker.unknown(0.0, f64::INFINITY));
            let [persons, satisfied, others] = cell;
            attacker.equal(vec![(persons, -1.0), (satisfied, 1.0), (others, 1.0)], 0.0);
            attacker.at_most(vec![(persons, least - 1e-9), (satisfied, -1.0)], 0.0);
            attacker.at_most(vec![(satisfied, 1.0), (persons, -most - 1e-9)], 0.0);
            if self.shown[indicator][cells.len()] {
                attacker.equal(vec![(persons, 1.0)], real_count(row.persons));
                attacker.equal(vec![(satisfied, 1.0)], row.rate * real_count(row.persons));
            }
            cells.push(cell);
        }
        for (place, total) in [
            (
                0,
                sum(&self.tables[indicator], |row| real_count(row.persons)),
            ),
            (
                1,
                sum(&self.tables[indicator], |row| {
                    row.rate * real_count(row.persons)
                }),
            ),
        ] {
            attacker.equal(cells.iter().map(|cell| (cell[place], 1.0)).collect(), total);
        }
        cells
    }

    /// Between which bounds the city's weighted rate and the census leave the rate of a district.
    fn rate(&self, indicator: usize, row: usize) -> (f64, f64) {
        let rows = &self.tables[indicator];
        if self.shown[indicator][row] || rows[row].persons == 0 {
            return (rows[row].rate, rows[row].rate);
        }
        let mut attacker = Attacker::default();
        let mut terms = Vec::new();
        for (row, shown) in rows.iter().zip(&self.shown[indicator]) {
            let known = *shown || row.persons == 0;
            let range = if known {
                (row.rate, row.rate)
            } else {
                (0.0, 1.0)
            };
            terms.push((attacker.unknown(range.0, range.1), row.weight));
        }
        attacker.equal(terms, sum(rows, |row| row.rate * row.weight));
        attacker.bounds(&vec![(row, 1.0)])
    }

    /// Whether he knows a hidden district to within ten persons: how many of them are satisfied or not; and if it could
    /// not be shown by itself how many they are, and their rate to within ten of thirty.
    fn knows(&self, indicator: usize, row: usize) -> bool {
        let [persons, satisfied, others] = self.cells[indicator][row];
        let answers = [satisfied, others];
        if answers
            .into_iter()
            .any(|cell| known(self.attacker.width(cell)))
        {
            return true;
        }
        let (least, most) = self.rate(indicator, row);
        let few = !self.tables[indicator][row].presentable;
        few && (known(self.attacker.width(persons)) || known((most - least) * 30.0))
    }
}

fn sum(rows: &[Row], of: impl Fn(&Row) -> f64) -> f64 {
    rows.iter().map(of).sum()
}

/// Hidden districts, and how many of them the reader knows to within ten persons; without those of a city that
/// has all of its districts hidden, since nothing more can be.
fn attacked(tables: &[Vec<Row>], shown: &[Vec<bool>]) -> (usize, usize) {
    let reader = Reader::of(tables, shown);
    let (mut hidden, mut broken) = (0, 0);
    for indicator in 0..tables.len() {
        if !shown[indicator].contains(&true) {
            continue;
        }
        for (row, district) in tables[indicator].iter().enumerate() {
            if !shown[indicator][row] && district.persons > 0 {
                hidden += 1;
                broken += usize::from(reader.knows(indicator, row));
            }
        }
    }
    (hidden, broken)
}

#[test]
fn no_hidden_district_of_generated_cities_is_known_to_within_ten_persons() {
    let mut rng = ChaCha20Rng::seed_from_u64(20_261_129);
    let (mut hidden, mut all_hidden, mut alone_hidden, mut alone_broken) = (0, 0, 0, 0);
    for number in 0..100 {
        let city = city(&mut rng);
        let tables = [rows(&city, 0), rows(&city, 1)];
        let published = shown(&tables);
        let (here, broken) = attacked(&tables, &published);
        assert_eq!(broken, 0, "city {number}: {tables:#?} {published:?}");
        hidden += here;
        all_hidden += published
            .iter()
            .filter(|shown| !shown.contains(&true))
            .count();
        let alone = tables.each_ref().map(|rows| {
            let rows = rows.iter();
            rows.map(|row| row.presentable).collect::<Vec<bool>>()
        });
        let (here, broken) = attacked(&tables, &alone);
        alone_hidden += here;
        alone_broken += broken;
    }
    eprintln!(
        "{hidden} hidden districts, none known; {all_hidden} of 200 tables show no district; looked at alone \
        {alone_broken} of {alone_hidden} were known"
    );
    assert!(hidden > 500 && all_hidden < 20, "{hidden} {all_hidden}");
    assert!(
        alone_broken * 4 > alone_hidden,
        "{alone_broken} of {alone_hidden}"
    );
}
