# The studio: text that only staff read.

studio-name = Minyi studio
studio-link = Back to the studio
studio-nav-label = Places of the studio
sign-in-link = Sign in
sign-out = Sign out
label-separator = :{" "}
place-people = People
place-audit = Audit log
place-account = My account

# Signing in
sign-in-title = Sign in to the studio
sign-in-name = Name
sign-in-password = Password
sign-in-submit = Sign in
sign-in-help = Forgotten your password? Ask the administrator of your office.
sign-in-wrong = Name and password do not match. Please try again.
sign-in-wait = Too many wrong attempts. Please wait { NUMBER($seconds) } s and try again; the account is never locked.
second-step-title = Second step
second-step-lead = Now type the code that the app on your phone shows.
second-step-code = Code of six digits
second-step-recovery-wrong = The recovery code is wrong, or was used before. Try another one.
second-step-wrong = This code is not right, or was used before. Wait for the next one and try again.
second-step-lost = The phone is lost
second-step-recovery = Recovery code
second-step-recovery-help = Each of your recovery codes counts once. If you have none left, ask an administrator to take your second factor back.
error-signed-out-title = You are signed out
error-signed-out = Your session is over, or you signed out elsewhere. What you just did was not saved. Sign in in another tab, then come back here and try again.
error-not-permitted-title = Your roles do not allow this
error-not-permitted = If you need it, ask the administrator for the role.
error-forged-title = This request did not come from a page of this site
error-forged = To protect you against requests made in your name, it was not carried out. If you are working in the studio, open the page again and retry.
error-staff-page = The address may be incomplete, or the page has moved. Please enter through the studio.
error-staff-method = Please open this page anew from the studio.
error-staff-large = At most { NUMBER($mib) } MiB can be sent at once, and a questionnaire may have { NUMBER($kib) } KiB. Nothing was saved. Go back: what you typed is still there. Shorten it and send it again.
error-staff-malformed = Nothing was saved. Go back and send it once more; if that does not help, open the page anew.

# Account
person-roles = Roles
password-title = Change the password
password-old = Present password
password-new = New password
password-again = New password once more
password-submit = Change the password
password-help = At least { NUMBER($shortest) } characters, without your name. A few words in a row do well; special characters are not needed.
password-changed = The password is changed; you are signed out everywhere else.
password-old-wrong = The present password is wrong.
password-differ = The two new passwords differ.
password-short = The password is too short: at least { NUMBER($shortest) } characters.
password-long = The password is too long: at most 200 characters.
password-name = The password must not contain the name.
password-common = This password, or one very like it, stands in the lists that guessers begin with.
password-keys = Keys that lie side by side are tried first.
password-repeats = A repetition is guessed nearly as soon as what it repeats.
password-sequence = Rows of numbers or letters are tried first.
password-date = Years and dates are tried first.
password-person = Names of people are tried first.
password-local = Apart from words that everybody here knows (the city, the survey, your name) too little is left.
password-little = A word alone, or a short one with a sign, is soon guessed.
password-guessable = { $why } Better: four words in a row that have nothing to do with one another or with this place.
factor-title = Second factor
factor-about = A code that an app on your phone shows, new every half minute. Whoever knows only your password cannot sign in then.
factor-required = Your roles need a second factor. The other pages of the studio open once it is set up.
factor-absent = Not set up.
factor-set-up = Set up since { $date }.
factor-recovery-left = { $count ->
    [0] No recovery code is left: set the second factor up anew to get others.
    [1] 1 recovery code is left.
   *[other] { $count } recovery codes are left.
  }
factor-begin = Set up
factor-replace = Set up anew
factor-replaces = You have a second factor. Once you confirm a new one, the old one and its recovery codes count no more.
factor-scan = Scan this picture with an app for one-time codes (TOTP).
factor-qr = QR code for the app
factor-type = Or type this key into the app, for codes by time:
factor-code = Six digits that the app shows now
factor-confirm = Confirm
factor-code-wrong = This code is not right. Let the phone set its clock by itself, and try the next code.
factor-done = The second factor is set up
recovery-title = Recovery codes
recovery-lead = If the phone is lost, each of these codes signs you in once. They are shown only now.
recovery-keep = Print them or write them down, and keep them locked away: not on the phone, and not beside your password.
recovery-kept = They are kept
sessions-title = Sessions
sessions-count = { $count ->
    [1] Signed in in 1 place.
   *[other] Signed in in { $count } places.
  }
sessions-end = Sign out everywhere

# People
person-name = Name
person-since = Since
person-state = State
person-active = Active
person-disabled = Disabled
person-add = Add a person
person-name-fault = A name has 2 to 40 letters, digits, dots, dashes or underscores.
person-name-taken = Somebody has this name already.
person-link-help = The person sets their own password by a link that counts once and for 24 hours; nobody else ever knows it. Hand it over directly.
password-link-title = Forgotten password
password-link-give = New link to set the password
password-link-lead = { $name } sets a password here. This address is shown only now:
password-link-done = It is handed over
person-factor-help = For whoever has lost phone and recovery codes. Make sure first who asks: afterwards the password alone signs this person in, until they set a second factor up again. Their sessions end.
person-factor-terminal = The second factor of somebody who approves, releases or manages people is taken back at the terminal of the server: minyi user.
person-factor-reset = Take the second factor back
set-password-title = Set your password
set-password-lead = You are { $name }. Nobody but you will know this password.
set-password-submit = Set the password
error-link-title = This link no longer counts
error-link = It was used, replaced by another, or is older than 24 hours. Ask the administrator of your office for a new one.
person-departments = Head of departments: which
person-districts = Head of districts: their codes
person-parts-help = Separate several by commas; leave empty for anybody else.
person-roles-submit = Save the roles
person-roles-help = Saving ends this person's sessions; they sign in again under the new roles.
person-roles-own = You cannot take the administrator's role from yourself; another administrator has to.
role-proposal-title = Waiting for a second administrator
role-proposal-line = { $by } asked on { $date } for these roles:
role-proposal-none = No role at all
role-proposal-help = Where there are two administrators, roles that approve questionnaires, release results or manage people count once another administrator has agreed; so does taking an administrator's role away.
role-proposal-own = Another administrator has to agree.
role-proposal-agree = Agree
role-proposal-refuse = Refuse
role-proposal-withdraw = Take back
role-proposals = Roles that wait for a second administrator
role-changes = Every change of roles
sessions-end-theirs = Sign this person out everywhere
person-access = Access
person-access-open = A disabled person cannot sign in; what they did stays in the audit log.
person-access-barred = This person cannot sign in at present.
person-access-administrator = An administrator can be barred once the role is taken away, to which a second administrator agrees, or at the terminal of the server.
person-disable = Disable
person-enable = Enable again
role-administrator = Administrator
role-designer = Designer
role-field-manager = Field manager
role-analyst = Analyst
role-releaser = Releaser
role-interviewer = Interviewer
role-entry-clerk = Entry clerk
role-official-city = Official of the city
role-official-department = Official of a department ({ $name })
role-official-district = Official of a district ({ $code })
duty-administrator = looks after people and roles, reads the audit log
duty-designer = writes, tests and translates questionnaires, approves those of others
duty-field-manager = opens and closes waves, approves questionnaires
duty-analyst = sees questionnaires and waves, computes results, exports rows of answers
duty-releaser = releases results, reads the audit log, exports rows of answers
duty-entry-clerk = types in forms that came back on paper
duty-interviewer = visits households and hands them their form
duty-official = reads the results of their part of the city
person-choose-departments = Official of a department: choose from the plans
person-choose-districts = Official of a district: choose it

# Paths
ways-map = Map of the paths
ways-map-help = The main way on the left is everybody's. A question set to the right is asked only if the condition above it is true, and leads back to the main way. On the right, the interview ends early.
ways-map-alternative = Map of the paths. The table "When each question is asked" below says the same.
ways-start = Start
ways-finish = Submit
ways-ends-here = Ends here
ways-nothing = There are no questions yet, hence no paths.
ways-one = There is one path and it reaches the end: { NUMBER($longest) } questions, about { $time }.
ways-sound = All { NUMBER($count) } paths reach the end; the longest has { NUMBER($longest) } questions, about { $time }; the shortest { NUMBER($shortest) }.
ways-other = Of { $count ->
    [1] 1 path,
   *[other] { $count } paths,
  } the longest has { NUMBER($longest) } questions, about { $time }; the shortest { NUMBER($shortest) }.
ways-sampled = There are too many paths to list. { NUMBER($interviews) } random interviews took { NUMBER($count) } different ones, and all reached the end; the longest has { NUMBER($longest) } questions, about { $time }; the shortest { NUMBER($shortest) }.
ways-early = { NUMBER($count) } of them end early, at { $ends }.
ways-faulty = { $count ->
    [1] 1 question is never asked
   *[other] { $count } questions are never asked
  }
ways-unproven = Not every path is proven to be sound
ways-unsound = { $count ->
    [1] The draft has 1 finding; what can be read is shown.
   *[other] The draft has { $count } findings; what can be read is shown.
  }
ways-unreadable = { $count ->
    [1] The draft has 1 finding and no question can be read, so there are no paths to draw.
   *[other] The draft has { $count } findings and no question can be read, so there are no paths to draw.
  }
ways-findings = See the findings
ways-questions = When each question is asked
ways-questions-help = The same as the map. The last column is the share of random interviews that came to the question.
ways-rotating = Sections that rotate are shown as written; in an interview they start at the one drawn.
ways-question = Question
ways-asked-if = Condition to ask it
ways-ends-if = Condition to end
ways-asked-of = Asked of
ways-always = always
ways-paths = Every path
ways-paths-sampled = There are too many paths to list; these were taken in { NUMBER($interviews) } random interviews and may not be all.
ways-paths-more = { NUMBER($count) } in all; the longest { NUMBER($shown) } are shown.
ways-length = Questions
ways-duration = About
ways-end = Where it ends
ways-who = Groups
ways-left-out = Passes over
ways-ends-at = Ends early at { $question }
ways-to-the-end = Goes to the end
ways-everybody = everybody
ways-robot = A robot answered { NUMBER($count) } times at random: { $mean } on average, { $longest } at most, { $paths ->
    [1] 1 path
   *[other] { $paths } paths
  } taken
ways-robot-help = The robot answers anything to every question and skips one in ten that may be skipped. It is no resident; it finds ways that do not work and forms that are too long.
ways-seed = Random seed: { $seed }.
ways-again = Again with another seed
ways-by-length = Questions
ways-by-minutes = Minutes
ways-interviews = Interviews
ways-histogram = Distribution by { $title }; the table below has the numbers.
ways-time = { NUMBER($minutes) } min { NUMBER($seconds) } s
ways-minutes = { NUMBER($minutes) } min
ways-seconds = { NUMBER($seconds) } s

# The question bank
bank-title = Add from the question bank
bank-help = Every question of the published questionnaires. What you add stays linked to the original, so that results stay comparable over the years; changing its words or choices breaks that.
bank-words = Words (any language)
bank-indicator = Indicator
bank-topic = Topic
bank-after = Add after
bank-last = The last question
bank-found = { $count ->
    [1] 1 question found.
   *[other] { $count } questions found.
  }
bank-more = { NUMBER($count) } more; narrow the search.
bank-answers = Answers
bank-from = From
bank-series = Series
bank-linked = Already in this draft: { $question }
bank-insert = Add this question
bank-locked = This draft cannot be changed now; the bank can only be read.
bank-refused = Not added:
bank-scale = Scale: { $choices }
bank-single = One of: { $choices }
bank-multiple = Any of: { $choices }
bank-district = Districts and counties, { NUMBER($count) }
bank-number = Number: { $range }
bank-date = Date: { $range }
bank-text = Text

# Audit log
audit-words = Person or subject
audit-action = Action
audit-any = Any
audit-from = From
audit-until = To
audit-search = Search
audit-export = Export CSV
audit-nothing = No entry fits.
audit-at = When
audit-actor = Who
audit-subject = Subject
audit-change = Change
audit-older = Older entries
action-sign-in = Signed in
action-sign-in-refused = Sign-in refused
action-access-refused = Access refused
action-sign-out = Signed out
action-add-user = Added a person
action-change-roles = Changed roles
action-propose-roles = Asked for roles
action-refuse-roles = Refused roles
action-disable-user = Disabled a person
action-enable-user = Enabled a person
action-end-sessions = Ended all sessions
action-change-password = Changed a password
action-give-password-link = Gave a link to set a password
action-set-password = Set a password by a link
action-set-second-factor = Set up a second factor
action-reset-second-factor = Took a lost second factor back
action-use-recovery-code = Used a recovery code
action-begin-draft = Began a draft
action-save-draft = Changed a draft
action-undo-draft = Undid a change
action-redo-draft = Redid a change
action-send-to-review = Sent to review
action-send-back = Sent back
action-publish = Approved and published
action-discard-draft = Gave up a draft
action-make-test-link = Made a test link
action-open-wave = Opened a wave
action-register-waves = Registered earlier waves
action-plan-reminders = Planned reminders
action-make-letters = Made letters
action-close-wave = Closed a wave early
action-record-attempts = Recorded attempts to reach households
action-keep-addresses = Kept addresses of households
action-release-replicate = Released households from the reserve
action-export-cases = Took the list of cases along
action-enter-paper = Typed in a paper form
action-settle-paper = Settled a paper form
action-remove-paper = Removed what was typed of a paper form
action-open-sealed = Opened the sealed questionnaires
action-import-plan = Imported a plan
action-change-targets = Changed the targets of a plan
action-change-margins = Changed the population margins of a plan
action-change-measure = Changed how an indicator is measured
action-correct-wave = Extended or corrected a wave
action-compute-release = Computed results
action-see-preview = Saw results before release
action-see-early = Read results before the public
action-release-wave = Released results
action-amend-release = Released amended results
action-explain-delay = Gave a reason for a late release
action-open-commitments = Handed out the secrets of a draw
action-erase-answers = Erased answers that were kept long enough
action-begin-chain = Began the chain of the log
action-export-audit = Exported the audit log
action-export-rows = Exported answers person by person

