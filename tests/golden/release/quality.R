# How good the answers are: who responded and who did not, what was left unanswered, what weighting did.

FEWEST_APART <- FEWEST_SHOWN + KNOWN_WITHIN
FEWEST_COUNTED <- 10
WEIGHT_STEP <- 0.25

# ---- which districts and ways to answer stand apart ----------------------------------------------------------------------

district_classes <- function(strata, wave, results) {
  code <- words(lapply(strata, `[[`, "code"))
  shown <- rep(FALSE, length(code))
  for (result in results) shown <- shown | !vapply(result$districts, function(district) is.null(district$figure), NA)
  interviews <- vapply(code, function(one) sum(wave$data$stratum == one), 0L)
  hidden <- which(!shown & interviews > 0)
  apart <- setdiff(seq_along(code), hidden)
  if (length(hidden) == 1) {
    others <- apart[interviews[apart] > 0]
    if (length(others) > 0) hidden <- c(hidden, others[which.min(interviews[others])])
    apart <- setdiff(apart, hidden)
  }
  c(lapply(apart, function(one) list(districts = code[one], hidden = FALSE)),
    if (length(hidden) > 0) list(list(districts = code[hidden], hidden = TRUE)))
}

mode_classes <- function(wave, results) {
  there <- intersect(c("web", "paper", "interviewer"), wave$data$mode)
  not_told <- any(is.na(wave$data$mode))
  tables <- Filter(function(table) identical(table$by, "mode"), do.call(c, lapply(results, `[[`, "groups")))
  if (length(tables) == 0) return(list(list(modes = there, not_told = not_told)))
  classes <- lapply(seq_along(tables[[1]]$classes), function(place) {
    class <- tables[[1]]$classes[[place]]
    mode <- if (is.list(class$class)) class$class$mode else character(0)
    list(modes = mode, not_told = isTRUE(class$with_not_stated) || length(mode) == 0,
         shown = any(vapply(tables, function(table) !is.null(table$classes[[place]]$figure), NA)))
  })
  shown <- vapply(classes, `[[`, NA, "shown")
  apart <- which(shown)
  hidden <- which(!shown)
  if (length(hidden) == 1 && length(apart) > 0) {
    hidden <- c(hidden, apart[length(apart)])
    apart <- apart[-length(apart)]
  }
  joined <- if (length(hidden) > 0) list(list(modes = words(lapply(classes[hidden], `[[`, "modes")),
                                              not_told = any(vapply(classes[hidden], `[[`, NA, "not_told"))))
  c(lapply(classes[apart], `[`, c("modes", "not_told")), joined)
}

# ---- response ------------------------------------------------------------------------------------------------------------

# Cases of every PSU by AAPOR's groups, PSUs that were merged as one.
cases_by_psu <- function(wave) {
  psus <- wave$psus
  name <- unique(psus$name)
  of <- function(x) as.numeric(rowsum(x, psus$name)[name, 1])
  many <- function(labels) as.numeric(table(factor(labels, name)))
  data.frame(stratum = psus$stratum[match(name, psus$psu)], complete = many(wave$data$psu[wave$data$is_complete]),
             partial = many(wave$data$psu[!wave$data$is_complete]),
             others = of(rowSums(psus[unlist(ELIGIBLE)])) + many(wave$data$broken),
             unknown = of(psus$silent + rowSums(psus[c(UNKNOWN_HOUSEHOLD, UNKNOWN_OTHER)])),
             not_eligible = of(rowSums(psus[NOT_ELIGIBLE])))
}

