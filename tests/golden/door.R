#!/usr/bin/env Rscript
# What R answers to small documents that try every word of the door: Rscript door.R FOLDER   (run in this directory)
# FOLDER holds door_*.json, each with its data; door_answers.csv is written there: the numbers that R gives, or why it stops.
source("reflib.R")
DIR <- commandArgs(TRUE)[1]

# Gaps and types as the document states them: a column of text stays text.
read_door <- function(data) {
  gaps <- c("", if (is.null(data$missing)) c("NA", "NaN") else unlist(data$missing))
  types <- if (length(data$columns)) setNames(vapply(data$columns, function(c) if (c$type == "string") "character" else "numeric", ""),
                                              vapply(data$columns, `[[`, "", "name")) else NA
  read.csv(file.path(DIR, data$csv), na.strings = gaps, colClasses = types, check.names = FALSE, encoding = "UTF-8")
}
totals <- function(rows) do.call(rbind, lapply(rows, function(r) as.data.frame(r, stringsAsFactors = FALSE, check.names = FALSE)))
# A document read from JSON as reflib.R wants it; R writes compressed replicates unless it is told otherwise.
as_steps <- function(steps) lapply(steps, function(s) {
  if (!is.null(s$population) && s$op == "poststratify") s$population <- totals(s$population)
  if (s$op == "rake") { s$margins <- lapply(s$margins, function(m) list(vars = unlist(m$vars), population = totals(m$population))); s$maxit <- 500; s$epsilon <- 1e-12 }
  if (s$op == "calibrate") s$terms <- unlist(s$terms)
  s })
apply_reflib <- apply_step
apply_step <- function(des, st, env) if (st$op == "replicate") as.svrepdesign(des, type = st$type, mse = isTRUE(st$mse)) else apply_reflib(des, st, env)

rows <- list()
put <- function(...) rows[[length(rows) + 1]] <<- data.frame(..., stringsAsFactors = FALSE)
text <- function(x) gsub("[\r\n]+", " ", format(x, digits = 15))
for (file in sort(list.files(DIR, "^door_.*[.]json$"))) {
  doc <- fromJSON(file.path(DIR, file), simplifyVector = FALSE); name <- sub("[.]json$", "", file); data <- read_door(doc$data)
  for (sp in doc$designs) {
    for (m in c("ids", "strata", "fpc", "repweight_columns", "rscales")) sp[[m]] <- unlist(sp[[m]])
    sp$steps <- as_steps(sp$steps)
    if (identical(sp$kind, "svrepdesign") && is.null(sp$type)) sp$type <- "BRR"          # the default of svrepdesign
    q <- quietly(build_design(sp, data))
    if (failed(q$v)) { put(document = name, design = sp$name, estimate = "", member = "error", value = text(q$v$msg)); next }
    put(document = name, design = sp$name, estimate = "", member = "df", value = text(degf(q$v)))
    for (e in doc$estimates) if (identical(e$design, sp$name)) {
      if (e$stat == "quantile") { e$probs <- unlist(e$probs); e$qrules <- "math"; e$intervals <- "mean" }
      r <- run_estimate(e, q$v, sp)
      if (!is.null(r$tests)) r <- c(r, list(statistic = r$tests[[1]]$statistic, p_value = r$tests[[1]]$p_value))
      if (!is.null(r$quantiles)) r <- c(r, list(quantile = r$quantiles[[1]]$quantile))
      for (m in c("estimate", "se", "df", "n", "deff", "t", "statistic", "p_value", "quantile", "error"))
        if (!is.null(r[[m]])) put(document = name, design = sp$name, estimate = e$id, member = m, value = text(r[[m]]))
    }
  }
}
write.csv(do.call(rbind, rows), file.path(DIR, "door_answers.csv"), row.names = FALSE)
