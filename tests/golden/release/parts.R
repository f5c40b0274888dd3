# What stands beside the rate of a city: districts against the rest and against each other, districts by a model, the trend,
# groups of respondents, forms that are flagged, every two waves, what goes with an indicator.

FEWEST_ON_A_LINE <- 6
FEWEST_ALIKE <- 12
FEWEST_REPEATED <- 3
FEWEST_MODELLED <- 12

# ---- flagged forms -------------------------------------------------------------------------------------------------------

flagged <- function(wave) {
  questions <- wave$form$questions
  rated <- words(lapply(Filter(function(question) !is.null(question$scale), questions), `[[`, "id"))
  line <- rep(FALSE, length(wave$psu))
  if (length(rated) > 0) {
    code <- vapply(rated, function(id) code_given(wave, id), line * 1)
    shown <- vapply(rated, function(id) scale_shown(wave, id), as.character(line))
    for (scale in setdiff(unique(as.vector(shown)), NA)) {
      here <- ifelse(shown == scale, code, NA)
      given <- rowSums(!is.na(here))
      long <- given >= FEWEST_ON_A_LINE
      line[long] <- line[long] | apply(here[long, , drop = FALSE], 1, function(codes) {
        length(unique(codes[!is.na(codes)])) == 1
      })
    }
  }
  whole <- words(lapply(Filter(function(question) question$type %in% c("single", "scale", "district"), questions), `[[`, "id"))
  code <- vapply(whole, function(id) code_given(wave, id), line * 1)
  asked <- wave$asked[, whole, drop = FALSE]
  cells <- ifelse(!asked, "-", ifelse(is.na(code), "?", code))
  form <- paste(wave$psu, apply(cells, 1, paste, collapse = " "))
  alike <- as.vector(table(form)[form])
  line | (alike >= FEWEST_REPEATED & rowSums(!is.na(code)) >= FEWEST_ALIKE)
}

# ---- differences ---------------------------------------------------------------------------------------------------------

# The influence of every row on the mean of a domain; of several columns on the mean of their means.
influence <- function(design, ys, domain) {
  parts <- lapply(ys, function(y) {
    rows <- domain & !is.na(y)
    w <- weights(design)
    mean <- sum((w * y)[rows]) / sum(w[rows])
    ifelse(rows, (y - mean) / sum(w[rows]), 0)
  })
  list(value = mean(vapply(ys, function(y) {
    rows <- domain & !is.na(y)
    weighted.mean(y[rows], weights(design)[rows])
  }, 0)), scores = Reduce(`+`, parts) / length(parts))
}
covariance <- function(design, influences) {
  scores <- vapply(influences, `[[`, numeric(length(influences[[1]]$scores)), "scores")
  v <- vcov(svytotal(scores, design))
  matrix(as.numeric(v), length(influences))
}
standard_error <- function(design, coefficients, influences) {
  sqrt(as.numeric(t(coefficients) %*% covariance(design, influences) %*% coefficients))
}

# Degrees of freedom of the difference of two parts of few PSUs, rounded down.
satterthwaite <- function(errors, dfs) {
  v <- errors^2
  varying <- v > 0
  if (!any(varying)) return(0)
  floor(sum(v[varying])^2 / sum((v^2 / dfs)[varying]) * (1 + 1e-12))
}

# Standard errors of the differences of every two.
difference_errors <- function(design, ys, domains) {
  if (length(domains) < 2) return(list())
  v <- covariance(design, lapply(domains, function(domain) influence(design, ys, domain)))
  pairs <- combn(length(domains), 2)
  as.list(sqrt(v[cbind(pairs[1, ], pairs[1, ])] + v[cbind(pairs[2, ], pairs[2, ])] - 2 * v[cbind(pairs[1, ], pairs[2, ])]))
}

# ---- districts -----------------------------------------------------------------------------------------------------------

