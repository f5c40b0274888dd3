# Computes the published rates of @WAVE@ again from its rows. Needs the package survey.
#
#     Rscript reproduce.R rows.csv
#
# A rate is the mean of the rates of its items; an item counts the codes of one column, weighted. Its variance is that of the
# replicates; its interval is that of Korn and Graubard.
suppressPackageStartupMessages(library(survey))

arguments <- commandArgs(trailingOnly = TRUE)
rows <- read.csv(if (length(arguments) > 0) arguments[1] else "rows.csv")
design <- svrepdesign(
  data = rows, weights = ~weight, repweights = "^w[0-9]+$", type = "other", combined.weights = TRUE,
  scale = @SCALE@, rscales = rep(1, @REPLICATES@), mse = TRUE, degf = @DEGREES@
)
# Indicator, items (column, codes of successes, codes that count), published rate and standard error.
figures <- list(
@FIGURES@
)

counts <- function(item, data) data[[item$column]] %in% item$counts
rate <- function(w, data, items) {
  mean(sapply(items, function(item) {
    sum(w[data[[item$column]] %in% item$successes]) / sum(w[counts(item, data)])
  }))
}

cat("indicator,rate,standard_error,lower,upper,published_rate,published_standard_error\n")
for (figure in figures) {
  estimate <- withReplicates(design, function(w, data) rate(w, data, figure$items))
  value <- as.numeric(coef(estimate))
  error <- as.numeric(SE(estimate))
  persons <- sum(Reduce(`|`, lapply(figure$items, counts, rows)))
  size <- value * (1 - value) / error^2 * (qt(0.975, persons - 1) / qt(0.975, @DEGREES@))^2
  size <- min(size, persons)
  lower <- qbeta(0.025, size * value, size * (1 - value) + 1)
  upper <- qbeta(0.975, size * value + 1, size * (1 - value))
  cat(sprintf("%s,%.15g,%.15g,%.15g,%.15g,%.15g,%.15g\n", figure$indicator, value, error, lower, upper,
              figure$rate, figure$error))
}
