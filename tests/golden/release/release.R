# A release computed again from its raw cases, by R and its package survey, and compared with what is stored.
#
#   Rscript tests/golden/release/release.R DIR [WAVE ...] [--expected OUT]
#
# DIR is a folder that `minyi export WAVE --full --raw --into DIR` wrote; without WAVE every release in it is computed.
# With --expected what R computed is written to OUT, a file per wave: the golden files of the tests.
here <- dirname(sub("^--file=", "", grep("^--file=", commandArgs(), value = TRUE)))
for (part in c("cases.R", "weighting.R", "figures.R", "parts.R", "quality.R")) source(file.path(here, part), encoding = "UTF-8")

TOLERANCE <- 1e-9
# Members that are words and not texts: a verdict must be there, and be the same.
WORDS <- c("judgement", "verdict", "trend", "step", "basis", "quality_concerns", "code", "numerator", "denominator",
           "distribution", "indicator")

# Below this, a number is a difference of nearly equal ones, and its distance is told in units of this.
SMALLEST <- 1e-3
P_VALUES <- c("p_value", "holm", "screened")

outcomes <- function(wave, psus) {
  sum_of <- function(columns) sum(psus[columns])
  list(complete = wave$complete, partial = wave$partial, refusal = wave$break_offs + sum_of(ELIGIBLE$refusal),
       non_contact = sum_of(ELIGIBLE$non_contact), other = sum_of(ELIGIBLE$other),
       unknown_household = sum_of(UNKNOWN_HOUSEHOLD), unknown_other = sum(psus$silent) + sum_of(UNKNOWN_OTHER),
       not_eligible = sum_of(NOT_ELIGIBLE))
}
response_rates <- function(o) {
  interviews <- o$complete + o$partial
  eligible <- interviews + o$refusal + o$non_contact + o$other
  unknown <- o$unknown_household + o$unknown_other
  e <- eligible / (eligible + o$not_eligible)
  list(rr1 = o$complete / (eligible + unknown), rr2 = interviews / (eligible + unknown),
       rr3 = o$complete / (eligible + e * unknown), rr4 = interviews / (eligible + e * unknown),
       rr5 = o$complete / eligible, rr6 = interviews / eligible, eligible_share = e)
}

# One wave, from its draw to its final weights.
prepared <- function(folder, document, entry) {
  form <- document$questionnaires[[entry$questionnaire]]
  measured <- Filter(function(indicator) identical(indicator$measure$questionnaire, form$id), document$plan$indicators)
  judged <- Filter(function(indicator) !isTRUE(indicator$measure$cross_check), measured)
  overall <- unique(words(lapply(judged, function(indicator) indicator$measure$questions)))
  data <- interviews(form, read_table(folder, paste0(entry$wave, ".answers.csv")), overall)
  psus <- read_psus(folder, entry$wave)
  # In the order of the draw PSUs were merged where fewer than five returned; the rows carry the names of the merged.
  stopifnot(all(data$psu %in% psus$name))
  c(list(name = entry$wave, year = entry$year, data = data, psus = psus),
    weighted(data, psus, document$plan, document$margins, entry$wave, read_pairs(folder, entry$wave, psus, data$psu)))
}

computed <- function(folder, document) {
  waves <- lapply(document$waves, function(entry) prepared(folder, document, entry))
  wave <- waves[[length(waves)]]
  pair <- function(earlier) {
    list(earlier = earlier, later = wave, design = stacked(list(earlier, wave), document$margins))
  }
  since_last <- if (length(waves) > 1) pair(waves[[length(waves) - 1]])
  since_first <- if (length(waves) > 2) pair(waves[[1]])
  all_waves <- if (length(waves) > 2) list(waves = waves, design = stacked(waves, document$margins))
  counts <- outcomes(wave$data, wave$psus)
  rates <- response_rates(counts)
  coaching <- document$plan$coaching
  coached <- if (identical(coaching$questionnaire, wave$data$form$id)) rate(wave, coaching)
  concerns <- list()
  if (!is.null(coached) && isTRUE(korn_graubard(coached, or(coached$deff_replace, 1))$limits[1] > 0.05)) {
    concerns <- c(concerns, "coaching")
  }
  if (rates$rr3 < 0.30) concerns <- c(concerns, "response_rate")
  w <- weights(wave$design)
  method <- list(
    strata = length(unique(wave$psus$stratum)), psus = nrow(wave$psus),
    merged_psus = sum(!is.na(wave$psus$merged_into)), invitations = sum(wave$psus$cases),
    outcomes = counts, response_rates = rates, weighting = wave$steps,
    margins = lapply(usable(document$margins), function(margin) list(provisional = margin$status == "provisional")),
    adults_imputed = wave$adults_imputed, effective_sample_size = sum(w)^2 / sum(w^2),
    coaching = own_figure(coached), quality_concerns = concerns)
  results <- lapply(document$plan$indicators, indicator_result, waves, since_last, since_first, document$strata,
                    length(concerns) == 0, document$plan$years[[2]])
  results <- hide_districts(results)
  results <- beside_districts(results, document$plan$indicators, wave, document$strata)
  results <- with_slopes(results, document$plan$indicators, all_waves)
  results <- with_groups(results, document$plan, wave)
  results <- with_wave_errors(results, document$plan$indicators, waves, document$margins)
  results <- with_drivers(results, document$plan$indicators, wave)
  method$quality <- quality(document, wave, results)
  results <- lapply(results, function(result) result[setdiff(names(result), c("rows", "city_effect"))])
  list(year = wave$year, simulated = document$simulated, respondents = length(wave$data$psu),
       results = list(probability = list(method = method, indicators = results)))
}

