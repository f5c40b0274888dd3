# 民意的界面文字。问卷与规划的文字在各自的文件里。

site-name = 民意
language-name = 中文
skip-link = 跳到正文
reading-label = 语言与字号
foot-label = 网站导航
size-large = 大字版
size-normal = 标准字号
simulated-mark = 演示，不是真实调查。
simulated-banner = 这里的居民和回答都由计算机模拟。
home-link = 返回首页
results-link = 查看调查结果
receipt-link = 查询回执
privacy-link = 隐私说明
date = { $year }年{ $month }{ $day }日
month-1 = 1月
month-2 = 2月
month-3 = 3月
month-4 = 4月
month-5 = 5月
month-6 = 6月
month-7 = 7月
month-8 = 8月
month-9 = 9月
month-10 = 10月
month-11 = 11月
month-12 = 12月
month-of-year = { $year }年{ $month }
quoted = “{ $text }”
name-separator = 、
clause-separator = ，
lead-separator = ，

# 首页
home-title = 您的意见，请告诉我们
home-lead = 这里了解居民对公共服务是否满意。不记名，自愿参加，没有标准答案。
code-label = 请输入邀请函上的邀请码
code-help = 共16位，不分大小写，横线可以不输。
code-unreadable = 这不像一个完整的号码。请对照纸面再看一遍：应有16位字母和数字，不含字母 I、L、O、U。
code-submit = 开始填写
invited-wave = 正在进行：{ $title }，截止{ $date }。
open-title = 没有邀请码也可以参加
open-until = { $date }前可以填写
home-results-title = 居民怎么说
home-results = 每期调查结束后，结果向所有人公布。

# 问卷
required = （必答）
conditional = 只在{ $condition }时回答，否则请跳过。
condition-and = ，并且
condition-or = ，或者
condition-group = （{ $condition }）
condition-answered = { $question }已经回答
condition-unanswered = { $question }没有回答
condition-chosen = { $question }选了{ $choices }
condition-not-chosen = { $question }选的不是{ $choices }
condition-picked = { $question }选了{ $choices }
condition-not-picked = { $question }没有选{ $choices }
condition-never = { $question }没有符合条件的选项
condition-choice-or = 或
condition-equal = { $question }填的是 { $value }
condition-different = { $question }填的不是 { $value }
condition-less = { $question }填的小于 { $value }
condition-at-most = { $question }填的不超过 { $value }
condition-more = { $question }填的大于 { $value }
condition-at-least = { $question }填的不少于 { $value }
condition-before = { $question }填的早于 { $value }
condition-until = { $question }填的不晚于 { $value }
condition-after = { $question }填的晚于 { $value }
condition-since = { $question }填的不早于 { $value }
condition-in-group = 在随机分组 { $arm } 的 { $group } 组
condition-not-in-group = 不在随机分组 { $arm } 的 { $group } 组
paper-link = 纸质问卷（可打印）
paper-question = 第 { NUMBER($number) } 题
paper-how = 请在所选答案前的方框里打“✓”。除另有说明，每题只选一项；除标明“必答”的，不想回答的题可以空着。
paper-if = 只在{ $condition }时回答，否则请跳过。
paper-ends = { $condition }的，请不要再往下填。
paper-end = 填完了，谢谢您。
cover-keep = 用手机回答的，请把这一页自己留着；在纸上回答的，请把这一页同答卷一起交回。
cover-scan = 用手机回答：扫这个二维码，或者打开下面的网址。
cover-code = 您家的邀请码，只能用一次：
cover-paper = 在纸上回答：填好后面的答卷，同这一页装在一个信封里交回，凭这一页的邀请码计入结果。由两位工作人员各录入一遍，他们看得到邀请码和回答，看不到您的姓名和地址；录完，这一页即销毁。不愿意让人看到回答的，请用手机回答，也可以请您信得过的人照纸面代填到网上。
cover-apart = 后面的答题页上没有号码，也请不要写上姓名或号码：这一页销毁以后，谁拿到答卷，都不知道是哪一家填的。
cover-back = 这一面特意留空，使邀请码的背面没有答案。
paper-copy = 问卷 { $wave }，版本 { NUMBER($variant) }
several = 可以选多项。
several-at-least = 请至少选 { NUMBER($min) } 项。
several-at-most = 最多选 { NUMBER($max) } 项。
several-exactly = 请选 { NUMBER($min) } 项。
several-between = 请选 { NUMBER($min) } 到 { NUMBER($max) } 项。
number-range = 请填 { $min } 到 { $max } 之间的整数。
decimal-range = 请填 { $min } 到 { $max } 之间的数，最多 { NUMBER($decimals) } 位小数。
date-range = 请填 { $earliest } 到 { $latest } 之间的一天。
month-range = 请填 { $earliest } 到 { $latest } 之间的年份和月份。
date-year = 年
date-month = 月
date-day = 日
paper-date = ________ 年 ____ 月 ____ 日
paper-month = ________ 年 ____ 月
send = 提交问卷
send-note = 提交以后不能再修改。除了标明“必答”的题，其余都可以空着不答。
title-with-error = 请再看一下：{ $title }
errors-title = { $count ->
    [1] 有一处需要您再看一下
   *[other] 有 { $count } 处需要您再看一下
  }
