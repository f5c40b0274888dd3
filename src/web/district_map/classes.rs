//! Five classes of shares.

/// How many classes a map has.
pub(crate) const CLASSES: usize = 5;

/// How wide classes may be, in percentage points. What is closer than the narrowest is mostly chance, and no class apart.
const WIDTHS: [u8; 3] = [5, 10, 20];

/// Classes of equal width that hold all shares, as narrow as they may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Classes {
    /// Where the lowest begins, in percentage points.
    low: u8,
    /// In percentage points.
    width: u8,
}

impl Classes {
    /// The classes of these shares, each 0 to 1.
    pub(crate) fn of(shares: impl IntoIterator<Item = f64>) -> Self {
        let (lowest, highest) = (shares.into_iter())
            .map(|share| share.clamp(0.0, 1.0) * 100.0)
            .fold((100.0_f64, 0.0_f64), |(low, high), points| {
                (low.min(points), high.max(points))
            });
        let mut classes = WIDTHS.into_iter().map(|width| Self {
            low: last_step(lowest.min(highest), width).min(100 - 5 * width),
            width,
        });
        let holding = classes.find(|classes| f64::from(classes.high()) >= highest);
        holding.unwrap_or(Self { low: 0, width: 20 })
    }

    /// Where the highest ends, in percentage points.
    fn high(self) -> u8 {
        self.low + 5 * self.width
    }

    /// The class of a share, the lowest being 0. A share on a border is in the class above.
    pub(crate) fn class(self, share: f64) -> usize {
        let points = share * 100.0;
        let borders = (1..5).map(|class| f64::from(self.low + class * self.width));
        borders.filter(|border| points >= *border).count()
    }

    /// What each class holds, in percent.
    pub(crate) fn spans(self) -> [String; CLASSES] {
        [0, 1, 2, 3, 4].map(|class| {
            let from = self.low + class * self.width;
            format!("{from}–{}%", from + self.width)
        })
    }
}

/// The last multiple of a width that is not above a number of percentage points.
fn last_step(points: f64, width: u8) -> u8 {
    let mut steps = (0..=100 / width).rev().map(|step| step * width);
    steps
        .find(|step| f64::from(*step) <= points)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_as_narrow_as_the_shares_allow() {
        for (shares, low, width) in [
            (&[0.22, 0.41][..], 20, 5),
            (&[0.0, 0.03], 0, 5),
            (&[0.31, 0.31], 30, 5),
            (&[0.12, 0.38], 10, 10),
            (&[0.0, 0.75], 0, 20),
            (&[0.99, 1.0], 75, 5),
            (&[0.62, 1.0], 50, 10),
            (&[0.0, 1.0], 0, 20),
            (&[], 0, 5),
        ] {
            let classes = Classes::of(shares.iter().copied());
            assert_eq!(classes, Classes { low, width }, "{shares:?}");
            for share in shares {
                let points = share * 100.0;
                let class = u8::try_from(classes.class(*share)).unwrap();
                let from = f64::from(low + class * width);
                assert!(from <= points && points <= from + f64::from(width));
            }
        }
        assert_eq!(
            Classes::of([0.22, 0.41]).spans(),
            ["20–25%", "25–30%", "30–35%", "35–40%", "40–45%"]
        );
    }
}