against_rest <- function(wave, ys, here) {
  counted <- Reduce(`|`, lapply(ys, function(y) !is.na(y)))
  if (!all(vapply(ys, function(y) any(!here & !is.na(y)), NA)) || !any(counted & !here)) return(NULL)
  own <- influence(wave$design, ys, here)
  rest <- influence(wave$design, ys, !here)
  difference <- own$value - rest$value
  se <- standard_error(wave$design, c(1, -1), list(own, rest))
  parts <- lapply(list(here, !here), function(rows) degf(part_of(wave$design, rows)))
  df <- min(degf(wave$design), satterthwaite(sqrt(diag(covariance(wave$design, list(own, rest)))), unlist(parts)))
  if (se == 0 || df == 0) return(NULL)
  list(difference = difference, interval = as.list(difference + c(-1, 1) * qt(1 - TAIL, df) * se),
       p_value = 2 * pt(-abs(difference / se), df))
}

# Fay and Herriot on the scale of arcsin sqrt(p), REML by bisection, the mean squared error of Datta and Lahiri.
small_areas <- function(result, strata) {
  figures <- lapply(result$districts, `[[`, "figure")
  shown <- !vapply(figures, is.null, NA)
  if (is.null(result$rate) || sum(shown) < FEWEST_MODELLED) return(NULL)
  told <- function(name) vapply(figures[shown], `[[`, 0, name)
  n <- told("respondents")
  psi <- rep(0.25 / 1e-9, length(shown))
  psi[shown] <- 0.25 / (n * sum(told("effective_sample_size")) / sum(n))
  y <- rep(asin(sqrt(0.5)), length(shown))
  y[shown] <- asin(sqrt(told("value")))
  kind <- words(lapply(strata, `[[`, "kind"))
  kinds <- unique(kind)
  if (!(length(kinds) %in% 2:3) || any(vapply(kinds, function(one) sum(kind == one & shown) < 2, NA))) kinds <- character(0)
  x <- cbind(1, vapply(kinds[-1], function(one) as.numeric(kind == one), psi))
  fit <- function(s2) {
    v <- 1 / (s2 + psi)
    spread <- solve(t(x) %*% (v * x))
    beta <- spread %*% t(x) %*% (v * y)
    list(v = v, spread = spread, beta = beta, residual = as.numeric(y - x %*% beta))
  }
  score <- function(s2) {
    at <- fit(s2)
    trace <- sum(at$v) - sum(diag(at$spread %*% t(x) %*% (at$v^2 * x)))
    sum((at$v * at$residual)^2) - trace
  }
  s2 <- 0
  if (score(0) > 0) {
    low <- 0
    high <- 1e-6
    while (score(high) > 0) high <- 2 * high
    for (round in 1:200) {
      middle <- (low + high) / 2
      if (score(middle) > 0) low <- middle else high <- middle
    }
    s2 <- (low + high) / 2
  }
  at <- fit(s2)
  expected <- as.numeric(x %*% at$beta)
  gamma <- s2 * at$v
  estimate <- gamma * y + (1 - gamma) * expected
  along <- rowSums((x %*% at$spread) * x)
  mse <- gamma * psi + (1 - gamma)^2 * along + 2 * psi^2 * at$v^3 * 2 / sum(at$v^2)
  back <- function(value) sin(pmin(pmax(value, 0), pi / 2))^2
  share <- result$rows$weight / sum(result$rows$weight)
  if (sum(share * back(estimate)) == 0) return(NULL)
  # What would come above one is one, and the others make up for it.
  factor <- result$rate$value / sum(share * back(estimate))
  repeat {
    one <- back(estimate) * factor >= 1
    left <- result$rate$value - sum(share[one])
    if (!any(one) || left <= 0 || !any(!one)) break
    larger <- left / sum((share * back(estimate))[!one])
    if (larger <= factor) break
    factor <- larger
  }
  margin <- qnorm(0.975) * sqrt(mse)
  limit <- function(value) pmin(1, back(value) * factor)
  list(model_variance = s2, kinds = as.list(kinds), districts = lapply(seq_along(shown), function(place) {
    list(value = min(1, back(estimate[place]) * factor),
         interval = if (s2 > 0) list(limit(estimate - margin)[place], limit(estimate + margin)[place]),
         share_of_direct = if (shown[place]) gamma[place] else 0)
  }))
}