fault-required = 请回答这一题
fault-choice = 请从列出的选项中选择
fault-number = 请填一个整数
fault-range = 请填 { $min } 到 { $max } 之间的整数
fault-decimal = 请填 { $min } 到 { $max } 之间的数，最多 { NUMBER($decimals) } 位小数
fault-date = 请填 { $earliest } 到 { $latest } 之间的一天，年、月、日都要填
fault-month = 请填 { $earliest } 到 { $latest } 之间的年份和月份
fault-long = 文字太长，请不要超过 { NUMBER($max) } 个字
fault-exclusive = 有一个选项不能与其他选项同时选，请改选
fault-typed-and-chosen = 请填写答案，或者在下面勾选一项，不要两样都填
fault-too-few = 请至少选 { NUMBER($min) } 项
fault-too-many = 最多只能选 { NUMBER($max) } 项
fault-other = 您写了字，但没有勾选“其他”这一项。请勾选它，或者把写的字删去
fault-several = 这一题只能选一项
send-note-review = 要改哪一题，就点它旁边的“更改”。看完以后，在最下面提交；提交以后不能再修改。
form-begin = 开始
form-next = 下一题
form-back = 返回
form-skip = 跳过这一题
form-done = 继续
form-preview-end = 这只是预览：正式的问卷到这里就提交了。
form-progress = 进度
form-where = 第 { $number } 题，共 { $total } 题
form-where-in = 第 { $number } 题，共 { $total } 题 · { $section }
form-moving = 马上到下一题，碰一下屏幕可以停留。
form-moving-on = 选好答案后会自动到下一题。
form-moving-stop = 不要自动翻页
form-moving-start = 自动到下一题
form-nudge-one = 这一题还没有回答。不想答的，再按一次“提交问卷”就可以。
form-nudge = 这一题还没有回答。如果有“不了解”一类的选项，说不清的可以选它；不想回答，就跳过。
form-review = 提交前请看一遍
form-change = 更改
form-colon = ：
form-unanswered = 没有回答
form-sending = 正在提交…
form-waiting-offline = 现在连不上网络，一连上就会自动提交。
form-waiting-busy = 网络是通的，但还没有送到：服务器可能正忙，这个网络也可能要先登录。过一会儿会自动再提交。
form-waiting = 已存在这部手机上，还没有提交
form-waiting-closed = 您可以关闭这个页面。
form-waiting-open = 请不要关闭这个页面；如果关了，过一会儿再打开一次。
form-waiting-until = 最晚在 { $moment }（北京时间）以前送到才算数。
form-try-now = 现在再试一次
form-unkept = 这部手机存不下您的回答：请不要关闭或刷新这个页面，照样可以提交。
form-found = 这部手机上有一份没填完的问卷
form-found-lead = 不是您填的，请从头开始：原来的回答会从手机上删除，您看不到。
form-found-go-on = 是我填的，接着填
form-found-afresh = 从头开始
form-waiting-once = 不管试多少次，只会计算一次。
form-restored = 已恢复您之前填写的内容。
form-other = 换一个人填写
form-erase-sure = 还没有提交的回答会从这部手机上删除。确定吗？
form-help = 帮助和隐私
form-stop = 停止并删除
form-stopped = 已经停止。
form-aloud = 读给我听
form-aloud-stop = 不要读了
form-more = 下面多了一题。
form-language-offline = 没有网络，另一种语言还打不开。您填写的内容还在。
ended-title = 谢谢您
ended-nothing-stored = 刚才的回答没有保存。
ended-again = 换一位居民，重新开始

