//! Figures as people read them. Proportions are 0..=1 in code; percent exists only here.

use std::fmt;

use messages::grouped;

/// A proportion as a percentage with one decimal.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Percent(pub(crate) f64);

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1}%", self.0 * 100.0)
    }
}

/// A proportion beside a target in percent: with as many decimals more as it takes not to look like
/// the target where it is not. 89.96 % is not 90 %.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judged(pub(crate) f64, pub(crate) Option<f64>);

impl fmt::Display for Judged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = self.0 * 100.0;
        let deceives = |decimals: &usize| {
            let shown: f64 = format!("{percent:.decimals$}").parse().unwrap_or(percent);
            self.1.is_some_and(|target| {
                (shown - target).abs() < 1e-9 && (percent - target).abs() >= 1e-9
            })
        };
        let decimals = (1..6).find(|decimals| !deceives(decimals)).unwrap_or(6);
        write!(f, "{percent:.decimals$}%")
    }
}

/// The two bounds of an interval beside a target in percent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct JudgedInterval(pub(crate) (f64, f64), pub(crate) Option<f64>);

impl fmt::Display for JudgedInterval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lower, upper) = self.0;
        write!(f, "{}–{}", Judged(lower, self.1), Judged(upper, self.1))
    }
}

/// A target in percent, with as many decimals as the plan gave it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Promised(pub(crate) f64);

impl fmt::Display for Promised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

/// The two bounds of an interval, in percent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Interval(pub(crate) (f64, f64));

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", Percent(self.0.0), Percent(self.0.1))
    }
}

/// A difference of proportions in percentage points, always with its sign.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Points(pub(crate) f64);

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.1}", (self.0 * 100.0).abs());
        let sign = match self.0 {
            _ if text == "0.0" => "±",
            negative if negative < 0.0 => "−",
            _ => "+",
        };
        write!(f, "{sign}{text}")
    }
}

/// A bound of a difference that is not zero by judgement: with as many decimals as it takes not to look like none.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignificantPoints(pub(crate) f64);

impl fmt::Display for SignificantPoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points = (self.0 * 100.0).abs();
        let sign = if self.0 < 0.0 { "−" } else { "+" };
        let vanishes = |decimals: &usize| {
            let text = format!("{points:.decimals$}");
            text.chars().all(|sign| matches!(sign, '0' | '.'))
        };
        let decimals = (1..6).find(|decimals| !vanishes(decimals)).unwrap_or(6);
        write!(f, "{sign}{points:.decimals$}")
    }
}

/// A p value; none is ever exactly zero.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PValue(pub(crate) f64);

impl PValue {
    /// It with its sign, as it stands in a sentence: `p = 0.023`, `p < 0.001`.
    pub(crate) fn equation(self) -> String {
        let written = self.to_string();
        match written.strip_prefix('<') {
            Some(bound) => format!("p < {bound}"),
            None => format!("p = {written}"),
        }
    }
}

impl fmt::Display for PValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0.000_5 {
            f.write_str("<0.001")
        } else {
            write!(f, "{:.3}", self.0)
        }
    }
}

/// A number of persons or things.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Count(pub(crate) u64);

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(&self.0.to_string()))
    }
}

/// A quantity that is whole by meaning but not by computation, such as an effective sample size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Whole(pub(crate) f64);

impl fmt::Display for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped(&format!("{:.0}", self.0)))
    }
}

/// A ratio with two decimals, such as a design effect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ratio(pub(crate) f64);

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2}", self.0)
    }
}

/// A coordinate in a drawing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Coordinate(pub(crate) f64);

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.1}", self.0);
        f.write_str(text.strip_suffix(".0").unwrap_or(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn proportions_become_percent_with_one_decimal() {
        assert_eq!(Percent(0.8824).to_string(), "88.2%");
        assert_eq!(Percent(1.0).to_string(), "100.0%");
        assert_eq!(Interval((0.867, 0.8961)).to_string(), "86.7%–89.6%");
        assert_eq!(Promised(90.0).to_string(), "90%");
        assert_eq!(Promised(97.5).to_string(), "97.5%");
    }

    #[test]
    fn a_bound_that_is_not_zero_does_not_look_like_it() {
        assert_eq!(SignificantPoints(0.0003).to_string(), "+0.03");
        assert_eq!(SignificantPoints(-0.0004).to_string(), "−0.04");
        assert_eq!(SignificantPoints(0.044).to_string(), "+4.4");
    }

    #[test]
    fn a_rate_never_looks_like_the_target_that_it_misses() {
        assert_eq!(Judged(0.8996, Some(90.0)).to_string(), "89.96%");
        assert_eq!(Judged(0.900_04, Some(90.0)).to_string(), "90.004%");
        assert_eq!(Judged(0.9, Some(90.0)).to_string(), "90.0%");
        assert_eq!(Judged(0.8996, None).to_string(), "90.0%");
        let interval = JudgedInterval((0.8804, 0.8998), Some(90.0));
        assert_eq!(interval.to_string(), "88.0%–89.98%");
    }

    #[test]
    fn differences_carry_their_sign() {
        assert_eq!(Points(0.033).to_string(), "+3.3");
        assert_eq!(Points(-0.02).to_string(), "−2.0");
        assert_eq!(Points(-0.0001).to_string(), "±0.0");
    }

    #[test]
    fn counts_are_grouped() {
        assert_eq!(Count(10_635_971).to_string(), "10,635,971");
        assert_eq!(Whole(2709.7).to_string(), "2,710");
        assert_eq!(Ratio(1.957).to_string(), "1.96");
        assert_eq!(Coordinate(12.0).to_string(), "12");
    }
}
