# 对问卷和调查文件所说的话：检查结果、建议、改动、各部分的名称。

# 名称
words-part-top = 问卷
words-part-arm = 随机分组 { $id }
words-part-scale = 量表 { $id }
words-part-section = 小节 { $id }
words-part-question = 题目 { $id }
words-part-indicator = 指标 { $id }
words-text-title = 问卷标题
words-text-intro = 问卷引言
words-text-section = 小节 { $id } 的标题
words-text-question = { $id } 的题目
words-text-help = { $id } 的说明
words-text-end = { $id } 的结束语
words-text-unit = { $id } 的单位
words-choice-question = { $id } 的选项 { $code }
words-choice-scale = 量表 { $id } 的选项 { $code }
words-language-zh = 中文
words-language-en = 英文
words-key-id = 编号（id）
words-key-languages = 语言（languages）
words-key-title = 标题（title）
words-key-intro = 引言（intro）
words-key-arm = 随机分组（arm）
words-key-groups = 各组比例（groups）
words-key-scales = 替换的量表（scales）
words-key-section = 小节（section）
words-key-rotate = 轮换组（rotate）
words-key-question = 题目（question）
words-key-type = 题型（type）
words-key-scale = 量表（scale）
words-key-choices = 选项（choices）
words-key-extra = 另加的选项（extra）
words-key-order = 选项顺序（order）
words-key-min = 最小值（min）
words-key-max = 最大值（max）
words-key-earliest = 最早日期（earliest）
words-key-latest = 最晚日期（latest）
words-key-decimals = 小数位数（decimals）
words-key-min-choices = 最少选几项（min_choices）
words-key-max-choices = 最多选几项（max_choices）
words-key-max-length = 最多字数（max_length）
words-key-unit = 单位（unit）
words-key-help = 说明（help）
words-key-required = 必答（required）
words-key-ask-if = 提问条件（ask_if）
words-key-end-if = 结束条件（end_if）
words-key-end = 结束语（end）
words-key-series = 所属系列（series）
words-key-code = 代码（code）
words-key-kind = 类别（kind）
words-key-score = 分值（score）
words-key-exclusive = 排他（exclusive）
words-key-other = “其他，请注明”（other）
words-key-apart = 单独排列（apart）
words-key-test = 测试（test）
words-value-none = 未设置
words-value-yes = 是
words-value-fixed = 固定顺序
words-value-reverse = 一半人倒序
words-value-rotate = 轮换起点
words-value-single = 单选
words-value-scale = 量表
words-value-multiple = 多选
words-value-number = 数字
words-value-date = 日期
words-value-short-text = 一行文字
words-value-long-text = 多行文字
words-value-district = 区（县）
words-value-satisfied = 满意
words-value-neutral = 中间
words-value-dissatisfied = 不满意
words-value-dont-know = 不了解
words-value-not-applicable = 不适用
words-value-refused = 不愿回答

# 文件
words-file-too-large = 文件有 { NUMBER($bytes) } 字节，超过 { NUMBER($limit) } 字节的上限。请拆分，或者删去无关的内容。
words-file-not-utf8 = 从这里起不是 UTF-8 编码，请改存为 UTF-8。
words-file-byte-order-mark = 文件开头有看不见的 BOM 标记，请改存为不带 BOM 的 UTF-8。
words-file-carriage-returns = 换行是 CR LF，请改存为只用 LF 换行。
words-file-empty = 文件是空的，请写入问卷，或者删除这个文件。
words-file-syntax = 不符合 TOML 的语法，请在这里改正（解析器的提示：{ $message }）。
words-file-unknown-key = 没有“{ $key }”这个键。{ $remedy }
words-file-missing-key = 缺少{ $key }，请补上。
words-file-wrong-type = { $key }应是{ $expected }，这里却是{ $found }，请修改。
words-file-not-allowed = { $key }不能是“{ $value }”。{ $remedy }
words-out-of-range = { $key }是 { $value }，应在 { $min } 到 { $max } 之间。
words-did-you-mean = 是不是“{ $word }”？
words-remove-it = 请删去。
words-use-one-of = 可以用：{ $known }。
words-expected-text = 引号中的文字
words-expected-whole-number = 整数
words-expected-number = 数字
words-expected-flag = true 或 false
words-expected-texts = 文字列表
words-expected-whole-numbers = 整数列表
words-expected-table = 花括号中的表
words-expected-tables = 表的列表
words-found-number = 数字 { $number }
words-found-text = 文字
words-found-list = 列表
words-found-table = 表
words-found-date = 日期