# Letters
letter-to = 住户 收
letter-household = 第{ $household }户
letter-joint = {""}
letter-number = 编号 { $case }（来电来信时请报这个编号；邀请码不要告诉别人）
letter-greeting = { $household }，您好！
letter-invitation = 请您家参加这次调查。您家的地址是从全市住户中随机抽中的，代表着许多情况相近的人家，别人代替不了。不论您满意还是不满意，都请照实回答。
letter-reminder = 前些日子给您家寄过一封信，请您家参加这次调查。如果已经答过，谢谢您，不必理会这封信。信上是一个新的邀请码，原来的也还能用：一户只计一份，先到的算。
letter-single = 这是补发给您家的邀请码。以前的邀请码已经作废，请用这一个。
letter-paper = 不方便上网的，请按下面的联系方式要一份纸质问卷，不收费；也可以请您信得过的人照您的意思代填。自愿参加，不答也没有任何影响。
letter-over = English: please turn over

# 法定标识
header-none = 这不是统计调查，没有法定调查表号。
header-number = 表号
header-authority = 制定机关
header-approval = 批准（备案）文号
header-valid = 有效期至

# 由谁填写
who-answers = 由谁填写：您家中年满18周岁、在本地住满6个月的人里，下一个过生日的那一位；访问员上门的，是访问员按规则找出的那一位。这样，谁填写不由任何人挑选。

all-may-be-left = 每一题都可以不答。
some-must-be-answered = { $count ->
    [1] 只有一题必须回答，因为要先知道您是不是这次调查的对象；其余的都可以不答。
   *[other] 只有 { $count } 题必须回答（标着“必答”），因为要先知道您是不是这次调查的对象；其余的都可以不答。
  }

# 隐私
privacy-title = 隐私说明
privacy-short = 不记名：不问您是谁，答卷里没有姓名，也没有邀请码。只为评价公共服务，结果合在一起公布。自愿参加，随时可以停下。
privacy-more = 谁在问、保存什么、保存多久
privacy-folded = 不记名，自愿参加。谁在问、保存什么
privacy-page = 单独打开隐私说明
privacy-who-title = 谁在问
privacy-who = 问卷上方所列的制定机关；没有列出的，是“疑问”一栏所列的单位。演示都会写明是演示。
privacy-who-authority = { $authority }。
privacy-who-demonstration = 没有机关在问：这是民意平台的演示。
privacy-who-contact = { $contact }。这不是统计调查。
privacy-who-operator = 运行本网站的单位。这不是统计调查，也没有写明联系方式；如有疑问，可以不填。
privacy-contact-title = 疑问、投诉和举报
privacy-questions-title = 疑问
privacy-complaints-title = 投诉和举报（由另一单位受理）
privacy-contact = 请按问卷或邀请函上写明的方式联系。
privacy-contact-none = 这份问卷没有设联系方式。
privacy-contact-demonstration = 这是演示，没有设联系方式；正式调查在这里写明。
privacy-why-title = 为什么问
privacy-why = 为了算出居民对公共服务的满意度，并与规划目标比较。结果只以汇总形式公布。
privacy-what-title = 保存什么
privacy-what = 您的回答；您拿到的是哪一种问法（同一件事有几种问法，随机分配）；凭邀请码填写的，还有所在的抽样片区、怎样填写（屏幕、纸、访问员的手机）。除此之外什么也不保存：没有姓名、电话、网络地址、设备信息，没有填写时刻和用时，也不记填写语言和字号。邀请码只以无法还原的形式另外保存，只记它所属的住户、交回了没有，不与回答相连。文字意见单独存放，不与其他回答相连。另外只数有多少人打开、填到第几题、提交，不记是谁。
privacy-phone-title = 您的手机上
privacy-phone = 没有填完的内容只存在您的手机上，提交以后就删除；没有提交的，调查截止后再次打开本站时删除。还有一个只用于这份问卷的小标记（Cookie），记着问卷编号和题目顺序，使重复提交只算一次。
privacy-long-title = 保存多久
privacy-long = 答卷保存两年；规划期内还要与以后各年比较的，保存到规划的最后一期结果公布后两年，然后删除。汇总结果至少保存十年。提交后立即加密封存，钥匙与答卷分开存放，调查进行中不启封；到截止时（或者事先定好的日子）一次启封、打乱次序，随即销毁钥匙，从那时起，一同启封的再也分不出先后，也都不连着邀请码。
privacy-rights-title = 您的权利
privacy-rights = 参加与否、答哪几题，都由您决定，不影响您办任何事情。提交以前，我们不保存您的回答。
privacy-anonymous-title = 提交以后不能撤回
privacy-anonymous = 因为不记名，提交以后，谁也找不出哪一份是您的，所以不能查看、更改或删除。回执只能证明您的回答已经计入。