# Translations
translation-languages = Language translated into
translation-shown = Which texts are shown
translation-all = All texts
translation-work = Only what needs work
translation-counts = { $total ->
    [1] 1 text
   *[other] { $total } texts
  }: { NUMBER($missing) } without translation, { NUMBER($stale) } whose original has changed.
translation-none = Nothing needs work.
translation-text = Text
translation-original = Original ({ $language })
translation-to = Translation ({ $language })
translation-scale = Scale { $id }
translation-section = Section { $id }
translation-question = Question { $id }
translation-missing = Missing
translation-stale = Original changed
translation-right = The translation is still right
translation-before = The original was:
translation-save = Save the translations
translation-changed = { $count ->
    [0] Nothing was changed, so nothing had to be saved.
    [1] Saved: 1 text changed.
   *[other] Saved: { $count } texts changed.
  }
translation-faults = Not saved yet: { $count ->
    [1] one translation needs another look
   *[other] { $count } translations need another look
  }
translation-unreadable = The text of the questionnaire has a syntax error, so its words cannot be read. Mend what the findings under Overview say, then translate.
translation-one-language = This questionnaire has one language only. Add another to its languages first, for example en.
translation-collision = Your translations are not saved, and not lost: they stand below, in what the draft says now. Where both of you changed a text it says so beside it. Have a look, then save again.
translation-theirs = Theirs: { $words }
translation-original-changed = The original has just changed; check the translation.
translation-lost = These texts are no longer in the questionnaire, so your translations have no place:
translation-elsewhere = For a translator: export and import
translation-elsewhere-help = The exported table has one row per text and one column per language. The translator fills in the column of the translation and leaves the rest alone; an empty cell changes nothing. If anything is wrong with a file, nothing of it is taken.
translation-xlsx = Export Excel (.xlsx)
translation-csv = Export CSV
translation-file = File from the translator (.xlsx or .csv)
translation-upload = Import the translations
translation-file-refused = The file was not taken, and the questionnaire did not change:
translation-file-collision = The file was not taken, and the questionnaire did not change. Look at what it says now, then import again.
translation-file-locked = This draft cannot be changed now (in review or published); the file was not taken.
what-translation-file = Imported translations
what-workbook = From an XLSForm

# Files
draft-files = Download
draft-file-word = This is a Word file. Choose a TOML file, or an .xlsx file as an XLSForm.
draft-file-not-toml = This is not a questionnaire in TOML: line { NUMBER($line) } cannot be read. A table pasted from Word or a web page will not do; begin from nothing, or make an XLSForm of it.
draft-begun-title = The draft was begun
draft-begun-notes = The following has no counterpart here, or was written in another way. The list stands at the end of the draft’s text too, in the lines that begin with #.
draft-begun-go = Open the draft
workbook = XLSForm
workbook-unsound = This draft still has faults, so the file would be broken. Mend what the findings say first.
workbook-whole = Everything fits into an XLSForm.
workbook-notes = XLSForm has no place for the following; the file will not have it:
workbook-file = Download the XLSForm (.xlsx)
workbook-back = Back

# Questionnaires
place-questionnaires = Questionnaires
questionnaire = Questionnaire
last-change = Last change
state-draft = Draft
state-in-review = In review
state-published = Published
state-discarded = Given up
state-in-the-field = In the field
state-closed = Closed
error-questionnaire-title = There is no such questionnaire
error-questionnaire = The link may be incomplete, or the draft was given up.
draft-nameless = Questionnaire without a name yet
drafts-title = Drafts
drafts-none = Nothing is being written.
versions-title = Published versions
versions-none = Nothing has been published yet.
version = Version
version-number = version { NUMBER($number) }
version-used = Used by
version-since = Published
version-hash = Content hash
version-written = Sent by
version-approved = Approved by
version-source = Download TOML
version-draft = New draft from this
draft-new = New draft
draft-from-version = From a published version
draft-from-file = From a file
draft-from-nothing = From nothing
draft-begin = Begin
draft-file = Questionnaire file (.toml, or .xlsx as an XLSForm)
draft-no-file = Choose a file first.
draft-file-large = The file is too large: at most { NUMBER($kib) } KiB. A hundred questions need less than a tenth of that.
draft-text-large = Not saved: the text has { NUMBER($size) } KiB, a questionnaire may have { NUMBER($most) } KiB. What you typed is still below. Shorten it and save it again.
draft-file-binary = This is neither a text file nor an .xlsx workbook. Choose a TOML file in UTF-8 or an XLSForm (.xlsx); files of Word and of old Excel (.xls) will not do.
draft-no-source = The text of this version was not kept; begin from a file.
draft-published = The id “{ $id }” belongs to a published questionnaire. Give a new questionnaire another id; to revise that one, begin from its version.
draft-published-file = The id “{ $id }” in the file belongs to a published questionnaire. If this is the next version of it, tick the line below and upload it again; if it is another questionnaire, give it another id in the file first.
draft-next-version = If the id is that of a published questionnaire: this is its next version
draft-title-zh = Title in Chinese
draft-title-en = Title in English
draft-id = Id
draft-id-help = Small letters, digits and dashes, as in window-service. All versions share it, so that years stay comparable.
draft-begun = Begun
draft-sent = Sent to review
draft-origin = From version
draft-became = Became version
draft-findings = Findings
draft-sound = No faults found.
finding-line = Line { NUMBER($line) }
draft-history = History
draft-revision = Revision
draft-head = present
draft-text = Edit the text
draft-save = Save
draft-undo = Undo
draft-redo = Redo
draft-undo-of = Undo { $who }'s change to { $what }
draft-redo-of = Redo { $who }'s change to { $what }
draft-undone = Undone: { $who }'s change to { $what }.
draft-redone = Redone: { $who }'s change to { $what }.
draft-not-undone = Nothing was undone.
draft-not-redone = Nothing was redone.
draft-nothing-to-undo = There is nothing to undo.
draft-nothing-to-redo = There is nothing to redo.
draft-changed-since = Since you opened this page, { $who } has changed { $what }.
draft-undone-since = Since you opened this page, { $who }'s change to { $what } was undone.
draft-joined = Your change is saved together with it.
draft-parts-named = { $parts } and others, { NUMBER($count) } parts
draft-whole-text = the text
draft-discard = Give up the draft
draft-discard-sure = I know that this cannot be taken back and that nobody can edit the draft any more
draft-discard-no-consent = Not done: giving up a draft needs the tick.
draft-send = Send to review
review-title = Review
review-decide = Read the questionnaire, then decide. Once approved, this version cannot be changed.
review-waits = Somebody else must approve it: neither who began or sent it nor anybody who ever changed it.
review-approve = Approve and publish
review-return = Send back
review-reason = Why it is sent back (for its writer)
review-returned = Sent back by { $who }, { $when }:
review-form = Open the form as on a phone
review-listing = The whole questionnaire: wordings, codes and conditions
review-withdraw = Take back
refused-state = Not done: the state of the draft has just changed.
refused-collision = Not done: the draft was changed after you opened this page. Look at what it says now, then decide.
refused-faults = Not done: the draft has { $count ->
    [1] a fault
   *[other] { $count } faults
  }, see the findings below.
refused-same = Not done: it says exactly what version { $version } says.
refused-id-published = The id “{ $id }” belongs to a published questionnaire, and this draft was not begun from a version of it. Give the draft another id; to revise that questionnaire, begin a draft from its version.
refused-id-reused = { $question } was another question in version { NUMBER($version) }. An id joins the answers of all versions; give this question one that was never used.
refused-authors = Not done: only those who wrote it may withdraw it or give it up. Whoever may approve it returns it with a reason.
refused-own = Not done: your own work must be approved by somebody else.
collision-title = While you were writing, { $who } saved a change at { $when }
collision = Your text is not saved, and not lost. Choose: take theirs, keep yours, or join both below and save.
collision-locked = This draft cannot be changed now (in review or published); your text was not saved. Copy what you need from below.
collision-line = The two texts differ from line { NUMBER($line) } on.
collision-theirs = Theirs
collision-mine = Yours
collision-join = Your text (join both here)
collision-take-theirs = Take theirs
collision-keep-mine = Save what stands here

# Trying a version
trial-link-title = Test link
trial-link-help = Only who has the link can open it. Answers given through it are kept apart and never counted.
trial-link-make = Make a test link
trial-link-none = There is no test link yet.
trial-count = { $count ->
    [1] Tried once.
   *[other] Tried { $count } times.
  }

# Samples
place-samples = Samples
action-draw-sample = Drew a sample
sample = Sample
samples-none = No sample has been drawn yet. With a frame, design and draw one here, then open a wave with it.
samples-help = A sample that was drawn is listed for ever and cannot be deleted: nobody draws again and again until it suits them.
sample-new = Design a sample
sample-new-help = Change the numbers on the left and see on the right what they prove; draw when you are content. Nothing is kept before that.
sample-no-frame = There is no list of communities and villages to draw from yet. Import a frame first.
sample-frames = Frames to draw from
sample-frame = Frame
sample-frame-verified = verified
sample-frame-provisional = provisional
sample-frame-synthetic = made up (for demonstrations only)
sample-times-drawn = Times drawn from
sample-unused = Not used
sample-used = Used for a wave
sample-drawn = Drawn
sample-questionnaire = Questionnaire
sample-questionnaire-help = See whether the targets of what this questionnaire measures can be proven.
sample-size = Size and allocation
sample-households = Households to invite
sample-households-help = In the whole city: the letters to be sent.
sample-per-psu = Households in each community
sample-per-psu-help = Fewer are more exact, since neighbours think alike; more are cheaper, since fewer communities are visited.
sample-minimum = Fewest communities of a stratum
sample-minimum-help = At least 2: one alone has no sampling error to compute.
sample-method = Choice of communities
sample-method-help = Systematic choice spreads over streets and towns, and later samples can share communities with it. Sampford’s knows the chance of every pair, which makes intervals a little narrower: worth it where a large share of all communities is drawn.
sample-systematic = Systematic, by size, in the order of the frame
sample-sampford = Sampford, by size, with known chances of pairs
sample-allocation = Division over strata
sample-allocation-help = Where both city and districts are looked at, usually by the square root of the population.
sample-allocation-more = More about the division
sample-square-root = By the square root of the population
sample-proportional = In proportion to the population
sample-equal = The same in every stratum
sample-fixed = A fixed number each, the rest by population
sample-neyman = Neyman (most exact for the city)
sample-power = Power allocation (Bankier)
sample-fixed-number = Fixed number in each stratum
sample-exponent = Power
sample-exponent-help = 0 to 1: nearer 0 the districts are equally exact, nearer 1 the city is.
sample-rates-help = Neyman and power allocation use a rate assumed of each stratum (%). A stratum without one has the rate assumed of the city below.
sample-assumptions = Assumptions
sample-response = Share that answers (%)
sample-response-help = Of the invited households. Go by the last wave.
sample-rate = Assumed rate (%)
sample-rate-help = Margins are worked out for this rate, such as the satisfaction expected; they are widest at 50%.
sample-rho = Correlation within communities
sample-rho-help = 0 to 1: how much alike people of one community think. Satisfaction usually has 0.02 to 0.10; the last wave tells.
sample-weights = Design effect of weights
sample-weights-help = At least 1: weights differ within strata by household size, nonresponse and calibration, usually 1.1 to 1.4.
sample-letter-cost = Cost of a letter (yuan)
sample-psu-cost = Cost of a community (yuan)
sample-last = The last wave, { $wave }: { $response } of the invited answered, correlation within communities about { $rho }, design effect of weights { $weights } (allocation included).
sample-overlap = Overlap with an earlier sample
sample-follows = Earlier sample
sample-follows-none = None
sample-follows-help = With some communities kept and new households asked, changes between waves are measured more exactly.
sample-kept = Communities kept (%)
sample-kept-help = Usually half to three quarters.
sample-reserve = Reserve
sample-replicates = replicates held in reserve
sample-replicates-help = 0 to 10. They are drawn with the sample and released whole where fewer answer than expected; those not released count in no response rate.
sample-reserve-per-psu = households of a replicate in each community
sample-reserve-of = { $replicates ->
    [one] one replicate
   *[other] { NUMBER($replicates) } replicates
  }, { NUMBER($each) } households in each community