beside_districts <- function(results, indicators, wave, strata) {
  Map(function(result, indicator) {
    ys <- columns(wave$data, indicator$measure, "headline")
    place <- function(stratum) wave$data$stratum == stratum$code
    shown <- which(!vapply(result$districts, function(district) is.null(district$figure), NA))
    rest <- lapply(shown, function(row) against_rest(wave, ys, place(strata[[row]])))
    told <- which(!vapply(rest, is.null, NA))
    p <- vapply(rest[told], `[[`, 0, "p_value")
    holm <- p.adjust(p, "holm")
    bh <- p.adjust(p, "BH")
    for (one in seq_along(told)) {
      result$districts[[shown[told[one]]]]$against_rest <- c(rest[[told[one]]], list(holm = holm[one], screened = bh[one]))
    }
    errors <- difference_errors(wave$design, ys, lapply(strata[shown], place))
    if (length(errors) > 0) result$district_errors <- errors
    areas <- small_areas(result, strata)
    if (!is.null(areas)) result$small_areas <- areas
    result
  }, results, indicators)
}

# ---- the trend -----------------------------------------------------------------------------------------------------------

with_slopes <- function(results, indicators, all) {
  if (is.null(all)) return(results)
  last <- all$waves[[length(all$waves)]]
  Map(function(result, indicator) {
    measure <- indicator$measure
    usable <- vapply(all$waves, function(wave) {
      asked_alike(measure, wave$data$form, last$data$form) && enough_answered(wave, measure)
    }, NA)
    if (is.null(result$rate) || sum(usable) < 3 || !usable[length(usable)]) return(result)
    rows <- rep(seq_along(all$waves), vapply(all$waves, function(wave) length(wave$data$psu), 0L))
    by_wave <- lapply(all$waves, function(wave) columns(wave$data, measure, "headline"))
    ys <- lapply(seq_along(by_wave[[1]]), function(column) unlist(lapply(by_wave, `[[`, column)))
    influences <- lapply(which(usable), function(wave) influence(all$design, ys, rows == wave))
    years <- vapply(all$waves[usable], `[[`, 0, "year")
    coefficients <- (years - mean(years)) / sum((years - mean(years))^2)
    slope <- sum(coefficients * vapply(influences, `[[`, 0, "value"))
    se <- standard_error(all$design, coefficients, influences)
    df <- degf(part_of(all$design, rows %in% which(usable)))
    if (se == 0 || df == 0) return(result)
    result$slope <- list(from = years[1], waves = sum(usable), per_year = slope,
                         interval = as.list(slope + c(-1, 1) * qt(1 - TAIL, df) * se), p_value = 2 * pt(-abs(slope / se), df))
    result
  }, results, indicators)
}

# ---- groups of respondents -----------------------------------------------------------------------------------------------

# Every way to tell respondents apart: the class of every row, and the classes in order.
divisions <- function(plan, wave) {
  by_question <- lapply(plan$groupings, function(grouping) {
    code <- code_given(wave$data, grouping$question)
    label <- rep(NOT_STATED, length(code))
    for (place in seq_along(grouping$classes)) label[code %in% codes(grouping$classes[[place]]$codes)] <- place
    list(by = list(question = list(id = grouping$id)), label = label,
         classes = setNames(lapply(grouping$classes, function(class) list(titled = class$title)), seq_along(grouping$classes)))
  })
  mode <- ifelse(is.na(wave$data$mode), NOT_STATED, wave$data$mode)
  there <- intersect(c("web", "paper", "interviewer"), mode)
  by_mode <- list(by = "mode", label = mode, classes = setNames(lapply(there, function(one) list(mode = one)), there))
  all <- c(by_question, if (length(there) > 1) list(by_mode))
  lapply(all, function(division) {
    if (NOT_STATED %in% division$label) division$classes[[NOT_STATED]] <- "not_stated"
    division
  })
}