# 提交之后
thanks-title = 谢谢您，回答已经收到
thanks-lead = 您的回答已经安全保存，并会计入结果。
thanks-again = 这份问卷第一次提交时就已经收到并计入。如果这次改动了回答，改动没有计入：交上来的问卷随即加密封存，谁也不能查看或者更换。
thanks-receipt = 您的回执号
thanks-keep = 凭回执号可以查询回答是否计入。它不含您的回答，谁也不能凭它看到您答了什么。
thanks-pressure-title = 有人要求您怎样回答吗？
thanks-pressure = 如果有人要求或者暗示您按指定的内容回答，请告诉我们。回答已经计入，不受影响。
thanks-pressure-elsewhere = 如果有人要求或者暗示您按指定的内容回答，请告诉下面的单位，它不是组织这次调查的单位。回答已经计入，不受影响。
thanks-pressure-nowhere = 任何人都不得要求或者暗示您怎样回答。您的回答已经计入，不受影响。
thanks-other = 这部手机上换一个人填写
receipt-title = 查询回执
receipt-lead = 输入回执号，看看您的回答是否已经计入。这里查不到任何回答内容。
receipt-label = 回执号
receipt-submit = 查询
receipt-counted = 已经计入。谢谢您参加调查。
receipt-unknown = 没有找到这个回执号。请再核对一遍。

# 打不开的页面
error-page-title = 没有这个页面
error-page = 网址可能不完整，或者页面已经移走。
error-wave-title = 没有这项调查
error-wave = 网址可能不完整。请对照通知上的网址再输入一次。
error-guesses = 没有找到。您所在的网络短时间内输错了很多次；正确的号码随时都能用。请对照邀请函核对，或者一分钟后再试。
error-code-title = 没有找到这个邀请码
error-code = 请对照邀请函再输入一次。如果邀请码看不清楚，请按邀请函上的方式联系我们。
error-release-title = 没有这份结果
error-release = 这项调查可能还没有公布结果。
error-used-title = 这个邀请码已经用过
error-used = 用这个邀请码提交的回答已经收到，一个邀请码只能提交一次。如果不是您或您的家人提交的，请按邀请函上的方式告诉我们。
error-answered-title = 您家已经答过了
error-answered = 用寄给您家的另一个邀请码提交的回答已经收到。一户只计一份，不用再填。如果不是您或您的家人提交的，请按邀请函上的方式告诉我们。
error-void-title = 这个邀请码已经换成新的
error-void = 给您家另发了新的邀请码，这一个作废了。请用最近一封信上的邀请码；如果没有收到，请按邀请函上的方式联系，会再发一个。
error-expired-title = 这次调查已经结束
error-expired = 谢谢您愿意参加。这个邀请码所属的调查已经截止，不再接收回答。
error-late-title = 来晚了：这份回答没有计入
error-late = 调查已于北京时间 { $moment } 结束，您的回答是在那以后才送到的，所以没有计入结果，我们也没有保存。对不起，谢谢您花的时间。
error-announced-title = 调查还没有开始
error-announced = 从北京时间 { $moment } 起可以填写，请到时再来。
error-closed-title = 这次调查已经结束
error-closed = 谢谢您愿意参加。调查已经截止，结果公布以后可以在这里查看。
error-invited-title = 这项调查需要邀请码
error-invited = 参加者由抽样选出，凭邀请函上的邀请码填写。请在首页输入邀请码。
error-foreign-title = 没有收下
error-foreign = 这份内容是从别的网站送来的，没有保存。请从首页重新进入。
error-method-title = 这个页面不能这样使用
error-method = 请从首页重新进入。
error-large-title = 内容太多，收不下
error-large = 提交的内容超过了限度。请返回上一页，把文字意见写短一些再提交。
error-media-title = 内容的格式不对
error-media = 请用网页上的表单提交。
error-fields-title = 内容太多，收不下
error-fields = 提交的项目比问卷的题目多得多，没有保存。请重新打开问卷填写。
error-malformed-title = 提交的内容读不出来
error-malformed = 没有保存任何内容。请返回上一页再提交一次；如果还是不行，请重新打开问卷填写。
error-unavailable-title = 暂时不能保存
error-unavailable = 您填写的内容还在，没有丢失。请过一会儿再点一次“提交问卷”，不会重复计算。
kept-answers = 您的回答都在本页上，没有丢失，但还没有保存成功。请不要关闭本页，过一会儿再点一次提交，不会重复计算。
error-busy-title = 同时打开的人太多
error-busy = 现在有许多问卷页面正在生成，您已经等了很久。没有任何改动。请过几秒钟再试。
error-storage-title = 暂时无法办理
error-storage = 暂时连不上调查的数据库。刚才的操作没有保存，此前已保存的内容不受影响。请过一分钟再试。
error-internal-title = 出了点问题
error-internal = 这是我们的问题，不是您的。请过一会儿再试。
error-reference = 如需联系我们，请告诉我们这个编号：{ $reference }