response_by_district <- function(classes, wave) {
  by_psu <- cases_by_psu(wave)
  lapply(classes, function(class) {
    rows <- by_psu[by_psu$stratum %in% class$districts, ]
    eligible <- rows$complete + rows$partial + rows$others
    e <- sum(eligible) / (sum(eligible) + sum(rows$not_eligible))
    if (is.nan(e)) e <- NULL
    below <- eligible + (if (is.null(e)) 1 else e) * rows$unknown
    ratio <- function(part, whole) if (whole > 0) part / whole
    rr3 <- if (!is.null(e) || sum(rows$unknown) == 0) ratio(sum(rows$complete), sum(below))
    interval <- NULL
    if (!is.null(rr3)) {
      z <- (rows$complete - rr3 * below) / sum(below)
      n <- as.numeric(table(rows$stratum)[rows$stratum])
      v <- sum(vapply(split(z, rows$stratum), function(z) if (length(z) > 1) length(z) * var(z) else 0, 0))
      df <- sum(vapply(split(z, rows$stratum), function(z) length(z) - 1, 0))
      if (df > 0) interval <- as.list(pmin(pmax(rr3 + c(-1, 1) * qt(1 - TAIL, df) * sqrt(v), 0), 1))
    }
    c(list(districts = as.list(class$districts), cases = sum(wave$psus$cases[wave$psus$stratum %in% class$districts]),
           interviews = sum(rows$complete + rows$partial)),
      list(rr1 = ratio(sum(rows$complete), sum(eligible + rows$unknown))), list(rr3 = rr3), list(interval = interval))
  })
}

response_by_mode <- function(wave, results) {
  w <- weights(wave$design)
  lapply(mode_classes(wave, results), function(class) {
    here <- wave$data$mode %in% class$modes | (is.na(wave$data$mode) & class$not_told)
    list(modes = as.list(class$modes), not_told = class$not_told, interviews = sum(here),
         complete = sum(wave$data$is_complete & here), weighted = sum(w[here]) / sum(w))
  })
}

# ---- the R-indicator -----------------------------------------------------------------------------------------------------

size_class <- function(households) {
  sorted <- sort(households)
  third <- function(at) sorted[(length(sorted) * at) %/% 3 + 1]
  ifelse(households >= third(2), "large", ifelse(households >= third(1), "middle", "small"))
}

evenness <- function(psus) {
  case <- rep(seq_len(nrow(psus)), psus$cases)
  responded <- sequence(psus$cases) <= rep(psus$returned, psus$cases)
  if (length(unique(responded)) < 2) return(NULL)
  w <- psus$base[case]
  stratum <- psus$stratum[case]
  variables <- list(stratum = stratum, urban = psus$urban[case], size = size_class(psus$households)[case])
  variables <- Filter(function(x) length(unique(x)) > 1, lapply(variables, factor))
  repeat {
    if (length(variables) == 0) return(NULL)
    x <- model.matrix(~ ., as.data.frame(variables))
    if (qr(x)$rank == ncol(x)) break
    variables <- variables[-length(variables)]
  }
  fit <- suppressWarnings(glm.fit(x, as.numeric(responded), w / mean(w), family = quasibinomial(),
                                  control = list(epsilon = 1e-15, maxit = 60)))
  p <- as.numeric(fit$fitted.values)
  slope <- p * (1 - p)
  sigma <- solve(crossprod(x, x * (w / mean(w) * slope)))
  total <- sum(w)
  mean_p <- sum(w * p) / total
  variance <- sum(w * (p - mean_p)^2) / (total - 1)
  of_total <- function(y) {
    sum(vapply(split(seq_along(y), stratum), function(rows) {
      n <- length(rows)
      if (n < 2) return(0)
      size <- sum(w[rows])
      size^2 * (1 - n / size) * var(y[rows]) / n
    }, 0))
  }
  noise <- sum(w * slope^2 * rowSums((x %*% sigma) * x))
  kept <- max(1 - (noise - of_total(p) / total) / total / variance, 0)
  spread <- sqrt(variance * kept)
  gradient <- x * slope
  centred <- sweep(gradient, 2, colSums(w * gradient) / total)
  a <- colSums(w / total * centred * (p - mean_p))
  product <- crossprod(centred, w / total * centred) %*% sigma
  population <- sum(w * (p - mean_p)^2) / total
  through <- 4 * as.numeric(a %*% sigma %*% a) + 2 * sum(product * t(product)) + of_total((p - mean_p)^2) / total^2
  se <- sqrt(through / population)
  cv <- spread / mean_p
  within <- function(cells) {
    cell <- as.character(cells)
    sum(w * (p - (rowsum(w * p, cell) / rowsum(w, cell))[cell, 1])^2) / total
  }
  partial <- lapply(names(variables), function(name) {
    others <- variables[setdiff(names(variables), name)]
    of_class <- rowsum(w * p, as.character(variables[[name]])) / rowsum(w, as.character(variables[[name]]))
    size <- rowsum(w, as.character(variables[[name]])) / total
    cells <- if (length(others) == 0) rep("", length(p)) else do.call(paste, others)
    list(unconditional = sqrt(sum(size * (of_class - mean_p)^2) * kept), conditional = sqrt(within(cells) * kept))
  })
  list(r = 1 - 2 * spread, r_standard_error = se, cv = cv, cv_standard_error = sqrt((se / (2 * mean_p))^2 + cv^4 / length(p)),
       returned = mean_p, variables = partial)
}