# Those in no class, counted with the class of the most persons.
merged_division <- function(division) {
  stated <- setdiff(names(division$classes), NOT_STATED)
  most <- stated[which.max(vapply(stated, function(class) sum(division$label == class), 0))]
  division$classes <- division$classes[stated]
  division$label[division$label == NOT_STATED] <- most
  division$with_not_stated <- most
  division
}

cells_of <- function(division, wave, result, measure) {
  estimates <- lapply(names(division$classes), function(class) rate(wave, measure, domain = division$label == class))
  figures <- lapply(estimates, function(e) if (!is.null(result$rate)) figure(e, result$city_effect))
  told <- function(name) vapply(estimates, function(e) if (is.null(e)) 0 else as.numeric(e[[name]]), 0)
  rows <- data.frame(persons = told("n"), rate = told("value"), weight = told("w"),
                     presentable = !vapply(figures, is.null, NA), class = names(division$classes))
  list(figures = figures, rows = if (is.null(result$rate)) rows[0, ] else rows)
}

FEWEST_ASTRAY <- 30

# Whether some classes together are, but for few persons, cells of another table of the same persons.
aligned <- function(one, other) {
  counts <- table(one, other)
  if (nrow(counts) < 2 || ncol(counts) < 2) return(FALSE)
  whole <- colSums(counts)
  for (union in seq_len(2^(nrow(counts) - 1) - 1)) {
    among <- bitwAnd(union, 2^(seq_len(nrow(counts)) - 1)) > 0
    together <- colSums(counts[among, , drop = FALSE])
    mostly <- sum(2 * together > whole)
    if (sum(pmin(together, whole - together)) < FEWEST_ASTRAY && mostly > 0 && mostly < ncol(counts)) return(TRUE)
  }
  FALSE
}

with_groups <- function(results, plan, wave) {
  persons <- lapply(plan$indicators, function(indicator) {
    which(Reduce(`|`, lapply(columns(wave$data, indicator$measure, "headline"), function(y) !is.na(y))))
  })
  # Every table so far: where its persons are, and whether it hides any of them.
  earlier <- Map(function(result, who) {
    cell <- as.character(wave$data$stratum[who])
    hidden <- vapply(result$districts, function(district) is.null(district$figure), NA)
    code <- words(lapply(result$districts, `[[`, "code"))
    list(list(cell = cell, hides = any(cell %in% code[hidden])))
  }, results, persons)
  for (division in divisions(plan, wave)) {
    of_all <- function(division) {
      Map(function(result, indicator) cells_of(division, wave, result, indicator$measure), results, plan$indicators)
    }
    cells <- of_all(division)
    few <- vapply(cells, function(table) {
      any(table$rows$class == NOT_STATED & table$rows$persons > 0 & !table$rows$presentable)
    }, NA)
    if (any(few)) {
      division <- merged_division(division)
      cells <- of_all(division)
    }
    shown <- shown_districts(lapply(cells, `[[`, "rows"))
    for (place in seq_along(results)) {
      cell <- division$label[persons[[place]]]
      kept <- shown[[place]]
      names <- names(division$classes)
      hidden <- function() {
        figures <- cells[[place]]$figures
        vapply(seq_along(names), function(row) is.null(figures[[row]]) || (length(kept) > 0 && !kept[row]), NA)
      }
      hides <- any(cell %in% names[hidden()])
      tells <- vapply(earlier[[place]], function(other) (hides || other$hides) && aligned(cell, other$cell), NA)
      if (any(tells)) {
        kept <- rep(FALSE, length(names))
        shown[[place]] <- kept
        hides <- TRUE
      }
      earlier[[place]] <- c(earlier[[place]], list(list(cell = cell, hides = hides)))
    }
    results <- Map(function(result, indicator, table, shown) {
      figures <- table$figures
      for (row in which(!shown)) figures[row] <- list(NULL)
      classes <- Map(function(name, class, figure) {
        c(list(class = class), if (identical(division$with_not_stated, name)) list(with_not_stated = TRUE),
          list(figure = figure))
      }, names(division$classes), division$classes, figures)
      ys <- columns(wave$data, indicator$measure, "headline")
      there <- names(division$classes)[!vapply(figures, is.null, NA)]
      errors <- difference_errors(wave$design, ys, lapply(there, function(class) division$label == class))
      result$groups <- c(result$groups, list(list(by = division$by, classes = unname(classes), difference_errors = errors)))
      result
    }, results, plan$indicators, cells, shown)
  }
  results
}