# 结果
results-title = 调查结果
results-lead = 每期调查结束、核对以后，全部指标同时公布。
results-none = 还没有公布的结果。
unreleased-title = 已开始、尚未公布结果的调查
unreleased-lead = 凡已开始的调查，在公布结果之前都列在这里。
unreleased-open = 正在进行；结果应于 { $due }前公布。
unreleased-closed = 已结束；结果应于 { $due }前公布。
unreleased-late = 已结束；结果本应于 { $due }前公布。
unreleased-reason = { $date }说明的原因：{ $reason }
unreleased-no-reason = 尚未说明原因。
release-line = { $count } 人回答，{ $date }公布
release-eyebrow-preview = { $city } · { $title } · 尚未公布
release-eyebrow-early = { $city } · { $title } · { $moment }前不公开
officials-early = 按规划，相应的负责人自{ $from }起可以先读与其职责有关的部分；每次阅读都有记录。
release-window-preview = 预览：{ $name }
release-eyebrow = { $city } · { $title } · { $date }公布
registered = 首份答卷之前已登记：
link-in-log = 发布时操作记录的链头：
registered-late = 调查早于登记制度，登记写于调查开始之后：
registered-what = 本调查的结果依据什么计算（目标、何为满意、权数、结论）在首份答卷之前已经确定。任何人都可以保存登记内容，并与公布的结果对照。
registered-returned-twice = 一户答了两次的
registered-returned-twice-rule = 每户只计一份，以先收下的为准，网上、纸质、入户都算。纸质问卷在两次录入一致（或核对完）时才算收下：在此之前这一户用别的方式答了，就以那一份为准，已录的纸质内容删除。后来的一律不收，也不留存。
amended-beside = 除本结果外，另有修正结果（第 { $number } 号），未按登记内容计算。
amended-title = { $date } 由{ $by }修正：未按首份答卷之前的登记内容计算。
amended-reason = 理由：{ $reason }
amended-changes = 改动之处（登记内容 → 修正内容）：
amended-nothing = 无
amended-registered = 查看按登记内容计算的结果
amended-unreleasable = 没有按登记内容计算的结果：{ $why }
amended-column-target = 登记的目标
amended-column-rate = 登记口径的比率
amended-column-verdict = 登记口径的结论
number-word = { $count ->
    [1] 一
    [2] 两
    [3] 三
    [4] 四
    [5] 五
    [6] 六
    [7] 七
    [8] 八
    [9] 九
    [10] 十
    [11] 十一
    [12] 十二
   *[other] { $count }
  }
finding = { number-word }项满意度目标中，{ $parts }
finding-met = { number-word }项达到
finding-not-met = { number-word }项未达到
finding-undetermined = { number-word }项尚不能判断
finding-all-met = { $count ->
    [1] 一项满意度目标达到
   *[other] { number-word }项满意度目标全部达到
  }
finding-all-not-met = { $count ->
    [1] 一项满意度目标未达到
   *[other] { number-word }项满意度目标均未达到
  }
finding-all-undetermined = { $count ->
    [1] 一项满意度目标尚不能判断
   *[other] { number-word }项满意度目标都尚不能判断
  }