# ---- respondents beside sample and frame ---------------------------------------------------------------------------------

balance <- function(strata, classes, wave) {
  psus <- wave$psus
  code <- words(lapply(strata, `[[`, "code"))
  population <- codes(lapply(strata, `[[`, "population"))
  of_frame <- function(here) if (sum(population) > 0) sum(population[code %in% here]) / sum(population)
  row <- function(class, here, frame) {
    sample <- sum((psus$base * psus$cases)[here]) / sum(psus$base * psus$cases)
    respondents <- sum((psus$base * psus$returned)[here]) / sum(psus$base * psus$returned)
    if (!(sample * (1 - sample) > 0)) return(NULL)
    c(list(class = class), list(frame = frame), list(sample = sample, respondents = respondents,
                                                     standardised = (respondents - sample) / sqrt(sample * (1 - sample))))
  }
  rows <- if (length(classes) > 1) lapply(classes, function(class) {
    row(list(districts = as.list(class$districts)), psus$stratum %in% class$districts, of_frame(class$districts))
  })
  hidden <- unlist(lapply(Filter(function(class) class$hidden, classes), `[[`, "districts"))
  kind <- words(lapply(strata, `[[`, "kind"))
  kinds <- kind[match(psus$stratum, code)]
  of_psu <- as.numeric(table(factor(wave$data$psu, psus$psu)))
  for (variable in list(kinds, ifelse(psus$urban == 1, "urban", "rural"), size_class(psus$households))) {
    mixed <- vapply(psus$stratum, function(one) length(unique(variable[psus$stratum == one])) > 1, NA)
    counts <- length(hidden) == 0 | (!(psus$stratum %in% hidden) & mixed)
    interviews <- vapply(unique(variable), function(class) sum(of_psu[variable == class & counts]), 0)
    if (length(interviews) < 2 || any(interviews < FEWEST_APART)) next
    by_kind <- identical(variable, kinds)
    rows <- c(rows, lapply(unique(variable), function(class) {
      row(if (by_kind) list(kind = class) else class, variable == class, if (by_kind) of_frame(code[kind == class]))
    }))
  }
  Filter(Negate(is.null), rows)
}

# ---- questions left unanswered -------------------------------------------------------------------------------------------

reactions <- function(wave, question) {
  id <- question$id
  asked <- wave$asked[, id]
  given <- wave$answers[[id]]
  reaction <- ifelse(!asked, NA, ifelse(is.na(given), "skipped", "answered"))
  shown <- scale_shown(wave, id)
  for (scale in unique(shown)) {
    choices <- if (is.na(scale)) question$choices else c(scale_of(wave$form, scale)$choices, question$extra)
    for (choice in choices) {
      here <- asked & !is.na(given) & given == choice$code & shown %in% scale
      if (or(choice$kind, "") %in% c("dont_know", "refused")) reaction[here] <- choice$kind
    }
  }
  reaction
}

item_response <- function(wave) {
  w <- weights(wave$design)
  questions <- Filter(function(question) !(question$type %in% c("short_text", "long_text")), wave$data$form$questions)
  items <- lapply(questions, function(question) {
    reaction <- reactions(wave$data, question)
    asked <- !is.na(reaction)
    part <- function(wanted) {
      here <- asked & reaction == wanted
      list(persons = sum(here), weighted = if (any(asked)) sum(w[here]) / sum(w[asked]) else 0)
    }
    counted <- function(part) if (part$persons == 0 || part$persons >= FEWEST_COUNTED) part
    enough <- sum(reaction == "answered", na.rm = TRUE) >= FEWEST_SHOWN && (all(asked) || sum(!asked) >= FEWEST_SHOWN)
    told <- if (enough) c(list(asked = sum(asked), skipped = part("skipped")), list(refused = counted(part("refused"))),
                          list(dont_know = counted(part("dont_know"))))
    unanswered <- if (enough) (part("skipped")$persons + part("refused")$persons) / sum(asked) else -1
    list(order = unanswered, item = c(list(question = question$id), list(told = told)))
  })
  lapply(items[order(-vapply(items, `[[`, 0, "order"))], `[[`, "item")
}