# 条件
words-condition = { $key }：{ $fault }（第 { NUMBER($at) } 个字符处）
words-condition-empty = 条件是空的，请写上条件，或者删去这一项。
words-condition-stray = 条件中不能有“{ $sign }”，请删去。
words-condition-halved = 单个“{ $sign }”没有意义，应写成“{ $sign }{ $sign }”。
words-condition-open-text = 引号没有配对，请补上后一个引号。
words-condition-number-too-large = 数字太大，请改正。
words-condition-too-precise = 数字最多 6 位小数、18 位数字，请缩短。
words-condition-not-a-date = “{ $written }”不是日期，请写成 '2014-01-31' 这样的日期或 '2014-01' 这样的月份。
words-condition-too-many-decimals = { $question } 的回答{ $decimals ->
    [0] 没有小数
   *[other] 最多 { NUMBER($decimals) } 位小数
}，不能与 { $value } 比较，请改正数字。
words-condition-unexpected = 这里应是{ $expected }，却是“{ $found }”，请改正。
words-condition-unfinished = 条件没有写完，后面应是{ $expected }。
words-condition-too-deep = 括号嵌套太深，请简化条件。
words-condition-not-comparable = 比较的一边应是题目，另一边应是数字。两道题要分别与数字比较。
words-condition-mistyped-question = 没有题目 { $question }，是不是 { $near }？
words-condition-unknown-question = 没有题目 { $question }，请添加这道题，或者改正编号。
words-condition-later = { $question } 可能排在后面，这时还没有回答。请用轮换后仍在前面的题目。
words-condition-text-compared = { $question } 填的是文字，不能比较，只能写 answered({ $question })。
words-condition-multiple-compared = { $question } 是多选题，没有单一的值，请写成 1 in { $question } 这样。
words-condition-not-multiple = { $question } 不是多选题，请写成 { $question } == { $code }。
words-condition-unordered = { $question } 的选项没有大小之分，“{ $operator }”只能用于数字和量表。请写成 { $question } in [..]。
words-condition-takes-apart = “{ $operator } { $value }”把不在量表顺序中的选项 { $code } 也包括进去了。请写成 { $question } in [..]。
words-condition-unknown-choice = { $question } 没有选项 { $code }，可以用：{ $known }。
words-condition-not-on-every-scale = { $question } 也会用量表 { $scale } 来问，其中没有选项 { $code }。请用各个量表都有的代码。
words-condition-number-never-given = { $question } 只能填 { $min } 到 { $max }，不会是 { $value }，请改正。
words-condition-date-never-given = { $question } 只能填 { $earliest } 到 { $latest }，不会是 { $value }，请改正。
words-condition-day-wanted = { $question } 填的是日期，请写成 { $question } < '2014-01-31'。
words-condition-month-wanted = { $question } 填的是年份和月份，请写成 { $question } < '2014-01'。
words-condition-number-wanted = { $question } 填的不是日期，请与数字比较，不要与 { $value } 比较。
words-unknown-arm = 没有随机分组 { $arm }，请添加，或者改正名称。
words-unknown-group = 随机分组 { $arm } 没有 { $group } 组，可以用：{ $groups }。
words-expectation-beginning = 题目、数字、answered(..)、“arm.”、“!”或“(”
words-expectation-continuation = “&&”“||”或条件的结尾
words-expectation-closing-bracket = “)”
words-expectation-bracketed-question = “(”和题目
words-expectation-question = 题目
words-expectation-point-and-arm = “.”和随机分组的名称
words-expectation-arm = 随机分组的名称
words-expectation-group-compared = “==”或“!=”和引号中的组名
words-expectation-group = 引号中的组名
words-expectation-codes = “[”和代码
words-expectation-more-codes = “,”或“]”
words-expectation-comparison = 比较符号或“in”
words-expectation-whole-number = 整数

# 检查结果
words-id-malformed = “{ $id }”不能作编号。请用字母、数字和下划线，以字母开头，并避开条件中的用词（in、arm、answered、true、false）。
words-duplicate-id = 第 { NUMBER($first) } 行已经有{ $part }，请换一个编号。
words-duplicate-code = 选项中有两个代码 { $code }，每个选项的代码应各不相同。
words-language-malformed = “{ $tag }”不能列为语言。每种语言用标记写一次，例如 zh、en。
words-no-language = 没有指定语言，请至少写一种，例如 languages = ["zh", "en"]。
words-missing-translation = 缺少{ $language }文字：{ $text }。请补上。
words-lacks-question = 题目
words-lacks-choice = 选项 { $code }
words-no-question = 问卷里还没有题目，请添加。
words-unknown-scale = 没有量表 { $scale }，请添加，或者改正名称。
words-unknown-section = 没有小节 { $section }，请添加，或者改正名称。
words-empty-section = 这个小节里没有题目，请删去小节，或者把题目归入这里。
words-section-interrupted = 小节 { $section } 在这道题之前已经结束，请把这道题移到本节其他题目旁边。
words-rotation-interrupted = 轮换组 { $group } 在小节 { $section } 之前已经结束，同一轮换组的小节要排在一起。
words-shares-too-few-groups = 随机分组至少要有两组，请再加一组，或者取消分组。
words-shares-not-positive = { $group } 组的比例是 { $share }，各组比例都要大于 0。
words-shares-not-the-whole = 各组比例之和是 { $sum }，应等于 1。
words-shares-too-fine = 这些比例无法用 { $most } 份以内精确分配，请用更整齐的数，例如 0.75 和 0.25（三分之一写作 0.3333333）。
words-too-many-variants = 分组、轮换和选项顺序共需要 { NUMBER($variants) } 种卷面，最多 { $most } 种。请用更整齐的比例，或者减少轮换。
words-too-few-choices = 只有 { NUMBER($choices) } 个选项，至少要有 { NUMBER($least) } 个。
words-kinds-partial = 有些选项算满意、一般或不满意，选项 { $codes } 却没有 kind，选它的人就不知算作什么。请给每个选项写明 kind。
words-pointless-exclusive = 选项 { $code } 设了排他，但这里本来只能选一项，请取消。
words-misplaced-other = 选项 { $code } 不能是“其他，请注明”：只有单选题和多选题可以有，而且每题一个。
words-field-taken = 这个编号已用于 { $question } 旁边的填写栏或勾选框，请换一个编号。
words-empty-range = 最小值 { $min } 大于最大值 { $max }，请对调或改正。
words-too-large-for-decimals = { $bound } 对带小数的数字来说太大，最小值和最大值都请保持在 999999999 以内。
words-date-malformed = { $key }写的是“{ $written }”，不是日期。请写成 "2014-01-31" 这样的日期，或 "2014-01" 这样的月份。
words-day-and-month = 最早日期是 { $earliest }，最晚日期是 { $latest }。请都写成日期；只问年月的，都写成月份。
words-no-date-accepted = 最早日期 { $earliest } 在最晚日期 { $latest } 之后。请对调或改正。
words-ordinary-beside = 代替填写的选项 { $code } 只能说明为什么没有填写，请把含义设为不了解、不适用或拒绝回答。
words-empty-choice-range = 最少选 { $min } 项，多于最多的 { $max } 项，请对调或改正。
words-more-than-choices = { $key }是 { $count }，但能同时选的只有 { NUMBER($choices) } 项，请改正。
words-end-without-text = 调查可能在这里结束，但没有结束语。请写上受访者这时看到的话。
words-text-without-end = 有结束语，却没有结束条件（end_if）。请补上条件，或者删去结束语。
words-pointless-required = 设了必答，但没有结束条件用到这道题。只有决定是否符合调查条件的题目才能必答。
words-series-malformed = “{ $series }”不是系列名称。请写明所延续的问卷和题目，例如 residents/R11。
words-unreachable = 任何人都不会被问到这道题，请改正它的提问条件，或者改正前面的条件。
words-too-entangled = 条件牵连过多，无法证明每个人的填写路径都没有问题，请在此处简化：让一个条件，以及它所依据题目的条件，少涉及几道题。
words-test-failed = 测试“{ $name }”没有通过：问了{ $actual }，应问{ $expected }。请改正测试或条件。
words-no-question-asked = 零道题
words-test-unknown-question = 测试“{ $name }”提到题目 { $question }，但没有这道题，请改正测试。
words-test-impossible-answer = 测试“{ $name }”给 { $question } 的回答不可能出现，请改正测试。
words-test-answer-malformed = { $question } 的回答应是代码、代码列表、数字或文字，请改正测试。

# 编辑
words-edit-unreadable = 第 { NUMBER($line) } 行不符合 TOML 的语法，请先在文本中改正（解析器的提示：{ $message }）。
words-edit-unknown-part = 没有{ $part }，可能刚被别人删去或改名。
words-edit-id-taken = 编号“{ $id }”已经用过，请换一个。
words-edit-unknown-choice = 没有选项 { $code }（{ $part }），可能刚被别人删去。
words-edit-code-taken = 代码 { $code } 已经用过（{ $part }），请换一个。
words-edit-self-reference = { $question } 要在这个条件确定之后才问，所以条件不能用到它自己。请用前面的题目。
words-edit-too-long = 文字太长：{ $text }，有 { NUMBER($characters) } 个字符，最多 { NUMBER($most) } 个。请缩短。
words-edit-control-character = 第 { NUMBER($at) } 个字符是制表符或其他看不见的字符，请删去（文字里不能粘贴表格）。
words-edit-control-character-in = { $text }：第 { NUMBER($at) } 个字符是制表符或其他看不见的字符，请删去（文字里不能粘贴表格）。
words-edit-line-break = { $text }：只能有一行，请删去换行。
words-edit-unknown-language = 问卷没有{ $language }，请先添加这种语言。
words-edit-still-used = 还在用{ $part }的有：{ $by }。请先修改或删去这些。
words-edit-not-here = 没有作任何改动：没有{ $key }这一项（{ $part }）。
words-edit-odd-shape = { $key }的写法特殊（{ $part }），只能在文本中修改。
words-edit-no-scale = 还没有量表，请先添加量表，再来选用。
words-edit-too-large = 改动后问卷有 { NUMBER($bytes) } 字节，超过 { NUMBER($limit) } 字节的上限。没有保存。

# 建议
words-advice-unbalanced = 量表 { $scale } 有 { NUMBER($satisfied) } 个满意的选项、{ NUMBER($dissatisfied) } 个不满意的选项。两边一样多，才不偏向一方。
words-advice-unlabelled = { $text }（{ $language }）只写了“{ $label }”。各人对数字的理解不同，请用文字写明。
words-advice-no-dont-know = 量表 { $scale } 没有“不了解”，有 { $count } 道题因此没有：{ $questions }。不了解的人只好随便选。
words-advice-long-for-phone = { $text }（{ $language }）在手机上约占 { NUMBER($lines) } 行（每行 { NUMBER($line) } 个汉字），最好不超过 { NUMBER($most) } 行。
words-advice-many-of-one-scale = 从 { $first } 到 { $last } 连续 { NUMBER($questions) } 道题用量表 { $scale }，最好不超过 { NUMBER($most) } 道，否则容易一路选同一项。
words-advice-driver-first = 分项 { $driver } 排在总体评价 { $overall } 之前，会影响总体评价。请先问总体。
words-advice-stale = 原文已经改动，{ $language }译文还是旧的：{ $text }。请核对。
words-advice-too-long = 估计填写需要 { $minutes } 分钟（{ $language }，最长的路径），超过 { $limit } 分钟的上限。请删减题目。
words-advice-not-pretested = { $question } 现在的说法还没有试填过。发布以后、开始调查以前，请用试填链接请人试填。

# 改动
words-change-added = 新增{ $what }
words-change-removed = 删去{ $what }
words-change-moved = 移动{ $what }：由第 { NUMBER($from) } 位到第 { NUMBER($to) } 位
words-change-reordered = 选项换了排列顺序：{ $what }
words-change-worded = { $text }（{ $language }）由“{ $before }”改为“{ $after }”
words-change-worded-first = { $text }（{ $language }）原来没有，现为“{ $after }”
words-change-unworded = { $text }（{ $language }）删去，原为“{ $before }”
words-change-property = { $what }：{ $key }由{ $before }改为{ $after }
words-change-languages = 语言由{ $before }改为{ $after }
words-broken-series = { $questions } 与以前各版不再可比：{ $reason }。
words-break-wording = 题目的说法变了
words-break-label = 选项的说法变了
words-break-choices = 可选的答案变了
words-break-meaning = 选项的含义（类别或分值）变了
words-break-population = 被问到的人变了
words-break-removed = 不再问这道题

# 路径
words-path-contradiction = 没有人会被问到 { $question }：它的提问条件自相矛盾，请改正。
words-path-dead-end = 没有人会被问到 { $question }：到 { $at } 时，可能问到它的人都已结束填写。请改正 { $at } 的结束条件。
words-path-unexplained = 没有人会被问到 { $question }，但条件牵连过多，说不清原因，请简化。
words-path-unproven = 条件牵连过多，无法证明每个人的填写路径都没有问题。请简化 { $question } 的提问条件，或者它所依据题目的条件。
words-path-unreachable = 没有人会被问到 { $question }：它的提问条件与所依据题目的提问条件矛盾，请改正。

# XLSForm 与翻译表
words-note-no-counterpart = 另一种格式没有对应，已略去：{ $part }，{ $key }。
words-note-end-goes-on = { $question }：XLSForm 不能结束填写，只会显示结束语，然后继续往下问。
words-note-row-ignored = 第 { $row } 行：不支持“{ $what }”，已略去。
words-note-not-understood = 第 { $row } 行：看不懂 { $question } 的 { $column }，已略去：{ $xpath }
words-note-meaning = 列表“{ $list }”没有 kind 列：哪些选项算满意、不满意或者没有意见，是按文字推断的，请核对。
words-note-numbered = 列表“{ $list }”：选项的名称不是代码，已改用代码 1 到 { $codes }。
words-note-renamed = 第 { $row } 行：“{ $from }”不能作编号，已改为“{ $to }”。
words-note-assumed = { $question }：表格没有写明{ $key }，已取 { $value }。
words-import-not-a-workbook = 这不是 Excel 工作簿（.xlsx），请另存为这种格式再试（读取时的提示：{ $message }）。
words-import-bomb = 工作簿解压后远远大于任何问卷，没有打开。请把问卷单独存成一个新的工作簿。
words-import-sheet-too-large = 工作表“{ $sheet }”超出 { $rows } 行或 { $columns } 列，请删去无关的内容。
words-import-no-survey = 没有含 type 和 name 两列的工作表 survey。XLSForm 必须有这张表。
words-import-no-list = 第 { $row } 行：choices 工作表里没有列表“{ $list }”，请补上。
words-import-unknown-language = 看不出“{ $column }”这一列是什么语言。请在括号里写上语言标记，例如 label::English (en)。
words-table-no-keys = 第一行没有 key 这一列，请保留导出文件的表头。
words-table-no-language = 没有一列是问卷的语言，请保留导出文件的表头。
words-table-key = 第 { NUMBER($row) } 行：“{ $key }”不是文字的名称，请按导出文件的写法，例如 title、question.R11.help。
words-table-unknown-text = 第 { NUMBER($row) } 行：问卷里没有{ $text }（{ $key }），导出的可能是另一个版本。
words-table-twice = 第 { NUMBER($row) } 行：{ $text }（{ $key }）前面已经有了，请只留一行。
words-table-not-a-table = 这个文件不是 UTF-8 或 GB 18030 编码的 CSV，也不是 Excel 工作簿（.xlsx），请把表格另存为其中一种。
words-table-original-differs = 第 { NUMBER($row) } 行：{ $text }的原文和现在的不一样。请按现在的原文翻译，或者把译文一格空着。
words-table-wording = 第 { NUMBER($row) } 行：{ $text }：{ $error }

# 改动对照
comparison-none = 以前没有发布过这份问卷，无从对照。
comparison-unreadable = 草稿的文本还有读不出的地方，改正以后才能对照。
comparison-same = 与 { $version }相比，没有改动。
comparison-harmless = 与 { $version }相比，有 { $count } 处改动，都不影响历年比较。
comparison-breaking = 与 { $version }相比，有 { $count } 处改动，其中 { $breaking } 处使 { $questions } 与以前各版不再可比。
comparison-questions-many = { NUMBER($count) } 道题
comparison-break = 不再可比
comparison-show = 查看改动
comparison-title = 改动对照
comparison-conditions = 原来：{ $before }；现在：{ $after }。
comparison-no-condition = 没有条件

# 规划
words-plan-id-malformed = “{ $id }”不能作编号，只能用小写字母、数字和连字符。
words-plan-duplicate-id = 第 { NUMBER($first) } 行已有指标 { $id }，请给这一个换个编号。
words-plan-no-indicator = 规划里没有指标，请加上 [[indicator]]。
words-plan-years-malformed = “years”应是规划的起止年份，如 [2012, 2014]。
words-plan-value-malformed = “value”应是一个数、true，或者中英文文字，请改正。
words-plan-share-out-of-range = 目标是 { $value }%，比例应在 0 到 100 之间，请改正。
words-plan-target-not-a-share = 问卷得出的比例要用百分比作目标：请写 value = 90、unit = "%"，或者改为与基期比较。
words-plan-missing-baseline = “{ $comparator }”要与固定的一期比较，请加上 baseline = "first_wave"。
words-plan-not-measured = 这个指标由问卷测量，却没有“measure”，请写明问卷和题目。
words-plan-no-questions = “measure”没有列出题目，请在“questions”里至少写一道。
words-plan-unknown-questionnaire = 规划旁边没有问卷 { $questionnaire }，请补上或改正名称。
words-plan-unknown-question = 问卷 { $questionnaire } 没有题目 { $question }，请补上或改正编号。
words-plan-unknown-scale = 问卷 { $questionnaire } 没有量表 { $scale }，请补上或改正名称。
words-plan-not-on-scale = { $question } 从不用量表 { $scale } 提问，请改正题目或量表。
words-plan-kind-not-on-scale = 量表 { $scale } 没有类别为“{ $kind }”的选项，请改正“{ $key }”。
words-plan-unknown-code = { $question } 没有选项 { $code }，请改正代码。
words-plan-not-a-choice = { $question } 的回答不是一个代码，计算比例要用单选题或量表题。
words-plan-nothing-counts = “{ $key }”是空的，请写明哪些回答计入。
words-plan-numerator-outside = 分子里有 { $outside }，分母里却没有，请加进分母，或者从分子里删去。
words-plan-prevalence-out-of-range = 设定的发生率是 { $prevalence }，应在 0 到 1 之间，而且不等于 0.5。
words-plan-file-named-otherwise = 编号是 { $id }，文件名却是 { $file }，请改成一致。
words-plan-code-not-digits = “{ $code }”不是数字代码。居住地题目按数字列出各区，请改用数字。
words-plan-not-in-frame = 选项 { $code } 在 frame.csv 里没有对应的单位，请改正代码（0 表示其他地方）。
words-plan-unit-not-offered = frame.csv 里的单位 { $code } 没有列为选项，请加上。

# 抽样框与总体分布
words-frame-cell = “{ $column }”一列：{ $fault }
words-frame-unreadable = 这一行读不出来（读取程序的提示：{ $message }），请改正。
words-frame-missing-column = 缺少这一列，请加到第一行。
words-frame-empty = 这一格是空的，请填写。
words-frame-not-positive = “{ $value }”不是大于零的整数，请改正。
words-frame-not-yes-no = “{ $value }”应写 yes 或 no，请改正。
words-frame-duplicate = 代码 { $code } 在前面的行里已经用过，每一行要有自己的代码。
words-frame-unknown-stratum = 没有层 { $code }，请补上或改正代码。
words-margin-duplicate = 第 { NUMBER($first) } 行已有总体分布 { $id }，请给这一个换个编号。
words-margin-no-category = 这个总体分布没有类别，请加上带人数的“categories”，或者写 status = "missing"。
words-margin-empty-category = 人数为 { $count } 的类别不能用来加权，人数应大于零。
words-margin-code-twice = 代码 { $code } 已在第 { NUMBER($first) } 行的类别里，只能放在一个类别里。
words-margin-unknown-question = 旁边的问卷都没有题目 { $question }，请改正“by”，或者写 by = "stratum"。
words-margin-unknown-code = { $question } 没有选项 { $code }，请改正“codes”。
