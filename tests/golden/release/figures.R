# From final weights to published figures: domains, means of several questions, intervals, verdicts, what is hidden
# (DOMAIN 2.6, 6.5 to 6.7, 6.10, 6.12).

FEWEST_SHOWN <- 30
KNOWN_WITHIN <- 10
LEVEL <- 0.95
TAIL <- (1 - LEVEL) / 2

or <- function(value, otherwise) if (is.null(value) || is.na(value)) otherwise else value

# Which answers count: one way to count a question of a measure.
counting <- function(measure, question, rule = "headline") {
  counts <- measure[c("scale", "numerator", "denominator")]
  kinds <- !is.null(measure$scale)
  if (rule == "bridge") {
    if (is.null(measure$bridge)) return(NULL)
    counts <- measure$bridge
  } else if (!kinds && rule %in% c("without_dont_know", "dissatisfied", "dont_know_satisfied")) {
    return(NULL)
  }
  if (rule == "without_dont_know") counts$denominator <- setdiff(words(counts$denominator), "dont_know")
  if (rule == "dissatisfied") counts$numerator <- "dissatisfied"
  if (rule == "dont_know_satisfied") counts$numerator <- c(words(counts$numerator), "dont_know")
  list(question = question, scale = counts$scale, numerator = words(counts$numerator),
       denominator = words(counts$denominator), skips = rule == "skips_not_satisfied", among = measure$among)
}

choices_of <- function(form, count) {
  question <- question_of(form, count$question)
  if (is.null(count$scale)) return(question$choices)
  c(scale_of(form, count$scale)$choices, question$extra)
}
# What a choice counts by: its kind on a scale, else its code.
name_of <- function(choice, count) {
  if (is.null(count$scale)) as.character(choice$code) else or(choice$kind, NA_character_)
}

in_question <- function(wave, count) {
  here <- wave$asked[, count$question]
  if (!is.null(count$among)) here <- here & code_given(wave, count$among$question) %in% codes(count$among$codes)
  if (!is.null(count$scale)) here <- here & scale_shown(wave, count$question) == count$scale
  here
}

# 1 for a success, 0 for a failure, NA for whoever does not count.
column <- function(wave, count) {
  if (is.null(count)) return(NULL)
  choices <- choices_of(wave$form, count)
  code <- code_given(wave, count$question)
  names <- vapply(choices, name_of, "", count)[match(code, codes(lapply(choices, `[[`, "code")))]
  if (is.null(count$scale)) names <- as.character(code)
  y <- ifelse(names %in% count$denominator, as.numeric(names %in% count$numerator), NA)
  if (count$skips) y[is.na(code)] <- 0
  ifelse(in_question(wave, count), y, NA)
}
columns <- function(wave, measure, rule) {
  all <- lapply(words(measure$questions), function(question) column(wave, counting(measure, question, rule)))
  if (any(vapply(all, is.null, NA))) NULL else all
}

# ---- estimates ---------------------------------------------------------------------------------------------------------

part_of <- function(design, rows) design[which(rows), ]

# The mean of one column in a domain; of several, the mean of their means, each with its own denominator. The persons are
# those with any of them; degrees of freedom are PSUs less strata of the domain, answered or not.
estimate <- function(design, ys, domain) {
  if (is.null(ys)) return(NULL)
  counted <- lapply(ys, function(y) domain & !is.na(y))
  if (!all(vapply(counted, any, NA))) return(NULL)
  persons <- Reduce(`|`, counted)
  n <- sum(persons)
  w <- sum(weights(design)[persons])
  if (length(ys) == 1) {
    design$variables$y <- ifelse(is.na(ys[[1]]), 0, ys[[1]])
    mean <- svymean(~y, part_of(design, persons), deff = "replace")
    value <- as.numeric(coef(mean))
    variance <- as.numeric(vcov(mean))
    effect <- as.numeric(deff(mean))
  } else {
    ratio <- ratios(design, ys, counted)
    share <- rep(1 / length(ys), length(ys))
    value <- sum(share * ratio$values)
    variance <- as.numeric(t(share) %*% ratio$covariance %*% share)
    effect <- variance / (value * (1 - value) / n)
  }
  if (value <= 0 || value >= 1) effect <- NA
  list(value = value, se = sqrt(variance), n = n, w = w, df = degf(part_of(design, domain)),
       deff_replace = effect, deff = effect * w / (w - n))
}