# ---- waves ---------------------------------------------------------------------------------------------------------------

# The errors of the differences of every two waves of the history; a history names its waves by their years.
with_wave_errors <- function(results, indicators, waves, margins) {
  year <- vapply(waves, `[[`, 0, "year")
  designs <- list()
  design_of_pair <- function(one, other) {
    key <- paste(one, other)
    if (is.null(designs[[key]])) designs[[key]] <<- stacked(waves[c(one, other)], margins)
    designs[[key]]
  }
  Map(function(result, indicator) {
    told <- match(vapply(result$history, `[[`, 0, 1), year)
    if (length(told) < 2) return(result)
    pairs <- combn(told, 2)
    result$wave_errors <- lapply(seq_len(ncol(pairs)), function(place) {
      one <- pairs[1, place]
      other <- pairs[2, place]
      pair <- list(earlier = waves[[one]], later = waves[[other]], design = design_of_pair(one, other))
      found <- difference_of(pair, indicator$measure)
      if (is.null(found) || is.nan(found$change$p_value)) NULL else found$error
    })
    result
  }, results, indicators)
}

# ---- what goes with it ---------------------------------------------------------------------------------------------------

FEWEST_CASES <- 200
FEWEST_DEGREES <- 15
COUNTED <- c("satisfied", "neutral", "dissatisfied", "dont_know")

# The answers to a question that may go with an indicator: score, whether satisfied, why there is no score.
driver_answers <- function(wave, measure, id) {
  question <- question_of(wave$form, id)
  scale <- if (!is.null(question$scale)) scale_of(wave$form, question$scale)
  by_kinds <- !is.null(measure$scale)
  satisfied <- if (by_kinds) words(measure$numerator) else COUNTED[1]
  rows <- length(wave$psu)
  if (is.null(scale)) return(list(score = rep(NA, rows), satisfied = rep(NA, rows), lack = rep(1, rows), counted = NULL))
  code <- code_given(wave, id)
  place <- match(code, codes(lapply(scale$choices, `[[`, "code")))
  score <- vapply(scale$choices, function(choice) as.numeric(or(choice$score, NA)), 0)[place]
  kind <- vapply(scale$choices, function(choice) or(choice$kind, ""), "")[place]
  shown <- scale_shown(wave, id) == scale$id
  lack <- ifelse(!wave$asked[, id], 1, ifelse(!shown, 2, ifelse(is.na(code), 3, ifelse(is.na(score), 4, NA))))
  counts <- list(question = id, scale = scale$id, numerator = satisfied,
                 denominator = if (by_kinds) words(measure$denominator) else COUNTED, skips = FALSE, among = measure$among)
  list(score = ifelse(is.na(lack), score, NA), satisfied = ifelse(is.na(lack), as.numeric(kind %in% satisfied), NA),
       lack = lack, counted = column(wave, counts))
}

# Shares of R2 by Lindeman, Merenda and Gold: over all orders, what R2 grows by when a column enters; R2 of every subset by lm.
lmg_shares <- function(y, z, w) {
  p <- ncol(z)
  subsets <- lapply(0:(2^p - 1), function(set) which(bitwAnd(set, 2^(seq_len(p) - 1)) > 0))
  r2 <- vapply(subsets, function(set) {
    if (length(set) == 0) return(0)
    fitted <- lm.wfit(cbind(1, z[, set, drop = FALSE]), y, w)$fitted.values
    mean <- sum(w * y) / sum(w)
    sum(w * (fitted - mean)^2) / sum(w * (y - mean)^2)
  }, 0)
  of <- function(set) r2[1 + sum(2^(set - 1))]
  share <- vapply(seq_len(p), function(j) {
    others <- Filter(function(set) !(j %in% set), subsets)
    sum(vapply(others, function(set) {
      k <- length(set)
      factorial(k) * factorial(p - k - 1) / factorial(p) * (of(c(set, j)) - of(set))
    }, 0))
  }, 0)
  c(r2[2^p], share)
}