sample-compute = Work it out again
sample-prospect = { $letters } letters, about { $returns } returns; a rate of { $rate } in the city to within about ±{ $half } points
sample-psus = Communities and villages
sample-deff = Design effect
sample-deff-parts = (weights × allocation × likeness within communities)
sample-effective = Effective sample size
sample-cost = Cost
sample-yuan = { $amount } yuan
sample-proofs = What it can prove
sample-no-targets = The plan has no target in percent for anything that this questionnaire measures.
sample-target = Target
sample-indicators = Indicators
sample-met-from = Likely to be found met from a true rate of
sample-missed-to = Likely to be found not met from a true rate of
sample-proofs-help = Likely means a chance of 80%. Between the two the data will mostly not suffice to say. Questions that only some are asked prove less.
sample-curves = Target { $target }: the chance of each verdict
sample-curves-alternative = Target { $target }: at a true rate of { $met } “met” has a chance of 80%, at { $missed } “not met” has. The table below has the numbers.
sample-chances = The numbers
sample-truth = True rate
sample-met = Found met
sample-undetermined = Undetermined
sample-missed = Found not met
sample-strata = The sample in each stratum
sample-stratum = Stratum
sample-population = Population
sample-units = Communities and villages in the frame
sample-letters = Letters
sample-returns = Returns expected
sample-half-width = Margin (±)
sample-strata-help = The margin in points is half the 95% confidence interval that will be published at a rate of { $rate }, design effect and number of communities taken in.
sample-draw = Draw the sample
sample-drawn-before = { $count ->
    [0] No sample has been drawn from this frame yet.
    [one] One sample has been drawn from this frame already; it is on the list of samples.
   *[other] { NUMBER($count) } samples have been drawn from this frame already; they are on the list of samples.
}
sample-name = Name of the sample
sample-name-help = Such as “Residents 2014”.
sample-seed = Random seed
sample-seed-help = Left empty, the program draws one; or type a number from a public lottery, so that everybody sees it was not picked.
sample-seed-drawn = drawn at random with the sample
sample-seed-of-earlier = that of the earlier sample
sample-on = Go on
sample-not-drawable = Correct what is typed on the left first.
sample-confirm = Confirm the draw
sample-confirm-help = A draw cannot be undone or deleted: the sample stays on the list for ever, and the audit log tells who drew when, and how many before. The seed and the communities drawn are secret; the registration publishes commitments to them only.
sample-draw-now = Draw now
sample-back = Back to the design
sample-secret = Keep the communities drawn and the seed secret until the field is over: answers of communities that know beforehand cannot be trusted.
sample-synthetic = The frame “{ $frame }” is made up: every wave opened with it is marked as simulated.
sample-common = { NUMBER($common) } communities in common, of { $of }
sample-shift = shift { $shift }
sample-algorithm = Method
sample-next = What comes next
sample-next-help = Open a wave with this sample. Every rule is registered then; codes are made with the letters.
sample-open-wave = Open a wave with it
sample-table = Table of the draw (CSV)
sample-design-file = Design (TOML)
sample-again = Repeats the draw years later: minyi sample --frame FRAME.csv --design design-{ $id }.toml --seed { $seed }
sample-units-drawn = Communities and villages drawn
sample-psus-of = { NUMBER($drawn) } drawn of { $of }
sample-unit = Community or village
sample-code = Code
sample-probability = Inclusion probability
sample-certain = certain
sample-base-weight = Base weight
sample-list = Households on the list
sample-selected = Households invited
sample-file-head = Design of the sample “{ $name }”: with frame and seed, minyi sample repeats the draw.
sample-fault-number = Type a number from { $least } to { $most }
sample-fault-choice = Choose one of those listed
sample-fault-missing = Fill it in
sample-fault-seed = A sample that overlaps with an earlier one has its seed: leave this empty
wave-sample = Sample
wave-sample-help = This is a wave with a sample: only households that get a code can answer. The draw is registered with the rules when it opens.
wave-sample-gone = There is no such sample, or another wave was opened with it
wave-sample-plan = The sample was drawn for another plan
wave-sample-edition = The strata of the plan were changed since the frame was taken in: import the frame for the plan of today and draw again
wave-sample-reads = A wave with a sample is read once, after its close: leave the dates empty
wave-sample-margin = A margin of the plan classifies by a question that this version does not ask, so results could not be weighted. Choose a version that asks it, or set that margin of the plan to “missing” first
wave-sample-margin-before = A margin of the plan classifies by a question that an earlier wave of this questionnaire did not ask, so figures could not be compared. Set that margin of the plan to “missing” first

# Waves
place-waves = Waves
wave = Wave
waves-none = There is no wave yet.
wave-new = Open a wave
wave-announced = Announced
wave-open = Open
wave-closed = Closed
wave-mode = Mode
wave-mode-probability = Drawn sample (by invitation)
wave-mode-open = Open link
wave-period = Period
wave-closed-at = Closed at
wave-closed-because = Closed early because
wave-answers = Answers
wave-answers-while = Kept until two years after the last results of the plan
wave-answers-until = Kept at least until { $day }
wave-answers-due = To be erased since { $day }: minyi erase { $plan }
wave-answers-erased = Erased on { $day }; the published totals stay
wave-link = Link to the form
wave-link-copy = Copy the address
wave-link-copied = Copied
wave-plan = Plan
wave-returns = Returned
wave-registration = Registration
wave-delay-title = Late results
wave-delay-help = The results of this survey were due by { $due }. Everybody can read on the page of results why they are late.
wave-delay-reason = Reason, as everybody will read it
wave-delay-submit = Publish the reason
wave-returns-count = { $count ->
    [1] 1 questionnaire
   *[other] { $count } questionnaires
  }
wave-returns-help = While a wave is open only the number of returns is shown; nobody sees a rate.
wave-paper = Paper form
give-up-title = How far people get
give-up-help = Only counted, never who: opened, saw question k, sent. Pages with a script report it and anybody could, so it serves to improve the form and is no result.
give-up-nowhere = not to be seen yet
give-up-none = Nobody has opened it yet.
give-up-sum = { NUMBER($opened) } opened it, { NUMBER($sent) } sent it. Most people stop at the step in the other colour: { $step }.
give-up-table = The same numbers for each variant as a table
give-up-variant = Variant
give-up-all = All
give-up-bars = Bars
give-up-most = Most stop at
give-up-opened = Opened
give-up-sent = Sent
give-up-question = Question { NUMBER($number) }, { $id }
give-up-step = Question { NUMBER($number) }
cases-title = Cases
cases-nav = Field
cases-help = Here it is known whether a household has sent its form, not when, and nothing of its answers. Open a community to enter returned letters, refusals and what came of visits.
cases-number = Case number
cases-number-unknown = This wave has no such case number. Look at the letter or the list.
cases-find = Find
cases-by-psu = Communities and villages
cases-none = No sample has been drawn.
cases-psu = Community or village
cases-stratum = Stratum
cases-sampled = Cases
cases-returned = Returned
cases-attempts = Attempts
cases-refused = Refused
cases-not-reached = Not reached
cases-other = Unable
cases-unknown = Unknown
cases-not-eligible = Not eligible
cases-silent = Nothing heard
cases-files = The list of a field team: download, bring back
cases-list-help = The list is a CSV table with a row for each household. The team fills in date, mode and result and leaves a household it has not tried empty; nobody has to go where it says “done”.
cases-list = Download the list
cases-list-of-psu = Download the list of this community
cases-upload = The list, filled in (CSV or Excel workbook)
cases-upload-help = Results are codes such as 2.11 refused, 2.24 nobody home, 3.18 letter returned, 4.60 nobody lives there. A file with one fault is not taken in at all: mend it and send it again. A list that is sent twice is recorded once.
cases-upload-submit = Bring back the list
cases-no-file = Choose a file.
cases-nothing-taken = Nothing of the file was taken in.
cases-faults = { $count ->
    [one] One fault.
   *[other] { $count } faults.
}
cases-more-faults = { NUMBER($count) } more.
cases-taken = Recorded { NUMBER($new) } attempts; { NUMBER($known) } had been recorded before; { NUMBER($blank) } households were left empty.
cases-household = Household
cases-state = State
cases-enter = Enter
cases-enter-help = Click “Enter”, then what came of it: that is all. The most telling result of a household stands: one that refused is a refusal, though nobody opens at the next visit.
cases-no-more = No further visit
cases-day = Date
cases-mode = Mode
cases-result = Another result
cases-other-submit = Enter another result
cases-correction = Correction: what was entered before is wrong
cases-reason = Reason of the correction
cases-no-reason = A correction needs a reason.
case-returned = Returned
case-silent = Nothing heard
monitor-title = Monitor
monitor-help = Only how much has come back is seen here, no rate of any answer: forms are sealed. Each returned form counts as complete; how many are partial is known once they are opened.
monitor-sampled = Sampled
monitor-delivered = Delivered
monitor-returned = Returned
monitor-modes = How they came
monitor-by-web = On screen
monitor-by-paper = On paper
monitor-by-interviewer = Interviewer
monitor-response = Response rate
monitor-weighted = weighted RR3 { $rate }
monitor-precision = Half-width of intervals
monitor-half-width = { $today } percentage points now, { $end } expected at the end ({ $forms } forms)
monitor-assumed = Half-widths are those of a share of 50 %, for which they are widest, at 95 % confidence; the design effect { $effect } follows from the base weights and from how alike people of one community answer ({ $correlation }, as planned). Expected: the pace of the last seven days, halved every week until the close, and at most the households that nothing has been heard of.
monitor-alarms = To be looked at
monitor-no-alarms = Nothing looks odd.
monitor-alarms-help = Compared with the other communities of the stratum, and with the usual shares. Even where all is as it should be, each look has a chance of { $chance } of a false alarm in each of three kinds (communities, a burst on a day, some days without any); communities are taken to differ by a correlation of { $correlation }.
monitor-few-returns = { $psu }: only { NUMBER($returned) } of { NUMBER($cases) } households have returned, at the rate of the stratum it would be about { $expected }. Check whether letters arrive and addresses are right.
monitor-many-returns = { $psu }: { NUMBER($returned) } of { NUMBER($cases) } households have returned, at the rate of the stratum it would be about { $expected }. Find out whether somebody fills in forms for others or organises it.
monitor-stopped = { $stratum }: nothing has come back for { NUMBER($days) } days, by its usual share it would be about { $expected }.
monitor-burst = { $stratum }: { NUMBER($returns) } came back on { $day }, by its usual share it would be about { $expected }.
monitor-next = Where the next letter or visit helps most
monitor-next-help = The rule: one more letter is expected to bring as many forms as each delivered letter has brought in that stratum so far; how much that narrows the figures of the city depends on the stratum's share of the city and on the forms it has. Strata with many households and few forms come first. Figures compare with the first.
monitor-next-nowhere = No household is left to be asked again.
monitor-next-line = { $stratum }: { NUMBER($open) } households can be asked again, worth { $worth }
monitor-map = Share returned, by stratum
monitor-map-help = The stronger the colour, the larger the share of delivered letters that came back; every figure stands in the table below. It is no rate of any answer.
monitor-map-none = To see a map here, put a file districts.geojson with the outlines of the districts into the folder of the plan and upload it again.
monitor-map-enlarged = Enlarged: the dashed frame
monitor-map-nothing = no sample here
monitor-map-without = Strata without an outline on the map: { $strata }.
monitor-map-description = Of the delivered letters the smallest share came back in { $lowest } ({ $low }), the largest in { $highest } ({ $high }). The table below has every figure.
monitor-strata = Strata
monitor-city = City
monitor-bar = Progress
monitor-bar-help = Dark: returned; grey: no use to ask again (refused, letter returned, not eligible); light: can be asked again. RR1 and RR3 are response rates, COOP1 cooperation, REF1 refusal, CON1 contact, all as AAPOR's Standard Definitions have them.
monitor-bar-label = { $name }: { NUMBER($sampled) } sampled, { NUMBER($returned) } returned, { NUMBER($open) } can be asked again
monitor-today = Half-width now
monitor-end = Half-width at the end
monitor-days = Returned by stratum and day
monitor-days-help = Counted by stratum and day only. Fewer than five are shown as “<5”.
monitor-days-none = Nothing has come back yet.
monitor-even = Whether all parts respond alike
monitor-even-help = R-indicator: 1 means that strata, urban and rural places and communities of any size respond alike; the smaller, the less even. The coefficient of variation bounds the bias of a mean that is not adjusted, in standard deviations. Clusters are not counted in the error, which is too small.
monitor-even-none = Nothing has come back, or everything: there is no figure.
monitor-r = R-indicator
monitor-cv = Coefficient of variation
monitor-variable = Variable
monitor-between = Between its categories
monitor-alone = Beside the other variables
monitor-urban = Urban or rural
monitor-size = Size of the community
monitor-rates = All outcome rates
monitor-rates-help = RR1–6, COOP1–4, REF1–3 and CON1–3 of AAPOR's Standard Definitions. e is the share of unknown households taken as eligible, in proportion to the known ones. Where nothing stands below the line there is “no rate”.
monitor-rates-table = Show the table
monitor-psus = Show communities and villages
wave-poster = Poster
wave-no-plan = No plan has been imported, so no wave can be opened. Upload the folder of a plan under "Plans" first.
wave-faults = { $count ->
    [1] One field needs another look.
   *[other] { $count } fields need another look.
  }