finding-none = 居民满意度调查结果
lead-first = 这是第一期调查，还没有可以比较的往年结果。
lead-changes = 与 { $year } 年相比，{ $parts }。
lead-rose = { $names }显著上升
lead-fell = { $names }显著下降
lead-rest = 其余没有显著变化
lead-nothing-moved = 各项都没有显著变化
lead-base = 结果由 { $count } 位居民的回答加权得出，回收率（RR3，部分完成的不计入）{ $rate }。
interim-note = 规划期还没有结束：以下判断是阶段性的，是否达到目标以规划最后一年的结果为准。
final-note = 这是规划最后一年的结果：以下判断是最终判断。
quality-title = 不能排除系统偏差
quality-coaching = 报告有人教怎样回答的比例，其区间下限超过5%。
quality-response = 回收率（RR3）低于30%。
quality-effect = 因此，即使区间达到目标，也只判为“尚不能判断（质量）”；“未达到”不因此放宽。
thresholds-title = 与目标值比较
thresholds-note = 规划写明数值的满意度目标。
others-title = 其他有数值的目标
others-note = 知晓、参与等目标，不计入满意度目标的总数。
directions-title = 与基期比较
directions-note = 规划只写明方向的目标：与第一期调查比较，第一期不作判断。
unjudged-title = 只列数字
unjudged-note = 规划没有写明数值，或者目标按官方登记计算、居民的回答只供核对，因此不作判断。
verdict-met = 达到
verdict-not-met = 未达到
verdict-undetermined = 尚不能判断
verdict-quality = 尚不能判断（质量）
trend-baseline = 基期
trend-rose = 上升
trend-fell = 下降
trend-same = 无显著变化
no-rate = 回答不足30人，不公布
points = 个百分点
row-respondents = 受访 { $count } 人
row-effective = 有效样本量 { $count }
change-none = 没有可比的上期
change-rose = 较 { $year } 年显著上升（{ $lower } 至 { $upper }）
change-fell = 较 { $year } 年显著下降（{ $lower } 至 { $upper }）
change-same = 较 { $year } 年无显著变化（{ $lower } 至 { $upper }）
change-last = 与上期相比：{ $difference } 个百分点，
change-baseline = 与基期相比：{ $difference } 个百分点，
target-label = 目标 { $target }
strip-alternative = 比例 { $rate }，95% 置信区间 { $lower } 至 { $upper }
strip-alternative-target = ，目标 { $target }
districts-alternative = { $name }：各区县（市）的比例及其 95% 置信区间，数字见下表
history-alternative = { $name }：历期比例及其 95% 置信区间，数字见下表
scoreboard-key = 实心点为加权比例，粗线为 95% 置信区间，空心点为上期（与基期比较的为基期），虚线为规划目标。判断只看这条区间：下限达到目标为“达到”，上限低于目标为“未达到”，否则“尚不能判断”。区间只反映抽样误差。“受访”为回答了这一题的人数；有效样本量最多取受访人数。
numbers-title = 同样的数字，列成表
column-indicator = 指标
column-rate = 比例
column-interval = 95% 置信区间
column-target = 目标
column-verdict = 判断
column-change = 变化（百分点）
change-from = 较{ $year }年
column-n = 受访人数
column-effective = 有效样本量
column-district = 区县（市）
column-answer = 回答
column-count = 人数
column-share = 占比
column-weighted-share = 加权占比
column-basis = 算法
column-value = 数值
column-alone = 单凭此数
column-year = 年份
column-step = 步骤
column-range = 权数范围
promise-rise = 比基期提高
promise-fall = 比基期下降
districts-title = 各区县（市）
districts-note = 竖虚线为规划目标。目标是对全市的，因此这里不作判断。回答不足30人的，或为保护他人隐私需要一并隐去的，不公布。
districts-table = 各区县（市）的数字
suppressed = 人数不足，不公布
suppressed-short = 不公布
basis-without-flagged = 不计有疑点的问卷（整份选同一答案，或与同社区几份完全相同）
trend-rising = 历期在上升。
trend-falling = 历期在下降。
trend-level = 历期看不出上升或下降。
trend-line = { $finding }{ NUMBER($waves) }期的直线趋势为每年{ $slope }个百分点（95% 置信区间 { $lower } 至 { $upper }，p = { $p }）。
districts-apart-none = 没有哪个区县（市）与其余各地合计有可以点名的差别。
districts-apart-higher = 高于其余各地合计：{ $names }。
districts-apart-lower = 低于其余各地合计：{ $names }。
districts-apart-screened = 可能不同、值得细看：{ $names }。
districts-apart-note = 各区县（市）分别与其余各地合计比较，共{ NUMBER($count) }次。点名用霍尔姆法校正，整批里错点一个的机会不超过5%；“值得细看”用本雅明尼—霍赫伯格法，其中错的平均不超过5%。差别不是名次。
small-areas-title = 模型估计（样本小的区县）
small-areas-note = 模型估计：把各区县（市）自己的结果向同类地方的平均靠拢，样本越小靠得越多（费—赫里奥特模型，反正弦变换，REML；各地合起来与全市一致）。只供参考，从不用于判断。不公布的区县（市）不进入模型，所列只是同类地方的期望值。
small-areas-alike = 各地之间的差别不超过抽样误差，模型没有增加信息：同类地方得到同一个数。
column-modelled = 模型估计
column-modelled-interval = 模型估计的95%区间
column-own-rate = 本地样本
column-share-of-direct = 本地样本所占分量
groups-title = 不同人群
groups-note = 按受访者自己所说分类。标题写的是校正之后（霍尔姆法，同表所有两两比较）仍可以说有的差别。人数不足30的，或为保护他人隐私需要一并隐去的，不公布。
groups-table = 同样的数字
groups-alternative = { $name }，按{ $by }：各类的比例及其 95% 置信区间，数字见下表
groups-by-mode = 填答方式
groups-mode-note = 用什么方式填答不是随机分的：差别里既有方式的，也有人群的。
group-not-stated = 未说明
group-with-not-stated = { $name }（含未说明者）
group-finding-none = { $by }：看不出差别
group-finding = { $by }：{ $pairs }
group-higher = { $higher }高于{ $lower }
column-group = 人群
compare-title = 自己比较两项
compare-one = 这一项
compare-other = 与这一项比较
compare-show = 比较
compare-same-table = 请在同一类里选两项不同的，例如两个区，或两个年龄段。
compare-no-test = 这两项之间算不出检验。
compare-higher = { $higher }高于{ $lower }。
compare-alike = 不能说{ $one }与{ $other }有差别。
compare-difference = 相差
compare-p = p 值（只看这一次比较）
compare-holm = p 值（霍尔姆法，按同表{ NUMBER($pairs) }对校正）
compare-note = 看得越多，越容易碰上偶然的差别，所以结论依据校正后的 p 值（不超过0.05）。相差和区间按两项抽样的相关性计算。