# How R2 and the shares change with the weight of every row: they are functions of the weighted means of all products, whose
# influences are exact; the slopes are by differences of two steps on the moments.
importance_influences <- function(y, z, w) {
  data <- cbind(y, z)
  centre <- colSums(w * data) / sum(w)
  scale <- sqrt(colSums(w * sweep(data, 2, centre)^2) / sum(w))
  standard <- sweep(sweep(data, 2, centre), 2, scale, `/`)
  moments <- crossprod(standard, w * standard) / sum(w)
  p <- ncol(z)
  shares <- function(s) {
    subsets <- lapply(0:(2^p - 1), function(set) 1 + which(bitwAnd(set, 2^(seq_len(p) - 1)) > 0))
    r2 <- vapply(subsets, function(set) {
      if (length(set) == 0) 0 else as.numeric(s[1, set] %*% solve(s[set, set], s[set, 1])) / s[1, 1]
    }, 0)
    of <- function(set) r2[1 + sum(2^(set - 2))]
    c(r2[2^p], vapply(1 + seq_len(p), function(j) {
      sum(vapply(Filter(function(set) !(j %in% set), subsets), function(set) {
        k <- length(set)
        factorial(k) * factorial(p - k - 1) / factorial(p) * (of(c(set, j)) - of(set))
      }, 0))
    }, 0))
  }
  value <- lmg_shares(y, z, w)
  stopifnot(max(abs(shares(moments) - value)) < 1e-12)
  influence <- matrix(0, length(y), p + 1)
  for (i in seq_len(p + 1)) for (j in i:(p + 1)) {
    slope <- function(step) {
      moved <- function(by) {
        s <- moments
        s[i, j] <- s[i, j] + by
        if (i != j) s[j, i] <- s[i, j]
        shares(s)
      }
      (moved(step) - moved(-step)) / (2 * step)
    }
    slopes <- (4 * slope(5e-4) - slope(1e-3)) / 3
    influence <- influence + outer((standard[, i] * standard[, j] - moments[i, j]) / sum(w), slopes)
  }
  list(value = value, influence = influence)
}

# Standard errors of totals of scores that are 0 but in some rows.
errors_of_totals <- function(design, rows, scores) {
  whole <- matrix(0, length(rows), ncol(scores))
  whole[rows, ] <- scores
  sqrt(diag(matrix(as.numeric(vcov(svytotal(whole, design))), ncol(scores))))
}