# The means of several columns over their rows, with their covariance.
ratios <- function(design, ys, rows) {
  upper <- paste0("y", seq_along(ys))
  lower <- paste0("m", seq_along(ys))
  for (place in seq_along(ys)) {
    design$variables[[upper[place]]] <- ifelse(rows[[place]], ys[[place]], 0)
    design$variables[[lower[place]]] <- as.numeric(rows[[place]])
  }
  ratio <- svyratio(reformulate(upper), reformulate(lower), design, covmat = TRUE)
  own <- (seq_along(ys) - 1) * length(ys) + seq_along(ys)
  list(values = diag(as.matrix(ratio$ratio)), covariance = ratio$vcov[own, own, drop = FALSE])
}

# Korn and Graubard, n capped; at 0 and 1 one-sided Clopper-Pearson at n over the city's design effect.
korn_graubard <- function(e, boundary_effect) {
  if (e$value <= 0 || e$value >= 1) {
    effective <- min(e$n, e$n / boundary_effect)
    free <- TAIL^(1 / effective)
    return(list(limits = if (e$value <= 0) c(0, 1 - free) else c(free, 1), effective = effective))
  }
  if (e$df <= 0) return(NULL)
  ratio <- qt(1 - TAIL, e$n - 1) / qt(1 - TAIL, e$df)
  effective <- min(e$value * (1 - e$value) / e$se^2 * ratio^2, e$n)
  successes <- effective * e$value
  failures <- effective - successes
  list(limits = c(qbeta(TAIL, successes, failures + 1), qbeta(1 - TAIL, successes + 1, failures)), effective = effective)
}

figure <- function(e, city_effect) {
  if (is.null(e) || e$n < FEWEST_SHOWN) return(NULL)
  interval <- korn_graubard(e, city_effect)
  if (is.null(interval)) return(NULL)
  spread <- e$value * (1 - e$value)
  list(value = e$value, interval = as.list(interval$limits), standard_error = e$se, respondents = e$n,
       effective_sample_size = if (spread > 0 && e$se > 0) min(spread / e$se^2, e$n) else interval$effective,
       design_effect = or(e$deff, city_effect), degrees_of_freedom = e$df)
}
own_figure <- function(e) figure(e, or(e$deff_replace, 1))

everybody <- function(wave) rep(TRUE, length(wave$data$psu))
rate <- function(wave, measure, rule = "headline", domain = everybody(wave)) {
  estimate(wave$design, columns(wave$data, measure, rule), domain)
}

# ---- words -------------------------------------------------------------------------------------------------------------

threshold_of <- function(indicator) {
  target <- indicator$target
  if (identical(target$unit, "%") && is.numeric(target$value)) target$value / 100 else NULL
}
verdict <- function(comparator, target, limits) {
  limits <- codes(limits)
  kept <- switch(comparator, ">=" = limits[1] >= target, ">" = limits[1] > target, "<=" = limits[2] <= target, NA)
  broken <- switch(comparator, ">=" = limits[2] < target, ">" = limits[2] <= target, "<=" = limits[1] > target, NA)
  if (is.na(kept)) NULL else if (kept) "met" else if (broken) "not_met" else "undetermined"
}
trend <- function(limits) {
  limits <- codes(limits)
  if (limits[1] > 0) "rose" else if (limits[2] < 0) "fell" else "no_demonstrable_change"
}
judgement <- function(indicator, headline, since_first, first_wave, sound, last) {
  if (isTRUE(indicator$measure$cross_check) || is.null(headline)) return("none")
  if (identical(indicator$target$baseline, "first_wave")) {
    if (!is.null(since_first)) return(list(direction = list(trend = since_first$trend)))
    return(if (first_wave) list(direction = list(trend = "baseline_set")) else "none")
  }
  target <- threshold_of(indicator)
  word <- if (!is.null(target)) verdict(indicator$target$comparator, target, headline$interval)
  if (is.null(word)) return("none")
  if (word == "met" && !sound) word <- "undetermined_quality"
  list(threshold = list(verdict = word, last = last))
}

# ---- what is hidden ----------------------------------------------------------------------------------------------------

