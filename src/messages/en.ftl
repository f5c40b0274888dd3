# Interface text of Minyi. Text of questionnaires and plans stands in their own files.

site-name = Minyi
language-name = English
skip-link = Skip to content
reading-label = Language and text size
foot-label = Site
size-large = Large text
size-normal = Normal text
simulated-mark = Demonstration, not a real survey.{" "}
simulated-banner = Residents and answers are simulated by a computer.
home-link = Back to the start page
results-link = See the results
receipt-link = Check a receipt
privacy-link = Privacy
date = { $day } { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
month-of-year = { $month } { $year }
quoted = “{ $text }”
name-separator = {", "}
clause-separator = {", "}
lead-separator = {"; "}

# Start page
home-title = Tell us what you think
home-lead = We ask residents whether they are satisfied with public services. Anonymous, voluntary, and no answer is wrong.
code-label = Enter the code from your invitation
code-help = 16 letters and digits. Capitals and dashes do not matter.
code-unreadable = This does not look like a complete code. Please check it against the paper: 16 letters and digits, never the letters I, L, O or U.
code-submit = Start
invited-wave = Under way: { $title }, until { $date }.
open-title = You can also take part without a code
open-until = Open until { $date }
home-results-title = What residents say
home-results = The results of each survey are published for everybody once it has ended.

# Form
required = {" "}(please answer)
conditional = Please answer only if { $condition }; otherwise skip it.
condition-and = , and{" "}
condition-or = , or{" "}
condition-group = ({ $condition })
condition-answered = { $question } was answered
condition-unanswered = { $question } was not answered
condition-chosen = { $question } was answered { $choices }
condition-not-chosen = { $question } was answered otherwise than { $choices }
condition-picked = { $choices } was chosen in { $question }
condition-not-picked = { $choices } was not chosen in { $question }
condition-never = no answer to { $question } fits
condition-choice-or = {" "}or{" "}
condition-equal = the answer to { $question } is { $value }
condition-different = the answer to { $question } is not { $value }
condition-less = the answer to { $question } is below { $value }
condition-at-most = the answer to { $question } is at most { $value }
condition-more = the answer to { $question } is above { $value }
condition-at-least = the answer to { $question } is at least { $value }
condition-before = the answer to { $question } is before { $value }
condition-until = the answer to { $question } is { $value } or earlier
condition-after = the answer to { $question } is after { $value }
condition-since = the answer to { $question } is { $value } or later
condition-in-group = the respondent is in group { $group } of arm { $arm }
condition-not-in-group = the respondent is not in group { $group } of arm { $arm }
paper-link = Paper form (to print)
paper-question = question { NUMBER($number) }
paper-how = Please tick the box before your answer. One answer a question unless it says otherwise; leave blank what you would rather not answer, unless it says “required”.
paper-if = Please answer only if { $condition }; otherwise skip it.
paper-ends = If { $condition }, please do not go on.{" "}
paper-end = That is all. Thank you.
cover-keep = If you answer by phone, keep this sheet. If you answer on paper, hand it back together with the answers.
cover-scan = To answer by phone, scan this QR code or open the address below.
cover-code = The code of your household, good once:
cover-paper = To answer on paper, fill in the sheets behind this one and hand them back in one envelope with it: they count by the code on this sheet. Two of the staff type them in, each by themselves; they see the code and the answers, and neither name nor address; then this sheet is destroyed. If nobody is to see your answers, answer by phone, or ask somebody you trust to enter them online.
cover-apart = The sheets with answers carry no code. Please write neither name nor code on them either: once this sheet is destroyed, nobody who holds them knows which household filled them in.
cover-back = This side is left empty on purpose, so that no answers stand on the back of the code.
paper-copy = Questionnaire { $wave }, version { NUMBER($variant) }
several = You may choose more than one.
several-at-least = Please choose at least { NUMBER($min) }.
several-at-most = Please choose at most { NUMBER($max) }.
several-exactly = Please choose exactly { NUMBER($min) }.
several-between = Please choose { NUMBER($min) } to { NUMBER($max) }.
number-range = A whole number from { $min } to { $max }.
decimal-range = A number from { $min } to { $max }, with at most { $decimals ->
    [one] one decimal place
   *[other] { $decimals } decimal places
}.
date-range = A day from { $earliest } to { $latest }.
month-range = A year and month from { $earliest } to { $latest }.
date-year = Year
date-month = Month
date-day = Day
paper-date = Year ________ Month ____ Day ____
paper-month = Year ________ Month ____
send = Send my answers
send-note = Once sent, answers cannot be changed. Unless it says “please answer”, any question may be left blank.
title-with-error = Please check: { $title }
errors-title = { $count ->
    [one] One answer needs another look
   *[other] { $count } answers need another look
  }
fault-required = Please answer this question
fault-choice = Please choose from the list
fault-number = Please enter a whole number
fault-range = Please enter a whole number from { $min } to { $max }
fault-decimal = Please enter a number from { $min } to { $max }, with at most { $decimals ->
    [one] one decimal place
   *[other] { $decimals } decimal places
}
fault-date = Please enter a day from { $earliest } to { $latest }, with year, month and day
fault-month = Please enter a year and month from { $earliest } to { $latest }
fault-long = This text is too long; please use at most { NUMBER($max) } characters
fault-exclusive = One of your choices cannot go together with others; please change it
fault-typed-and-chosen = Please write an answer or tick a box, not both
fault-too-few = Please choose at least { NUMBER($min) }
fault-too-many = Please choose at most { NUMBER($max) }
fault-other = You wrote something without ticking the choice it belongs to. Please tick that choice, or delete what you wrote
fault-several = Please choose only one
send-note-review = To change one, touch “Change” beside it; then send them at the end. Once sent, answers cannot be changed.
form-begin = Start
form-next = Next
form-back = Back
form-skip = Skip this question
form-done = Continue
form-preview-end = This is a preview: the real form would be sent here.
form-progress = Progress
form-where = Question { $number } of { $total }
form-where-in = Question { $number } of { $total } · { $section }
form-moving = Moving on. Touch the screen to stay.
form-moving-on = Once you have chosen, the next question comes by itself.
form-moving-stop = Do not move on by itself
form-moving-start = Move on by itself
form-nudge-one = Not answered yet. If you would rather not answer, just send once more.
form-nudge = Not answered yet. If you cannot say, there may be a “don’t know”; if you would rather not answer, skip it.
form-review = Before you send
form-change = Change
form-colon = {": "}
form-unanswered = Not answered
form-sending = Sending…
form-waiting = Kept on this phone, not sent yet
form-waiting-offline = There is no connection now. Your answers will be sent by themselves as soon as there is one.{" "}
form-waiting-busy = You are connected, but your answers have not reached us yet: the server may be busy, or this network may want you to sign in first. They will be sent again by themselves in a while.{" "}
form-waiting-closed = You may close this page.
form-waiting-open = Please leave this page open; if you close it, open it again in a while.
form-waiting-until = They count if they arrive before { $moment }, Beijing time.
form-try-now = Try again now
form-unkept = This phone cannot keep your answers: please do not close or reload this page. They can be sent all the same.
form-found = This phone holds a form that is not finished
form-found-lead = If it is not yours, please start afresh: the answers are erased from this phone, and you will not see them.
form-found-go-on = It is mine, go on
form-found-afresh = Start afresh
form-waiting-once = However often it is tried, it counts once.
form-restored = What you entered before is back.
form-other = Someone else wants to answer
form-erase-sure = Answers that are not sent yet will be erased from this phone. Are you sure?
form-help = Help and privacy
form-stop = Stop and erase
form-stopped = You have stopped.
form-aloud = Read to me
form-aloud-stop = Stop reading
form-more = There is one more question below.
form-language-offline = Without a network this language cannot be opened yet. What you entered is still here.
ended-title = Thank you
ended-nothing-stored = Nothing of what you entered was stored.
ended-again = Start again with another resident

# Letters
letter-to = To the household
letter-household = Household { $household }
letter-joint = {", "}
letter-number = Number { $case } (please give it when you call or write; tell nobody your code)
letter-greeting = Dear residents: { $household }
letter-invitation = Your household is asked to take part in this survey. Your address was drawn at random from all households of the city and stands for many like it, so nobody else can take its place. Satisfied or not: please answer as you think.
letter-reminder = Some days ago we wrote to your household about this survey. If you have answered, thank you: please ignore this letter. It carries a new code; the earlier one can be used as well. Each household counts once, by whichever comes first.
letter-single = This is a new code for your household. The earlier ones are void: please use this one.
letter-paper = If going online is difficult, ask for a paper questionnaire through the contact below, free of charge; or somebody you trust may fill in the form as you say. Taking part is voluntary, and nothing follows if you do not.
letter-over = 中文见正面

# Statutory header
header-none = This is not a statistical survey and carries no statutory form number.
header-number = Form number
header-authority = Issued by
header-approval = Approval (filing) number
header-valid = Valid until

# Who answers
who-answers = Who answers: of those in your household aged 18 or over who have lived here for 6 months, the one whose birthday comes next, or whom an interviewer at the door finds by a rule. So nobody picks who it is.

all-may-be-left = Any question may be left blank.
some-must-be-answered = { $count ->
    [one] Only one question must be answered, to know whether you belong to those who are asked; any other may be left blank.
   *[other] Only { $count } questions must be answered (marked so), to know whether you belong to those who are asked; any other may be left blank.
  }

# Privacy
privacy-title = Privacy
privacy-short = Anonymous: nobody asks who you are, and answers carry neither name nor code. Only to judge public services, published in sum.
privacy-more = Who asks, what is kept, for how long
privacy-folded = Anonymous, voluntary. Who asks, what is kept
privacy-page = Open the privacy notice on its own
privacy-who-title = Who asks
privacy-who = The issuing authority named at the top of the form; where none is named, the office named under “Questions”. A demonstration says that it is one.
privacy-who-authority = { $authority }.
privacy-who-demonstration = Nobody: this is a demonstration of the Minyi platform.
privacy-who-contact = { $contact }. This is not a statistical survey.
privacy-who-operator = Whoever runs this site. This is not a statistical survey and names no contact; if in doubt, leave it.
privacy-contact-title = Questions, complaints, reports
privacy-questions-title = Questions
privacy-complaints-title = Complaints and reports (to another office)
privacy-contact = Please use the contact given on the form or the invitation.
privacy-contact-none = This form names no contact.
privacy-contact-demonstration = This is a demonstration and has no contact; a real survey names one here.
privacy-why-title = Why
privacy-why = To estimate how satisfied residents are with public services and to compare it with the targets of the plan. Results are published only as totals.
privacy-what-title = What is kept
privacy-what = Your answers; which of several wordings you were asked by, drawn at random; with an invitation, the sampled area and how you answered (screen, paper, an interviewer's phone). Nothing else: no name, telephone, network address or device, not when you answered or how long it took, nor the language or the size of letters. Your code is kept apart, in a form that cannot be turned back, with its household and whether it was returned, and is not joined to the answers. Written remarks are stored apart and not joined to other answers. Besides, we only count how many opened the form, reached each question and sent it, not who.
privacy-phone-title = On your phone
privacy-phone = What you have not finished is kept on your phone only, and erased once sent; if it is not sent, when this site is next opened after the survey has closed. A small mark (cookie) used for this form only holds its number and the order of questions, so that a form sent twice counts once.
privacy-long-title = For how long
privacy-long = Answers are kept for two years; while a plan compares its years, until two years after the results of its last one are published. Then they are erased. Totals are kept for at least ten years. As soon as they are sent, answers are sealed by encryption, with the key kept apart, and not opened while the survey goes on. When it closes (or on days fixed beforehand) all are opened and shuffled at once and the key is destroyed; from then on nobody can tell which of those opened together came first, and none leads back to a code.
privacy-rights-title = Your rights
privacy-rights = Whether you take part and which questions you answer is up to you and has no effect on any service. Nothing is stored until you send the form.
privacy-anonymous-title = Answers cannot be called back
privacy-anonymous = Because the survey is anonymous, nobody can tell which answers are yours once they are sent; so they cannot be viewed, changed or deleted. The receipt only proves that they were counted.

# After sending
thanks-title = Thank you, your answers have arrived
thanks-lead = Your answers are stored safely and will be counted.
thanks-again = This form came in and was counted when it was first sent. If you changed an answer since, the change was not taken: a form is sealed as it comes in, and nobody can look at it or exchange it.
thanks-receipt = Your receipt
thanks-keep = With this receipt you can check that your answers were counted. It holds none of your answers, and nobody can use it to see them.
thanks-pressure-title = Did anyone tell you what to answer?
thanks-pressure = If anyone asked or hinted that you should give particular answers, please tell us. Your answers are counted all the same.
thanks-pressure-elsewhere = If anyone asked or hinted that you should give particular answers, please tell the office below, which is not the one that asks. Your answers are counted all the same.
thanks-pressure-nowhere = Nobody may ask or hint that you should give particular answers. Yours are counted all the same.
thanks-other = Someone else wants to answer on this phone
receipt-title = Check a receipt
receipt-lead = Enter your receipt to see whether your answers were counted. No answers can be seen here.
receipt-label = Receipt
receipt-submit = Check
receipt-counted = Counted. Thank you for taking part.
receipt-unknown = This receipt was not found. Please check it once more.

# Pages that do not open
error-page-title = There is no such page
error-page = The address may be incomplete, or the page has moved.
error-wave-title = There is no such survey
error-wave = The address may be incomplete. Please enter it again as it stands on the notice.
error-guesses = This was not found. Very many wrong codes have come from your network; one that is right is taken at any time. Please compare yours with your invitation, or try again in a minute.
error-code-title = This code was not found
error-code = Please enter it again as it stands on your invitation. If you cannot read it, please use the contact on the invitation.
error-release-title = There are no such results
error-release = The results of this survey may not have been published yet.
error-used-title = This code has been used
error-used = The answers sent with this code have arrived; a code can be used once. If neither you nor your family sent them, please let us know through the contact on your invitation.
error-answered-title = Your household has answered already
error-answered = Answers sent with another code of your household have arrived. Each household counts once, so there is nothing left to do. If neither you nor your family sent them, please let us know through the contact on your invitation.
error-void-title = This code was replaced by a new one
error-void = Your household was given a new code, and this one is void. Please use the code on the latest letter; if you have not got it, ask through the contact on your invitation and you will be given another.
error-expired-title = This survey has ended
error-expired = Thank you for wanting to take part. The survey this code belongs to has closed and takes no more answers.
error-late-title = Too late: these answers were not counted
error-late = The survey closed at { $moment } Beijing time, and your answers arrived after that. They were not counted, and we have not stored them. We are sorry, and thank you for your time.
error-announced-title = This survey has not begun
error-announced = It opens on { $moment } Beijing time. Please come back then.
error-closed-title = This survey has ended
error-closed = Thank you for wanting to take part. The survey has closed; its results will be found here once published.
error-invited-title = This survey needs an invitation
error-invited = Its participants are drawn at random and answer with the code from their invitation. Please enter the code on the start page.
error-foreign-title = Not taken in
error-foreign = This was sent from another site, and nothing was stored. Please begin at the start page.
error-method-title = This page cannot be used like that
error-method = Please begin again from the start page.
error-large-title = Too much to take in
error-large = What was sent is beyond the limit. Please go back, shorten your written remarks and send again.
error-media-title = The format is not right
error-media = Please use the form on the page.
error-fields-title = Too much to take in
error-fields = Far more fields were sent than the form has; nothing was stored. Please open the form again.
error-malformed-title = What was sent cannot be read
error-malformed = Nothing was stored. Please go back and send it once more; if that does not help, open the form again.
error-unavailable-title = It cannot be stored right now
error-unavailable = What you entered is still here; nothing is lost. Please press “Send my answers” again in a moment. It will not be counted twice.
kept-answers = Your answers are on this page and not lost, but they have not been stored yet. Please leave the page open and send them again in a moment. They will not be counted twice.
error-busy-title = Too many at once
error-busy = Many pages of questionnaires are being made at this moment, and yours has waited long enough. Nothing was changed. Please try again in a few seconds.
error-storage-title = This is not possible right now
error-storage = The survey’s database cannot be reached. Nothing was stored just now, and nothing that was stored is lost. Please try again in a minute.
error-internal-title = Something went wrong
error-internal = The mistake is ours, not yours. Please try again in a moment.
error-reference = If you contact us, please give this number: { $reference }

# Results
results-title = Promises and survey results
results-lead = Once a survey has ended and been reviewed, all its figures are published together.
results-none = No results have been published yet.
results-releases = Published survey results
whole-plan-note = Each promise is judged by one source: by a survey where one measures it, else by the register. Figures of the two are never added up, and there is no overall score.
whole-plan-chapters = Chapters of the plan
whole-plan-plans = Plans
whole-plan-survey = { $count ->
    [one] One promise judged by survey
   *[other] { NUMBER($count) } promises judged by survey
}: { $parts }
whole-plan-register = { $count ->
    [one] One promise judged by register
   *[other] { NUMBER($count) } promises judged by register
}: { $parts }
whole-plan-met = { NUMBER($count) } met
whole-plan-not-met = { NUMBER($count) } not met
whole-plan-undetermined = { NUMBER($count) } undetermined
whole-plan-recorded = { NUMBER($count) } recorded only
whole-plan-missing = { NUMBER($count) } without data
whole-plan-unreleased = { NUMBER($count) } without a published result
whole-plan-published = Published { $date }
whole-plan-target-now = Target of the plan now: { $target }
whole-plan-cross-check = Cross-check by survey (not judged)
whole-plan-no-value = No value published yet
whole-plan-no-figure = No survey result published yet
whole-plan-no-source = No source
whole-plan-no-release = Measured by survey
unreleased-title = Opened and not released yet
unreleased-lead = Every survey that was opened stands here until its results are released.
unreleased-open = In the field; results are due by { $due }.
unreleased-closed = Over; results are due by { $due }.
unreleased-late = Over; results were due by { $due }.
unreleased-reason = Reason given on { $date }: { $reason }
unreleased-no-reason = No reason has been given.
release-line = { $count } people answered; published { $date }
release-eyebrow-preview = { $city } · { $title } · not published
release-eyebrow-early = { $city } · { $title } · not public before { $moment }
officials-early = As the plan says, officials could read what concerns their office from { $from } on; every reading is logged.
release-window-preview = Preview: { $name }
release-eyebrow = { $city } · { $title } · published { $date }
registered = Registered before the first answer:
link-in-log = Head of the audit log when this was released:
registered-late = Registered after the opening, since the survey is older than registrations:
registered-what = What results of this survey will be computed by (targets, what counts as satisfied, weights, verdicts) was fixed before the first answer. Anybody can keep it and compare it with what is published.
registered-returned-twice = If a household answers twice
registered-returned-twice-rule = It counts once, by the form that is taken in first: web, paper or an interviewer. Paper is taken in when its two entries agree or were settled; if the household answers another way before that, that form counts and what was typed of the paper is removed. Later forms are refused and nothing of them is kept.
amended-beside = Besides these results there are amended ones (no. { $number }), computed otherwise than registered.
amended-title = Amended on { $date } by { $by }: not computed as registered before the first answer.
amended-reason = Reason: { $reason }
amended-changes = What was changed (as registered → as amended):
amended-nothing = nothing
amended-registered = See the results computed as registered
amended-unreleasable = There are no results computed as registered: { $why }
amended-column-target = Registered target
amended-column-rate = Registered rate
amended-column-verdict = Registered verdict
number-word = { $count ->
    [1] one
    [2] two
    [3] three
    [4] four
    [5] five
    [6] six
    [7] seven
    [8] eight
    [9] nine
    [10] ten
    [11] eleven
    [12] twelve
   *[other] { $count }
  }
finding = Of { number-word } satisfaction targets, { $parts }
finding-met = { $count ->
    [one] { number-word } is met
   *[other] { number-word } are met
  }
finding-not-met = { $count ->
    [one] { number-word } is not met
   *[other] { number-word } are not met
  }
finding-undetermined = { number-word } cannot be judged yet
finding-all-met = { $count ->
    [1] The one satisfaction target is met
    [2] Both satisfaction targets are met
   *[other] All { number-word } satisfaction targets are met
  }
finding-all-not-met = { $count ->
    [1] The one satisfaction target is not met
    [2] Neither satisfaction target is met
   *[other] None of the { number-word } satisfaction targets is met
  }
finding-all-undetermined = { $count ->
    [1] The one satisfaction target cannot be judged yet
    [2] Neither satisfaction target can be judged yet
   *[other] None of the { number-word } satisfaction targets can be judged yet
  }
finding-none = What residents say
lead-first = This is the first survey; there are no earlier results to compare with.
lead-changes = Compared with { $year }: { $parts }.{" "}
lead-rose = clearly up: { $names }
lead-fell = clearly down: { $names }
lead-rest = no clear change in the rest
lead-nothing-moved = no clear change anywhere
lead-base = The results are weighted from the answers of { $count } residents; response rate (RR3, partial forms not counted) { $rate }.
interim-note = The plan is still running: the verdicts below are interim. Whether a target is met is decided by the plan’s last year.
final-note = This is the plan’s last year: the verdicts below are final.
quality-title = Systematic bias cannot be ruled out
quality-coaching = The lower bound of the share who report having been told how to answer exceeds 5%.
quality-response = The response rate (RR3) is below 30%.
quality-effect = So even where the interval reaches the target, the verdict is only “undetermined (quality)”; “not met” is never softened.
thresholds-title = Against a number
thresholds-note = Targets of satisfaction for which the plan states a number.
others-title = Other targets with a number
others-note = Awareness, participation and the like; not counted with the targets of satisfaction.
directions-title = Against the baseline
directions-note = Targets for which the plan states only a direction: compared with the first survey, which itself gets no verdict.
unjudged-title = Figures only
unjudged-note = The plan states no number, or its target refers to official registers and what residents say only cross-checks it; so there is no verdict.
verdict-met = Met
verdict-not-met = Not met
verdict-undetermined = Undetermined
verdict-quality = Undetermined (quality)
trend-baseline = Baseline
trend-rose = Rose
trend-fell = Fell
trend-same = No clear change
standing-kept = Moved as promised
standing-not-kept = Did not move as promised
standing-baseline = First value, nothing to compare
standing-recorded = Recorded, not judged
standing-missing = No data yet
register-beside = { $value } ({ $named }: { $beside })
register-done = Done
register-not-done = Not done
no-rate = Fewer than 30 answered: not shown
points = percentage points
row-respondents = { $count } respondents
row-effective = effective { $count }
change-none = No earlier survey to compare with
change-rose = significantly up on { $year } ({ $lower } to { $upper })
change-fell = significantly down on { $year } ({ $lower } to { $upper })
change-same = no significant change on { $year } ({ $lower } to { $upper })
change-last = Against the survey before: { $difference } percentage points,{" "}
change-baseline = Against the baseline: { $difference } percentage points,{" "}
target-label = Target { $target }
strip-alternative = Rate { $rate }, 95% confidence interval { $lower } to { $upper }
strip-alternative-target = , target { $target }
districts-alternative = { $name }: rates by district with 95% confidence intervals; numbers in the table below
history-alternative = { $name }: rates by survey with 95% confidence intervals; numbers in the table below
scoreboard-key = Filled dot: weighted rate; thick line: 95% confidence interval; open dot: the survey before (the first one where that is judged); dashed line: the plan’s target. The interval alone decides: “met” if its lower bound reaches the target, “not met” if its upper bound lies below, otherwise “undetermined”. It reflects sampling error only. Respondents are those who answered the question; the effective sample size is capped at them.
numbers-title = The same numbers as a table
column-indicator = Indicator
column-rate = Rate
column-interval = 95% interval
column-target = Target
column-verdict = Verdict
column-change = Change (points)
change-from = since { $year }
column-n = Respondents
column-effective = Effective n
column-district = District
column-answer = Answer
column-count = People
column-share = Share
column-weighted-share = Weighted share
column-basis = Counted
column-value = Value
column-alone = By itself
column-year = Year
column-step = Step
column-range = Weights
promise-rise = higher than baseline
promise-fall = lower than baseline
districts-title = By district
districts-note = The dashed line is the plan’s target. It holds for the whole city, so districts get no verdict. Fewer than 30 answers, or a figure that would give away another, is not shown.
districts-table = Numbers by district
suppressed = too few to publish
suppressed-short = not shown
basis-without-flagged = Without doubtful forms (one answer throughout, or several of a community alike in everything)
trend-rising = It rises over the waves.
trend-falling = It falls over the waves.
trend-level = No rise or fall can be shown over the waves.
trend-line = { $finding } The straight line through { NUMBER($waves) } waves changes by { $slope } points a year (95 % interval { $lower } to { $upper }, { $p }).
trend-line-three = { $line } With three waves the line hangs almost entirely on the first and the last.
districts-apart-none = No district can be named as different from all others together.
districts-apart-higher = Above all others together: { $names }.{" "}
districts-apart-lower = Below all others together: { $names }.{" "}
districts-apart-screened = Possibly different, worth a look: { $names }.
districts-apart-note = Each district is compared with all others together, { NUMBER($count) } comparisons. Names are adjusted by Holm: the chance of naming any wrongly is at most 5 %. "Worth a look" is by Benjamini and Hochberg: of those at most 5 % are wrong on average. Differences are no ranks.
small-areas-title = By a model (districts with small samples)
small-areas-note = Model-based: each district's own result is drawn towards the mean of its kind, the more the smaller its sample (Fay and Herriot's model, arcsine scale, REML; all together agree with the city). For information, never for a verdict. Hidden districts do not enter the model: what stands there is what it expects of their kind.
small-areas-alike = Districts differ by no more than sampling error, so the model adds nothing: districts of a kind get the same figure. How wrong it is cannot be told, and no interval is given.
column-modelled = By the model
column-modelled-interval = Its 95 % interval
column-own-rate = Own sample
column-share-of-direct = Part of the own sample
groups-title = For whom
groups-note = Groups are by what respondents say of themselves. Captions say which differences hold after adjusting (Holm, all pairs of a table). Where fewer than 30 answered, or where hiding protects others, nothing is shown.
groups-table = The same as numbers
groups-alternative = { $name } by { $by }: the rate of every class with its 95 % interval; numbers in the table below
groups-by-mode = how they answered
groups-mode-note = Nobody was assigned a way to answer by chance: a difference is that of people and of the way together.
group-not-stated = Not stated
group-with-not-stated = { $name } (or not stated)
group-finding-none = { $by }: no difference shown
group-finding = { $by }: { $pairs }
group-higher = { $higher } above { $lower }
column-group = Group
compare-title = Compare two yourself
compare-one = This
compare-other = against this
compare-show = Compare
compare-same-table = Choose two different ones of the same sort, such as two districts or two age groups.
compare-no-test = There is no test of these two.
compare-higher = { $higher } is above { $lower }.
compare-alike = It cannot be said that { $one } and { $other } differ.
compare-difference = Difference
compare-p = p value (of this comparison alone)
compare-holm = p value (Holm, for the { NUMBER($pairs) } pairs of the table)
compare-note = Whoever looks often finds differences by chance, so the finding rests on the adjusted p value (at most 0.05). Difference and interval take in how the two samples go together.

# What goes with it
drivers-title = What goes with it
drivers-note = “Goes with” does not mean “because of”: whoever is more satisfied with the one is often more satisfied with the other, and nothing here tells what would become of the one if the other were improved. Which questions are looked at was written in the plan and registered with the survey; no verdict rests on it.
drivers-finding = Whether people are satisfied with “{ $name }” goes most with { $driver }: { $share } of all differences.{" "}
drivers-finding-several = Whether people are satisfied with “{ $name }” goes most with { $drivers }, which cannot be told apart (their intervals overlap).{" "}
drivers-finding-all = The { NUMBER($count) } matters go about equally with whether people are satisfied with “{ $name }”: their intervals overlap.{" "}
drivers-name = “{ $wording }” ({ $question })
drivers-finding-explained = Together the questions tell { $share } of the differences between those who are satisfied and those who are not (95 % interval { $lower } to { $upper }); the rest goes with none of them, or was not asked.
drivers-below = Clearly goes with it more than the mean, and is clearly rated below the mean: { $names }.
drivers-clear = With the others held alike the association stays clear (p ≤ 0.05 by Holm) for: { $names }.
drivers-clear-none = With the others held alike the association is clear for none (p > 0.05 by Holm for all).
drivers-alternative = Association and rating: across, the share satisfied with each matter; upwards, its part of all differences, both with 95 % intervals. { $finding }The figures are in the table below.
drivers-across = share satisfied →
drivers-up = ↑ association
drivers-key = Numbers at the dots are those of the table; lines are 95 % intervals, dashed lines the means: top left are matters that go with it more and are rated lower.
drivers-told = { $place } { $name }: { $part } of the differences ({ $parts }), satisfied { $rate } ({ $rates })
drivers-named = { $place } { $name }: { $part }
drivers-place = No.
drivers-question = Matter (question)
drivers-performance = Satisfied with it
drivers-importance = Part of the differences
drivers-odds = Odds ratio
drivers-holm = p value (Holm)
drivers-cases = From { NUMBER($cases) } persons: those who count in this figure and gave an answer on every matter.
drivers-left-out = { NUMBER($persons) } persons could not be used, by the first reason that holds: { $reasons }. No answer was made up; if they differ, so would the association.
drivers-left-none = Everybody who counts in this figure could be used.
drivers-reason = { $reason }: { NUMBER($persons) }
drivers-not-asked = a question was not put to them (arm or filter)
drivers-other-scale = they were shown another scale
drivers-skipped = they skipped a question
drivers-no-opinion = they said “don't know” or “does not apply”
drivers-method = Part: R² of the weighted linear regression, divided by Lindeman, Merenda and Gold; the parts sum to the whole. Odds ratio: weighted logistic regression, those satisfied with the matter against others, the other matters held alike. Variances are linearised by the design. “Satisfied with it” is the rate of all who answered that question.
drivers-none-rate-hidden = The figure itself is not shown, so neither is this.
drivers-none-few-cases = Fewer than 200 persons gave an answer on every matter: too few to say what goes together.
drivers-none-one-sided = Fewer than 30 persons are satisfied, or fewer than 30 are not, with one of the matters or with this one: nothing is said.
drivers-none-few-degrees = The answers come from too few sampling points (fewer than 15 degrees of freedom): nothing is said.
drivers-none-not-solved = One matter follows from the others, or tells the answer exactly: no association can be computed.
drivers-none-amended = There is another release of the same answers, and the difference of both would tell what a few answered: nothing is shown here.
file-driver-models = What goes with it: whose answers
head-importance-lower = part, lower bound
head-importance-upper = part, upper bound
head-odds-lower = odds ratio, lower bound
head-odds-upper = odds ratio, upper bound
head-complete-cases = persons who answered all
head-explained = part that all explain
head-explained-lower = all, lower bound
head-explained-upper = all, upper bound
head-not-told = why nothing is told
compare-interval = { $lower } to { $upper }
compare-waves = Surveys
compare-rest = All others together
compare-holm-districts = p value (Holm, for the { NUMBER($pairs) } districts against the rest)

# Method
method-title = How the survey was done
method-fielded = Fielded
method-design = Sample
method-design-text = Stratified cluster probability sample: { NUMBER($strata) } strata (districts and counties), { NUMBER($psus) } communities and villages drawn; { NUMBER($merged) } with very few answers were merged with a neighbour of their stratum at close.
method-reserve = Reserve
method-reserve-text = { $replicates ->
    [one] One replicate of { NUMBER($households) } households in each community or village was drawn to be held in reserve, invited whole or not at all.
   *[other] { NUMBER($replicates) } replicates of { NUMBER($households) } households in each community or village were drawn to be held in reserve; each is invited whole or not at all, in their order.
 }
method-reserve-held = None was invited.
method-reserve-released = Replicate { $number } was released on { $day }: { NUMBER($households) } more households were invited.
method-reserve-weights = Base weights are of all households invited, those from the reserve included.
method-response = Response
response-rate-none = no rate
method-response-text = { $invitations } invitations sent, { $respondents } returned ({ $complete } complete, { $partial } partial). Response rate RR3 { $rate }; strictest, RR1, { $lowest }; most generous, RR6, { $highest }.
method-weighting = Weighting
method-weighting-text = Effective sample size after weighting: { $effective }. The number of adults in the household was missing for { NUMBER($imputed) } and taken as the mean of their community.
method-margins = Calibrated to
method-margins-none = Nothing: no margin of the plan could be used. Weights are those of the draw and of the response.
margin-line = { $name }: { $source }
margin-provisional = (provisional)
method-coaching = Told how to answer, as reported
corrections = Corrected after registration
corrected-close = The close was put off from { $before } to { $after }.
corrected-title = The title "{ $before }" became "{ $after }".
corrected-contact = The contact "{ $before }" became "{ $after }".
corrected-because = Reason: { $reason }
method-draw = Record of the draw
method-draw-show = Algorithm and sizes; seed and frame as commitments that auditors can check
method-standing = Standing
weighting-title = How the weights came about
step-base = Base weight (1 / selection probability × adults in household)
step-nonresponse = Nonresponse adjustment
step-raking = Raking to the margins
step-trimming = Trimming, then raking again
design-effect-weights = Design effect of the weights

# Districts, departments, map
places-districts = All figures by district
places-figures = All figures
places-department = Answered for by
place-source = Source: { $title }, { $from } to { $to }, weighted answers of { $respondents } residents.
district-finding-none = { $district }: too few answers, nothing is shown
district-finding-same = { $count ->
    [one] { $district }: the one figure does not visibly differ from the city
   *[other] { $district }: none of { number-word } figures visibly differs from the city
  }
district-finding = { $district }: of { number-word } figures, { $parts }
district-part-same = { $count ->
    [one] { number-word } does not visibly differ from the city
   *[other] { number-word } do not visibly differ from the city
  }
district-part-higher = { $count ->
    [one] { number-word } is higher
   *[other] { number-word } are higher
  }
district-part-lower = { $count ->
    [one] { number-word } is lower
   *[other] { number-word } are lower
  }
district-lead = “Does not visibly differ” means that the difference of { $district } from all others together may be chance, adjusted for comparing every district (Holm). Nothing is adjusted for looking at { NUMBER($count) } figures.
district-key = Filled dot: weighted rate of this district; thick line: its 95% confidence interval; open dot: the whole city; dashed line: the plan’s target. It holds for the city, so there is no verdict here, and no rank. Fewer than 30 answers, or a figure that would give away another, is not shown. Intervals reflect sampling error only.
district-target = Target: { $target }
district-city = City
departments-link = Who answers for what
departments-heading = { $count ->
    [one] The one figure is answered for by { NUMBER($bodies) } bodies
   *[other] { NUMBER($count) } figures are answered for by { NUMBER($bodies) } bodies
  }
departments-lead = A figure that several bodies answer for stands under each of them. All figures are those of the whole city.
departments-register = Bodies that answer for promises of the register alone
department-promises = { $count ->
    [one] answers for one promise of the register
   *[other] answers for { NUMBER($count) } promises of the register
  }
department-heading = { $department }: { $finding }
result-map-title = Map
result-map-note = The darker, the higher the rate; hatched: too few answers to publish. Two shades need not be a real difference: see the intervals above.
result-map-of = { $name }: rates by district
result-map-description = Rates by district lie between { $low } and { $high }; { $hidden ->
    [0] all are shown
    [one] one district is not shown
   *[other] { $hidden } districts are not shown
  }. The table above has every figure and interval.

# Indicator
indicator-heading = { $name }: { $rate }
back-to-scoreboard = Back to all results
clause-title = What the plan says
clause-section = Clause { $section }
clause-target = Target derived from it: { $target }
measure-title = What was asked and how it is counted
measure-formula = The rate = weighted number who answered { $numerator } ÷ weighted number who answered { $denominator }. Whoever did not answer the question is left out.
measure-mean = The indicator is the mean of the rates of these { NUMBER($count) } questions, each with its own denominator.
precision-title = How precise it is
standard-error = Standard error
design-effect = Design effect
degrees-of-freedom = Degrees of freedom
few-degrees = Fewer than 8 degrees of freedom: the interval rests on little; use it with care.
few-degrees-mark = rests on little
item-nonresponse = Left the question unanswered
often-skipped = More than 5% left this question unanswered: if they think otherwise than those who answered, the rate is off.
dont-know-matters = How “don’t know” is treated changes the verdict: leaving it out, or counting all of it as satisfied, says otherwise than above. See “Counted another way” below.
precision-note = The interval is the 95% Korn–Graubard interval; variance by Taylor linearisation with strata, clusters and calibration taken into account. Effective n is the simple random sample that would be as precise.
distribution-title = What residents answered
distribution-of = The first of the questions ({ $id }):
sensitivity-title = Counted another way
sensitivity-note = These figures are for checking only and are not the published result.
basis-without-dont-know = Without “don’t know”
basis-dont-know-satisfied = All “don’t know” counted as satisfied (upper bound; the published result is the lower)
basis-skips = Skipping counted as not reached (not satisfied, no)
basis-four-point = Four-point scale (link to the national formula)
basis-unweighted = Unweighted
basis-point = Point estimate only (official rule)
basis-crosswise = Dissatisfied, asked indirectly
basis-direct = Dissatisfied, asked directly
history-title = Over the years

# Taking figures away: files, citing, subscribing, embedding
take-title = Take these figures away
take-lead = The files below hold the same figures as the page, no more and no fewer: what the page does not show, the files say is not shown.
take-line = Take these figures away: report, tables, drawings, API
take-simulated = Simulated, not a real survey
take-real = A real survey
take-whole = All tables
take-workbook = Excel workbook (XLSX): one sheet per table, notes on the first
take-json = JSON: with the columns, their units and the hash of the release
take-notes = Notes (CSV): what every column is, and why some cells are not shown
take-each = Table by table
take-column-table = Table
take-column-rows = Rows
take-column-csv = CSV (opens in Excel)
take-column-json-stat = JSON-stat 2.0
take-drawings = Drawings
take-drawings-lead = SVG and PNG, with title, source and date in the picture, ready for a report.
take-drawing-history = { $name }: over the years
take-drawing-districts = { $name }: by district
take-drawing-map = { $name }: map
take-drawing-drivers = { $name }: what goes with it
take-signs = In the files [c] stands for what is not shown (too few persons, or showing it would tell another cell) and [z] for what there is not; neither is a nought.
take-licence = Please name the source where you use these figures (see “How to cite”).
take-programs = For programs:
take-api = API
take-feed = Subscribe to new releases (Atom)
take-embed-title = In another web page
take-embed-lead = Put this line into a page to show the result for “{ $name }” with its source; it has no script and records no reader.
take-embed-others = For another indicator put its id in place of the last part of the address.
take-note-title = Title
take-note-city = City
take-note-wave = Survey
take-note-year = Year
take-note-fielded = Fieldwork
take-note-released = Released
take-note-number = Release
take-note-hash = Hash of the release (SHA-256)
take-note-registration = Hash of the registration (SHA-256)
take-note-data = Nature of the data
take-note-address = Permanent address
take-note-sign = Sign { $sign }
take-note-unit = Unit: { $unit }
take-key = Item
take-value = Content
take-source = Source
take-source-line = { $city } · { $title } · release { $hash } · { $data }
take-suppressed = Not shown: too few persons, or showing it would tell another cell
take-not-applicable = There is no such figure
take-intervals = Intervals are 95% Korn–Graubard intervals; variances are linearised, with strata, clusters and calibration.
take-differences = Intervals of differences are 95% t intervals, with the PSUs that both waves share.
take-no-verdict = The target is one of the whole city, so no district is judged.
take-open = From whoever wished to take part; does not represent all residents.
take-yes = yes
take-no = no
file-scoreboard = All indicators
file-changes = Changes
file-sensitivity = Counted other ways
file-questions = By question
file-districts = By district
file-history = Over the years
file-distribution = Answers
file-weighting = Weighting
file-method = Method
file-counts = Answers by question
file-answered = Respondents by question
head-indicator = Indicator id
head-name = Name in full
head-kind = Kind
head-clause = Clause of the plan
head-comparator = Relation to the target
head-question = Question
head-wording = Wording
head-list = List of choices
head-district = District code
head-since = Compared with
head-choice = Choice code
head-lower = Lower bound
head-upper = Upper bound
head-final = Last word
head-from = Compared with year
head-difference = Difference
head-difference-lower = Difference, lower bound
head-difference-upper = Difference, upper bound
department-register = What it answers for in the register
file-against-rest = Each district less all others together
file-trends = Trends over the waves
head-grouping = grouping id
head-grouping-name = grouping
head-with-not-stated = holds those not stated
head-holm = p value (Holm)
head-screened = p value (Benjamini and Hochberg)
head-modelled-lower = lower bound by the model
head-modelled-upper = upper bound by the model
head-waves = waves
head-per-year = change per year
take-adjusted = p values are also adjusted for the comparisons of an indicator: by Holm for naming, by Benjamini and Hochberg for a closer look.
microdata-title = Answers person by person
microdata-line = Answers person by person, anonymous: CSV, SPSS, Stata, code book, scripts
microdata-back = Back to the files
microdata-lead = The answers of { NUMBER($rows) } persons, row by row, with weights, so that anybody can reckon with them. { $nature }. Nobody can be known by them; what that costs stands below.
microdata-cannot = What this file cannot tell
microdata-limit-alike = Each row is one of at least { $alike } by district and by everything that persons say of themselves; neighbouring classes were joined until that held, and no such group gave one and the same unusual answer to a question.
microdata-limit-places = No community, village or sampling unit is told, nor how a form came or when. Districts of which the release hides a figure are one area together; what the release hides cannot be worked out from the rows.
microdata-limit-questions = Only the questions that measure an indicator are in it, and no text.
microdata-limit-weight = A weight is the mean of its class, adjusted so that the published rates of the city come out. Rates of districts and groups come out nearly, not exactly as published.
microdata-limit-variance = The replicate weights do not follow the sampling units, so that these cannot be found by them. Standard errors of the published rates are those published; those of anything else rest on the average design effect ({ $effect }) and are an approximation.
microdata-limit-waves = Rows of several waves cannot be linked; a difference between waves has no covariance of shared sampling units.
microdata-conditions = Whoever uses the file does not try to recognise anybody, links it with nothing that could, and names the source.
microdata-files = Files
microdata-rows = Rows (CSV, UTF-8)
microdata-code-book = Code book (CSV, opens in Excel)
microdata-spss = SPSS (.sav)
microdata-stata = Stata 14 or later (.dta)
microdata-ddi = Code book for archives (DDI-Codebook 2.5, XML)
microdata-r = Script in R that computes the published rates again
microdata-python = Script in Python that does the same
microdata-hash = SHA-256 of the rows: { $hash }
microdata-reproduced = Published rates that come out of the rows
microdata-column-indicator = Indicator
microdata-column-rate = Published rate
microdata-column-counted = What counts
microdata-counted = satisfied or yes: { $numerator }; of all with: { $denominator }
microdata-weighting = The column weight gives estimates. A variance is the sum over { $replicates } replicates (w001, w002, …) of (estimate − its replicate)², times { $scale }; { $degrees } degrees of freedom.
microdata-variables = Columns
microdata-columns = { $columns } columns in all: those below, the weight and its replicates.
microdata-column-name = Name
microdata-column-label = What it is
microdata-column-code = Code
microdata-column-meaning = What codes stand for
microdata-column-missing = Stands for no answer
microdata-codes = { NUMBER($count) } codes
microdata-district = District or county
microdata-weight = Weight
microdata-replicate = Replicate weight { $number }
microdata-on-scale = { $label } (scale { $scale })
microdata-span = { $first } – { $last }
microdata-other-districts = Other districts and counties together
microdata-not-told = Not told, so that nobody is known
microdata-not-answered = Asked, not answered
microdata-not-asked = Not asked, or not among those whom the figure is about
microdata-with-silent = { $label } (with the few who did not say)
microdata-study-title = { $city }: { $title }, answers person by person
microdata-sampling = Stratified sample of communities and villages with probability proportional to size, households within them, one adult in each; see the method note of the release.
head-p-value = p value
head-answered = Answered
head-skipped = Skipped
head-smallest-weight = Smallest weight
head-largest-weight = Largest weight
head-strata = Strata
head-psus = PSUs drawn
head-merged-psus = PSUs merged
head-invitations = Invitations
head-complete = Complete questionnaires
head-partial = Partial questionnaires
head-rr1 = Response rate RR1
head-rr3 = Response rate RR3
head-rr6 = Response rate RR6
unit-proportion = 0–1
unit-difference = −1–1
unit-probability = 0–1
unit-persons = persons
since-before = the wave before
since-baseline = the baseline
sort-satisfaction = satisfaction
sort-awareness = awareness
sort-participation = participation
sort-administrative-rate = rate from registers
sort-administrative-absolute = amount from registers
sort-binary = done or not
sort-directional = direction
relation-at-least = at least
relation-at-most = at most
relation-equal = equal to
relation-above = above
relation-improves = better than before
relation-increases = more than before
relation-decreases = less than before
relation-standard = meets the national standard
relation-widespread = widespread
relation-achieved = achieved
cite-title = How to cite
cite-text = { $city }: { $title }, { $release }, released { $date }, hash { $hash }, { $address }
cite-registered = release 0 (by the registration)
cite-amended = release { $number } (amended)
cite-permanent = This address will not change, nor will the figures that it leads to.
release-page-title = { $title }: { $release }
release-page-lead = The permanent address of one release. What was released is never changed; a correction is another release, and the earlier one can still be read.
release-page-read = Read this release
release-page-all = All releases of this survey
release-page-number = Release
release-page-date = Released
release-page-hash = Hash
release-page-change = What changed
release-page-here = this page
release-page-newer = It has been amended since: { $release }, released { $date }.
release-page-nothing = by the registration, nothing changed
feed-title = { $site }: releases
feed-simulated = [Simulated] { $title }
embed-whole = See all results
draw-title = { $name }: { $rate }, { $word }
draw-history = Rates over the years with 95% confidence intervals
draw-districts = Rates by district with 95% confidence intervals
draw-map = Rates by district in five classes: no ranking, intervals are in the drawing of districts
draw-drivers = Across: share satisfied; upwards: part of all differences; lines are 95% intervals, dashed lines the means. What goes together, not what causes what
draw-foot = Source: { $source } · released { $date } · { $address }
take-report = Report (PDF, A4): finding, every result, tables by district and group, method
take-drawing-groups = { $name }: by group
report-download = Download the report (PDF)
report-page = Page { NUMBER($page) } of { NUMBER($pages) }
report-foot = { $release } · hash { $hash } · { $address }
report-early = Not public before { $moment }
report-unreleased = Not released yet
report-about = This release
report-finding-separator = ;{" "}
report-rule = The 95% confidence interval alone decides: “met” if its lower bound reaches the target, “not met” if its upper bound lies below, otherwise “undetermined”. It reflects sampling error only.
report-district = Below each rate stands its 95% confidence interval. The target holds for the city, so there is no verdict here, and no rank. Fewer than 30 answers, or a figure that would give away another, is not shown. Intervals reflect sampling error only.
draw-groups = Rates by group with 95% confidence intervals

# The API
api-title = API for programs
api-lead = Programs can fetch the figures that the pages show (JSON). There is nothing to register for, and who asks is not recorded.
api-document = OpenAPI 3.1 document (for programs)
api-operations = What can be asked
api-column-address = Address
api-column-answer = Answer
api-column-example = Example
api-column-parts = Parts of the address
api-plans = The plans that surveys belong to
api-indicators = What a plan promises
api-waves = The surveys that have opened, with their releases
api-figures = All indicators of a survey: rates, intervals, verdicts, changes
api-districts = Rates and intervals of a survey by district
api-releases = All releases, amended ones too
api-release = All tables of one release
api-part-plan = the id of the plan
api-part-wave = the id of the survey, as in the address of its page
api-part-hash = the hash of the release, its first 12 digits at least
api-problem = No answer; “detail” says why (RFC 9457)
api-same = The same as last time
api-too-many = Asked too often; come back a little later
api-retry = After how many seconds to come back
api-tag = The tag of the answer: put it into If-None-Match to get only what has changed
api-rules = Rules
api-rule-content = Released results only. What the pages do not show, the API does not either.
api-rule-missing = Where there is no number, the reason is said: “suppressed” is not shown since too few answered or since it would tell another cell, “not_applicable” is what there is not; neither is a nought.
api-rule-units = Rates are 0 to 1, differences −1 to 1; intervals are 95% intervals.
api-rule-tag = Every answer has an ETag; asked again with If-None-Match, what has not changed is answered with 304.
api-rule-limit = At most { NUMBER($count) } requests a minute from one network; more are answered with 429, and Retry-After says in how many seconds to come back.
api-rule-origin = Scripts of any site may read it (CORS), and only read.
api-rule-errors = Errors are application/problem+json (RFC 9457).
api-rule-version = The v1 in the address is the version: within it things are added, never changed or removed.
error-requests-title = Asked too often
error-requests = Too much was asked for from your network in this minute. Please come back a little later.

# Quality report and method note
quality-link = Quality report and the whole method note
quality-page-title = Quality and method
quality-heading = { $weak ->
    [0] How good the answers are: all { NUMBER($of) } checks are within their bounds
    [one] How good the answers are: { NUMBER($weak) } of { NUMBER($of) } checks needs a look
   *[other] How good the answers are: { NUMBER($weak) } of { NUMBER($of) } checks need a look
  }
quality-heading-none = How the survey was done
quality-lead = Who answered and who did not, what the weights make up for, and what was left unanswered. None of it changes a result; it says what to keep in mind when reading them.
quality-none = The quality report was not computed when this was released; below stands the method note alone.
quality-open = An open link is no probability sample: it has no response rate, and nobody can say how far it is off.
quality-summary-title = In short
quality-good = good
quality-weak = take care
quality-remark-response = The response rate RR3 is { $rate } (bound: at least { $least }).
quality-remark-evenness = The R-indicator of how evenly households responded is { $r } (1: entirely); by what the frame knows, a share that is not adjusted is off by at most { $bias } points (bound: { $most }).
quality-remark-balance = Respondents differ most from the sample in “{ $class }”: standardised difference { $difference } (bound: ±{ $most }).
quality-remark-items = Of { NUMBER($of) } questions { NUMBER($many) } were left unanswered by more than { $most }.
quality-remark-weights = The design effect of the weights is { $effect } (bound: { $most }); the effective sample size is { $effective }.
quality-remark-coaching = { $share } report having been told how to answer, interval { $interval } (bound: its lower end at most { $most }).
quality-remark-flagged = { $forms } forms show marks of carelessness or copying, { $share } of all (bound: { $most }).
quality-remark-flagged-few = Fewer than 30 forms show marks of carelessness or copying.
quality-bounds-note = The bounds were agreed on beforehand and stand in the program: those of response and coaching decide whether “met” may be said, the others only say where to look.
quality-response-title = Who answered: by district
quality-response-finding = Response rates (RR3) lie between { $low } and { $high }; that of the city is { $city }.
quality-response-finding-one = The response rate (RR3) of the city is { $city }; districts had too few answers to be told apart.
quality-response-note = Broad lines are 95% intervals by how communities and villages differ; the dashed line is the city. Every household counts once, unweighted. Districts of which no result can be published stand in one row.
quality-together = The other { NUMBER($count) } together
quality-city = City { $rate }
quality-modes-title = How they answered
quality-modes-finding = { $mode }: { $share } (unweighted).
quality-modes-note = Nobody was assigned a way to answer by chance: a difference is that of people and of the way together.
quality-modes-compared = Of { NUMBER($of) } indicators { NUMBER($many) } differ between ways to answer (p at most 0.05, adjusted by Holm).
quality-mode-not-told = Way not told
quality-even-title = How evenly households responded
quality-even-finding = The R-indicator is { $r } (95% interval { $lower } to { $upper }); a share that is not adjusted is off by at most { $bias } points through what it sees.
quality-even-none = Nobody responded, or everybody: there is no R-indicator.
quality-even-note = R = 1 − 2S, where S is the standard deviation of the households' propensities to respond; at 1 all are equally likely to. It sees what the frame knows (district, settlement, size of the community) and proves no absence of bias; its standard error does not count clusters. The bound of bias is (1 − R)/(2ρ̄) standard deviations, of a share at most a half (Schouten, Cobben & Bethlehem 2009). The table has how much response varies between the classes of each variable, and what that adds to the others.
quality-scale-low = 0: least even
quality-scale-high = 1: entirely even
quality-balance-title = Respondents beside sample and frame
quality-balance-finding-good = No class has a standardised difference beyond ±{ $most }; the largest is “{ $class }” ({ $difference }).
quality-balance-finding = { $many ->
    [one] { NUMBER($many) } class has a standardised difference beyond ±{ $most }: “{ $class }” ({ $difference }).
   *[other] { NUMBER($many) } classes have a standardised difference beyond ±{ $most }; the largest is “{ $class }” ({ $difference }).
  }
quality-balance-none = There are no classes that can be published.
quality-balance-note = By base weights, nothing adjusted: this is what weighting makes up for. To the right are too many respondents, to the left too few; the dashed line is zero, the thin ones ±0.1. The frame is by population, sample and respondents by households, so they need not be the same.
quality-items-title = What was left unanswered
quality-items-finding-good = No question was left unanswered by more than { $most }; most by { $question } ({ $share }).
quality-items-finding = { $many ->
    [one] { NUMBER($many) } question was left unanswered by more than { $most }: { $question } ({ $share }).
   *[other] { NUMBER($many) } questions were left unanswered by more than { $most }; most by { $question } ({ $share }).
  }
quality-items-finding-none = Too few answered any question to be told of.
quality-items-note = Unanswered is what was skipped or answered “prefer not to say”. In the picture unanswered is dark and “don't know” pale, of the twelve questions most left unanswered. A question that fewer than 30 answered, or that 1 to 29 were not asked, is not told of, nor 1 to 9 who would not say or do not know. Those who broke off are not here: see the method note.
quality-few = under 10
quality-steps-title = How the weights changed
quality-steps-finding = The final weights have a design effect of { $effect }: { $respondents } persons are worth { $effective }.
quality-steps-note = Thin lines go from the smallest to the largest, broad ones hold the middle half of the persons, the dot is the median; each step is over its median.
quality-trimmed = { NUMBER($persons) } weights exceeded the cap ({ $cap } times the mean); { $share } of the sum of weights was cut off and given to the others.
quality-trimmed-none = No weight exceeded the cap, nothing was trimmed.
quality-classes-title = How large the final weights are
quality-classes-finding = Most persons, { $persons }, have { $from } to { $to } times the mean weight.
quality-classes-note = Along the line the weight over the mean weight, by area the persons; classes of fewer than ten are joined with the next.
quality-margin-title = Before and after raking: { $name }
quality-margin-finding = Before raking “{ $class }” was furthest from the population ({ $points } points); after it all classes agree.
quality-margin-hidden = A class has too few persons, so the classes are not published.
quality-margin-note = Dots are what stood before raking (weighted by the draw and by response alone) less the population, which is the dashed line. Those who did not state their class are left out.
quality-variable-district = District
quality-variable-kind = Kind of district
quality-variable-settlement = Town or village
quality-variable-size = Size of the community
quality-kind-district = city districts
quality-kind-county = counties
quality-kind-city = county-level cities
quality-class-urban = Urban communities
quality-class-rural = Villages
quality-class-small = Smallest third
quality-class-middle = Middle third
quality-class-large = Largest third
quality-column-class = Class
quality-column-between = Between classes
quality-column-alone = Beside the others
quality-column-unanswered = Unanswered
quality-column-weighted = Unanswered (weighted)
quality-column-rate-interval = 95% interval of RR3
quality-column-persons = Persons
quality-column-weight = Weight (mean 1)
quality-measure-r = R-indicator
quality-measure-cv = Coefficient of variation of propensities
quality-measure-returned = Households that returned a form (by base weights)
quality-measure-between = { $variable }: between classes
quality-measure-alone = { $variable }: beside the others
file-response = Response by district
file-modes = Ways to answer
file-evenness = How evenly they responded
file-balance = Respondents and sample
file-items = Item nonresponse
file-step-weights = Weights by step
file-weight-classes = Size of weights
file-margins = Before and after raking
head-districts = District codes
head-district-names = Districts
head-interviews = Complete and partial
head-rr3-lower = RR3, lower bound
head-rr3-upper = RR3, upper bound
head-mode = Way to answer
head-evenness-measure = Measure
head-measure-value = Measured
head-measure-error = Standard error of it
head-variable = Variable of the frame
head-frame-share = Share of the frame
head-sample-share = Share of the sample
head-respondent-share = Share of those returned
head-standardised = Standardised difference
head-asked = Asked
head-left-out = Left out
head-left-out-share = Left out (weighted)
head-refused = Would not say
head-refused-share = Would not say (weighted)
head-dont-know = Do not know
head-dont-know-share = Do not know (weighted)
head-lower-quartile = Lower quartile
head-median = Median weight
head-upper-quartile = Upper quartile
head-variation = Coefficient of variation
head-weight-from = Weight from (mean 1)
head-weight-to = Weight to
head-margin = Margin
head-margin-class = Class of the margin
head-population-share = Share of the population
head-share-before = Before raking
head-share-after = After raking
take-response = Districts of which no result can be published stand in one row; intervals have communities and villages as clusters.
take-balance = By base weights, nothing adjusted; the frame by population.
take-items = 1 to 9 who would not say or do not know are not published.
take-weight-classes = Weights over the mean weight; every class has ten persons or more.
take-margins = Shares of those who stated their class.
disclosure-title = The whole method note
disclosure-lead = Item by item what the Code of Professional Ethics and Practices (2021) of the American Association for Public Opinion Research asks to be disclosed, and besides the registration, artificial intelligence and whom to ask. What the survey body has not stated is said to be not stated.
disclosure-not-stated = Not stated by the survey body.
disclosure-strategy = Data collection strategy
disclosure-strategy-sample = A survey by questionnaire: households drawn at random, forms filled in by the respondents themselves.
disclosure-strategy-open = A questionnaire behind an open link: whoever wished filled it in.
disclosure-simulated = Simulated: residents and answers were made by a computer; this is not a real survey.
disclosure-who = Who sponsored and who conducted it
disclosure-authority = Issued by { $authority }, approved or filed as { $approval }, form { $number }.
disclosure-sponsor-none = Sponsor and source of funding: not stated by the survey body.
disclosure-instrument = Instrument
disclosure-instrument-text = The questionnaire “{ $title }”, { NUMBER($questions) } questions, version { $version }. Questions, choices, instructions and their order stand word for word in the printed form; the questions of an indicator stand on its page, too.
disclosure-instrument-plain = Questions, choices, instructions and their order stand word for word in the printed form.
disclosure-booklet = The printed questionnaire
disclosure-population = Population under study
disclosure-population-text = Residents of households in { NUMBER($strata) } districts and counties of { $city }; the frame covers { $population } people.
disclosure-population-open = Whoever opened the link; it stands for no population.
disclosure-population-adult = One adult of each household.
disclosure-screening = Whoever is not among them reads in the form: “{ $text }”
disclosure-places = Places: { $names }.
disclosure-sample = How the sample was drawn and invited
disclosure-sample-frame = The frame are the lists of households of communities and villages; households that are on no list and people in institutions had no chance to be drawn.
disclosure-sample-invited = { $invitations } households were invited, each by a code that works once; none was replaced.
disclosure-sample-open = Not a probability sample: the link was public, without frame and without quotas.
disclosure-incentive = Payments or gifts: not stated by the survey body.
disclosure-modes = Modes and languages
disclosure-mode-count = { $mode }: { $count }
disclosure-languages = Languages of the questionnaire: { $languages }.
disclosure-languages-not-stated = Languages of the questionnaire: Not stated by the survey body.
disclosure-modes-plain = On the web; there is a form on paper.
disclosure-dates = Dates
disclosure-dates-text = { $from } to { $to }.
disclosure-precision = Sample size and precision
disclosure-precision-size = { $respondents } persons ({ $complete } complete, { $partial } partial).
disclosure-precision-text = Half the width of the 95% intervals is { $low } to { $high } points; they count strata, clusters, weights and calibration, with design effects of { $effect_low } to { $effect_high }.
disclosure-precision-none = No indicator has an interval that can be published.
disclosure-precision-open = { $respondents } persons. Not a probability sample: no precision is stated.
disclosure-weighting = Weighting
disclosure-weighting-steps = Steps: { $steps }.
disclosure-weighting-open = Not weighted: counts and shares alone.
disclosure-processing = Processing and quality checks
disclosure-processing-complete = A form is complete with eight tenths of what applies and every overall question, partial with a half; both count. Forms with less are break-offs and do not.
disclosure-processing-broken = { NUMBER($broken) } forms were broken off.
disclosure-processing-once = A household counts once: its codes work one time.
disclosure-processing-once-open = An open link cannot keep anybody from answering again; the same form sent twice counts once.
disclosure-processing-imputed = { NUMBER($imputed) } did not state the number of adults, which was imputed by the mean of their community; no other answer was imputed.
disclosure-processing-flagged = Forms with one answer to a whole scale, or like several others of their community: { $forms }. None was left out; results without them stand beside. There were no attention checks, and nobody was left out for being quick.
disclosure-processing-flagged-few = fewer than 30
disclosure-processing-plain = No answer was left out, none was imputed.
disclosure-processing-coding = Indicators rest on closed questions alone; nothing was coded by people or software.
disclosure-limits = Limitations
disclosure-limits-text = Intervals hold sampling error alone. Besides, those who did not answer may differ from those who did, the frame may lack households, wording and order may matter, and answers may be given under the eyes or the influence of others; not all of it can be measured.
disclosure-limits-open = Whoever wished answered: the results cannot be carried over to all residents.
disclosure-outcomes = Outcomes and response rates
disclosure-outcomes-text = Complete { $complete }, partial { $partial }, refusals and break-offs { $refusal }, not contacted { $contact }, other eligible { $other }, unknown whether a household { $household }, unknown whether anyone is eligible { $unknown }, not eligible { $ineligible } (AAPOR's Standard Definitions).
disclosure-rates = RR1 { $rr1 }, RR2 { $rr2 }, RR3 { $rr3 }, RR4 { $rr4 }, RR5 { $rr5 }, RR6 { $rr6 }; of the unknown { $e } are taken as eligible.
disclosure-outcomes-open = { $respondents } took part; there was no sample, hence no response rate.
disclosure-registration = Registration
disclosure-registered = Plan, questionnaire, frame, draw, margins and every rule were registered before the first answer, hash { $hash }.
disclosure-registered-late = The registration was written after the opening, hash { $hash }.
disclosure-registered-none = Not registered.
disclosure-registration-link = The whole registration
disclosure-ai = Artificial intelligence
disclosure-ai-text = None was used to draw, collect, weight, estimate or judge. Whether any was used to write or translate questions: not stated by the survey body.
disclosure-contact = Contact
disclosure-contact-text = Questions: { $contact }
disclosure-complaints-text = Complaints: { $contact }

# Open link
open-headline = From voluntary participation; does not represent all residents
open-respondents = { $count ->
    [one] { $count } person chose to answer. Below are the number and share of answers; they say nothing about the whole city and carry no verdict.
   *[other] { $count } people chose to answer. Below are the numbers and shares of their answers; they say nothing about the whole city and carry no verdict.
  }
open-small = Answers that fewer than ten people chose are not published, nor those they could be worked out from.
open-answered = Answered by { NUMBER($answered) }, of whom the shares are shares; not answered by { NUMBER($skipped) } more.

# Open answers
open-answers-title = What residents wrote
open-answers-line = What residents wrote: themes and frequent terms of answers in words
open-answers-lead = How many of those who answered in words wrote of a theme, and how many used a term. They speak for those who wrote, not for the city.
open-answers-how = Each text was first looked at by two persons, who took out names, telephone numbers and addresses, and then given themes by hand according to a code book; a text may have several. A text is not joined to the other answers of whoever wrote it, so nothing here is weighted, has an interval, or stands by district or group. Nobody is quoted.
open-answers-persons = { $count ->
    [one] One person wrote something; shares are of them.
   *[other] { $count } persons wrote something; shares are of them.
}
open-answers-few = Fewer than 30 persons wrote something: nothing is published.
open-answers-themes = Themes
open-answers-theme = Theme
open-answers-small = A theme that fewer than ten persons wrote of, or that all but fewer than ten did, is not published, nor is what would tell it.
open-answers-twice = How reliable the themes are: { $count ->
    [one] one text was
   *[other] { $count } texts were
} coded again by a second person
open-answers-kappa = both agree on { $alike }, κ = { $kappa } (95% interval { $lower } to { $upper })
open-answers-kappa-alone = both agree on { $alike }, κ = { $kappa }
open-answers-alike = both agree on { $alike }
open-answers-terms = Frequent terms
open-answers-term = Term
open-answers-no-terms = No term was used by ten persons or more.
open-answers-file = Download as a table (CSV)
open-answers-published = Published on { $date }. Hash { $hash }.
open-answers-question = Question
open-answers-asked = Wording
open-answers-kind = Kind
open-answers-what = Theme or term
open-answers-of = Persons who wrote
open-answers-kappa-head = Agreement of coders κ