wave-title-zh = Title in Chinese
wave-title-en = Title in English
wave-slug = Name in the address
wave-slug-help = Small letters, digits and dashes, as in window-2014; the form is then at /s/window-2014, or at /w/window-2014 if it is one screen.
wave-opens = Opens (time in China)
wave-closes = Closes (time in China)
wave-header = Statutory header
wave-header-help = A statistical survey must give all four. With all of them empty every page says that this is not a statistical survey.
wave-contact = Questions and complaints
wave-contact-help = The office with its telephone or address, as residents see it on the form.
wave-contact-zh = In Chinese
wave-contact-en = In English
wave-complaints = Complaints, to another office
wave-complaints-help = Not the body asking but, say, a higher or a supervising one, with its telephone or address. With it, residents complain and report there, and the office above answers questions only; left empty, it is not shown.
wave-complaints-zh = In Chinese
wave-complaints-en = In English
wave-submit = Open the wave
wave-fault-moment = Give a whole date and time
wave-fault-order = The end must come after the beginning, and after now
wave-fault-long = A wave lasts at most 366 days
wave-fault-slug = 3 to 60 small letters, digits or dashes, no dash at either end
wave-fault-taken = A wave has this name already
wave-fault-missing = Choose or fill in
wave-fault-complaints = This is the body asking (the same name or telephone): name another office or leave it empty
wave-fault-header = Give all four parts of the statutory header or none
wave-fault-valid = The header must be valid to the day the wave closes
wave-close-title = Close early
wave-close-help = A closed wave cannot be opened again. When, why and by whom is kept in the audit log.
wave-close-reason = Reason
wave-close-sure = I am sure that this wave shall close now
wave-close-submit = Close now
wave-close-no-reason = Give a reason.
wave-close-no-consent = Tick the box to confirm.
wave-sealed = Sealed questionnaires
wave-reads = Opened on
wave-reads-help = Left empty: once, after the close. A link that is open for long can have dates, with blanks between them, as in 2014-09-10 2014-09-20; fewer than 30 questionnaires wait for the next. Which answers were opened together can be seen in the database: the closer the dates, the fewer may be left for the last, and the easier somebody is known.
wave-fault-reads = Write dates as in 2014-09-10, between opening and close, the earliest first.
wave-sealed-count = { NUMBER($count) }, encrypted: nobody can read them
wave-opening-title = Open the questionnaires
wave-opening-help = Sealed questionnaires that can be opened now: { NUMBER($count) }. Opening decrypts them all at once, mixes them, writes them and destroys the private key; from then on nobody can tell who sent which. Results can be computed and released after that.
wave-opening-who = Somebody who may release opens them.
wave-opening-submit = Open all questionnaires
wave-opening-running = Opening: { NUMBER($done) } of { NUMBER($of) } decrypted
wave-opening-writing = Opening: { NUMBER($done) } of { NUMBER($of) } written
wave-opening-wait = This page is renewed every two seconds. Leaving it stops nothing.
wave-opening-key-missing = Not opened: the private key of this wave is not in the key folder of this machine. Look for the key folder on the machine where the wave was opened; without it the questionnaires cannot be read.
wave-opening-unreadable = Not opened: { NUMBER($count) } of the questionnaires were changed after they were taken in and cannot be read. If you decide to give them up, open the others with the command minyi open and --without-unreadable.
wave-opened-by = Opened by
wave-opened-by-trustees = any { $needed } of { $shares } trustees; key { $key }
wave-opening-shares = The private key of this wave is in the hands of { $shares } trustees. Enter the shares of any { $needed } of them, each in a field of its own: type the line, or paste the whole text of the file. The program makes the private key of them, opens the questionnaires, and keeps neither.
wave-custody = Who keeps the private key
wave-custody-help = Trustees are safer: until enough of them come together after the close, nobody can read an answer, not even whoever runs this machine. Their key and shares are made beforehand with the command minyi trustee new, on a machine without network if you can.
wave-custody-installation = this installation, in its key folder
wave-custody-trustees = trustees, in shares
wave-key = Public key of the trustees
wave-key-help = Only with trustees: the line that minyi trustee new has printed, as in 3-of-5-… When you send the form, the shares are asked for once, to confirm that they are there.
wave-fault-custody = The key of trustees stands below: choose trustees here, or empty that field
wave-fault-key = Enter the whole line that minyi trustee new has printed, as in 3-of-5- and 64 digits and letters
wave-fault-key-used = A wave has this key already: make a new one with minyi trustee new
wave-fault-reads-trustees = With trustees a wave is opened once, after its close: leave these dates empty
wave-shares = Confirm the shares
wave-shares-help = Before the first answer is taken, enter the shares of { $needed } trustees, each in a field of its own: type the line, or paste the whole text of the file. The program compares them with the public key and forgets them.
wave-shares-loss = { $spare ->
        [0] If a single one of the { $shares } shares is lost, every answer of this wave is lost for good. Nobody can help then.
       *[other] If more than { NUMBER($spare) } of the { $shares } shares are lost, every answer of this wave is lost for good. Nobody can help then.
    }
share-field = Share { $number }
share-fault-missing = There is no share here: a share begins with minyi-share-1
share-fault-several = Several shares stand here: each needs a field or a file of its own
share-fault-mistyped = Mistyped or incomplete: compare it with the paper or the file, symbol by symbol
share-fault-foreign = This share belongs to another key
share-fault-repeated = This share was given already: another trustee's is needed
share-fault-few = There are too few shares
share-fault-forged = Each share is well-formed, yet together they do not make this key: at least one of them was falsified. Try with other trustees
share-file = This is share { $number } of { $shares } of a private key that opens the answers of a survey (key { $key }). Any { $needed } of the { $shares } shares together open them, once the survey is closed; fewer say nothing.
share-file-keep = Keep it on paper or on a medium of your own, show it to nobody before the opening, and keep no two shares in one place.
share-file-use = At the opening type the line below, or paste this whole text.
trustee-public-key = Public key, to be entered where the wave is opened (key { $key }):
trustee-shares-written = Shares written, one file for each trustee: hand them out and delete the files here. The private key was kept nowhere.
trustee-shares-of = Key { $key }, opened by any { $needed } of { $shares } trustees. Shares given: { $given }
trustee-shares-suffice = They suffice. The public key is:
trustee-shares-lack = They do not suffice. Still needed: { NUMBER($count) }
trustee-share-ask = Share (not shown while it is typed):
wave-opening-failed = Not opened, and nothing has changed. Try again later; the reason stands in the log of the program.
wave-results-title = Results
wave-results-none = The results are not computed yet. They are computed by the registration of the wave and by nothing else; somebody else then looks at them and publishes them.
wave-results-compute = Compute the results
wave-results-again = Compute them again
wave-results-who = Analysts and releasers compute them; a releaser who did not publishes them.
wave-results-running = The results are being computed.
wave-results-prepared = Computed by { $by } on { $moment }, not published
wave-results-preview = See them as they will be published
wave-results-refused = Not computed as registered:
wave-results-failed = Not computed, and nothing has changed. Try again later; the reason stands in the log of the program.
release-preview = This is the page that everybody will see. Only those who compute or publish results see it now. Once it is published it bears the day of publishing. The name of a figure leads to how it was made.
release-own = You computed these results: somebody else publishes them.
release-who = A releaser publishes them.
release-publish = Publish these results
release-back = Back to the wave
wave-results-published = The results were published on { $date }.
wave-results-see = See the results
wave-shares-next = Trustees hold the key of this wave. Enter their shares below, to confirm that they are there.
release-sure = I have looked at the page of every figure. Once published, the results can be neither taken back nor changed.
release-not-sure = Tick the box first, then publish.
release-differs = Not published: computed again, the results differ from what was kept. Answers or results were changed in the database. Have them computed anew, compare, and find out who did it.
release-changed = Not published: the results were computed again after you opened the page. This is what they say now.
booklet-title = Paper form with a code
booklet-help = Enter the code of one household to print its questionnaire. Code and QR code stand on the cover sheet only; its back is left empty, and no sheet with answers carries the code. Who answers on paper hands the cover back with the answers, which are typed in under “Paper forms that came back”. Print one household at a time and never several in one run on both sides. It is printed in the language of this page.
booklet-code = Code (from the list made when codes were issued)
booklet-fault = This is no code of this wave that can still be used: please compare it
booklet-normal = Print in 14 points
booklet-large = Print in 18 points, large
booklet-address = Do not hand this out yet: the QR code leads to { $address }, since the address of this installation is not configured. Start the server with --public-address (MINYI_PUBLIC_ADDRESS).
paper-title = Paper forms that came back
paper-not-open = This wave takes no answers now, so nothing can be typed in.
paper-code = The code on the cover
paper-code-help = Type it, or scan the QR code. It is the key to what was typed, and is not kept.
paper-copy-number = The version at the end of the form
paper-copy-help = Questions and choices may differ from form to form: enter the number behind “version”.
paper-next = Begin
paper-waiting = Not counted yet
paper-entered-once = Typed in once, waiting for somebody else to do so again
paper-to-settle = Typed in twice, differently, waiting for another look at the paper
paper-booklets = { $count ->
    [one] { NUMBER($count) } form
   *[other] { NUMBER($count) } forms
}
paper-waiting-help = This wave closes on { $at }: what is not finished by then cannot count.
paper-lost-at-close = { $count ->
    [one] { NUMBER($count) } paper form is not finished. It cannot be typed in once the wave is closed, and will not count.
   *[other] { NUMBER($count) } paper forms are not finished. They cannot be typed in once the wave is closed, and will not count.
}
paper-how-title = How it is done
paper-step-first = One person enters the code and copies the form. Clip cover and form together and put them on the pile for the second entry.
paper-step-second = Another person takes them from there and copies the form again, without seeing the first entry. If both agree, it counts at once.
paper-step-settle = If they differ, put it on the pile to be settled: enter the code once more, look at the paper for the questions that differ, and it counts.
paper-step-shred = Once it has counted, shred the cover: the form carries no code, and from then on nobody knows which household it came from.
paper-key = What was typed once is kept encrypted by the code: without the paper nobody can open it, this server included.
paper-first-entry = First entry
paper-second-entry = Second entry
paper-settling = Another look at the paper
paper-entry-help = Questions are numbered as on paper. Copy what stands there and complete nothing: what is empty, unreadable or ticked twice where one answer is asked for is “empty or no answer”. Copy answers to questions that should have been skipped as well; you will be told.
paper-keys-help = Keys are enough: the digit or letter beside a choice ticks it, 0 means empty or no answer, Enter goes on.
paper-settling-help = { $count ->
    [one] The two entries differ in { NUMBER($count) } question. Please look at the paper again and choose which stands there; where neither does, copy the paper.
   *[other] The two entries differ in { NUMBER($count) } questions. Please look at the paper again and choose which stands there; where neither does, copy the paper.
}
paper-no-answer = Empty or no answer
paper-doubts = Please look at the paper once more. Correct what was mistyped; if the paper reads so, tick the box at the end and save again.
paper-doubt-empty = this question is marked “required” and is empty: it counts as not answered
paper-doubt-off-path = by the answers before it this question is skipped: what stands here does not count
paper-doubt-undecided = please choose which of them stands on the paper
paper-neither = Neither: on the paper stands
paper-stands = The paper reads so: what is no answer counts as none, and what should have been skipped does not count
paper-send = Save
paper-unavailable = It cannot be stored now, and nothing has changed. Please wait a moment and save again.
paper-remove = Remove what was typed and begin anew
paper-anew = Was this another form?
paper-anew-help = If one of the entries is of another form, both can be removed, to begin anew.
paper-told-entered = The first entry is kept. Put the form on the pile for the second entry, by somebody else.
paper-told-counted = It counts. Please shred the cover.
paper-told-differs = The second entry is kept and differs from the first. Put the form on the pile to be settled.
paper-told-screened-out = By its answers, who filled in this form is not among those asked: it does not count, and its code was not used. Please record it under “Cases”.
paper-told-removed = What was typed has been removed: it can be typed in anew.
paper-fault-code = This is no code of this wave: please compare it with the cover
paper-fault-copy = There is no such version: please compare it with the end of the form
paper-fault-own = The first entry of this form is yours: the second must be somebody else's. Put it back on the pile; if you made a mistake, you can remove your entry and begin anew.
paper-fault-other-copy = The first entry is of version { $first }: please look at the end of the form. If you misread it, correct it and begin; if the first entry is wrong, remove it and begin anew.
paper-fault-answered = This household has answered, and counts once: this form is not typed in.
paper-fault-void = This code was replaced by a fresh one and cannot be used any more: this form cannot be typed in.
paper-fault-removed = {" "}What had been typed was erased.
paper-fault-meanwhile = Somebody typed this form in just now. Please enter the code again to see what comes next.
task-paper = Type in paper forms that came back:
task-paper-waiting = { NUMBER($once) } wait for a second entry, { NUMBER($settle) } to be settled
# The letters of a wave
letters-title = Letters
letters-help = One letter a household, with its code. Codes are shown once, when they are made: only their hashes are kept, and letters that were not fetched can only be made again.
letters-print = Print this with your browser: A4, on both sides (flip on the long edge), at 100 %, without headers and footers. The address stands in the window of the envelope.
letters-invitation = Invitation
letters-reminder = Reminder
letters-single = Fresh code
letters-open-link = This wave is answered by open link and has no codes.
letters-closed = The wave is closed: no more letters.
letters-nobody = There is nobody to write to: every household has answered or has a final outcome.
letters-not-planned = There is no such reminder: set its date first.
letters-not-invited-yet = Make the invitation first, then the reminder.
letters-unknown-case = This wave has no household of number { $case }: please compare it with the letter.
letters-answered = The household of number { $case } has answered and needs no other code.
letters-failed = Not made: the database cannot be written now. Please try again later.
letters-next-invitation = Next: make the invitation, print it and send it.
letters-next-plan = Next: set the dates of the reminders.
letters-next-reminder = Next: on { $date } make the reminder, which goes to households that have not answered.
letters-next-overdue = The reminder planned for { $date } has not been made yet.
letters-next-none = Invitation and reminders are made; now answers come.
letters-running = Writing letters: { NUMBER($done) } of { NUMBER($of) }
letters-waiting = { $count ->
    [1] 1 letter is ready. Fetch it before { $until }: it can be fetched once.
   *[other] { $count } letters are ready. Fetch them before { $until }: they can be fetched once.
  }
