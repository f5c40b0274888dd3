//! The columns that tables have: what each is called in files, what it is for, in which unit it is.

/// What a column is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Names the row, together with the other keys.
    Key,
    /// Says the key before it in words.
    Label,
    /// What the table tells of the row.
    Value,
}

/// In what a column is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Not at all: ids, texts, words, yes and no.
    None,
    /// A share, 0 to 1.
    Proportion,
    /// A difference of shares, −1 to 1.
    Difference,
    /// A p value, 0 to 1.
    Probability,
    /// Persons, or the size of a sample that would be as precise.
    Persons,
    /// Things that are counted.
    Cases,
    /// A bare number.
    Ratio,
    /// A year.
    Year,
}

impl Unit {
    /// Its name in files.
    pub const fn written(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Proportion => "proportion",
            Self::Difference => "difference_of_proportions",
            Self::Probability => "probability",
            Self::Persons => "persons",
            Self::Cases => "count",
            Self::Ratio => "number",
            Self::Year => "year",
        }
    }
}

macro_rules! headings {
    ($($(#[$doc:meta])* $name:ident $written:literal $role:ident $unit:ident;)+) => {
        /// A column.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Heading {
            $($(#[$doc])* $name,)+
        }

        impl Heading {
            /// Every column.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its name in files for programs.
            pub const fn written(self) -> &'static str {
                match self {
                    $(Self::$name => $written,)+
                }
            }

            /// What it is for.
            pub const fn role(self) -> Role {
                match self {
                    $(Self::$name => Role::$role,)+
                }
            }

            /// In what it is measured.
            pub const fn unit(self) -> Unit {
                match self {
                    $(Self::$name => Unit::$unit,)+
                }
            }
        }
    };
}

headings! {
    /// The id of an indicator.
    Indicator "indicator" Key None;
    /// Its name in a word or two.
    Short "short_name" Label None;
    /// Its name in full.
    Name "name" Value None;
    /// What sort of thing it measures.
    Kind "kind" Value None;
    /// Where its clause stands in the plan.
    Section "clause" Value None;
    /// How the rate must relate to the target.
    Comparator "comparator" Value None;
    /// The promised rate.
    Target "target" Value Proportion;
    /// The id of a question.
    Question "question" Key None;
    /// Its wording.
    Wording "wording" Label None;
    /// The number of the list of choices that a question was answered from.
    List "list" Key None;
    /// The code of a district.
    District "district" Key None;
    /// Its name.
    DistrictName "district_name" Label None;
    /// By what respondents are told apart.
    Grouping "grouping" Key None;
    /// What that is called.
    GroupingName "grouping_name" Label None;
    /// The class of respondents.
    Class "class" Key None;
    /// Whether those who did not state their class are counted with this one.
    WithNotStated "with_not_stated" Value None;
    /// The year of a wave.
    Year "year" Key Year;
    /// How a figure is counted.
    Basis "basis" Key None;
    /// What a change is set against.
    Since "since" Key None;
    /// The label of an answer.
    Answer "answer" Key None;
    /// The code of an answer.
    Choice "choice" Key None;
    /// Its label.
    ChoiceLabel "choice_label" Label None;
    /// A step of weighting.
    Step "step" Key None;
    /// A weighted rate.
    Rate "rate" Value Proportion;
    /// The lower bound of its interval.
    Lower "lower" Value Proportion;
    /// The upper bound of its interval.
    Upper "upper" Value Proportion;
    /// Its standard error.
    StandardError "standard_error" Value Proportion;
    /// Persons it rests on.
    Respondents "respondents" Value Persons;
    /// The simple random sample that would be as precise.
    EffectiveSampleSize "effective_sample_size" Value Persons;
    /// Its variance against that of a simple random sample.
    DesignEffect "design_effect" Value Ratio;
    /// What its interval rests on.
    DegreesOfFreedom "degrees_of_freedom" Value Ratio;
    /// The word that goes with a rate.
    Verdict "verdict" Value None;
    /// Whether it is the last word.
    Final "final" Value None;
    /// Share of those asked who did not answer.
    ItemNonresponse "item_nonresponse" Value Proportion;
    /// The year that a change is set against.
    From "from_year" Value Year;
    /// Later minus earlier.
    Difference "difference" Value Difference;
    /// The lower bound of its interval.
    DifferenceLower "difference_lower" Value Difference;
    /// The upper bound of its interval.
    DifferenceUpper "difference_upper" Value Difference;
    /// Its two-sided p value.
    PValue "p_value" Value Probability;
    /// The same by Holm for the rows of an indicator.
    Holm "p_value_holm" Value Probability;
    /// The same by Benjamini and Hochberg.
    Screened "p_value_benjamini_hochberg" Value Probability;
    /// A rate by a model.
    Modelled "modelled_rate" Value Proportion;
    /// The lower bound of its interval.
    ModelledLower "modelled_lower" Value Proportion;
    /// The upper bound of its interval.
    ModelledUpper "modelled_upper" Value Proportion;
    /// The part of a district's own answers in it.
    ShareOfDirect "share_of_direct" Value Proportion;
    /// The part of the variance that a question explains.
    Importance "importance" Value Proportion;
    /// The lower bound of its interval.
    ImportanceLower "importance_lower" Value Proportion;
    /// The upper bound of its interval.
    ImportanceUpper "importance_upper" Value Proportion;
    /// The odds of a success of those satisfied with a question over those of others.
    OddsRatio "odds_ratio" Value Ratio;
    /// The lower bound of its interval.
    OddsLower "odds_ratio_lower" Value Ratio;
    /// The upper bound of its interval.
    OddsUpper "odds_ratio_upper" Value Ratio;
    /// Persons who answered every question.
    CompleteCases "complete_cases" Value Persons;
    /// Persons to whom a question was not put.
    LeftNotAsked "left_out_not_asked" Value Persons;
    /// Persons who were shown another scale.
    LeftOtherScale "left_out_other_scale" Value Persons;
    /// Persons who skipped a question.
    LeftSkipped "left_out_skipped" Value Persons;
    /// Persons whose answer has no score.
    LeftNoOpinion "left_out_no_opinion" Value Persons;
    /// The part of the variance that all questions explain.
    Explained "explained" Value Proportion;
    /// The lower bound of its interval.
    ExplainedLower "explained_lower" Value Proportion;
    /// The upper bound of its interval.
    ExplainedUpper "explained_upper" Value Proportion;
    /// Why nothing is told.
    NotTold "not_told" Value None;
    /// How many waves a line goes through.
    Waves "waves" Value Cases;
    /// What it changes by in a year.
    PerYear "change_per_year" Value Difference;
    /// What its interval says.
    Trend "trend" Value None;
    /// The verdict that a figure alone would give.
    VerdictAlone "verdict_alone" Value None;
    /// A weighted share.
    WeightedShare "weighted_share" Value Proportion;
    /// An unweighted share of those who answered.
    Share "share" Value Proportion;
    /// Persons who chose an answer.
    Persons "persons" Value Persons;
    /// Persons who answered a question.
    Answered "answered" Value Persons;
    /// Persons who were asked and did not.
    Skipped "skipped" Value Persons;
    /// The smallest weight.
    SmallestWeight "smallest_weight" Value Ratio;
    /// The largest weight.
    LargestWeight "largest_weight" Value Ratio;
    /// Kish's design effect of weights.
    WeightingEffect "weighting_effect" Value Ratio;
    /// Strata of the sample.
    Strata "strata" Value Cases;
    /// PSUs drawn.
    Psus "psus" Value Cases;
    /// PSUs merged with another.
    MergedPsus "merged_psus" Value Cases;
    /// Invitations sent.
    Invitations "invitations" Value Cases;
    /// Complete questionnaires.
    Complete "complete" Value Cases;
    /// Partial questionnaires.
    Partial "partial" Value Cases;
    /// The strictest response rate.
    Rr1 "rr1" Value Proportion;
    /// The response rate that is told first.
    Rr3 "rr3" Value Proportion;
    /// The widest response rate.
    Rr6 "rr6" Value Proportion;
    /// The codes of districts that stand together.
    Districts "districts" Key None;
    /// Their names.
    DistrictNames "district_names" Label None;
    /// Households invited.
    Cases "households_invited" Value Cases;
    /// Complete and partial interviews.
    Interviews "interviews" Value Persons;
    /// The lower bound of the interval of RR3.
    Rr3Lower "rr3_lower" Value Proportion;
    /// The upper bound of the interval of RR3.
    Rr3Upper "rr3_upper" Value Proportion;
    /// How interviews came.
    Mode "mode" Key None;
    /// A measure of how evenly households responded.
    Measure "evenness_measure" Key None;
    /// Its value.
    MeasureValue "measure_value" Value Ratio;
    /// Its standard error.
    MeasureError "measure_standard_error" Value Ratio;
    /// A variable of the frame.
    Variable "variable" Key None;
    /// A class of it.
    FrameClass "frame_class" Key None;
    /// Its share of the frame.
    FrameShare "frame_share" Value Proportion;
    /// Its share of the sample.
    SampleShare "sample_share" Value Proportion;
    /// Its share of those who responded.
    RespondentShare "respondent_share" Value Proportion;
    /// Their difference, standardised.
    Standardised "standardised_difference" Value Ratio;
    /// Persons who were asked a question.
    Asked "asked" Value Persons;
    /// Persons who left it out.
    LeftOut "left_out" Value Persons;
    /// Their weighted share.
    LeftOutShare "left_out_weighted_share" Value Proportion;
    /// Persons who would not say.
    Refused "refused" Value Persons;
    /// Their weighted share.
    RefusedShare "refused_weighted_share" Value Proportion;
    /// Persons who do not know.
    DontKnow "dont_know" Value Persons;
    /// Their weighted share.
    DontKnowShare "dont_know_weighted_share" Value Proportion;
    /// The lower quartile of weights.
    LowerQuartile "lower_quartile" Value Ratio;
    /// Their median.
    Median "median" Value Ratio;
    /// Their upper quartile.
    UpperQuartile "upper_quartile" Value Ratio;
    /// Their coefficient of variation.
    CoefficientOfVariation "coefficient_of_variation" Value Ratio;
    /// The smallest weight of a class.
    WeightFrom "weight_from" Key Ratio;
    /// The weight that is above the class.
    WeightTo "weight_to" Value Ratio;
    /// What a margin classifies by.
    MarginName "margin" Key None;
    /// A class of it.
    MarginClass "margin_class" Key None;
    /// Its share of the population.
    PopulationShare "population_share" Value Proportion;
    /// Its share by the weights before raking.
    ShareBefore "share_before" Value Proportion;
    /// Its share by the final weights.
    ShareAfter "share_after" Value Proportion;
}

impl Heading {
    /// The columns of a figure.
    pub const FIGURE: &'static [Self] = &[
        Self::Rate,
        Self::Lower,
        Self::Upper,
        Self::StandardError,
        Self::Respondents,
        Self::EffectiveSampleSize,
        Self::DesignEffect,
        Self::DegreesOfFreedom,
    ];
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_column_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = Heading::ALL
            .iter()
            .map(|heading| heading.written())
            .collect();
        assert_eq!(names.len(), Heading::ALL.len());
    }
}
