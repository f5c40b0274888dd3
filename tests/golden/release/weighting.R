# From the draw to final weights: base weights, unknown eligibility and nonresponse, raking, trimming (DOMAIN 6.1, 6.4).
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust", survey.adjust.domain.lonely = FALSE)

NOT_STATED <- "not stated"
NOT_ELIGIBLE <- c("4.10", "4.50", "4.60", "4.70")
ELIGIBLE <- list(refusal = c("2.11", "2.12"), non_contact = c("2.20", "2.24", "2.25"), other = c("2.31", "2.32", "2.33"))
UNKNOWN_HOUSEHOLD <- c("3.11", "3.17", "3.18")
UNKNOWN_OTHER <- c("3.21", "3.90")

# PSUs with fewer than five returns join their neighbours: within a stratum they are gathered in the order drawn until
# a group has enough, and what is left joins the last group. A group goes by its PSU with the most returns, the first of
# such.
merged_names <- function(psus) {
  name <- psus$psu
  for (rows in split(seq_len(nrow(psus)), cumsum(c(TRUE, psus$stratum[-1] != psus$stratum[-nrow(psus)])))) {
    group <- 1
    of <- rep(0, length(rows))
    for (place in seq_along(rows)) {
      of[place] <- group
      if (sum(psus$returned[rows[of == group]]) >= 5) group <- group + 1
    }
    if (group > 1) of[of == group] <- group - 1
    for (members in split(rows, of)) name[members] <- psus$psu[members[which.max(psus$returned[members])]]
  }
  name
}

read_psus <- function(folder, wave) {
  psus <- read_table(folder, paste0(wave, ".psus.csv"))
  text <- c("psu", "stratum", "merged_into")
  for (column in setdiff(names(psus), text)) psus[[column]] <- as.numeric(psus[[column]])
  # 1 / (π1 π2) from the draw itself; what is stored must be that.
  base <- 1 / (psus$inclusion_probability * psus$cases / psus$households)
  stopifnot(all(abs(psus$base_weight / base - 1) < 1e-12))
  psus$base <- base
  psus$name <- merged_names(psus)
  stopifnot(identical(psus$name, ifelse(is.na(psus$merged_into), psus$psu, psus$merged_into)))
  survivor <- match(psus$name, psus$psu)
  psus$class <- paste(psus$stratum[survivor], psus$urban[survivor])
  psus
}

# Classes in the order of the draw: weights of the eligible, those of unknown eligibility spread over the known.
response_classes <- function(psus, class_of_row, households) {
  eligible_cases <- psus$returned + rowSums(psus[unlist(ELIGIBLE)])
  known_cases <- eligible_cases + rowSums(psus[NOT_ELIGIBLE])
  labels <- unique(psus$class)
  sums <- lapply(labels, function(label) {
    of <- psus$class == label
    total <- function(cases) sum((psus$base * cases)[of])
    known <- total(known_cases)
    rows <- class_of_row == label
    list(members = label, respondents = sum(rows), responded = sum(households[rows]),
         eligible = if (known > 0) total(eligible_cases) * total(psus$cases) / known else 0)
  })
  factor_of <- function(class) class$eligible / class$responded
  city <- sum(vapply(sums, `[[`, 0, "eligible")) / sum(vapply(sums, `[[`, 0, "responded"))
  breaks <- function(class) {
    class$eligible > 0 && (class$respondents < 20 || class$responded <= 0 || factor_of(class) > 2 * city)
  }
  while (length(sums) > 1) {
    broken <- which(vapply(sums, breaks, NA))
    if (length(broken) == 0) break
    broken <- broken[which.min(vapply(sums[broken], `[[`, 0, "respondents"))]
    neighbours <- intersect(c(broken - 1, broken + 1), seq_along(sums))
    gap <- vapply(sums[neighbours], function(other) abs(factor_of(other) - factor_of(sums[[broken]])), 0)
    gap[is.nan(gap)] <- Inf
    pair <- sort(c(broken, neighbours[which.min(gap)]))
    one <- sums[[pair[1]]]
    two <- sums[[pair[2]]]
    sums[[pair[1]]] <- list(members = c(one$members, two$members), respondents = one$respondents + two$respondents,
                            responded = one$responded + two$responded, eligible = one$eligible + two$eligible)
    sums[[pair[2]]] <- NULL
  }
  sums
}

nonresponse_factors <- function(psus, names, households) {
  class_of_row <- psus$class[match(names, psus$psu)]
  factors <- rep(1, length(names))
  for (class in response_classes(psus, class_of_row, households)) {
    factors[class_of_row %in% class$members] <- class$eligible / class$responded
  }
  factors
}