# Whether enough answered each question of a measure.
enough <- function(ys) all(vapply(ys, function(y) sum(!is.na(y)) >= FEWEST_SHOWN, NA))
enough_answered <- function(wave, measure) enough(columns(wave$data, measure, "headline"))

# Whether it may be told how many do not know: not where the rate without them is hidden.
dont_know_told <- function(wave, measure) {
  without <- rate(wave, measure, "without_dont_know")
  is.null(without) || without$n >= FEWEST_SHOWN
}

# Whether the city less the districts shown tells nothing of a single hidden one: at least two, of thirty persons, ten of
# them satisfied and ten not; and the weighted total leaves the rate of each that could not be shown by itself open by a third.
safe <- function(rows, shown) {
  hidden <- rows[!shown & rows$persons > 0, ]
  if (nrow(hidden) == 0) return(TRUE)
  satisfied <- sum(hidden$rate * hidden$persons)
  total <- sum(hidden$rate * hidden$weight)
  open <- pmin(total, hidden$weight) - pmax(total - (sum(hidden$weight) - hidden$weight), 0)
  nrow(hidden) > 1 && sum(hidden$persons) >= FEWEST_SHOWN &&
    min(satisfied, sum(hidden$persons) - satisfied) >= KNOWN_WITHIN &&
    all(hidden$presentable | open * FEWEST_SHOWN >= hidden$weight * KNOWN_WITHIN)
}

# The indicators under which a district is shown with nearly so many persons.
places <- function(tables, shown, row, persons) {
  Filter(function(j) row <= nrow(tables[[j]]) && shown[[j]][row] && abs(tables[[j]]$persons[row] - persons) < KNOWN_WITHIN,
         seq_along(tables))
}

# Where else a hidden district must be hidden: how many persons it stands for must not be told there if it could not be
# shown by itself, and the others of which it is not told must be two, of thirty persons.
told_elsewhere <- function(tables, shown) {
  for (i in seq_along(tables)) {
    rows <- tables[[i]]
    hidden <- which(!shown[[i]] & rows$persons > 0)
    found <- lapply(hidden, function(row) places(tables, shown, row, rows$persons[row]))
    told <- lengths(found) > 0
    few <- which(told & !rows$presentable[hidden])
    if (length(few) > 0) return(list(row = hidden[few[1]], places = found[[few[1]]]))
    if ((sum(!told) < 2 || sum(rows$persons[hidden[!told]]) < FEWEST_SHOWN) && any(told)) {
      smallest <- which(told)[which.min(rows$persons[hidden[told]])]
      return(list(row = hidden[smallest], places = found[[smallest]]))
    }
  }
  NULL
}

# The districts of all indicators that may be shown: the smallest are hidden with others until it is safe.
shown_districts <- function(tables) {
  shown <- lapply(tables, `[[`, "presentable")
  repeat {
    for (i in seq_along(tables)) {
      while (!safe(tables[[i]], shown[[i]]) && any(shown[[i]])) {
        candidates <- which(shown[[i]])
        shown[[i]][candidates[which.min(tables[[i]]$persons[candidates])]] <- FALSE
      }
    }
    elsewhere <- told_elsewhere(tables, shown)
    if (is.null(elsewhere)) return(shown)
    for (j in elsewhere$places) shown[[j]][elsewhere$row] <- FALSE
  }
}
hide_districts <- function(results) {
  shown <- shown_districts(lapply(results, `[[`, "rows"))
  Map(function(result, shown) {
    for (row in which(!shown)) result$districts[[row]]["figure"] <- list(NULL)
    result
  }, results, shown)
}

# ---- one indicator -----------------------------------------------------------------------------------------------------

asked_alike <- function(measure, before, after) {
  put <- function(form, id) {
    question <- question_of(form, id)
    question[setdiff(names(question), c("section", "help", "required", "ask_if", "end_if", "end", "series"))]
  }
  same <- vapply(words(measure$questions), function(id) {
    !is.null(question_of(before, id)) && !is.null(question_of(after, id)) && identical(put(before, id), put(after, id))
  }, NA)
  all(same) && (is.null(measure$scale) || identical(scale_of(before, measure$scale), scale_of(after, measure$scale)))
}

