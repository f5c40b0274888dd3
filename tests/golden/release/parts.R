# What stands beside the rate of a city: districts against the rest and against each other, districts by a model, the trend,
# groups of respondents, forms that are flagged.

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