letters-waiting-voided = { $count ->
    [1] 1 earlier code that nobody had used is void.
   *[other] { $count } earlier codes that nobody had used are void.
  }
letters-waiting-other = Letters made by a colleague wait to be fetched; after { $until } others can be made.
letters-fetch = Download (once only)
letters-fetched = There are no letters to fetch: they were fetched, have waited too long, or were made by somebody else. Making them again draws other codes.
letters-broken = The letters could not be written, and their codes stand on none. Make them again: those codes are void then.
letters-kind = Letter
letters-planned-on = Planned for
letters-made-at = Made
letters-made-by = By
letters-count = Letters
letters-usable = Codes that can be used
letters-not-made = not yet
letters-none = No letters have been made.
letters-singles = { $count ->
    [1] 1 fresh code was made.
   *[other] { $count } fresh codes were made.
  }
letters-make = Make: { $name }
letters-make-title = Make letters
letters-make-again = Make again: { $name }
letters-again-title = Make again
letters-again-help = For letters that were spoilt, lost or not fetched. Every code of that mailing which nobody has used becomes void, also in letters that have arrived.
letters-again-needed = { $count ->
    [1] These letters were made before: making them again voids 1 code. To do so, add --again.
   *[other] These letters were made before: making them again voids { $count } codes. To do so, add --again.
  }
letters-sure = { $count ->
    [1] I understand that this voids 1 code
   *[other] I understand that this voids { $count } codes
  }
letters-no-consent = Please confirm first
letters-plan-title = Dates of the reminders
letters-plan-help = At most two, while the wave takes answers. They are set beforehand and stand in the audit log.
letters-plan-day = Reminder { $number }
letters-plan-submit = Save the dates
letters-plan-too-many = At most two reminders
letters-plan-outside = The wave takes no answers on { $date }
letters-plan-twice = Both reminders are on the same day
letters-plan-unreadable = This is no date: write year-month-day
letters-fresh-title = A fresh code for one household
letters-fresh-help = For a household that has lost its code, or whose letter came back. Earlier codes become void; a household that has answered gets none.
letters-fresh-case = Number on the letter
letters-fresh-submit = Make and print
addresses-title = Addresses of households
addresses-help = Upload lists of households as communities keep them, CSV or Excel workbook, with three columns: unit code, household (its number on the list), address. The list of a whole community will do: only households that were drawn are kept, of the others nothing. No names, no telephones. Addresses are printed on letters and on the list of the field team; they come into no answer, result or file of data, and are erased with the answers.
addresses-template = Or download the list of the field team, let communities fill in the column “address”, and upload it here.
addresses-missing = Of { NUMBER($drawn) } households drawn, { NUMBER($missing) } have no address: their letters name the community and the number of the household.
addresses-complete = All { NUMBER($drawn) } households drawn have an address.
addresses-next-upload = Next: upload lists of households.
addresses-next-letters = Next: make the invitation.
addresses-file = List of households
addresses-submit = Read the list
addresses-columns-help = Correct here what was recognised wrongly, and choose the list once more: lists are not kept. The next list with the same headings can be uploaded here as well.
addresses-columns-other = The headings of this list are not those of the one before: its columns were recognised anew.
addresses-kept = The addresses of { NUMBER($kept) } households are kept. { NUMBER($left) } more on the list were not drawn and are not kept.
addresses-nothing-kept = { $count ->
    [one] There is one fault
   *[other] There are { NUMBER($count) } faults
  }, and no address was kept. Correct them and upload the whole file again.
addresses-closed = The wave is closed and takes no addresses any more.
addresses-none-drawn = No household on the list was drawn: no address was kept. Look at the unit codes and the numbers of the households.
addresses-without = Households without address
addresses-psu = community or village
addresses-drawn = drawn
addresses-lacking = without address
addresses-numbers = numbers of the households
reserve-title = Reserve
reserve-help = The reserve was drawn with the sample, in replicates, and only those released are invited. A replicate is released whole or not at all, in the order drawn: nobody picks single households. What is not released counts in no response rate and no weight; what is released raises the probability of all households of its community alike, and lowers their base weight. Nothing is released once answers have been opened.
reserve-number = replicate
reserve-households = households
reserve-released = released
reserve-by = by
reserve-reason = reason
reserve-held = held
reserve-all-released = Every replicate is released.
reserve-release = Release replicate { $number }
reserve-release-help = { $count ->
    [one] This cannot be taken back: the household
   *[other] This cannot be taken back: all { NUMBER($count) } households
  } will be invited. Upload addresses and make the invitation of the replicate next.
reserve-closed = The wave is closed. Nothing is released from its reserve any more.
reserve-opened = Answers of the wave have been opened. Nothing is released from its reserve any more.
reserve-not-next = Replicates are released in order and once: this one is released already, or one before it is not.
reserve-no-reason = Say why it is released.
letters-replicate = Invitation of the reserve
letters-next-replicate = Next: make the invitation of replicate { $number } of the reserve.
letters-csv-case = number
letters-csv-address-1 = address 1
letters-csv-address-2 = address 2
letters-csv-address-3 = address 3
letters-csv-code = code
letters-csv-form = form

poster-lead = Scan and answer: anonymous, voluntary, no right or wrong answers.
poster-address = Do not hang this up yet: it leads to { $address }, since the address of this installation is not configured. Start the server with --public-address (MINYI_PUBLIC_ADDRESS).
poster-code = QR code of the link to the form
poster-until = Open until { $date }
poster-promise = Nobody may tell you how to answer, and nobody will know what you answered.
poster-print = Print this page with your browser; the navigation is not printed.
trial-title = Test, never counted: { $title }
trial-thanks-title = Thank you for testing
trial-thanks = This answer is kept apart and never counted. It helps to improve the questionnaire.

# The pages of a draft
tabs-label = This draft
tab-overview = Overview
tab-design = Design
tab-paths = Paths
tab-translation = Translation
tab-difference = What changed
tab-text = Text

# The designer
label-in-language = { $label } ({ $language })
language-zh = Chinese
language-en = English
design-top = The questionnaire as a whole
design-title = Title
design-intro = Introduction
design-languages = Languages (separated by commas, the original first)
design-texts-lost = { $count ->
    [one] There is one text
   *[other] There are { NUMBER($count) } texts
} in what you take away. Choose: drop them with it, or keep the languages. Undo brings them back.
design-drop-texts = { $count ->
    [one] Take it away and drop one text
   *[other] Take it away and drop { NUMBER($count) } texts
}
design-keep-languages = Keep languages and texts
design-section = Section
design-heading = Heading
design-rotate = Rotation group
design-rotate-help = The sections of a rotation group start at a drawn one, so that it is not always the same ones that are answered less.
design-scale = Scale
design-scale-used = { $count ->
    [one] One question uses this scale
   *[other] { $count } questions use this scale
}
design-scale-edit = Edit the scale
design-scales = Scales
design-arm = Experiment
design-arms = Experiments
design-groups = Shares of the groups
design-groups-help = Write “group = share”, separated by commas; the shares sum to 1, as in direct = 0.75, crosswise = 0.25.
design-arm-scales = Scales the groups see
design-group = Group
design-arm-scales-help = Rows are groups, columns the scales that questions name; choose another and the group sees that one in its place. Answers on different scales are never pooled.
design-question = Question
design-part = Another part
design-measures = Measures:
design-wording = Wording
design-help = Help text
design-type = Type
design-max-length = Most characters
design-min = Least number
design-max = Greatest number
design-decimals = Decimal places (0 to 6)
design-earliest = Earliest date (2012-01-31; for a month 2012-01)
design-latest = Latest date (2014-12-31; for a month 2014-12)
design-min-choices = Fewest choices (empty: no limit)
design-max-choices = Most choices (empty: no limit)
design-unit = Unit
design-extra = Further choices
design-beside = Further choices (ticked instead of an answer)
design-required = Must be answered (only what decides eligibility)
design-section-of = Section
design-no-section = No section
design-more = Ending, id and series
design-ask-if = Condition to ask it
design-end-if = Condition to end
design-end = End text
design-id = Id
design-series = Series it continues
design-series-help = As questionnaire/question, for example residents/R11. The results of the years are joined by it; questions from the bank bring it along.
design-condition-help = As in R17 == 1, R05 in [1, 2], answered(R03); joined by &&, || and !. While you write, what can come next is offered.
design-asked-always = Everybody is asked.
design-asked-if = Asked only if { $condition }.
design-ends-never = The interview never ends here.
design-ends-if = The interview ends here if { $condition }.
design-completions = What can come next
candidate-question = question
candidate-choice = choice
candidate-operator = comparison
candidate-arm = experiment
candidate-word = connection
design-order = Order of the choices
order-fixed = Fixed, the same for everybody
order-reverse = One half from first to last, the other from last to first
order-rotate = Starting at a drawn one
sort-single = Single choice
sort-scale = Scale
sort-multiple = Multiple choice
sort-number = Number
sort-date = Date
sort-short-text = One line of text
sort-long-text = Several lines of text
sort-district = District
add-section = Section
add-new-scale = Empty scale
add-arm = Experiment
design-add = Add behind this question
design-add-part = Add
design-ready-scales = Ready scales
design-add-do = Add
design-from-bank = Add from the bank
design-outline = Outline of the questionnaire
design-section-empty = No questions yet.
design-flag = { $count ->
    [one] one fault
   *[other] { $count } faults
}
move-up = Move up
move-down = Move down
duplicate = Duplicate
remove = Remove
remove-with-questions = Remove with its questions
choice = Choice
choice-code = Code
choice-kind = Kind
choice-score = Score
choice-order = Order
choice-add = Add a choice
choice-exclusive = excludes the others
choice-other = asks for words
choice-apart = stands last
kind-none = none
kind-satisfied = satisfied
kind-neutral = neutral
kind-dissatisfied = dissatisfied
kind-dont-know = don’t know
kind-not-applicable = not applicable
kind-refused = refused
design-faults = { $count ->
    [one] One fault
   *[other] { $count } faults
}
design-fault-number = Write a whole number.
design-fault-date = Write a date, as in 2012-01-31 or 2012-01.
design-fault-groups = Write “group = share”, separated by commas, as in a = 0.5, b = 0.5.
design-not-saved = Not saved yet; please correct this first
design-not-done = Not done
paste-left-out = The pasted choices are saved, but this was left out
design-locked-review = This draft is in review and cannot be changed now. To change it, take it back on its overview.
design-locked-published = This draft is published and cannot be changed any more. To change it, begin a new draft from the published version.
design-locked-discarded = This draft was given up and cannot be changed any more.
design-signed-out = Not saved: you are signed out. What you typed is still on this page; please sign in again in another window, then come back and save.
design-finished = Done: on to review
design-unreadable = The text of this draft cannot be read; correct it in the text first.
design-saved = Saved: revision { $number }, { $who }, { $when }
design-saving = Saving …
design-unsaved = Not saved yet …
design-failed = Not saved: the server cannot be reached. What you typed is still on this page; it is tried again as soon as there is a connection.
design-collision = Somebody has changed this draft since you opened it. Your change is not saved yet; please choose.
design-collision-keep = Keep my change
design-collision-text = Nothing in the content has changed.
design-series-broken = These changes break series: once published, new results cannot be compared with earlier ones.
design-series-editorial = See all changes; where only a full stop or a slip was mended, declare it there
editorial-title = Only a matter of wording?
editorial-lead = A full stop or a mended slip says the same, and the series can go on. Tick the changes and write why; whoever approves confirms each of them, and the reason is published with the version.
editorial-reason = Reason
editorial-declare = Declare editorial
editorial-declared = Declared editorial
editorial-retract = Take the ticked declarations back
editorial-line = { $change }. Reason: { $reason }
editorial-confirm = I have looked at each of them: they do not change what is asked, and the series go on.
editorial-unconfirmed = Not done: the draft declares editorial changes. Look at each, tick that they are confirmed, then approve.
kinds-new = What choices count as, newly set or changed
kinds-confirm = I have checked each of them: what counts as satisfied, neutral, dissatisfied or not at all is right.
kinds-unconfirmed = Not done: what choices count as was newly set or changed. Check each, tick that it is confirmed, then approve.
editorial-none-ticked = Not saved: tick at least one change.
editorial-no-reason = Not saved: write why.
what-editorial = Declaration of editorial changes
checker-title = { $wrong ->
    [0] No faults
    [one] One fault
   *[other] { $wrong } faults
}, { $better ->
    [0] no advice
    [one] one piece of advice
   *[other] { $better } pieces of advice
}
checker-advice = { $count ->
    [one] One piece of advice
   *[other] { $count } pieces of advice
}
checker-untried = { $count ->
    [one] One question has not been tried in its present words: { $questions }. Once it is published and before a wave opens, have people try it by the test link of the version.
   *[other] { $count } questions have not been tried in their present words: { $questions }. Once they are published and before a wave opens, have people try them by the test link of the version.
}
checker-unmeasured = The indicator “{ $indicator }” is to be measured by { $question }, which the draft does not have.
phone-title = On the phone
phone-variant = Variant
phone-help = This is the real form; it follows every change and sends nothing.
phone-alone = Open it alone
variant-plain = in the order written
variant-start = { $group } starts at section { NUMBER($number) }
variant-reversed = choices reversed

