# Raw cases as `minyi export WAVE --full --raw` writes them: what was asked of whom, and which returned questionnaires count.
suppressMessages(library(jsonlite))

# A file of the folder, packed with xz or not.
text_of <- function(folder, name) {
  plain <- file.path(folder, name)
  input <- if (file.exists(plain)) file(plain) else xzfile(paste0(plain, ".xz"))
  on.exit(close(input))
  readLines(input, encoding = "UTF-8", warn = FALSE)
}
read_document <- function(folder, name) {
  fromJSON(paste(text_of(folder, name), collapse = "\n"), simplifyVector = FALSE)
}
read_table <- function(folder, name) {
  read.csv(text = text_of(folder, name), colClasses = "character", check.names = FALSE, na.strings = "")
}

codes <- function(x) as.numeric(unlist(x))
words <- function(x) as.character(unlist(x))

# Conditions are a small subset of CEL. R's NA is its "unknown", and R's & | ! its three-valued logic.
one_of <- function(answer, codes) ifelse(is.na(answer), NA, answer %in% codes)
chosen <- function(code, answers) {
  ifelse(is.na(answers), NA, vapply(strsplit(as.character(answers), " "), function(x) code %in% x, NA))
}
answered <- function(answer) !is.na(answer)
condition <- function(source) {
  source <- gsub("&&", "&", gsub("||", "|", source, fixed = TRUE), fixed = TRUE)
  source <- gsub("([A-Za-z_][A-Za-z0-9_]*)\\s+in\\s+\\[([^]]*)\\]", "one_of(\\1, c(\\2))", source)
  source <- gsub("([0-9]+)\\s+in\\s+([A-Za-z_][A-Za-z0-9_]*)", "chosen(\\1, \\2)", source)
  parse(text = source)[[1]]
}
holds <- function(source, known) {
  truth <- eval(condition(source), known)
  !is.na(truth) & truth
}

# Which question was put to whom: TRUE where it was on the respondent's path. `arms` has the group of every respondent in
# every arm.
routed <- function(form, answers, arms) {
  ids <- vapply(form$questions, `[[`, "", "id")
  asked <- matrix(FALSE, nrow(answers), length(ids), dimnames = list(NULL, ids))
  known <- list()
  for (arm in names(arms)) known[[paste0("arm.", arm)]] <- arms[[arm]]
  for (id in ids) known[[id]] <- rep(NA, nrow(answers))
  ended <- rep(FALSE, nrow(answers))
  for (question in form$questions) {
    id <- question$id
    here <- !ended
    if (!is.null(question$ask_if)) here <- here & holds(question$ask_if, known)
    asked[, id] <- here
    known[[id]] <- ifelse(here, answers[[id]], NA)
    if (!is.null(question$end_if)) {
      ended <- ended | (here & answered(known[[id]]) & holds(question$end_if, known))
    }
  }
  asked
}

# The interviews of a wave: complete and partial ones, with what was asked and answered. `overall` names the questions
# that a complete interview must have answered where it was asked them.
interviews <- function(form, table, overall) {
  ids <- vapply(form$questions, `[[`, "", "id")
  type <- setNames(vapply(form$questions, `[[`, "", "type"), ids)
  answers <- table[ids]
  for (id in ids[type != "multiple"]) answers[[id]] <- as.numeric(answers[[id]])
  arms <- lapply(form$arms, function(arm) table[[paste0("arm.", arm$id)]])
  names(arms) <- vapply(form$arms, `[[`, "", "id")
  asked <- routed(form, answers, arms)
  given <- asked & !is.na(as.matrix(table[ids]))
  counted <- !(type %in% c("short_text", "long_text"))
  applicable <- rowSums(asked[, counted, drop = FALSE])
  answers_given <- rowSums(given[, counted, drop = FALSE])
  open <- asked & !given
  overall_given <- rowSums(open[, ids %in% overall & counted, drop = FALSE]) == 0
  complete <- answers_given >= 0.8 * applicable - 1e-9 & overall_given
  partial <- !complete & answers_given >= 0.5 * applicable - 1e-9
  keep <- complete | partial
  list(form = form, complete = sum(complete), partial = sum(partial), break_offs = sum(!keep),
       is_complete = complete[keep], broken = table$psu[!keep], stratum = table$stratum[keep], psu = table$psu[keep], mode = table$mode[keep], arms = lapply(arms, `[`, keep),
       asked = asked[keep, , drop = FALSE], answers = answers[keep, , drop = FALSE])
}

# The code a respondent gave to a question; NA where it was not asked or skipped.
code_given <- function(wave, id) {
  if (!(id %in% names(wave$answers))) return(rep(NA_real_, length(wave$psu)))
  ifelse(wave$asked[, id], wave$answers[[id]], NA)
}

question_of <- function(form, id) {
  for (question in form$questions) if (identical(question$id, id)) return(question)
  NULL
}
scale_of <- function(form, id) {
  for (scale in form$scales) if (identical(scale$id, id)) return(scale)
  NULL
}

# The scale that each respondent saw at a question: an arm's group may show another in its place.
scale_shown <- function(wave, id) {
  written <- question_of(wave$form, id)$scale
  if (is.null(written)) return(rep(NA_character_, length(wave$psu)))
  shown <- rep(written, length(wave$psu))
  for (arm in wave$form$arms) {
    group <- wave$arms[[arm$id]]
    for (name in names(arm$scales)) for (replaced in names(arm$scales[[name]])) {
      shown[group == name & shown == replaced] <- arm$scales[[name]][[replaced]]
    }
  }
  shown
}