# Two waves stacked; later minus earlier, with its standard error.
difference_of <- function(pair, measure) {
  if (is.null(pair) || !asked_alike(measure, pair$earlier$data$form, pair$later$data$form)) return(NULL)
  of <- function(wave) columns(wave$data, measure, "headline")
  first <- of(pair$earlier)
  second <- of(pair$later)
  if (!enough(first) || !enough(second)) return(NULL)
  empty <- function(wave) rep(NA, length(wave$data$psu))
  ys <- c(lapply(first, c, empty(pair$later)), lapply(second, function(y) c(empty(pair$earlier), y)))
  ratio <- ratios(pair$design, ys, lapply(ys, function(y) !is.na(y)))
  signs <- rep(c(-1, 1), each = length(first)) / length(first)
  difference <- sum(signs * ratio$values)
  se <- sqrt(as.numeric(t(signs) %*% ratio$covariance %*% signs))
  df <- degf(pair$design)
  interval <- as.list(difference + c(-1, 1) * qt(1 - TAIL, df) * se)
  list(change = list(from = pair$earlier$year, difference = difference, interval = interval,
                     p_value = 2 * pt(-abs(difference / se), df), trend = trend(interval)),
       error = list(standard_error = se, degrees_of_freedom = df))
}
change <- function(pair, measure) difference_of(pair, measure)$change

sensitivity_row <- function(basis, value, interval, respondents, verdict = NULL) {
  list(basis = basis, value = value, interval = interval, respondents = respondents, verdict = verdict)
}

crosswise <- function(wave, measure) {
  asked <- measure$crosswise
  if (is.null(asked)) return(list())
  question <- question_of(wave$data$form, asked$question)
  count <- list(question = asked$question, scale = NULL, numerator = as.character(asked$same),
                denominator = words(lapply(question$choices, `[[`, "code")), skips = FALSE, among = NULL)
  same <- estimate(wave$design, list(column(wave$data, count)), everybody(wave))
  if (is.null(same)) return(list())
  rows <- list()
  if (same$n >= FEWEST_SHOWN) {
    prevalence <- function(share) min(1, max(0, (share + asked$prevalence - 1) / (2 * asked$prevalence - 1)))
    limits <- same$value + c(-1, 1) * qt(1 - TAIL, same$df) * same$se
    rows <- list(sensitivity_row("crosswise_dissatisfied", prevalence(same$value),
                                 as.list(sort(c(prevalence(limits[1]), prevalence(limits[2])))), same$n))
  }
  direct <- figure(rate(wave, measure, "dissatisfied"), 1)
  if (!is.null(direct)) {
    rows <- c(rows, list(sensitivity_row("direct_dissatisfied", direct$value, direct$interval, direct$respondents)))
  }
  rows
}

sensitivity <- function(wave, indicator, headline, city_effect) {
  if (is.null(headline)) return(list())
  measure <- indicator$measure
  target <- if (!isTRUE(measure$cross_check)) threshold_of(indicator)
  judge <- function(limits) if (!is.null(target)) verdict(indicator$target$comparator, target, limits)
  rows <- list()
  rules <- c(without_dont_know = "without_dont_know", dont_know_satisfied = "dont_know_satisfied",
             skips_not_satisfied = "skips_not_satisfied", four_point_scale = "bridge")
  for (basis in names(rules)) {
    if (basis == "dont_know_satisfied" && !dont_know_told(wave, measure)) next
    shown <- figure(rate(wave, measure, rules[[basis]]), city_effect)
    if (is.null(shown)) next
    rows <- c(rows, list(sensitivity_row(basis, shown$value, shown$interval, shown$respondents, judge(shown$interval))))
  }
  flags <- flagged(wave$data)
  shown <- figure(rate(wave, measure, domain = !flags), city_effect)
  if (!is.null(shown) && headline$respondents - shown$respondents >= FEWEST_SHOWN) {
    rows <- c(rows, list(sensitivity_row("without_flagged", shown$value, shown$interval, shown$respondents,
                                         judge(shown$interval))))
  }
  unweighted <- vapply(columns(wave$data, measure, "headline"), mean, 0, na.rm = TRUE)
  if (!anyNA(unweighted)) {
    rows <- c(rows, list(sensitivity_row("unweighted", mean(unweighted), NULL, headline$respondents)))
  }
  if (!is.null(target)) {
    word <- judge(c(headline$value, headline$value))
    if (!is.null(word) && word != "met") word <- "not_met"
    rows <- c(rows, list(sensitivity_row("point_rule", headline$value, NULL, headline$respondents, word)))
  }
  c(rows, crosswise(wave, measure))
}