# Adults per household, capped; those not stated are the mean of their PSU, else of all.
adults_of <- function(wave, adults) {
  if (is.null(adults) || !identical(adults$questionnaire, wave$form$id)) {
    return(list(counts = rep(1, length(wave$psu)), imputed = 0))
  }
  code <- code_given(wave, adults$question)
  stated <- ifelse(!is.na(code) & code >= 1, pmin(code, adults$cap), NA)
  overall <- if (all(is.na(stated))) 1 else mean(stated, na.rm = TRUE)
  of_psu <- ave(stated, wave$psu, FUN = function(x) if (all(is.na(x))) overall else mean(x, na.rm = TRUE))
  list(counts = ifelse(is.na(stated), of_psu, stated), imputed = sum(is.na(stated)))
}

# R's package has no variance of two stages with known joint probabilities. In strata whose pairs of PSUs are known it is put here:
# Yates and Grundy's of the PSUs, and of the rows within every PSU times its probability. Everything before it (scores, domains,
# residuals of the raking) and the other strata stay R's.
known_pairs <- list()
paired_variance <- function(x, psu, pairs) {
  sums <- rowsum(x, psu)[rownames(pairs), , drop = FALSE]
  p <- diag(pairs)
  delta <- 1 - outer(p, p) / pairs
  v <- crossprod(sums, delta %*% sums) - crossprod(sums, rowSums(delta) * sums)
  for (one in rownames(pairs)) {
    rows <- x[psu == one, , drop = FALSE]
    n <- nrow(rows)
    if (n > 1) rows <- sweep(rows, 2, colMeans(rows)) * sqrt(n / (n - 1))
    v <- v + pairs[one, one] * crossprod(rows)
  }
  v
}
with_replacement <- get("multistage", asNamespace("survey"))
two_stages <- function(x, clusters, stratas, nPSUs, fpcs, ...) {
  x <- as.matrix(x)
  stratum <- as.character(stratas[, 1])
  paired <- stratum %in% names(known_pairs)
  v <- matrix(0, ncol(x), ncol(x), dimnames = list(colnames(x), colnames(x)))
  if (!all(paired)) {
    rest <- which(!paired)
    part <- function(columns) if (is.null(columns)) NULL else columns[rest, , drop = FALSE]
    v <- v + with_replacement(x[rest, , drop = FALSE], part(clusters), part(stratas), part(nPSUs), part(fpcs), ...)
  }
  for (one in unique(stratum[paired])) {
    rows <- which(stratum == one)
    v <- v + paired_variance(x[rows, , drop = FALSE], as.character(clusters[rows, 1]), known_pairs[[one]])
  }
  v
}
assignInNamespace("multistage", two_stages, ns = "survey")

# The pairs of a wave, by a name of their stratum that no other wave has; of strata in which no PSU was merged and each has rows.
read_pairs <- function(folder, wave, psus, of_rows) {
  name <- paste0(wave, ".pairs.csv")
  if (!any(file.exists(file.path(folder, paste0(name, c("", ".xz")))))) return(list())
  table <- read_table(folder, name)
  pairs <- lapply(split(table, table$stratum), function(rows) {
    labels <- unique(rows$psu)
    joint <- matrix(as.numeric(rows$joint_probability), length(labels), byrow = TRUE, dimnames = list(labels, labels))
    stopifnot(identical(rows$other, rep(labels, length(labels))), isSymmetric(joint))
    joint
  })
  usable <- vapply(names(pairs), function(stratum) {
    all(is.na(psus$merged_into[psus$stratum == stratum])) && all(rownames(pairs[[stratum]]) %in% of_rows)
  }, NA)
  pairs <- pairs[usable]
  # What the draw says of one PSU, its pairs must say too.
  for (joint in pairs) {
    single <- psus$inclusion_probability[match(rownames(joint), psus$psu)]
    stopifnot(all(abs(diag(joint) / single - 1) < 1e-9))
  }
  pairs
}

# In a PSU taken for certain every response is a variance unit, in a stratum of its own.
design_of <- function(stratum, psu, weights, certain, wave = NULL, pairs = list()) {
  alone <- psu %in% certain
  paired <- !alone & stratum %in% names(pairs)
  for (one in names(pairs)) known_pairs[[paste("pairs", wave, one)]] <<- pairs[[one]]
  label <- ifelse(paired, paste("pairs", wave, stratum), stratum)
  data <- data.frame(stratum = ifelse(alone, paste0(stratum, "/", psu), label),
                     unit = ifelse(alone, paste0(psu, "/", seq_along(psu)), psu), w = weights)
  svydesign(ids = ~unit, strata = ~stratum, weights = ~w, data = data)
}

