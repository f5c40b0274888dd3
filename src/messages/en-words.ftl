# What is said about a questionnaire and the files of a survey: findings, advice, changes, the names of parts.

# Names
words-part-top = questionnaire
words-part-arm = experiment { $id }
words-part-scale = scale { $id }
words-part-section = section { $id }
words-part-question = question { $id }
words-part-indicator = indicator { $id }
words-text-title = title of the questionnaire
words-text-intro = introduction
words-text-section = heading of section { $id }
words-text-question = wording of { $id }
words-text-help = help text of { $id }
words-text-end = end text of { $id }
words-text-unit = unit of { $id }
words-choice-question = choice { $code } of { $id }
words-choice-scale = choice { $code } of scale { $id }
words-language-zh = Chinese
words-language-en = English
words-key-id = id
words-key-languages = languages
words-key-title = title
words-key-intro = introduction (intro)
words-key-arm = experiment (arm)
words-key-groups = shares of the groups (groups)
words-key-scales = scales in place of others (scales)
words-key-section = section
words-key-rotate = rotation group (rotate)
words-key-question = question
words-key-type = type
words-key-scale = scale
words-key-choices = choices
words-key-extra = further choices (extra)
words-key-order = order of the choices (order)
words-key-min = least number (min)
words-key-max = greatest number (max)
words-key-earliest = earliest date (earliest)
words-key-latest = latest date (latest)
words-key-decimals = decimal places (decimals)
words-key-min-choices = fewest choices (min_choices)
words-key-max-choices = most choices (max_choices)
words-key-max-length = most characters (max_length)
words-key-unit = unit
words-key-help = help text (help)
words-key-required = must be answered (required)
words-key-ask-if = condition to ask it (ask_if)
words-key-end-if = condition to end (end_if)
words-key-end = end text (end)
words-key-series = series
words-key-code = code
words-key-kind = kind
words-key-score = score
words-key-exclusive = excludes the others (exclusive)
words-key-other = asks for words (other)
words-key-apart = stands last (apart)
words-key-numerator = the numerator
words-key-denominator = the denominator
words-key-test = test
words-value-none = not set
words-value-yes = yes
words-value-fixed = as written
words-value-reverse = reversed for one half
words-value-rotate = starting at a drawn choice
words-value-single = single choice
words-value-scale = scale
words-value-multiple = multiple choice
words-value-number = number
words-value-date = date
words-value-short-text = one line of text
words-value-long-text = several lines of text
words-value-district = district
words-value-satisfied = satisfied
words-value-neutral = neutral
words-value-dissatisfied = dissatisfied
words-value-dont-know = don’t know
words-value-not-applicable = not applicable
words-value-refused = refused

# Files
words-file-too-large = The file has { NUMBER($bytes) } bytes, more than the { NUMBER($limit) } that are read. Split it, or remove what does not belong in it.
words-file-not-utf8 = The file is not UTF-8 from here on. Save it with the encoding UTF-8.
words-file-byte-order-mark = The file begins with an invisible byte order mark. Save it as UTF-8 without one.
words-file-carriage-returns = Lines end in CR LF. Save the file with LF alone.
words-file-empty = The file is empty. Write the document or delete the file.
words-file-syntax = This is not valid TOML; correct the syntax here (the parser says: { $message }).
words-file-unknown-key = There is no key “{ $key }”. { $remedy }
words-file-missing-key = Missing: { $key }. Add it.
words-file-wrong-type = Wrong value of { $key }: it must be { $expected }, but is { $found }. Change it.
words-file-not-allowed = Wrong value of { $key }: it cannot be “{ $value }”. { $remedy }
words-out-of-range = Wrong value of { $key }: { $value } is not from { $min } to { $max }.
words-did-you-mean = Did you mean “{ $word }”?
words-remove-it = Remove it.
words-use-one-of = Use one of: { $known }.
words-expected-text = a text in quotes
words-expected-whole-number = a whole number
words-expected-number = a number
words-expected-flag = true or false
words-expected-texts = a list of texts
words-expected-whole-numbers = a list of whole numbers
words-expected-table = a table in braces
words-expected-tables = a list of tables
words-found-number = the number { $number }
words-found-text = a text
words-found-list = a list
words-found-table = a table
words-found-date = a date