# What keeps the database from being written
storage-no-answers = No answers are being taken in.
storage-go-back = Nothing was saved just now. Go back: what you typed is still in the form.
storage-disk-full = The disk of the database is full. Answers wait on the phones; make room, and taking in goes on by itself.
storage-read-only = The database can only be read. Look at the file system or the server; once it can be written, taking in goes on by itself.
storage-locked = Another program, or a long piece of work, is writing to the database. Taking in goes on by itself when it has ended.
storage-disk = The disk of the database reports errors. Taking in goes on by itself once writing succeeds; have the disk looked at.
storage-not-synced = The disk could not confirm that data are stored. The program no longer trusts the file and stops; have the disk looked at and start it again.
storage-damaged = The database file is damaged. Stop the program and restore the last backup.
storage-unreachable = The database cannot be reached. Taking in goes on by itself when it answers again.
storage-memory = The database has no memory left. Taking in goes on by itself when it has.
storage-not-seen = The database reported something as stored that it does not hold. Nobody was given a receipt for it; taking in goes on by itself once a write is seen.

# The command line
command-cannot-read = cannot read { $path }
command-cannot-write = cannot write { $path }
command-no-survey-file = there is no survey file in { $path }
command-design-unreadable = { $path } cannot be read as the design of a sample: { $message }
command-other-algorithm = This design was drawn by another method ({ $algorithm }), which this program cannot repeat
command-other-frame = Nothing was drawn: { $path } is not the frame that was drawn from, something in it differs
command-not-imported = nothing was imported:
command-not-one-plan = nothing was imported: give one folder that holds one plan
command-file-missing = nothing was imported: there is no { $file } in the folder
command-other-formats = name a .toml and an .xlsx file, as in: convert FILE.toml FILE.xlsx

# Rows of answers that leave the house
export-password = Password of { $name }
export-report-title = Answers of { $wave } person by person: how well anybody is known by them
export-report-notice = These rows may be published. Until they are, keep the file where only those who reckon with it can read it.
export-report-alike = Each row is one of at least { $k } by everything that stands beside its answers: district and the columns below.
export-report-before = Of { $rows } rows as they are stored, { $unique } were the only ones of their kind, and { $few } were among fewer than { $k }.
export-report-after = Of { $rows } rows in the file, { $unique } are the only ones of their kind, and { $few } are among fewer than { $k }.
export-report-withheld = Rows of which at most the district is told: { $withheld }. Rows left out: { $left }.
export-report-psu = PSUs are not told; the replicate weights do not follow them.
export-report-weight = A weight is the mean of its kind to three digits, adjusted to the published rates of the city.
export-report-answer = No group of rows that are alike gave one and the same unusual answer to a question.
export-report-together = Districts that are one area together, since the release hides a figure of theirs or they have few rows: { $districts }.
export-report-untold = { $name }: not told
export-report-fine = { $name }: in the classes of the plan, or as answered
export-report-joined = { $name }: neighbouring values joined, { $steps } steps
action-prepare-public-use = Prepared answers person by person for everybody
action-publish-public-use = Published answers person by person for everybody
action-request-rows = Asked for complete answers
action-approve-rows = Agreed that somebody gets complete answers
rows-title = Answers person by person
rows-open-link = A wave by open link has no sample: its counts are published, and no answers person by person.
rows-unreleased = Once the results are released, the answers can be prepared here for everybody, and complete ones be asked for.
rows-public = For everybody
rows-public-help = A file by which nobody can be known, published beside the results: one person prepares it, another publishes it. It is made once and stays as it is; what is exported at the terminal is the same table.
rows-prepare = Prepare the file
rows-prepare-again = Prepare it again
rows-prepared = Prepared by { $by } on { $moment }; not published.
rows-own = You prepared this file: somebody else publishes it.
rows-early = It can be published once the results are public.
rows-changed = Not published: the file was prepared again after you opened the page. This is what there is now.
rows-refused = The file could not be made. The reason:
rows-sure = I have read what the file tells of persons. Once published, it can be neither taken back nor changed.
rows-publish = Publish the file
rows-published = Published on { $date }: prepared by { $prepared }, published by { $published }.
rows-see = See it as everybody does
rows-erased = The answers were erased; no file can be made any more.
rows-complete = Complete, for two named persons
rows-complete-help = Weighted answers with sampling units, from which every published figure can be computed again. They are for auditors and researchers who were named, never for publication: one person asks and says what for, another agrees, and the first fetches them once. The audit log tells both.
rows-purpose = What they are wanted for, and by whom they will be read
rows-request = Ask for them
rows-no-purpose = Say what they are wanted for.
rows-not-yours = Nothing was done: one person asks, another agrees, and the first fetches the file once.
rows-wish = { $by }, { $moment }: { $purpose }
rows-waits = Waits for somebody else to agree.
rows-approve = Agree
rows-approved = Agreed by { $by }.
rows-fetch = Fetch, once
rows-fetched = Agreed by { $by }, handed over on { $moment }.

# Plans
place-plans = Plans
error-plan-title = There is no such plan
error-plan = The link may be incomplete, or the plan was not uploaded yet.
plans-none = There is no plan yet. A plan says what is promised and which questions measure it; once its folder is uploaded, frames can be taken in, samples drawn and waves opened.
plan = Plan
plan-years = Years
plan-indicators = Indicators
plan-indicator = Indicator
plan-measured = Indicators measured by survey
plan-upload = Upload a plan folder
plan-upload-help = One plan, one folder, with plan.toml (what is promised), frame.csv (the districts), margins.toml (the population) and questionnaires (.toml); where there are outlines of the districts (districts.geojson), they make the map. Whatever is wrong is listed at once, and nothing is kept then. Questionnaires become drafts, which another person reads and approves before they can be used.
plan-upload-folder = Choose the whole folder
plan-upload-files = Or choose the files in it
plan-upload-files-help = Where the browser cannot choose folders; several files can be chosen together.
plan-upload-submit = Check and upload
plan-upload-no-file = No file of a plan came in. Choose the folder that holds plan.toml, or the files in it.
plan-upload-not-one = These files are no plan, or more than one. Choose one folder that holds a plan.toml.
plan-upload-missing = There is no { $file } in the folder; nothing was kept.
plan-upload-faults = { $count ->
    [one] One thing needs mending; nothing was kept
   *[other] { $count } things need mending; nothing was kept
}
plan-document = Document
plan-city = City
plan-term = To be released
plan-term-days = within { $days } days of the close
plan-early = Read early
plan-early-days = officials read results { $days } days before everybody does
plan-strata = Districts
plan-strata-count = { NUMBER($count) }, { NUMBER($population) } residents
plan-margins = Population margins
plan-map = Map
plan-map-count = outlines of { NUMBER($count) } districts
plan-map-none = None. To see a map on the monitor, put districts.geojson into the folder and upload it again.
margin-verified = verified
margin-provisional-status = provisional
margin-missing = missing, not used for weights
plan-edition = Editions
plan-edition-now = in force
plan-edition-earlier = by the earlier edition
plan-drafts = These questionnaires are not approved yet. A wave can be opened from them once they are versions:
plan-not-measured = Indicators that no survey measures ({ NUMBER($count) })
plan-target = Target
plan-target-of = { $name }: target
plan-target-done = done
plan-target-some = No number stated
plan-target-improves = better than the baseline
plan-target-increases = above the baseline
plan-target-decreases = below the baseline
plan-target-standard = meets the national standard
plan-target-widespread = widespread
plan-target-achieved = achieved
plan-target-unreadable = A number is needed; a percentage lies between 0 and 100.
plan-asked-by = Questions
plan-department = Department (a proposal)
plan-targets-change = Change targets
plan-targets-help = Change the numbers in the table above and say why. A change concerns waves that are opened later: those already open are judged by the targets registered when they were opened.
plan-targets-reason = Reason
plan-targets-lacking = No target was changed, or no reason given.
plan-targets-submit = See what changes
plan-confirm-title = Confirm what changes
plan-confirm-help = The change becomes a new edition and concerns waves that are opened later; waves already open are judged by the edition they were registered with. Who changed what and when stands in the audit log.
plan-confirm-submit = Confirm: make it a new edition
plan-confirm-back = Change nothing, go back
plan-change-heading = The title, document number or city of the plan changes
plan-change-years = The years change from { $before } to { $after }
plan-change-term = The term of release changes from { $before } to { $after } days
plan-change-early = The days for which officials read results early change from { $before } to { $after }
plan-change-chapters = The chapters change (only the order of the list)
plan-change-adults = The question for the number of adults changes
plan-change-coaching = The question for who was told how to answer changes
plan-change-groupings = By what respondents are told apart changes
plan-change-added = A new indicator: { $name }
plan-change-removed = An indicator goes: { $name }
plan-change-target = { $name }: the target changes from "{ $before }" to "{ $after }"
plan-change-measure = { $name }: measured by “{ $before }”, now by “{ $after }”
plan-change-kind = { $name }: the kind of indicator changes
plan-change-wording = { $name }: names, quotations or notes change; no figure hangs on them
plan-change-strata = The list of districts or their population changes
plan-change-map = The map changes (how figures are drawn, no figure itself)
plan-measure-title = How it is measured
plan-measure-help = Choose questions and the answers that count, and give the reason. A change becomes a new edition of the plan, for waves opened from now on; waves that are open already are computed as they were registered.
plan-measure-now = Now
plan-measure-none = not measured by survey
plan-measure-questions = Which questions
plan-measure-questionnaire = Questionnaire
plan-measure-not-approved = (no approved version)
plan-measure-asked = Questions
plan-measure-asked-help = Questions with one choice, on a scale, or about the district. Of several, the figure is the mean of their rates.
plan-measure-counts = Which answers count
plan-measure-scale = Counted by
plan-measure-by-codes = the choices of the questions (codes)
plan-measure-look = Show the choices of this questionnaire, these questions and this scale
plan-measure-look-help = Press this first after choosing others; nothing is saved.
plan-measure-answer = Answer
plan-measure-numerator = Counts as reached
plan-measure-denominator = Counts at all
plan-measure-no-answers = Choose questions first, then show their choices.
plan-measure-among = Among whom
plan-measure-among-question = By the question
plan-measure-everybody = everybody who answered
plan-measure-among-codes = Those who chose these codes
plan-measure-more = Comparisons and special questions
plan-measure-cross-check = a cross-check of a register only, never judged
plan-measure-bridge = Beside it, on the scale of the national formula
plan-measure-bridge-scale = Scale
plan-measure-no-bridge = no comparison
plan-measure-crosswise = Crosswise question
plan-measure-crosswise-question = Question
plan-measure-no-crosswise = none
plan-measure-same = Code of “both or neither”
plan-measure-prevalence = Known share of the harmless statement (0 to 1)
plan-measure-drivers = What may go with it
plan-measure-drivers-help = Choose 2 to 8 questions on scales that were put to everybody, or none. A release then also tells how much being satisfied with each goes with this indicator, never what causes what. They are registered when a wave opens and cannot be picked after the results are seen.
plan-measure-drivers-none = This questionnaire has no question on a scale with scores.
plan-measure-drivers-of = may go with it: { $questions }
plan-measure-not-codes = Write the codes of choices, parted by spaces.
plan-measure-nothing-chosen = Something is written or ticked here, but no question or scale is chosen. Choose one, or clear what is written.
plan-measure-not-a-share = Write a number between 0 and 1, such as 0.25.
plan-measure-kinds = scale { $scale }: { $numerator } of { $denominator }
plan-measure-codes = codes { $numerator } of { $denominator }
plan-measure-among-of = only those with { $question } = { $codes }
plan-measure-bridged = beside it scale { $scale }: { $numerator } of { $denominator }
plan-measure-crosswise-of = crosswise { $question }, code { $same }, share { $prevalence }
plan-measure-change-of = Change how { $name } is measured
margins-title = Population margins
margins-see = See the population margins
margins-change = See and change the population margins
margins-help = Results are weighted to these counts. A change becomes a new edition of the plan, for waves opened from now on; waves that are open already are computed by the edition they were registered with.
margins-next = When there is a new census or table, open the margin it is about, and fill in counts and source; counts can be read from a table.
margins-next-missing = Margins whose figures are missing are not used for weights. Once they are found, open the margin, and fill in counts and source; counts can be read from a table.
margins-none = There is no margin yet.
margin-add = Add a margin
margin-add-help = By a question, such as sex, age or education. Each category needs a published count of the population.
margin-add-offered = { $count ->
    [one] { NUMBER($count) } question can be used
   *[other] { NUMBER($count) } questions can be used
}
margin-new = a new margin
margin-by = Classifies by
margin-by-stratum = district or county (stratum)
margin-source = Source
margin-date = Reference date
margin-date-help = The day that the counts describe, like 2020-11-01; leave it empty if it is not known.
margin-note = What to beware of
margin-name = Name
margin-status = Status
margin-in-chinese = (Chinese)
margin-in-english = (English)
margin-no-totals = There are no counts yet.
margin-totals = Counts
margin-totals-of = { $count ->
    [one] { NUMBER($count) } category
   *[other] { NUMBER($count) } categories
}, { NUMBER($sum) } persons
margin-totals-help = One category a row. Where several choices make one category, write their codes in the same row, parted by spaces; leave rows empty that are not needed. Who gives an answer that is not listed counts as not having said, with the share they have in the sample.
margin-not-asked = No approved questionnaire has this question, so its codes cannot be checked. Look again once the questionnaire is approved.
margin-category = Category
margin-count = Persons
margin-codes = Codes
margin-codes-of = Row { NUMBER($row) }: codes
margin-count-of = Persons: { $category }
margin-change = Change
margin-change-of = Change { $title }
margin-facts = About the counts
margin-faults = { $count ->
    [one] { NUMBER($count) } thing has to be corrected; nothing was changed
   *[other] { NUMBER($count) } things have to be corrected; nothing was changed
}
margin-unchanged = Nothing was changed.
margin-none-usable = No margin would be left to weight to: figures of later waves would no longer agree with the population. Keep at least one whose counts may be used.
margin-table = Read counts from a table
margin-table-help = CSV or an Excel workbook (.xlsx) of two columns: code (or name of the category), count. The counts are filled in below and take effect only once they are confirmed.
margin-table-file = Table
margin-table-submit = Read
margin-table-read = { $count ->
    [one] The count of { NUMBER($count) } category was read
   *[other] The counts of { NUMBER($count) } categories were read
} and filled in below. Next: check source, date and status, give the reason, and see the changes.
margin-table-refused = { $count ->
    [one] { NUMBER($count) } thing in the table has to be corrected; nothing was read
   *[other] { NUMBER($count) } things in the table have to be corrected; nothing was read
}
margin-table-no-category = The margin has no category yet. Fill in its codes below first.
margin-remove = Remove this margin
margin-remove-help = Waves opened later are no longer weighted by it. Where only its figures are missing for now, set its status to “missing”.
margin-remove-submit = Remove
margin-change-added = New margin: { $title }
margin-change-removed = Margin removed: { $title }
margin-change-by = { $title }: classifies by something else
margin-change-categories = { $title }: the order of the categories changes; no figure depends on it
margin-change-total = { $title }, { $category }: { $before } becomes { $after }
margin-change-no-total = none
margin-change-status = { $title }: the status “{ $before }” becomes “{ $after }”
margin-change-date = { $title }: the reference date { $before } becomes { $after }
margin-change-source = { $title }: the source becomes “{ $source }”
margin-change-wording = { $title }: name or remarks change; no figure depends on them
margin-change-order = The order of the margins changes
margin-change-scale = All margins are now scaled to the population of { $title }
plan-margin = Population margin
plan-reason-lacking = Give the reason.