# ---- weights -------------------------------------------------------------------------------------------------------------

step_weights <- function(step, w) {
  quartiles <- quantile(w, c(0.25, 0.5, 0.75), names = FALSE)
  effect <- length(w) * sum(w^2) / sum(w)^2
  list(step = step, smallest = min(w), lower_quartile = quartiles[1], median = quartiles[2], upper_quartile = quartiles[3],
       largest = max(w), cv = sqrt(max(effect - 1, 0)), design_effect = effect, effective_sample_size = sum(w)^2 / sum(w^2))
}

weight_classes <- function(w) {
  rest <- w / mean(w)
  from <- 0
  to <- WEIGHT_STEP / 2
  classes <- list()
  while (length(rest) > 0) {
    here <- rest < to
    if (sum(here) >= FEWEST_COUNTED) {
      classes <- c(classes, list(list(from = from, to = to, persons = sum(here))))
      from <- to
      rest <- rest[!here]
    } else if (all(here)) {
      if (length(classes) > 0) {
        classes[[length(classes)]]$to <- to
        classes[[length(classes)]]$persons <- classes[[length(classes)]]$persons + sum(here)
      }
      break
    }
    to <- to + WEIGHT_STEP
  }
  classes
}

margin_fit <- function(margin, classes, wave) {
  counts <- counts_of(margin)
  if (!is.null(margin$totals$strata)) {
    code <- words(lapply(margin$totals$strata, `[[`, 1))
    place <- function(labels) {
      of <- rep(NA, length(labels))
      for (one in seq_along(classes)) of[labels %in% classes[[one]]$districts] <- one
      of
    }
    rows <- place(wave$data$stratum)
    totals <- vapply(seq_along(classes), function(one) sum(counts[place(code) %in% one]), 0)
    class <- lapply(classes, function(one) list(districts = as.list(one$districts)))
  } else {
    given <- code_given(wave$data, margin$totals$question$question)
    rows <- rep(NA, length(given))
    for (one in seq_along(counts)) rows[given %in% codes(margin$totals$question$categories[[one]]$codes)] <- one
    if (any(tabulate(rows, length(counts)) < FEWEST_APART)) return(list(classes = NULL))
    totals <- counts
    class <- lapply(counts, function(one) NULL)
  }
  shares <- function(w) vapply(seq_along(totals), function(one) sum(w[rows %in% one]), 0) / sum(w[!is.na(rows)])
  before <- shares(wave$columns[[2]])
  after <- shares(weights(wave$design))
  list(classes = lapply(seq_along(totals), function(one) {
    c(if (!is.null(class[[one]])) list(class = class[[one]]),
      list(target = totals[one] / sum(totals), before = before[one], after = after[one]))
  }))
}

weights_report <- function(margins, classes, wave) {
  steps <- Map(function(note, w) step_weights(note$step, w), wave$steps, wave$columns)
  cut <- if (!is.null(wave$cut)) list(cap = wave$cut$cap / mean(weights(wave$design)), persons = wave$cut$rows, share = wave$cut$share)
  c(list(steps = steps), list(trimmed = cut),
    list(classes = weight_classes(weights(wave$design)), margins = lapply(usable(margins), margin_fit, classes, wave)))
}

# ---- all of it -----------------------------------------------------------------------------------------------------------

quality <- function(document, wave, results) {
  classes <- district_classes(document$strata, wave, results)
  marked <- sum(flagged(wave$data))
  c(list(districts = response_by_district(classes, wave), modes = response_by_mode(wave, results)),
    list(evenness = evenness(wave$psus)), list(balance = balance(document$strata, classes, wave), items = item_response(wave)),
    list(break_offs = wave$data$break_offs), list(flagged = if (marked == 0 || marked >= FEWEST_SHOWN) marked), list(weights = weights_report(document$margins, classes, wave)))
}