item_nonresponse <- function(wave, measure) {
  counts <- lapply(words(measure$questions), function(question) {
    asked <- in_question(wave$data, counting(measure, question))
    c(skipped = sum(asked & is.na(code_given(wave$data, question))), asked = sum(asked))
  })
  counts <- do.call(rbind, counts)
  if (min(counts[, "asked"]) < FEWEST_SHOWN) NULL else sum(counts[, "skipped"]) / sum(counts[, "asked"])
}

counted_choices <- function(form, measure) {
  count <- counting(measure, words(measure$questions)[1])
  Filter(function(choice) name_of(choice, count) %in% count$denominator, choices_of(form, count))
}

distribution <- function(wave, measure) {
  question <- words(measure$questions)[1]
  counted <- !is.na(column(wave$data, counting(measure, question)))
  if (sum(counted) < FEWEST_SHOWN) return(list())
  choices <- counted_choices(wave$data$form, measure)
  code <- code_given(wave$data, question)
  w <- weights(wave$design)
  sums <- vapply(choices, function(choice) sum(w[counted & code %in% choice$code]), 0)
  if (sum(sums) <= 0) return(list())
  Map(function(choice, share) list(choice$label, share), choices, sums / sum(sums))
}

indicator_result <- function(indicator, waves, since_last, since_first, strata, sound, last_year) {
  measure <- indicator$measure
  wave <- waves[[length(waves)]]
  before <- waves[-length(waves)]
  city <- rate(wave, measure)
  city_effect <- or(city$deff_replace, 1)
  headline <- if (enough_answered(wave, measure)) figure(city, city_effect)
  last <- change(since_last, measure)
  baseline <- if (is.null(since_first)) last else change(since_first, measure)
  history <- list()
  for (earlier in before) {
    if (!asked_alike(measure, earlier$data$form, wave$data$form)) next
    shown <- if (enough_answered(earlier, measure)) own_figure(rate(earlier, measure))
    if (!is.null(shown)) history <- c(history, list(list(earlier$year, shown)))
  }
  if (!is.null(headline)) history <- c(history, list(list(wave$year, headline)))
  questions <- words(measure$questions)
  parts <- if (length(questions) < 2) list() else lapply(questions, function(question) {
    y <- column(wave$data, counting(measure, question))
    own_figure(estimate(wave$design, list(y), everybody(wave)))
  })
  if (is.null(headline) || any(vapply(parts, is.null, NA))) parts[] <- list(NULL)
  estimates <- lapply(strata, function(stratum) rate(wave, measure, domain = wave$data$stratum == stratum$code))
  of_districts <- lapply(estimates, function(e) if (!is.null(headline)) figure(e, city_effect))
  told <- function(name) vapply(estimates, function(e) if (is.null(e)) 0 else as.numeric(e[[name]]), 0)
  rows <- data.frame(persons = told("n"), rate = told("value"), weight = told("w"),
                     presentable = !vapply(of_districts, is.null, NA))
  if (is.null(headline)) rows <- rows[0, ]
  succeeds <- function(choice) {
    count <- counting(measure, questions[1])
    name_of(choice, count) %in% count$numerator
  }
  choices <- counted_choices(wave$data$form, measure)
  list(
    indicator = indicator$id, target = indicator$target,
    questions = unname(lapply(questions, function(id) list(id = id))),
    numerator = lapply(Filter(succeeds, choices), `[[`, "label"),
    denominator = lapply(choices, `[[`, "label"),
    rate = headline,
    judgement = judgement(indicator, headline, baseline, length(before) == 0, sound, wave$year == last_year),
    change = last,
    since_baseline = if (identical(indicator$target$baseline, "first_wave")) baseline,
    parts = parts,
    item_nonresponse = if (!is.null(headline)) item_nonresponse(wave, measure),
    sensitivity = sensitivity(wave, indicator, headline, city_effect),
    districts = Map(function(stratum, shown) list(code = stratum$code, figure = shown), strata, of_districts),
    history = history,
    distribution = if (!is.null(headline) && dont_know_told(wave, measure)) distribution(wave, measure) else list(),
    rows = rows, city_effect = city_effect)
}