# 方法
method-title = 调查怎样做的
method-fielded = 调查时间
method-design = 抽样
method-design-text = 分层整群概率抽样：{ NUMBER($strata) } 个层（区、县、市），抽中 { NUMBER($psus) } 个社区和村；结束时有 { NUMBER($merged) } 个回答过少的社区或村并入同层的邻近单位。
method-reserve = 后备户
method-reserve-text = 与样本同时抽出 { NUMBER($replicates) } 组后备户，每组在每个社区或村有 { NUMBER($households) } 户；只能按顺序、整组释放（即邀请）。
method-reserve-held = 没有释放。
method-reserve-released = 第 { $number } 组于{ $day }释放，多邀请 { NUMBER($households) } 户。
method-reserve-weights = 基础权数按所有受邀的户计算，释放的后备户包括在内。
method-response = 回收
response-rate-none = 无法计算
method-response-text = 发出邀请 { $invitations } 份，收到 { $respondents } 份（完整 { $complete } 份，部分完成 { $partial } 份）。回收率 RR3 为 { $rate }；最严口径 RR1 为 { $lowest }，最宽口径 RR6 为 { $highest }。
method-weighting = 加权
method-weighting-text = 加权后的总体有效样本量为 { $effective }。其中 { NUMBER($imputed) } 人未填家庭成年人数，按所在社区或村的平均数计。
method-margins = 校准依据
method-margins-none = 没有校准：规划没有可用的总体分布，权重只由抽样概率和回答情况得出。
margin-line = { $name }：{ $source }
margin-provisional = （暂定）
method-coaching = 报告有人教怎样回答的比例
corrections = 登记后的更正
corrected-close = 截止时间由{ $before }推后到{ $after }。
corrected-title = 名称由“{ $before }”改为“{ $after }”。
corrected-contact = 联系方式由“{ $before }”改为“{ $after }”。
corrected-because = 理由：{ $reason }
method-draw = 抽样记录
method-draw-show = 算法与规模；种子和抽样框以承诺值登记，审计人员可以核对
method-standing = 性质
weighting-title = 权数怎样得出
step-base = 基础权数（抽样概率的倒数 × 家庭成年人数）
step-nonresponse = 无回答调整
step-raking = 按总体边际校准（迭代比例）
step-trimming = 截尾后再校准
design-effect-weights = 权数的设计效应