# Conditions
words-condition = In the { $key }: { $fault } (at character { NUMBER($at) })
words-condition-empty = the condition is empty; write it, or remove the key.
words-condition-stray = “{ $sign }” has no meaning in a condition; remove it.
words-condition-halved = “{ $sign }” alone has no meaning; write “{ $sign }{ $sign }”.
words-condition-open-text = the quotation mark is never closed; close it.
words-condition-number-too-large = the number is too large; correct it.
words-condition-too-precise = a number has at most 6 decimal places and 18 digits; shorten it.
words-condition-not-a-date = “{ $written }” is no date; write a day as '2014-01-31' or a month as '2014-01'.
words-condition-too-many-decimals = the answers to { $question } have { $decimals ->
    [0] no decimals
    [one] one decimal place
   *[other] { $decimals } decimal places
} and are never compared with { $value }; correct the number.
words-condition-unexpected = expected { $expected }, found “{ $found }”; correct the condition.
words-condition-unfinished = the condition is unfinished; { $expected } should follow.
words-condition-too-deep = the brackets are nested too deeply; simplify the condition.
words-condition-not-comparable = a comparison needs a question on one side and a number or a date on the other; compare each question with one.
words-condition-mistyped-question = there is no question { $question }; did you mean { $near }?
words-condition-unknown-question = there is no question { $question }; add it or correct the id.
words-condition-later = { $question } may come only after this point; refer to earlier questions that rotation cannot move behind.
words-condition-text-compared = { $question } takes a text, which cannot be compared; write answered({ $question }).
words-condition-multiple-compared = { $question } is a multiple choice, which has no single value; write, for instance, 1 in { $question }.
words-condition-not-multiple = { $question } is not a multiple choice; write { $question } == { $code }.
words-condition-unordered = the choices of { $question } have no order, and “{ $operator }” compares numbers and scales only; write { $question } in [..].
words-condition-takes-apart = “{ $operator } { $value }” also holds for choice { $code }, which stands apart from the scale; write { $question } in [..].
words-condition-unknown-choice = { $question } has no choice { $code }; use one of: { $known }.
words-condition-not-on-every-scale = { $question } is also asked on scale { $scale }, which has no choice { $code }; use codes that every scale shown has.
words-condition-number-never-given = { $question } accepts { $min } to { $max }, never { $value }; correct the number.
words-condition-date-never-given = { $question } accepts { $earliest } to { $latest }, never { $value }; correct the date.
words-condition-day-wanted = { $question } takes a date; write { $question } < '2014-01-31'.
words-condition-month-wanted = { $question } takes a month; write { $question } < '2014-01'.
words-condition-number-wanted = { $question } does not take a date; compare it with a number instead of { $value }.
words-unknown-arm = there is no experiment { $arm }; add it or correct the name.
words-unknown-group = experiment { $arm } has no group { $group }; use one of: { $groups }.
words-expectation-beginning = a question, a number, answered(..), “arm.”, “!” or “(”
words-expectation-continuation = “&&”, “||” or the end of the condition
words-expectation-closing-bracket = “)”
words-expectation-bracketed-question = “(” and a question
words-expectation-question = a question
words-expectation-point-and-arm = “.” and the name of an experiment
words-expectation-arm = the name of an experiment
words-expectation-group-compared = “==” or “!=” and a group in quotes
words-expectation-group = a group in quotes
words-expectation-codes = “[” and the codes
words-expectation-more-codes = “,” or “]”
words-expectation-comparison = a comparison or “in”
words-expectation-whole-number = a whole number

# Findings
words-id-malformed = “{ $id }” cannot be an id. Use letters, digits and underscores, begin with a letter, and none of the words of conditions (in, arm, answered, true, false).
words-duplicate-id = There is a { $part } on line { NUMBER($first) } already. Give this one another id.
words-duplicate-code = Code { $code } stands twice among the choices. Every choice needs a code of its own.
words-language-malformed = “{ $tag }” cannot stand among the languages. Write each language once by its tag, as in zh or en.
words-no-language = There is no language. Name at least one, as in languages = ["zh", "en"].
words-missing-translation = No { $language } words: { $text }. Add them.
words-lacks-question = the question
words-lacks-choice = choice { $code }
words-no-question = The questionnaire has no question yet. Add one.
words-unknown-scale = There is no scale { $scale }. Add it or correct the name.
words-unknown-section = There is no section { $section }. Add it or correct the name.
words-empty-section = No question stands in this section. Remove it, or move a question here.
words-section-interrupted = Section { $section } was already left before this question. Move the question to the others of its section.
words-rotation-interrupted = Rotation group { $group } was already left before section { $section }. Its sections must follow one another.
words-shares-too-few-groups = An experiment needs at least two groups. Add one, or remove the experiment.
words-shares-not-positive = The share of group { $group } is { $share }. Every share must be above 0.
words-shares-not-the-whole = The shares of the groups sum to { $sum }. They must sum to 1.
words-shares-too-fine = The shares are no exact parts of { $most } or fewer. Choose rounder ones, as in 0.75 and 0.25 (a third: 0.3333333).
words-too-many-variants = Arms, rotations and orders need { NUMBER($variants) } variants, more than { $most }. Choose rounder shares, or rotate less.
words-too-few-choices = Choices: only { NUMBER($choices) }. Write at least { NUMBER($least) }.
words-single-brackets = There may be several of these, each in double brackets. Write [[{ $key }]].
words-kinds-partial = Some choices count as satisfied, neutral or dissatisfied, but { $codes } have no kind, so that nobody can say what these answers count as. Give every choice a kind.
words-pointless-exclusive = Choice { $code } is exclusive, but only one choice can be made here. Remove it.
words-misplaced-other = Choice { $code } cannot be “other, please say”. A question of single or multiple choice may have one such choice.
words-field-taken = The id is also the field for what is written or ticked beside the answer to { $question }. Give this question another id.
words-empty-range = The least number, { $min }, is above the greatest, { $max }. Exchange or correct them.
words-too-large-for-decimals = { $bound } is too large for a number with decimals. Keep both bounds within 999999999.
words-date-malformed = The { $key } is “{ $written }”, which is no date. Write a day as "2014-01-31" or a month as "2014-01".
words-day-and-month = The earliest date is { $earliest }, the latest { $latest }. Write two days, or two months to ask for a month.
words-no-date-accepted = The earliest date, { $earliest }, is after the latest, { $latest }. Exchange or correct them.
words-ordinary-beside = Choice { $code }, ticked in place of an answer, must say why there is none. Give it the kind don’t know, not applicable or refused.
words-empty-choice-range = The fewest choices, { $min }, are more than the most, { $max }. Exchange or correct them.
words-more-than-choices = The { $key } is { $count }, but only { $choices ->
    [one] one choice
   *[other] { NUMBER($choices) } choices
} can be made together. Correct the number.
words-end-without-text = The interview can end here, but there is no end text. Add what the respondent reads then.
words-text-without-end = There is an end text, but no condition to end (end_if). Add the condition, or remove the text.
words-pointless-required = The question must be answered, but no condition to end depends on it. Only what decides eligibility may be required.
words-series-malformed = “{ $series }” names no series. Write the questionnaire and the question it continues, as in residents/R11.
words-editorial-without-text = “{ $key }” is declared an editorial change, but is no text of this questionnaire. Correct or remove the declaration.
words-editorial-without-reason = A change is declared editorial without a reason. Write why.
words-unreachable = No respondent can ever reach this question. Correct its condition, or the conditions before it.
words-too-entangled = Too entangled to prove that everybody’s way through is sound: simplify here. Ask about fewer questions in one condition, or in the conditions of the questions it asks about.
words-test-failed = Test “{ $name }” fails: asked { $actual }; expected { $expected }. Correct the test or the conditions.
words-no-question-asked = nothing
words-test-unknown-question = Test “{ $name }” names question { $question }, which does not exist. Correct the test.
words-test-impossible-answer = Test “{ $name }” gives { $question } an answer it does not take. Correct the test.
words-test-answer-malformed = The answer to { $question } must be a code, a list of codes, a number or a text. Correct the test.

# Editing
words-edit-unreadable = Line { NUMBER($line) } is not valid TOML; correct it in the text first (the parser says: { $message }).
words-edit-unknown-part = There is no { $part }. Somebody may have removed or renamed it.
words-edit-id-taken = The id “{ $id }” is already used. Choose another.
words-edit-unknown-choice = There is no choice { $code } in { $part }. Somebody may have removed it.
words-edit-code-taken = Code { $code } is already used in { $part }. Choose another.
words-edit-self-reference = { $question } is asked only after this condition is decided, so the condition cannot refer to it. Refer to earlier questions.
words-edit-too-long = Too long: { $text } has { NUMBER($characters) } characters, more than { NUMBER($most) }. Shorten it.
words-edit-control-character = Character { NUMBER($at) } is a tab or another invisible character. Remove it (a table cannot be pasted into a text).
words-edit-control-character-in = Character { NUMBER($at) } of the { $text } is a tab or another invisible character. Remove it (a table cannot be pasted into a text).
words-edit-line-break = The { $text } may have one line only. Remove the line break.
words-paste-empty = { $count ->
    [one] One empty line.
   *[other] { NUMBER($count) } empty lines.
}
words-paste-heading = Line { NUMBER($line) } looks like the heading of a table and was not made a choice: “{ $words }”.
words-paste-repeated = Line { NUMBER($line) } is the same as an earlier one: “{ $words }”.
words-paste-surplus = { $lines ->
    [one] One line has
   *[other] { NUMBER($lines) } lines have
} more columns than there are languages, as line { NUMBER($line) }: “{ $words }”.
words-paste-code = Code { $code } in line { NUMBER($line) } was given before; this choice has got another.
words-paste-beyond = { $count ->
    [one] Line { NUMBER($line) }
   *[other] { NUMBER($count) } lines from line { NUMBER($line) }
} (“{ $words }”) on: at most { NUMBER($most) } choices are pasted at once. Please paste the rest once more.
words-edit-unknown-language = The questionnaire is not in { $language }. Add the language first.
words-edit-still-used = Still referred to: { $part }, by { $by }. Change or remove these first.
words-edit-not-here = There is no { $key } in { $part }. Nothing was changed.
words-edit-odd-shape = The { $key } of { $part } is written in a form that can only be edited in the text. Edit it there.
words-edit-no-scale = There is no scale yet. Add one, then choose it.
words-edit-too-large = The questionnaire would have { NUMBER($bytes) } bytes, more than the { NUMBER($limit) } that are read. It was not saved.

# Advice
words-advice-unbalanced = Scale { $scale } has { NUMBER($satisfied) } satisfied and { NUMBER($dissatisfied) } dissatisfied choices. As many of each favour neither side.
words-advice-unlabelled = “{ $label }” stands alone as { $text } ({ $language }). Numbers mean something else to everyone: say it in words.
words-advice-no-dont-know = Scale { $scale } has no “don’t know”, so that { $count ->
    [one] 1 question lacks it
   *[other] { $count } questions lack it
  }: { $questions }. Whoever does not know has to guess.
words-advice-long-for-phone = About { NUMBER($lines) } lines on a phone ({ NUMBER($line) } Chinese characters each): { $text } ({ $language }). At most { NUMBER($most) } are read easily.
words-advice-many-of-one-scale = From { $first } to { $last }, { NUMBER($questions) } questions in a row are on scale { $scale }. More than { NUMBER($most) } tempt to equal answers.
words-advice-driver-first = The detail { $driver } comes before the overall item { $overall } and colours it. Ask the overall item first.
words-advice-stale = The original changed, but not the translation into { $language }: { $text }. Check it.
words-advice-too-long = Filling it in takes an estimated { $minutes } minutes ({ $language }, the longest path), above the limit of { $limit }. Ask less.
words-advice-not-pretested = { $question } has not been tried in its present words. Once it is published and before a wave opens, have people try it by the test link.

# Changes
words-change-added = Added: { $what }
words-change-removed = Removed: { $what }
words-change-moved = Moved: { $what }, from place { NUMBER($from) } to place { NUMBER($to) }
words-change-reordered = Other order of the choices: { $what }
words-change-recoded = Another code for a choice: { $what }, from { $from } to { $to }, the same otherwise. Data files say { $to } from now on.
words-change-worded = Changed: { $text } ({ $language }), from “{ $before }” to “{ $after }”
words-change-worded-first = New words: { $text } ({ $language }), now “{ $after }”
words-change-unworded = Words removed: { $text } ({ $language }), before “{ $before }”
words-change-property = Changed: { $key } of { $what }, from { $before } to { $after }
words-change-languages = Changed: languages, from { $before } to { $after }
words-broken-series = Answers to { $questions } can no longer be compared with earlier versions: { $reason }.
words-break-wording = the question is worded otherwise
words-break-label = a choice is worded otherwise
words-break-choices = there are other answers to choose from
words-break-meaning = a choice counts as something else (kind or score)
words-break-population = other people are asked
words-break-removed = it is asked no more

# Paths
words-path-contradiction = Nobody comes to { $question }: its condition contradicts itself. Correct it.
words-path-dead-end = Nobody comes to { $question }: whoever could is sent away at { $at }. Correct the condition to end of { $at }.
words-path-unexplained = Nobody comes to { $question }; its conditions are too entangled to say why. Simplify them.
words-path-unproven = Whether everybody’s way through is sound is too entangled to prove. Simplify the condition of { $question }, or those of the questions it asks about.
words-path-unreachable = Nobody comes to { $question }: its condition contradicts those of the questions it asks about. Correct it.

# XLSForm and the table of translations
words-note-no-counterpart = No counterpart in the other format, left out: { $key } of { $part }.
words-note-end-goes-on = { $question }: XLSForm cannot end an interview; the end text is shown there and the form goes on.
words-note-named-otherwise = { $part }: a workbook cannot have this id as a name (it stands twice, or is kept for forms); there it is called “{ $name }”.
words-note-asked-once = survey row { $row }: { $question } stands in the repeated group “{ $repeat }”. Nothing is repeated here: it is asked once.
words-note-other-unworded = survey row { $row }: the choice “other” of or_other has no words in { $language }. Write them.
words-note-meaning = List “{ $list }”: there is no column “kind”. What the choices count as was read from their words; check each before you publish: { $choices }.
words-choice-counts-as = “{ $label }” as { $kind }
words-note-meaning-unclear = List “{ $list }”: there is no column “kind”, and the words say of some choices only what they count as, so that none was given a kind. For a rate of satisfaction, give every choice one.
words-note-numbered = List “{ $list }”: its choices got codes in place of their names: { $names }.
words-note-renamed = { $sheet } row { $row }: “{ $from }” cannot be an id here and became “{ $to }”.
words-note-assumed = { $question }: the workbook does not state the { $key }; { $value } was taken.
words-note-assumed-unread = { $question }: the { $key } could not be read from the constraint; { $value } was taken. Please check.
words-cell = { $place } “{ $text }”
words-cells-of-sheet = Sheet { $sheet }
words-cells-of-column = Sheet { $sheet }, column { $column }
words-cells-left = { $at }: { $why }: { $cells }
words-left-column = this column is not read
words-left-preset = answers cannot be preset, the questions begin blank
words-left-filter = choices cannot be filtered by earlier answers, all of them are shown
words-left-message = a refusal has no words of its own, the general ones are shown
words-left-media = pictures, sound and films cannot be shown
words-left-calculation = nothing can be calculated
words-left-parameters = these parameters were not taken; choices are shown in their order, not shuffled
words-left-no-heading = the column has no heading and is not read
words-left-repeated = a column before it says the same; not read
words-left-unknown-language = the language of this column is not known, so it was not read; write its tag in brackets, as in label::English (en)
words-left-row = “{ $what }” is not read, the whole row was left out
words-left-disabled = the row is switched off and was not read
words-left-incomplete = a type, a list or a name is missing, the whole row was not read
words-left-nested = the heading of a group within a group is not shown; its condition was carried to its questions
words-left-unused-list = no question uses the list “{ $list }”; not read
words-left-sheet = a form does not have this sheet; not read
words-left-not-understood = not understood and left out
words-left-half-understood = understood in part, the rest was left out; please check
words-left-left-out = depends on “{ $name }”, which was left out, and was left out too
words-left-no-question = there is no question “{ $name }” (capitals matter); left out
words-left-ambiguous = several questions are called “{ $name }”, and it does not say which; left out
words-left-no-choice = the list has no choice named “{ $name }” (capitals matter); left out
words-left-never = the condition is never true and was left out; remove what nobody is to be asked
words-left-piping = answers cannot be put into a text, their signs would be shown as they stand; reword it
words-left-markup = texts have no layout, its signs would be shown as they stand; reword it
words-left-date = the spreadsheet has made a date of it, which was read; check it, and format the cell as text
words-left-failed = a formula failed
words-import-no-choice-headings = The first row of the choices sheet has no headings. Put a row above it with list_name, name and label.
words-import-no-lists = These lists are not on the choices sheet; add them: { $missing }.
words-import-missing-list = “{ $list }” of row { $row }
words-import-unknown-language = The languages of these columns are not known: { $columns }. Write the tag in brackets, as in label::English (en).
words-export-too-long = { $column } of { $name } has { NUMBER($characters) } characters; a cell holds { NUMBER($limit) }. Shorten it, or divide it.
words-export-unwritable = The workbook cannot be written: { $message }
words-import-not-a-workbook = The file is no Excel workbook (.xlsx). Save it in that format (the reader says: { $message }).
words-import-bomb = The workbook unpacks to far more than any form has and was not opened. Save the form alone in a new workbook.
words-import-sheet-too-large = The sheet “{ $sheet }” has cells beyond row { $rows } or column { $columns }. Remove what does not belong there.
words-import-no-survey = There is no sheet survey with the columns type and name. An XLSForm needs one.
words-table-no-keys = The first row has no column key. Keep the heading of the exported file.
words-table-no-language = No column is named after a language of the questionnaire. Keep the heading of the exported file.
words-table-key = Row { NUMBER($row) }: “{ $key }” names no text. Write it as exported, for instance title or question.R11.help.
words-table-unknown-text = Row { NUMBER($row) }: the questionnaire has no { $text } ({ $key }). The export may be of another version.
words-table-twice = Row { NUMBER($row) }: { $text } ({ $key }) stands in an earlier row already. Remove one of them.
words-table-not-a-table = The file is neither CSV in UTF-8, GB 18030 or UTF-16 nor an Excel workbook (.xlsx). Save the table in one of these formats.
words-table-original-differs = Row { NUMBER($row) }: the original of { $text } is not what the row says. Translate the present one, or empty the cell of the translation.
words-table-wording = Row { NUMBER($row) }: { $text }: { $error }

# Comparison with an earlier version
comparison-none = There is no earlier version of this questionnaire to compare with.
comparison-unreadable = Part of the text cannot be read yet. Once it is corrected, the draft can be compared.
comparison-same = Nothing changed since { $version }.
comparison-harmless = { $count ->
    [one] 1 change since { $version }; it breaks no series.
   *[other] { $count } changes since { $version }; none breaks a series.
  }
comparison-breaking = { $count ->
    [one] 1 change since { $version }; it breaks the series of { $questions }.
   *[other] { $count } changes since { $version }, of which { $breaking } { $breaking ->
        [one] breaks
       *[other] break
    } the series of { $questions }.
  }
comparison-questions-many = { NUMBER($count) } questions
comparison-break = Series broken
comparison-editorial = Declared editorial: the series goes on. Reason: { $reason }
comparison-show = See the changes
comparison-title = Changes
comparison-conditions = Before: { $before }; now: { $after }.
comparison-no-condition = no condition

# Plans
words-plan-id-malformed = “{ $id }” cannot be an id. Use small letters, digits and hyphens.
words-plan-id-reserved = “{ $id }” is the address of a page of results and cannot be the id of an indicator: choose another.
words-plan-duplicate-id = There is an indicator { $id } on line { NUMBER($first) } already. Give this one another id.
words-plan-duplicate-chapter = Line { NUMBER($first) } already has the chapter “{ $section }”: remove one.
words-plan-no-chapter = “{ $section }” stands in none of the chapters ([[chapter]]): add its chapter.
words-plan-no-indicator = The plan has no indicator. Add an [[indicator]].
words-plan-years-malformed = “years” must be the first and the last year of the plan. Write them as in [2012, 2014].
words-plan-value-malformed = “value” must be a number, true, or a text in Chinese and English. Change it.
words-plan-share-out-of-range = The target is { $value } %. A share lies between 0 and 100; correct it.
words-plan-target-not-a-share = A rate from a survey needs a target in percent. Write value = 90, unit = "%", or compare with a baseline.
words-plan-missing-baseline = “{ $comparator }” needs the fixed wave it is compared with. Add baseline = "first_wave".
words-plan-not-measured = The indicator is measured by survey but has no “measure”. Add the questionnaire and its questions.
words-plan-no-questions = The measure names no question. Add at least one to “questions”.
words-plan-unknown-questionnaire = There is no questionnaire { $questionnaire } beside the plan. Add it or correct the name.
words-plan-unknown-question = Questionnaire { $questionnaire } has no question { $question }. Add it or correct the name.
words-plan-unknown-scale = Questionnaire { $questionnaire } has no scale { $scale }. Add it or correct the name.
words-plan-not-on-scale = { $question } is never asked on scale { $scale }. Correct the question or the scale.
words-plan-kind-not-on-scale = No choice of scale { $scale } is of kind “{ $kind }”. Correct “{ $key }”.
words-plan-unknown-code = { $question } has no choice { $code }. Correct the codes.
words-plan-not-a-choice = { $question } does not give one code. A rate needs a single choice or a scale.
words-plan-nothing-counts = “{ $key }” is empty. Name what counts.
words-plan-grouped-twice = Respondents are told apart by { $question } already: two ways would tell by their difference what each hides. Keep one.
words-plan-one-class = One class tells nobody apart. Give two or more.
words-plan-code-in-two-classes = The code { $code } is in two classes. Leave it in one.
words-plan-numerator-outside = The numerator holds { $outside }, which the denominator does not. Add it there, or remove it here.
words-plan-prevalence-out-of-range = The prevalence is { $prevalence }. It must lie between 0 and 1 and differ from 0.5.
words-plan-drivers-counted = There { $count ->
    [one] is one question
   *[other] are { NUMBER($count) } questions
  } in “drivers”. Give { NUMBER($least) } to { NUMBER($most) }, which can be compared.
words-plan-drivers-of-several = The indicator is a mean of several questions and has no answer of its own to compare with. Take “drivers” out, or measure it by one question.
words-plan-driver-measured = { $question } is what the indicator measures, or decides who belongs to it: it cannot go with it as well. Remove it from “drivers”.
words-plan-driver-twice = { $question } stands twice in “drivers”. Leave it once.
words-plan-driver-of-arm = { $question } is put to a random group alone; of all others there is no answer to compare. Remove it from “drivers”.
words-plan-driver-without-scores = { $question } is not on a scale with a “score” for every degree of satisfaction. Choose another question, or give the choices of its scale scores.
words-plan-file-named-otherwise = The id is { $id }, but the file is called { $file }. Give both the same name.
words-plan-code-not-digits = “{ $code }” is no code of digits. Questions on the district offer units by number; write one.
words-plan-not-in-frame = Choice { $code } is no unit of frame.csv. Correct the code (0 stands for elsewhere).
words-plan-unit-not-offered = Unit { $code } of frame.csv cannot be chosen. Add it to the choices.

# Frames and margins
words-frame-cell = Column “{ $column }”: { $fault }
words-frame-unreadable = the line is not readable (the reader says: { $message }). Correct it.
words-frame-missing-column = the column is missing. Add it to the first line.
words-frame-empty = the cell is empty. Fill it in.
words-frame-not-positive = “{ $value }” is not a whole number above zero. Correct it.
words-frame-not-a-year = “{ $value }” is no year. Write four digits, as in 2014, or leave it empty.
words-frame-duplicate = the code { $code } stands on an earlier line already. Give every line a code of its own.
words-margin-duplicate = There is a margin { $id } on line { NUMBER($first) } already. Give this one another id.
words-margin-no-category = The margin has no category. Add “categories” with their counts, or write status = "missing".
words-margin-empty-category = A category of { $count } persons cannot be weighted to. Its count must be above zero.
words-margin-code-twice = The code { $code } already stands in a category on line { NUMBER($first) }. Keep it in one.
words-margin-unknown-question = No questionnaire beside it has a question { $question }. Correct “by”, or write by = "stratum".
words-margin-unknown-code = { $question } has no choice { $code }. Correct “codes”.
words-shape-too-large = The file has { NUMBER($bytes) } bytes, more than the { NUMBER($limit) } that are read. Simplify the outlines in a map program and export them again.
words-shape-not-json = It is not readable as JSON (the reader says: { $message }). Export it again as GeoJSON.
words-shape-no-collection = It is no GeoJSON collection of features. The outermost object needs "type": "FeatureCollection" and a list “features”.
words-shape-no-feature = It holds no outline. Export the outlines of the districts, or remove the file.
words-shape-no-code = Its “properties” have no “code”. Add the code that frame.csv has.
words-shape-unknown-code = frame.csv has no code { $code }. Correct the code, or remove this outline.
words-shape-duplicate = The code { $code } has an outline already. Where a district has several parts, join them in one MultiPolygon.
words-shape-no-polygon = Its geometry is { $found }. Make it a Polygon or MultiPolygon.
words-shape-no-area = The outline surrounds nothing. Each ring needs at least four points and ends where it begins. Export it again.
words-shape-not-on-earth = “{ $point }” is no longitude (−180 to 180) and latitude (−90 to 90). Export it in degrees, longitude first.
words-margin-empty = Fill this in.
words-margin-one-language = The other language is filled in; fill in this one too.
words-margin-too-long = This has { NUMBER($characters) } characters, { NUMBER($limit) } at most. Write less.
words-margin-not-a-day = “{ $day }” is no date. Write it like 2010-11-01, or leave it empty.
words-margin-not-codes = “{ $value }” is no code. Write the codes of choices; where several make one category, part them by spaces or commas.
words-margin-no-choice = The question has no choice { $code }. Correct the code.
words-margin-ends-interview = Who chooses { $code } ends the interview and nothing is stored, so nobody could be weighted to it. Leave this code out.
words-margin-code-before = The code { $code } stands in a category above. Keep it in one.
words-margin-without-totals = There is no total yet. Fill in how many belong to each category, or set the status to “missing”.
words-totals-columns = These columns are missing: { $columns }. Write the headings code and count, or category and count.
words-totals-category = code or category
words-totals-count = count
words-totals-not-persons = “{ $words }” does not count single persons. Convert every count to persons, correct the unit, and read the table again.
words-totals-unknown = There is no category “{ $category }”. Write a code or name that the page lists.
words-totals-name-differs = “{ $category }” and “{ $name }” are not the same category. Correct one of them.
words-totals-twice = The category stands in row { $first } already. Keep one of them.
words-totals-missing = These categories are missing: { $categories }. Add each of them.
words-totals-differ = The total says { NUMBER($stated) }, the categories add up to { NUMBER($sum) }. Correct a count or the total.
words-totals-zero = A count cannot be 0: a category of nobody cannot be weighted to. Write the true number, or put the category together with another.
words-totals-too-many = “{ $value }” is more than there are people. See whether it stands in the wrong column.

# Cases and the list of a field team
words-disposition-refusal = Refused
words-disposition-break-off = Broken off
words-disposition-non-contact = Not reached
words-disposition-nobody-home = Nobody home
words-disposition-away = The person to answer is away
words-disposition-dead = Dead
words-disposition-unable = Unable to answer
words-disposition-language = No common language
words-disposition-not-attempted = Not attempted
words-disposition-no-access = No access
words-disposition-address-not-found = Letter returned, no such address
words-disposition-no-screener = Unknown whether anyone is eligible
words-disposition-other-unknown = Unknown
words-disposition-out-of-sample = Not in the sample
words-disposition-not-housing = Not a dwelling
words-disposition-vacant = Nobody lives there
words-disposition-no-eligible = No eligible adult
words-mode-letter = Letter
words-mode-visit = Visit
words-mode-telephone = Telephone
words-list-case = case number
words-list-psu = community code
words-list-psu-name = community
words-list-household = household
words-list-address = address
words-list-state = state
words-list-day = date
words-list-mode = mode
words-list-result = result
words-list-done = done
words-list-no-columns = The first row lacks these columns: { $columns }. Keep the heading of the list as it was downloaded.
words-list-cell = Row { NUMBER($row) }, { $column } “{ $cell }”: { $fault }
words-list-not-a-number = This is no case number; one digit may be wrong. Look at the list.
words-list-not-a-day = This is no date. Write it like 2014-09-05.
words-list-not-a-mode = Write letter, visit or telephone.
words-list-not-a-result = There is no such result. Write a code such as 2.11 (refused), 2.24 (nobody home), 3.18 (letter returned), 4.60 (nobody lives there).
words-list-twice = The same attempt stands in row { NUMBER($row) } already. Keep one of them.
words-attempt-unknown-case = This wave has no such case. The list may be of another wave.
words-attempt-opened = The wave has been opened: what became of its cases can no longer be changed.
words-attempt-day = The day has not come yet, or is more than 60 days before the wave opened. Check it.
words-attempt-returned = This household has sent its form: no result can be recorded any more.
words-attempt-none = “Not attempted” is the result of no attempt.
words-attempt-not-eligible = “{ $known }” was recorded before. If that was wrong, tick correction on the page of this community and say why.
words-attempt-reached = “{ $known }” was recorded before, so somebody lives there. If that was wrong, tick correction on the page of this community and say why.

# Draws
words-draw-empty-stratum = Stratum { $stratum } has no community or village in the frame. Complete the frame.
words-draw-no-household = Unit { $unit } has no household. Correct the frame.
words-draw-short-stratum = Stratum { $stratum } has { $available } communities and villages, fewer than the { $requested } that every stratum is to get. Lower the least number.
words-draw-nothing-to-share = Sampford’s method draws communities anew each time: choose no earlier sample, or draw systematically.
words-draw-unusable = At least one household must be drawn from each community, and the shift is not below zero.
words-draw-no-population = A stratum of the frame has no population. Correct the frame.
words-draw-too-few = These households make { $total } communities and villages, which do not give each of { $strata } strata its { $minimum }. Invite more households, or lower the least number.
words-draw-too-many = { $total } communities and villages are asked for, the frame has { $available }. Invite fewer households, or more in each community.
words-draw-unusable-rates = This allocation needs an assumed rate above 0 and below 1 for each stratum, and a power of 0 to 1.

# Lists of units
words-column-code = code
words-column-name = name ({ $language })
words-column-stratum = district code
words-column-street = street or township code
words-column-urban = urban or rural
words-column-households = households
words-column-persons = persons
words-listing-not-a-table = The file is neither a table of text (CSV) nor an Excel workbook (.xlsx). Save the list in one of these formats.
words-listing-old-workbook = This is a workbook of the old format (.xls). Save it in Excel as .xlsx or CSV.
words-listing-bomb = The workbook unpacks to far more than any list has and was not opened. Save the list alone in a new workbook.
words-listing-no-heading = There is no heading. Put a row of column names above the units (code, name, district, urban or rural, households, persons), or say by hand which row is the heading and what the columns are.
words-listing-no-unit = The list has no unit. See whether the right file and the right sheet were chosen.
words-listing-missing-column = The column “{ $column }” is missing. Add it, or say by hand which column it is.
words-listing-missing-name = The column of names is missing. Add it, or say by hand which column it is.
words-listing-column-twice = Two columns look like “{ $column }”. Say by hand which one to use.
words-listing-too-many-cells = The row has { $cells } cells and the heading { $columns } columns; most often a number or a name has a comma without quotes. Correct the row.
words-listing-zero = A size cannot be 0. Write the true number, or merge the unit with a neighbour.
words-listing-not-a-number = “{ $value }” is not a whole number. Write a number.
words-listing-too-many = “{ $value }” is more than any community or village has. See whether it stands in the wrong column.
words-listing-not-urban-or-rural = Nothing tells whether “{ $value }” is urban or rural. Write “urban” or “rural”.
words-listing-damaged-code = A spreadsheet turned the code “{ $code }” into a number with an exponent, and its last digits are lost. Format the column as text and write the codes again.
words-listing-duplicate = The code { $code } stands on row { $first } already. Remove one of the rows, or correct the code.
words-listing-unknown-stratum = The plan has no district “{ $code }”. Correct the code; if the district is new, change frame.csv of the plan first.
words-listing-code-not-yet = The code { $code } is in use since { $since }, after the reference date of the list; then it was { $earlier }. Write the code of that time, or correct the reference date.
words-listing-code-replaced = The code { $code } was in use until { $until }; since then it is { $successor }. Write the new code, or correct the reference date.
words-listing-code-ended = The code { $code } was in use until { $until }. Write the present code, or correct the reference date.
words-delimiter-comma = commas
words-delimiter-semicolon = semicolons
words-delimiter-tab = tabs
words-delimiter-bar = bars
words-household-none = The list has no household at all. Look whether it is the right file and sheet.
words-household-columns = These columns are missing: { $columns }. Write the headings unit code, household and address, or say which column is which; the address has a column of its own, without names.
words-household-column-twice = Two columns look like “{ $column }”. Remove one of them.
words-household-unknown-unit = The frame has no community or village of the code “{ $code }”. Correct the code.
words-household-number = “{ $value }” is no number of a household: a whole number from 1 on, its place on the list.
words-household-out-of-range = Household { $number } is out of range: in the frame the community has { $size ->
    [one] one household
   *[other] { NUMBER($size) } households
  }. Correct the number; the sample was drawn by the frame, even where the community has grown.
words-household-twice = The household stands in row { $first } already. Keep one of them.
words-household-twice-elsewhere = The household stands in row { $first } of sheet “{ $sheet }” already. Keep one of them.
words-household-runs-on = The numbers run on from one community to the next. Write the number that each household has on the list of its own community, from 1 in each; with numbers of the whole list letters would go to the wrong doors.
words-household-as-above = “{ $value }” is no address. Write it out.
words-household-damaged-address = “{ $value }” does not look like an address: a spreadsheet program may have made a day or a number of it, or lost some of its signs. Correct it by the original list.
words-household-too-long = The address has { NUMBER($signs) } characters; an envelope takes { NUMBER($limit) }. Shorten it.
words-household-sheets-left = Sheets not read: { $sheets }.
words-household-persons-left = These columns may name persons or how to reach them. They were neither read nor kept: { $headings }. Do not upload them again.
words-household-rows-left = { $count ->
    [one] One row is a total, a note or a repeated heading and was left out: row { $first }.
   *[other] { $count } rows are totals, notes or repeated headings and were left out, the first in row { $first }.
  }
words-household-unaddressed = { $count ->
    [one] One household has no address: row { $first }.
   *[other] { $count } households have no address, the first in row { $first }.
  }
words-households-read = { $households ->
    [one] One household
   *[other] { NUMBER($households) } households
  } read, in { $units ->
    [one] one community or village
   *[other] { NUMBER($units) } communities or villages
  }.
words-remark-text = A table of text in { $encoding }, its cells parted by { $delimiter }.
words-remark-workbook = An Excel workbook.
words-remark-sheet = The sheet “{ $read }” was read, and these were not: { $left }.
words-remark-title-rows = { $count ->
    [one] The heading is row { $heading }; the row above it was left out: { $titles }.
   *[other] The heading is row { $heading }; { $count } rows above it were left out: { $titles }.
}
words-remark-no-heading = There is no heading; the columns were assigned by hand.
words-remark-columns = Columns: { $columns }.
words-remark-column = “{ $heading }” is { $column }
words-remark-columns-left = Columns that were not read: { $headings }.
words-remark-units = { $units ->
    [one] One unit was read (districts: { NUMBER($strata) }).
   *[other] { $units } units were read (districts: { NUMBER($strata) }).
}
words-remark-numbers = { $count ->
    [one] One number with separators, wide digits or a unit was read as a number: { $examples }.
   *[other] { $count } numbers with separators, wide digits or a unit were read as numbers: { $examples }.
}
words-remark-codes = { $count ->
    [one] One code had wide signs or spaces, which were removed: { $examples }.
   *[other] { $count } codes had wide signs or spaces, which were removed: { $examples }.
}
words-remark-example = row { $row } “{ $written }” as { $read }
words-remark-headings = { $count ->
    [one] Row { $first } repeats the heading and was left out.
   *[other] { $count } rows repeat the heading and were left out, the first is row { $first }.
}
words-remark-totals = { $count ->
    [one] One row is a total and was not taken for a unit: { $rows }.
   *[other] { $count } rows are totals and were not taken for units: { $rows }.
}
words-remark-totals-agree = { $count ->
    [one] One figure of the totals agrees with the units.
   *[other] { $count } figures of the totals agree with the units.
}
words-remark-notes = { $count ->
    [one] One row is a note and was not taken for a unit: { $rows }.
   *[other] { $count } rows are notes and were not taken for units: { $rows }.
}
words-remark-row = row { $row } “{ $words }”
words-remark-later-code = { $units ->
    [one] The code { $code } is in use since { $since }; its unit belongs to { $stratum } of the plan.
   *[other] The code { $code } is in use since { $since }; its { $units } units belong to { $stratum } of the plan.
}
words-remark-undated = { " " }No reference date was given: a list from before { $since } cannot use this code.
words-remark-by-name = { $units ->
    [one] The district of one unit was found by its name.
   *[other] The districts of { $units } units were found by their names.
}
words-remark-crowded = { $units ->
    [one] One unit has more households than persons, on row { $first }. See whether the two columns are swapped.
   *[other] { $units } units have more households than persons, the first on row { $first }. See whether the two columns are swapped.
}
words-concern-sheet = The sheet “{ $sheet }” looks like a list too and was not read.
words-concern-total = The total on row { $row } states { NUMBER($stated) } in “{ $column }”, and the units add up to { NUMBER($summed) }. Rows may be missing, or numbers be wrong.
words-concern-no-units = { $count ->
    [one] One district has no unit; nobody there can be drawn: { $strata }.
   *[other] { $count } districts have no unit; nobody there can be drawn: { $strata }.
}
words-concern-census = { $name } ({ $stratum }): { NUMBER($listed) } persons listed, { NUMBER($census) } in the census, { $difference }.

words-register-indicator = indicator
words-register-year = year
words-register-value = value
words-register-beside = compared with
words-register-done = done
words-register-words = evidence or words
words-register-source = source
words-register-dated = date of source
words-register-reason = reason for correction
words-register-lacking = Nothing is filled in. Add it.
words-register-not-asked = This indicator takes nothing here. Delete it.
words-register-unknown-indicator = The plan has no such indicator. Compare the first column of the template.
words-register-of-survey = A survey measures this indicator; its figure is not entered. Delete the row.
words-register-year-outside = Write a year between { $first } and { $last }.
words-register-not-a-number = Write one number with a point before decimals, such as 1234.5, and no unit.
words-register-too-many-digits = These are more digits than the 28 that are kept. Write as many as the source publishes.
words-register-not-a-share = A percentage is between 0 and 100. Write 95 for what a workbook keeps as 0.95.
words-register-not-done-word = Write yes or no.
words-register-not-a-day = This is no date. Write it as 2014-01-20.
words-register-in-future = The date of the source has not come yet. Check it.
words-register-too-long = At most { NUMBER($most) } characters. Shorten it.
words-register-twice = Row { NUMBER($row) } has the same indicator and year already. Keep one of the two.
words-register-waiting = A value that { $by } entered waits for its release. Have somebody else release or refuse it first.
words-register-reason-lacking = A value of this year is published. Give a reason for correcting it.
words-register-unchanged = It is what is published already: there is nothing to correct.
words-register-no-columns = The first row lacks these columns: { $columns }. Keep the heading of the template.