usable <- function(margins) Filter(function(margin) margin$status != "missing", margins)
counts_of <- function(margin) {
  if (!is.null(margin$totals$strata)) return(codes(lapply(margin$totals$strata, `[[`, 2)))
  codes(lapply(margin$totals$question$categories, `[[`, "count"))
}

# The category of every row on a margin, and its control totals; those who did not say keep their share.
categories <- function(margin, wave, weights, population) {
  counts <- counts_of(margin)
  if (!is.null(margin$totals$strata)) {
    labels <- words(lapply(margin$totals$strata, `[[`, 1))
    return(list(category = wave$stratum, totals = setNames(population * counts / sum(counts), labels)))
  }
  code <- code_given(wave, margin$totals$question$question)
  category <- rep(NOT_STATED, length(code))
  for (place in seq_along(counts)) {
    category[code %in% codes(margin$totals$question$categories[[place]]$codes)] <- place
  }
  silent <- sum(weights[category == NOT_STATED]) / sum(weights)
  totals <- setNames(population * (1 - silent) * counts / sum(counts), seq_along(counts))
  if (silent > 0) totals[NOT_STATED] <- population * silent
  list(category = category, totals = totals)
}

raked <- function(design, margins) {
  names <- paste0("margin", seq_along(margins))
  for (place in seq_along(margins)) design$variables[[names[place]]] <- margins[[place]]$category
  totals <- lapply(seq_along(margins), function(place) {
    frame <- data.frame(names(margins[[place]]$totals), unname(margins[[place]]$totals))
    setNames(frame, c(names[place], "Freq"))
  })
  rake(design, lapply(names, reformulate), totals, control = list(maxit = 1000, epsilon = 1e-13))
}

step_note <- function(step, w) {
  list(step = step, range = list(min(w), max(w)), design_effect = length(w) * sum(w^2) / sum(w)^2)
}

weighted <- function(wave, psus, plan, margins, name, pairs) {
  by_name <- split(psus, psus$name)
  household <- vapply(by_name, function(members) {
    if (sum(members$returned) == 0) mean(members$base) else weighted.mean(members$base, members$returned)
  }, 0)
  households <- unname(household[wave$psu])
  adults <- adults_of(wave, plan$adults)
  base <- households * adults$counts
  adjusted <- base * nonresponse_factors(psus, wave$psu, households)
  certain <- psus$psu[psus$certainty == 1]
  margins <- usable(margins)
  population <- sum(counts_of(margins[[1]]))
  controls <- lapply(margins, categories, wave, adjusted, population)
  design <- raked(design_of(wave$stratum, wave$psu, adjusted, certain, name, pairs), controls)
  w <- weights(design)
  steps <- list(step_note("base", base), step_note("nonresponse", adjusted), step_note("raking", w))
  columns <- list(base, adjusted, w)
  cap <- median(w) + 6 * IQR(w)
  if (cap <= mean(w) * (1 + 1e-9)) cap <- 5 * mean(w)
  trimmed <- any(w > cap * (1 + 1e-9))
  for (round in 1:5) {
    if (!any(weights(design) > cap * (1 + 1e-9))) break
    lower <- weights(trimWeights(design, upper = cap, lower = 0, strict = TRUE))
    design <- raked(design_of(wave$stratum, wave$psu, lower, certain, name, pairs), controls)
  }
  if (trimmed) {
    steps <- c(steps, list(step_note("trimming", weights(design))))
    columns <- c(columns, list(weights(design)))
  }
  cut <- if (trimmed) list(cap = cap, rows = sum(w > cap), share = sum(pmax(w - cap, 0)) / sum(w))
  list(design = design, steps = steps, adults_imputed = adults$imputed, columns = columns, cut = cut)
}

# Waves in one design: a PSU met twice is one PSU, and each wave keeps its own totals.
stacked <- function(waves, margins) {
  all <- function(of) unlist(lapply(waves, of))
  w <- all(function(wave) weights(wave$design))
  certain <- all(function(wave) wave$psus$psu[wave$psus$certainty == 1])
  margins <- usable(margins)
  population <- sum(counts_of(margins[[1]]))
  controls <- lapply(margins, function(margin) {
    parts <- lapply(waves, function(wave) {
      part <- categories(margin, wave$data, weights(wave$design), population)
      names(part$totals) <- paste(wave$name, names(part$totals))
      part$category <- paste(wave$name, part$category)
      part
    })
    list(category = unlist(lapply(parts, `[[`, "category")), totals = unlist(lapply(parts, `[[`, "totals")))
  })
  raked(design_of(all(function(wave) wave$data$stratum), all(function(wave) wave$data$psu), w, certain), controls)
}