# 区县、部门、地图
places-districts = 各区县（市）的全部指标
places-figures = 各项指标
places-department = 负责部门
place-source = 来源：{ $title }，{ $from }至{ $to }，{ $respondents } 位居民的回答，加权。
district-finding-none = { $district }：人数不足，各项都不公布
district-finding-same = { $district }：{ number-word }项都看不出与全市有别
district-finding = { $district }：{ number-word }项中，{ $parts }
district-part-same = { number-word }项看不出与全市有别
district-part-higher = { number-word }项高于全市
district-part-lower = { number-word }项低于全市
district-lead = “看不出有别”是指{ $district }的 95% 置信区间包含全市的比例。这里是逐项比较，没有因为同时比较 { NUMBER($count) } 项而调整：偶尔有一项不同，可能只是偶然。
district-key = 实心点为本区县（市）的加权比例，粗线为它的 95% 置信区间，空心点为全市，虚线为规划目标。目标是对全市的，因此这里不作判断，也不排名。回答不足30人的，或为保护他人隐私需要一并隐去的，不公布。区间只反映抽样误差。
district-target = 目标：{ $target }
district-city = 全市
departments-link = 各部门负责的指标
departments-heading = { number-word }项指标由 { NUMBER($bodies) } 个部门负责
departments-lead = 一项指标由几个部门负责的，在每个部门下都列出。数字都是全市的。
department-heading = { $department }：{ $finding }
result-map-title = 地图
result-map-note = 颜色越深，比例越高；斜线处人数不足，不公布。相邻的颜色不一定有真正的差别：区间见上表。
result-map-of = { $name }：各区县（市）的比例
result-map-description = 各区县（市）的比例在 { $low } 至 { $high } 之间，{ $hidden ->
    [0] 全部公布
   *[other] 另有 { $hidden } 个区县（市）不公布
  }。全部数字和区间见上表。

# 指标
indicator-heading = { $name }：{ $rate }
back-to-scoreboard = 返回全部结果
clause-title = 规划怎样写
clause-section = 规划条款：{ $section }
clause-target = 据此设定的目标：{ $target }
measure-title = 怎样问、怎样算
measure-formula = 本指标＝回答{ $numerator }的加权人数 ÷ 回答{ $denominator }的加权人数。没有回答这一题的人不计入。
measure-mean = 指标值为以上 { NUMBER($count) } 题比例的平均数，各题用各自的分母。
precision-title = 这个数有多准
standard-error = 标准误
design-effect = 设计效应
degrees-of-freedom = 自由度
few-degrees = 自由度少于8：区间的依据薄弱，请谨慎使用。
few-degrees-mark = 依据薄弱
item-nonresponse = 没有回答这一题的比例
often-skipped = 没有回答这一题的人超过5%：如果他们与回答的人看法不同，比例会有偏差。
dont-know-matters = 怎样对待“不了解、说不清”会改变判断：不计入或者全部算满意时，结论与上面的不同，见下面“换一种算法会怎样”。
precision-note = 区间为 95% Korn–Graubard 区间；方差用泰勒线性化，计入分层、整群和校准。有效样本量指精度与之相同的简单随机样本的人数。
distribution-title = 居民怎样回答
distribution-of = 其中第一题（{ $id }）：
sensitivity-title = 换一种算法会怎样
sensitivity-note = 下面的数字只供核对，不作为正式结果。
basis-without-dont-know = 不计“不了解、说不清”
basis-dont-know-satisfied = “不了解、说不清”全部算满意（上界；正式结果是下界）
basis-skips = 跳过此题按没有达到（不满意、否）计
basis-four-point = 四级量表（与国家口径衔接）
basis-unweighted = 不加权
basis-point = 只看点估计（官方口径）
basis-crosswise = 间接提问得出的不满意率
basis-direct = 直接提问得出的不满意率
history-title = 历期结果

# 公开链接
open-headline = 来自自愿参与，不代表全体居民
open-respondents = 共有 { $count } 人自愿填写。下面是他们的回答人数和占比，不推算全市，也不作判断。
open-small = 不足10人选的回答不公布；由它们能推算出来的，也一并不公布。
open-answered = { NUMBER($answered) } 人回答了这一题，占比以此为分母；另有 { NUMBER($skipped) } 人没有回答。