# The front door
desk-title = Waiting for you
desk-nothing = Nothing waits for you now.
desk-no-results = No results have been published yet.
place-results = My results
purpose-results = the results of the department or district one answers for
own-results-all = Everything I answer for
early-notice = not public before { $moment }
early-logged = You read this early because of your office: do not pass it on. Every reading is written into the audit log.
logged-public-from = Public from
logged-scope = Part of the city
wave-results-early = The results were released on { $date } and are public from { $moment }. Until then only the officials concerned and those who compute and release results see them, and every reading is logged.
desk-places = The studio
purpose-plans = what is promised and how it is measured
purpose-questionnaires = write, approve and read questionnaires
purpose-frames = the communities and villages that samples are drawn from
purpose-samples = what a design can prove, and drawing it
purpose-waves = open waves and follow them to their release
purpose-people = staff and what each may do
purpose-audit = who did what, and when
purpose-account = password and signing in
task-roles = Agree to roles, or refuse:
task-from = wanted by { $name }
task-approve = Read and approve:
task-sent = sent by { $name }, { $at }
task-mend = Returned to you, please mend:
task-returned = because: { $reason }
task-write = You are writing:
task-visit = Visit households:
task-plan = Upload a plan folder
task-plan-why = A survey begins with its plan.
task-wave-opens = Opens soon:
task-wave-runs = Answers are coming in:
task-until = until { $at }
task-open-sealed = Open what was sealed:
task-compute = Compute the results:
task-publish = Look at the results and publish them:
task-by = to be released by { $by }
task-late = should have been released by { $by }

# The words of the audit log
logged-user = Person
logged-yes = yes
logged-no = no
logged-content = Hash of the results
logged-disabled = Barred
logged-due = To be released by
logged-from = From
logged-respondents = Respondents
logged-remarks = Remarks
logged-responses = Responses
logged-unreadable = Unreadable
logged-revision = Revision
logged-what = What
logged-booklets = Paper forms not finished
logged-counted = Counted

# Frames
place-frames = Frames
frames-next = Next:
frames-next-plan = import a plan, then upload the list of communities and villages.
frames-next-upload = upload the list of communities and villages (CSV or XLSX) that samples are drawn from.
frames-next-mend = a list still has faults: open it, correct the rows it names and upload it again, or say by hand what its columns are.
frames-next-adopt = a list can be adopted: open it, say where it is from and for which day, confirm it and adopt it.
frames-next-sample = a sample can be planned from it.
frames-drafts = Lists to be adopted
frames-adopted = Frames
frame-name = name
frame-uploaded = uploaded
frame-status = reliability
frame-status-verified = verified
frame-status-provisional = provisional
frame-status-synthetic = synthetic
frame-date = reference date
frame-taken = adopted
frame-without-faults = no faults
frame-faults = { $count ->
    [one] one fault
   *[other] { $count } faults
}
frame-upload-title = Upload a list
frame-upload-help = One community or village a row: code, name, district code, urban or rural, households, persons, and a street or township code if there is one. Headings are in Chinese or English; there may be titles above and notes below. Columns that are not understood can be assigned by hand afterwards. A list with faults is kept as a draft and never used.
frame-file = file
frame-file-help = CSV or XLSX, at most { NUMBER($mib) } MiB. You can drop the file here.
frame-upload = Upload
frame-no-file = Choose a plan and a file that is not empty.
frame-too-large = A list may have { NUMBER($mib) } MiB. Nothing was saved; remove sheets or columns that do not belong to it and upload it again.
frame-sheet = sheet
frame-heading = row of the heading
frame-heading-help = 0 if there is none. Columns are recognised anew when it changes.
frame-columns = Columns
frame-columns-help = Correct here what was recognised wrongly; the whole list is read again when you save.
frame-column = column
frame-column-means = what it is
frame-column-values = first values
frame-column-unread = (not read)
frame-column-persons = may name persons: cannot be read
frame-understood = How it was understood
frame-concerns = To be confirmed
frame-findings = Faults ({ NUMBER($count) })
frame-findings-more = { $count ->
    [one] One more is not shown; it is once these are corrected and the list is uploaded again.
   *[other] { $count } more are not shown; they are once these are corrected and the list is uploaded again.
}
frame-next-mend = correct these in your file, upload it again and discard this one; where a column was misunderstood, say below what it is.
frame-rows = row
frame-row = row { $row }
frame-fault = what is wrong, and what to do
frame-next-say = fill in { $named }, then adopt it.
frame-adopt-title = Adopt as a frame
frame-adopt-help = Once adopted it never changes, and samples are drawn from it.
frame-confirm = I have checked all of these and adopt it nevertheless.
frame-adopt = Adopt
frame-refused-incomplete = Not adopted: the list still has faults, or its name, source or reference date is missing.
frame-refused-unconfirmed = Not adopted: check the points below and tick that you have.
frame-refused-changed = Not adopted: the list was changed after you opened the page. See what it says now, then adopt it.
frame-facts = About the list
frame-source = source
frame-source-help = Who made it, as in: register of communities, Civil Affairs Bureau.
frame-date-help = The day that its figures stand for. District codes are held to its year.
frame-tolerance = percent by which the persons of a district may differ from the census without a confirmation
frame-save = Save and read again
frame-discard = Discard this list
frame-download = Download CSV
frame-hash = fingerprint
frame-strata = Districts
frame-stratum = district
frame-units = units
frame-urban = of them urban
frame-households = households
frame-persons = persons
frame-census = census
frame-share = share of the census
frame-whole = Total
frame-which-plan = The database has several plans or none; name one with --plan.
frame-no-such-plan = The database has no plan { $plan }; run minyi import first.
frame-date-needed = Give the reference date of the list with --reference-date, as in 2012-06-30.
frame-confirm-command = Not imported: check the points above, then run it again with --confirm.
frame-imported = Adopted as the frame { $hash }
frame-known = This frame is there already: { $hash }
frame-not-one = No frame begins with { $hash }, or several do; give the whole fingerprint.
frame-to-confirm = To be confirmed: { $concern }
frame-sound = { $units ->
    [one] { $file }: no faults, one unit; it can be a frame.
   *[other] { $file }: no faults, { $units } units; it can be a frame.
}
frame-unsound = { $count ->
    [one] { $file }: one fault; it cannot be a frame.
   *[other] { $file }: { $count } faults; it cannot be a frame.
}
action-upload-frame = Upload a list
action-save-frame-draft = Change what is said of a list
action-adopt-frame = Adopt a frame
action-discard-frame-draft = Discard a list

# Before results are published
vetting-title = Review before release
vetting-help = Whoever computes or publishes results goes through this page first. It changes no figure: what forbids to say "met" (coaching, a low response rate) is a registered rule and is in the results already. What is found here is to be followed up in the field before you decide to publish.
vetting-registered = As registered
vetting-registered-help = Had anything differed from what was registered, there would be no results.
vetting-questionnaire = Questionnaire
vetting-promises = Indicators, targets and what counts
vetting-promises-count = { NUMBER($count) }
vetting-earlier = Earlier waves it is compared with
vetting-earlier-none = None
vetting-rules = Rules of the program
vetting-rules-count = edition { $edition }, { NUMBER($count) } rules
vetting-favoured = Communities and villages that praise far more than others
vetting-favoured-none = None.
vetting-favoured-line = { $psu }: { $indicator }, { NUMBER($best) } of { NUMBER($of) } persons gave the best answer, about { $expected } would be expected at the rate of the stratum. Call back some of these households and ask whether somebody told them what to answer or answered for them.
vetting-all-indicators = all indicators
vetting-favoured-help = Every indicator of every community or village is set against the others of its stratum, which differ by a correlation of { $correlation }, and so are all indicators together, of those who rated { NUMBER($fewest) } or more; of those named, at most { $share } are expected to be named wrongly (Benjamini–Hochberg). A place may be content by itself: this is a reason to call back, not a proof, and nobody was left out for it.
vetting-alike = Forms that are alike
vetting-repeats = Within communities and villages { NUMBER($pairs) } pairs of forms have every answer alike; about { $expected } would be expected if that were as frequent as between them.
vetting-repeated-line = { $psu }: { NUMBER($alike) } of { NUMBER($of) } forms are alike
vetting-lines = Of { NUMBER($of) } persons who answered { NUMBER($fewest) } questions of one scale or more, { NUMBER($persons) } gave the same answer to all.
vetting-alike-help = Communities and villages with { NUMBER($fewest) } or more forms alike, and more than twice as many pairs as expected, are named. In a short questionnaire answers may be alike by chance.
vetting-no-times = How long somebody took was not looked at: no form has a time, as residents were promised.
vetting-response = Response of the parts
vetting-response-help = By variables of the frame. RR3 with every form that came back counted as complete.
vetting-class = Class
vetting-urban = Urban
vetting-rural = Rural
vetting-small = Smaller
vetting-middle = Middle
vetting-large = Larger
vetting-skipped = Questions left out
vetting-skipped-none = Every question was answered.
vetting-question = Question
vetting-left-out = Left out
vetting-asked = Asked
vetting-modes = Ways to answer
vetting-modes-none = Nothing to compare: all forms came one way, or too few came another.
vetting-indicator = Indicator
vetting-by-mode = Rate of each way (persons)
vetting-difference = Difference (95% interval)
vetting-modes-help = Nobody was assigned a way by chance: who answers on paper is older, and interviewers meet those who did not answer the letter. So a difference is that of people and way together. Where fewer than five forms of a community or village came one way, none of its forms tells its way, and they are not in here.
vetting-sensitivity = Counted otherwise
vetting-sensitivity-help = The page of every indicator has the results by other ways to count.
vetting-hangs = the verdict hangs on how "don't know" is counted
vetting-often-skipped = often left unanswered
answered-web = On a screen
answered-paper = On paper
answered-interviewer = On an interviewer's phone