# ---- comparison ----------------------------------------------------------------------------------------------------------

numbers <- 0
worst <- 0
faults <- character(0)
fault <- function(path, ...) faults <<- c(faults, paste0(path, ": ", ...))

# Whether a member holds anything but texts.
figures_in <- function(value) {
  if (is.list(value)) any(vapply(value, figures_in, NA)) else is.null(value) || !is.character(value)
}
compare <- function(ours, stored, path) {
  if (is.null(ours) || is.null(stored)) {
    if (!(is.null(ours) && is.null(stored))) fault(path, if (is.null(ours)) "hidden" else "shown", " only by R")
  } else if (is.list(ours) && is.list(stored)) {
    if (!is.null(names(stored)) && length(stored) > 0) {
      for (name in union(names(ours), names(stored))) {
        if (!(name %in% names(stored))) fault(path, name, " is not in the release")
        else if (name %in% names(ours)) compare(ours[[name]], stored[[name]], paste0(path, "/", name))
        else if (name %in% WORDS || figures_in(stored[[name]])) fault(path, name, " was not computed")
      }
    } else if (length(ours) != length(stored)) {
      fault(path, length(ours), " and ", length(stored), " entries")
    } else {
      for (place in seq_along(stored)) compare(ours[[place]], stored[[place]], paste0(path, "/", place - 1))
    }
  } else if (is.numeric(ours) && is.numeric(stored)) {
    numbers <<- numbers + 1
    distance <- abs(ours - stored) / max(abs(ours), abs(stored), SMALLEST)
    # What a p value is relatively off by grows without bound the smaller it is: there the distance itself counts.
    if (basename(path) %in% P_VALUES) distance <- abs(ours - stored)
    worst <<- max(worst, distance)
    if (is.nan(distance) || distance > TOLERANCE) {
      fault(path, format(ours, digits = 17), " by R, ", format(stored, digits = 17), " stored")
    }
  } else if (!identical(ours, stored)) {
    fault(path, format(ours), " by R, ", format(stored), " stored")
  }
}

arguments <- commandArgs(trailingOnly = TRUE)
if (length(arguments) == 0) stop("usage: release.R DIR [WAVE ...] [--expected OUT]")
flag <- match("--expected", arguments)
out <- if (!is.na(flag)) arguments[flag + 1]
if (!is.na(flag)) arguments <- arguments[-c(flag, flag + 1)]
folder <- arguments[1]
waves <- arguments[-1]
if (length(waves) == 0) {
  waves <- sub("\\.cases\\.json(\\.xz)?$", "", list.files(folder, "\\.cases\\.json(\\.xz)?$"))
}
for (wave in waves) {
  before <- numbers
  ours <- computed(folder, read_document(folder, paste0(wave, ".cases.json")))
  stored <- read_document(folder, paste0(wave, ".release.json"))
  for (name in names(ours)) compare(ours[[name]], stored[[name]], paste0(wave, "/", name))
  cat(sprintf("%s: %d numbers compared\n", wave, numbers - before))
  if (!is.null(out)) {
    dir.create(out, showWarnings = FALSE, recursive = TRUE)
    json <- toJSON(ours, auto_unbox = TRUE, null = "null", digits = I(17))
    writeLines(json, file.path(out, paste0("expected-", wave, ".json")), useBytes = TRUE)
  }
}
cat(sprintf("%d numbers of %d releases compared, the worst relative difference %.1e\n", numbers, length(waves), worst))
if (length(faults) > 0) {
  cat(paste0("  ", head(faults, 50), "\n"), sep = "")
  stop(length(faults), " differ")
}