drivers <- function(wave, measure, headline) {
  ids <- words(measure$drivers)
  if (length(ids) == 0 || length(words(measure$questions)) != 1) return(NULL)
  if (is.null(headline)) return(list(not_told = "rate_hidden"))
  y <- columns(wave$data, measure, "headline")[[1]]
  answers <- lapply(ids, function(id) driver_answers(wave$data, measure, id))
  lack <- do.call(pmin, c(lapply(answers, `[[`, "lack"), list(na.rm = TRUE)))
  rows <- !is.na(y) & is.na(lack)
  if (sum(rows) < FEWEST_CASES) return(list(not_told = "few_cases"))
  s <- vapply(answers, `[[`, y, "satisfied")[rows, , drop = FALSE]
  z <- vapply(answers, `[[`, y, "score")[rows, , drop = FALSE]
  sides <- apply(cbind(y[rows], s), 2, function(column) min(sum(column == 1), sum(column == 0)))
  if (any(sides < FEWEST_SHOWN)) return(list(not_told = "one_sided"))
  w <- weights(wave$design)[rows]
  df <- degf(part_of(wave$design, rows))
  if (df < FEWEST_DEGREES) return(list(not_told = "few_degrees_of_freedom"))
  x <- cbind(1, s)
  fit <- suppressWarnings(glm.fit(x, y[rows], w / mean(w), family = quasibinomial(), control = list(epsilon = 1e-15, maxit = 100)))
  beta <- fit$coefficients
  mu <- 1 / (1 + exp(-as.numeric(x %*% beta)))
  bread <- solve(crossprod(x, w * mu * (1 - mu) * x))
  se <- errors_of_totals(wave$design, rows, (x * (y[rows] - mu)) %*% bread)
  # What svyglm says, where the package knows the variance of the design (not of pairs of PSUs).
  if (!any(grepl("^pairs ", wave$design$strata[[1]]))) {
    part <- wave$design
    part$variables <- data.frame(part$variables, answer = ifelse(rows, y, NA))
    names <- paste0("driver", seq_along(ids))
    for (place in seq_along(ids)) part$variables[[names[place]]] <- answers[[place]]$satisfied
    by_package <- suppressWarnings(svyglm(reformulate(names, "answer"), part_of(part, rows), family = quasibinomial()))
    stopifnot(max(abs(coef(by_package) - beta)) < 1e-6, max(abs(SE(by_package) / se - 1)) < 1e-4,
              by_package$df.residual == df + 1 - ncol(x))
  }
  odds <- beta[-1]
  margin <- qt(1 - TAIL, df + 1 - ncol(x)) * se[-1]
  p <- 2 * pt(-abs(odds / se[-1]), df + 1 - ncol(x))
  importance <- importance_influences(y[rows], z, w)
  importance_se <- errors_of_totals(wave$design, rows, importance$influence)
  part <- function(place) {
    limits <- importance$value[place] + c(-1, 1) * qt(1 - TAIL, df) * importance_se[place]
    list(value = importance$value[place], interval = list(max(0, limits[1]), min(1, limits[2])))
  }
  left_out <- function(reason) sum(!is.na(y) & lack %in% reason)
  holm <- p.adjust(p, "holm")
  list(told = list(
    cases = sum(rows),
    left_out = list(not_asked = left_out(1), other_scale = left_out(2), skipped = left_out(3), no_opinion = left_out(4)),
    explained = part(1), degrees_of_freedom = df,
    drivers = lapply(seq_along(ids), function(place) {
      list(question = list(id = ids[place]),
           performance = own_figure(estimate(wave$design, list(answers[[place]]$counted), everybody(wave))),
           importance = part(place + 1), odds_ratio = unname(exp(odds[place])),
           odds_interval = as.list(unname(exp(odds[place] + c(-1, 1) * margin[place]))),
           p_value = unname(p[place]), holm = unname(holm[place]))
    })))
}

# The performance of a question is hidden where another rate of it is of nearly the same persons.
with_drivers <- function(results, indicators, wave) {
  results <- Map(function(result, indicator) {
    found <- drivers(wave, indicator$measure, result$rate)
    if (!is.null(found)) result$drivers <- found
    result
  }, results, indicators)
  told <- list()
  tell <- function(id, figure) if (!is.null(figure)) told <<- c(told, list(list(id = id, persons = figure$respondents)))
  for (result in results) {
    ids <- vapply(result$questions, `[[`, "", "id")
    if (length(ids) == 1) tell(ids, result$rate)
    for (place in seq_along(result$parts)) tell(ids[place], result$parts[[place]])
  }
  for (row in seq_along(results)) for (place in seq_along(results[[row]]$drivers$told$drivers)) {
    driver <- results[[row]]$drivers$told$drivers[[place]]
    apart <- vapply(Filter(function(one) one$id == driver$question$id, told), function(one) {
      abs(one$persons - or(driver$performance$respondents, one$persons))
    }, 0)
    if (any(apart > 0 & apart < FEWEST_SHOWN)) {
      results[[row]]$drivers$told$drivers[[place]]["performance"] <- list(NULL)
    } else {
      tell(driver$question$id, driver$performance)
    }
  }
  results
}