# Correcting a wave that is in the field
correct-title = Extend or correct
correct-help = A close can be put off and never brought forward: letters say until when people can answer. Title and contact can be put right. What was registered stays as it is; the correction stands beside it with its reason, is published with the results, and everybody can read it. Letters that went out do not change: say so in the next reminder or in a notice.
correct-reason = Reason (public)
correct-submit = Correct
correct-no-reason = Say why; it will be public.
correct-earlier = It can only be put off: not before the present close, nor in the past.
correct-changed = Nothing was corrected: somebody else has corrected the wave since you opened this page. Go back to the wave and open it again.
correct-nothing = Nothing was changed.
# Visits
place-field = Today’s visits
purpose-field = the households to visit, and handing them their form
action-assign-visits = Assigned visits
action-take-codes-along = Took codes along
letters-visits = Codes taken along by an interviewer
field-count = { NUMBER($cases) } { $cases ->
    [one] household
   *[other] households
} to visit, in { NUMBER($psus) } { $psus ->
    [one] community or village
   *[other] communities and villages
}.
field-nobody = No household is yours now, or all have a result. Ask the field manager where to go.
field-recorded = Case { $case }: “{ $result }” is recorded. If that is wrong, tell the field manager the number.
field-closed = This wave takes no answers now.
field-not-visited = Nobody needs to go there any more: the household has answered, or there is a result.
field-households = { NUMBER($count) } { $count ->
    [one] household
   *[other] households
}
field-say = What to say at the door
field-say-hello = Good day. I am an interviewer of the resident survey; this is my card. Your household was drawn by chance, nobody picked it.
field-say-free = Taking part is voluntary, any question may be left out, and you can stop at any time. If you would rather not, I leave, and nothing follows from it.
field-say-alone = You fill the form in yourself on this phone. I step aside and do not see your answers. Once it is sent, nobody can join the answers to your household.
field-adult-next-birthday = Of those in the household aged 18 or over who have lived in the city for 6 months, the one whose birthday comes next answers. If that person is out, agree on a time and come again; nobody takes their place.
field-adult-last-birthday = Of those in the household aged 18 or over who have lived in the city for 6 months, the one who had a birthday last answers. If that person is out, agree on a time and come again; nobody takes their place.
field-adult-draw = Ask how many in the household are aged 18 or over and have lived in the city for 6 months. Number them by age, the oldest first, and read from the household’s table which of them answers. No names, nothing written down. If that person is out, agree on a time and come again; nobody takes their place.
field-adult-kish = Ask how many in the household are aged 18 or over and have lived in the city for 6 months. Number the men, then the women, each by age, the oldest first, and read from the household’s table which of them answers. No names, nothing written down. If that person is out, agree on a time and come again; nobody takes their place.
field-adults = Adults
field-adult-answers = Who answers
field-hand-over = Hand the phone to the household
field-not-answered = Not answered: record why
field-give-back = Done: give the phone back to the interviewer
field-take = Take today’s households along
field-take-help = Press before you leave: the list and blank forms are kept on this phone and work without a network. Results and finished forms wait on the phone and are sent once there is one. Signing out clears the list.
field-taking = Keeping household { $number } of { $total } …
field-taken = { $total } households are taken along and work without a network.
field-not-taken = Not complete: the forms of { $number } households were not kept. Press again where there is a network.
field-visits-wait = Results of visits that wait on this phone to be sent: { $count }.
field-forms-wait = Finished forms that wait on this phone to be sent: { $count }. Nobody is to look at them; they go by themselves once there is a network.
field-case-waits = “{ $result }” is recorded and will be sent once there is a network.
field-case-filled = The form is finished and waits on this phone for a network.
field-form-waits = See what became of this form
field-sign-in = Your session has ended. Sign in again to send.
field-drop = Delete this one
field-leaving = Something has not been sent. If you sign out now, the list and the codes are cleared from the phone; results and forms that were not sent stay on it and go when you sign in again. Sign out?
field-no-code = There is no network, and the form of this household was not taken along. Try again where there is one.
field-old = This list was not of today and has been cleared. Open the page again where there is a network.
field-send-now = Send now

# Assigning visits
interviewers-title = Interviewers
interviewers-help = Interviewers see their own households only: address, attempts and results, and no answer. Who has answered, refused or is not to be asked is not on their list.
interviewers-none = There are no interviewers yet. An administrator gives somebody the role.
interviewers-next-give = Next: give the communities and villages that nobody visits to interviewers.
interviewers-next-wait = All are given. Interviewers see their households once they sign in.
interviewers-only-seen = Nothing can be changed here.
interviewers-adult = Which adult of a household answers
interviewers-adult-help = The letter says “the one whose birthday comes next”. Where letters went out that is best, so that households hear one rule. How many adults there are is asked in the form and kept nowhere else.
interviewers-adult-submit = Choose so
interviewers-next-birthday = Whose birthday comes next
interviewers-last-birthday = Who had a birthday last
interviewers-draw = By a number drawn for the household
interviewers-kish = By the household’s Kish table
interviewers-psus = Communities and villages
interviewers-cases = Households to visit
interviewers-to = Those ticked go to
interviewers-nobody = Nobody (take back)
interviewers-take-help = What is taken from an interviewer makes the codes on her phone void at once; a form that still waits there can then no longer be counted.
interviewers-give = Give what is ticked
interviewers-spread = Spread the rest evenly
interviewers-nobody-chosen = Choose an interviewer.
interviewers-nothing-ticked = Tick communities or villages first.
interviewers-changed = { $count ->
    [one] One community or village has
   *[other] { NUMBER($count) } communities or villages have
} another interviewer.
interviewers-voided = { $count ->
    [one] One code that was taken along is
   *[other] { NUMBER($count) } codes that were taken along are
} void.

action-enter-register = Entered values of a register
action-withdraw-register = Took back a value of a register
action-refuse-register = Refused values of a register
action-release-register = Released values of a register
plan-indicator-name = indicator name
register-title = Register
register-none = This plan has nothing to be entered: surveys measure all of it.
register-facts = Promises that no survey judges: { NUMBER($all) }. { NUMBER($standing) } have a released value, { NUMBER($missing) } have none; values that wait for release: { NUMBER($waiting) }.
register-help = One person enters a value, another checks and releases it. A released value is never changed: it is corrected by a new one, with a reason.
register-promises = The promises
register-latest = Latest value
register-state = State
register-source = Source
register-value = Value
register-year = Year
register-section = clause
register-entered = Entered
register-released = Released
register-waits = A value waits for release
register-simulated = simulated
register-replaced = corrected since
register-corrects = Reason for correction: { $reason }
register-refused = { $count ->
    [one] Refused once
   *[other] Refused { NUMBER($count) } times
}
register-waiting = Waiting for release ({ NUMBER($count) })
register-waiting-help = Check against the source. Whoever entered a value neither releases nor refuses it.
register-refusal-reason = Reason for refusing (not needed to release)
register-release = Release what is ticked
register-refuse = Refuse what is ticked
register-own-only = You have entered these values: somebody else releases them.
register-nothing-ticked = Tick the values to release or refuse first.
register-changed = One of the ticked values has been changed, released or taken back. Nothing was released. Check the values below again.
register-own = You have entered one of the ticked values yourself: somebody else releases it. Nothing was released.
register-no-reason = Give a reason for refusing; whoever entered the value will read it.
register-measured-by = How it is measured
register-note = Note
register-enter = Enter a value
register-enter-help = Somebody else checks and releases it. As long as it waits you may enter another in its place, or take it back.
register-enter-submit = Enter, to be released
register-withdraw = Take back the value of { $year }
register-history = Released values
register-history-none = No value has been released.
register-evidence-help = The document, certificate or list, by name and number.
register-words-help = The plan states no number: say how things are, without judging.
register-source-help = Whose record, and where it can be looked up.
register-reason-help = Only to correct a released value.
register-asked = fill in
register-asked-number = value
register-asked-beside = value and the one compared with
register-asked-done = done (yes/no) and evidence
register-asked-words = words
register-import = Enter values from a file
register-import-help = Download the template, fill in the rows you have, leave the others empty. What would be entered is shown first and entered once you agree; if anything is wrong, row and column are named and nothing is entered.
register-template-xlsx = Template (Excel)
register-template-csv = Template (CSV)
register-import-file = The table (CSV or Excel)
register-import-submit = Check the file
register-import-nothing = The file has nothing to enter: its rows are empty, or say what is released already.
register-import-faults = { $count ->
    [one] One thing needs mending; nothing was entered
   *[other] { NUMBER($count) } things need mending; nothing was entered
}
register-import-asked = { $count ->
    [one] One value would be entered: check it
   *[other] { NUMBER($count) } values would be entered: check them
}
register-import-unchanged = Rows that say what is released already, and are not entered again: { NUMBER($count) }.
register-import-blank = Rows left empty: { NUMBER($count) }.
register-import-sure = Enter, to be released
register-import-back = Enter nothing, go back

# Open answers
action-read-texts = Read answers in words
action-review-texts = Reviewed answers in words
action-change-code-book = Changed a code book
action-code-texts = Coded answers in words
action-prepare-texts = Prepared answers in words
action-publish-texts = Published a summary of answers in words
texts-title = Open answers
texts-help = One person goes first and takes out whatever tells who somebody is, or withholds the text; another one compares it with the original and confirms. Only what two persons confirmed is coded, and nobody else sees an original. What is published are counts; nobody is quoted.
texts-originals = Texts are not joined to other answers: nobody sees here who wrote, where, or what they answered elsewhere. The law has originals kept for two years at least; once a text is confirmed no page shows its original again, and all are erased with the answers.
texts-none = This wave has no answers in words, or is not opened yet, or they were erased when their time was over.
texts-question = Question
texts-review-first = First review
texts-review-second = Second review
texts-confirmed = Confirmed
texts-coding-first = Coding
texts-coding-second = Second coding
texts-themes = Code book
texts-themes-open = Open the code book
texts-written = { $count ->
    [one] one text
   *[other] { $count } texts
}
texts-withheld = { NUMBER($count) } withheld
texts-left = { NUMBER($count) } left
texts-left-none = None left
texts-agreement = Agreement of coders
texts-agreement-help = Of the texts that two persons coded without knowing of each other: the share judged alike, and κ, which takes off what chance alone would bring. Well below 0.6, make the definition clearer first.
texts-review-first-help = Above is the original with what may tell who somebody is marked, below what is proposed in its place. Look again for names, telephone numbers, addresses, shops and posts; change only these and never the meaning. Withhold a text where that is not enough.
texts-review-second-help = Above is the original, below what somebody else wrote. Leave it as it is if you agree; what you change or withhold counts as yours and waits for somebody else.
texts-logged = The audit log says of which question and how many texts you read, never what they say.
texts-nothing-left = No text waits for you here.
texts-number = Text { NUMBER($number) }
texts-wording = In its place
texts-withhold = Withhold it
texts-propose = Submit this page for confirmation
texts-confirm = Confirm this page
texts-themes-help = Say of each theme what belongs to it and what does not. Definitions can be improved after coding began, every change is logged; a theme that texts have cannot be removed. Once published, nothing changes any more.
texts-themes-none = There are no themes yet.
texts-theme-add = Add a theme
texts-theme-change = Change
texts-theme-save = Save
texts-theme-remove = Remove this theme
texts-theme-code = Code (letters, digits, - and _)
texts-theme-name-zh = Name (Chinese)
texts-theme-name-en = Name (English)
texts-theme-definition-zh = What belongs to it (Chinese)
texts-theme-definition-en = What belongs to it (English)
texts-theme-example = An example (your own words, not those of a resident)
texts-theme-example-of = Example: { $example }
texts-theme-code-fault = A code has 1 to 20 letters, digits, - and _.
texts-theme-name-fault = A name is needed in Chinese and in English.
texts-theme-definition-fault = Say in Chinese and in English what belongs to it.
texts-theme-used = Texts have this theme: it cannot be removed.
texts-coding-first-help = Tick the themes that a text speaks of, several if need be; none where it speaks of none.
texts-coding-second-help = A tenth of the texts, fifty at least, is coded again by a second person, who does not see what the first one found.
texts-code = Save this page
texts-publication = Publication
texts-publication-help = One person prepares the summary, another one looks at it and publishes it. It is published once only: the difference of two publications would tell what a few wrote.
texts-unfinished = { $count ->
    [one] One question is
   *[other] { $count } questions are
} not reviewed or coded to the end: nothing can be prepared yet.
texts-prepare = Prepare the summary
texts-prepare-again = Prepare it again
texts-prepared = Prepared by { $by } on { $moment }, not published yet.
texts-preview = Look at the summary
texts-published = Published by { $by } on { $moment }. Everybody sees it once the results are public.
texts-publish = Publish
texts-publish-sure = I have looked at it, and know that it cannot be changed afterwards
texts-publish-own = You prepared this summary; somebody else publishes it.
texts-publish-changed = The summary or its texts have changed since you looked. Please look again.
