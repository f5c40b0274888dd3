//! What in a text may tell who somebody is: found by its shape, to be looked at by two persons.
//!
//! Found are telephone numbers, identity cards and other long runs of digits (ASCII or full-width, with blanks or hyphens between them),
//! letters mixed with digits as in account names, e-mail addresses, number plates, house numbers, a surname before a title ("王主任") and a
//! name after "我叫". Each is proposed to be replaced by a word for its kind. Nothing depends on it: names without a title, shops and
//! places are for the reviewers to see.
//!
//! Proven by `what_tells_who_somebody_is_is_found_by_its_shape`.

use std::ops::Range;

/// What kind of thing tells who somebody is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name.
    Name,
    /// A telephone number.
    Telephone,
    /// The number of an identity card.
    Identity,
    /// A number plate.
    Plate,
    /// An e-mail address.
    Mail,
    /// A house, entrance or flat.
    Address,
    /// Any other long number or account.
    Number,
}

impl Kind {
    /// Every kind, in the order in which reviewers are told of them.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Telephone,
        Self::Identity,
        Self::Plate,
        Self::Mail,
        Self::Address,
        Self::Number,
    ];

    /// What is written in its place. Texts are Chinese, and so is this: part of the text and no word of a page.
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Name => "〔姓名〕",
            Self::Telephone => "〔电话〕",
            Self::Identity => "〔证件号〕",
            Self::Plate => "〔车牌〕",
            Self::Mail => "〔邮箱〕",
            Self::Address => "〔地址〕",
            Self::Number => "〔号码〕",
        }
    }
}

/// A part of a text that may tell who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its bytes.
    pub at: Range<usize>,
    /// What it looks like.
    pub kind: Kind,
}

/// The commonest surnames.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦傅付方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤关佟金";

/// What people are called after their surname.
const TITLES: &[&str] = &[
    "主任", "书记", "局长", "处长", "科长", "所长", "院长", "校长", "园长", "老师", "医生", "大夫",
    "护士", "警官", "经理", "师傅", "先生", "女士", "小姐", "同志", "站长", "队长", "镇长", "村长",
    "区长", "市长", "县长", "部长", "委员", "法官", "律师", "教授", "主管", "组长", "厂长", "会长",
    "秘书", "会计", "大爷", "大妈", "阿姨", "大哥", "大姐", "姐", "哥", "某",
];

/// What a name follows.
const INTRODUCTIONS: &[&str] = &["我叫", "名叫", "姓名是", "姓名：", "姓名:", "本人叫"];

/// The signs of provinces on number plates.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

/// What follows the number of a house or flat.
const UNITS: &[&str] = &[
    "号楼", "栋楼", "号院", "单元", "栋", "幢", "室", "弄", "门栋",
];

/// What a house number stands behind where only "号" follows it.
const STREETS: &str = "路街巷道弄村屯";

/// Digits in a row from which on they may be somebody's number.
const LONG: usize = 7;

/// What may tell who somebody is, from front to back, nothing twice.
pub fn find(text: &str) -> Vec<Found> {
    let signs: Vec<(usize, char)> = text.char_indices().collect();
    let reader = Reader { text, signs };
    let mut found = Vec::new();
    let mut at = 0;
    while at < reader.signs.len() {
        let hit = reader
            .mail(at)
            .or_else(|| reader.plate(at))
            .or_else(|| reader.number(at))
            .or_else(|| reader.account(at))
            .or_else(|| reader.introduced(at))
            .or_else(|| reader.titled(at));
        match hit {
            Some((from, to, kind)) => {
                found.push(Found {
                    at: reader.byte(from)..reader.byte(to),
                    kind,
                });
                at = to;
            }
            None => at += 1,
        }
    }
    join_addresses(found, text)
}

/// The text with everything that was found replaced by the word for its kind.
pub fn without(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for Found { at, kind } in find(text) {
        written.push_str(&text[from..at.start]);
        written.push_str(kind.placeholder());
        from = at.end;
    }
    written.push_str(&text[from..]);
    written
}

/// The parts of one address that follow each other are one.
fn join_addresses(found: Vec<Found>, text: &str) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::with_capacity(found.len());
    for one in found {
        match joined.last_mut() {
            Some(last)
                if last.kind == Kind::Address
                    && one.kind == Kind::Address
                    && text[last.at.end..one.at.start].trim().is_empty() =>
            {
                last.at.end = one.at.end;
            }
            _ => joined.push(one),
        }
    }
    joined
}

/// A hit: the signs from one to before another, and what they look like.
type Hit = Option<(usize, usize, Kind)>;

struct Reader<'t> {
    text: &'t str,
    signs: Vec<(usize, char)>,
}

impl Reader<'_> {
    fn sign(&self, at: usize) -> Option<char> {
        self.signs.get(at).map(|(_, sign)| *sign)
    }

    fn byte(&self, at: usize) -> usize {
        self.signs
            .get(at)
            .map_or(self.text.len(), |(byte, _)| *byte)
    }

    fn follows(&self, at: usize, words: &[&'static str]) -> Option<usize> {
        let rest = &self.text[self.byte(at)..];
        let word = words.iter().find(|word| rest.starts_with(**word));
        word.map(|word| word.chars().count())
    }

    /// An address with an `@`, from its first sign on.
    fn mail(&self, at: usize) -> Hit {
        let begins = at == 0 || !self.sign(at - 1).is_some_and(is_of_mail);
        let local = self.run(at, is_of_mail);
        if !begins || local == at || self.sign(local) != Some('@') {
            return None;
        }
        let domain = self.run(local + 1, is_of_mail);
        let has_point = (local + 1..domain).any(|at| self.sign(at) == Some('.'));
        has_point.then_some((at, domain, Kind::Mail))
    }

    /// The sign of a province, a letter, and five or six more.
    fn plate(&self, at: usize) -> Hit {
        let province = self.sign(at).is_some_and(|sign| PROVINCES.contains(sign));
        let letter = self
            .sign(at + 1)
            .is_some_and(|sign| sign.is_ascii_alphabetic());
        if !province || !letter {
            return None;
        }
        let dotted = matches!(self.sign(at + 2), Some('·' | '.' | ' '));
        let from = at + 2 + usize::from(dotted);
        let to = self.run(from, |sign| sign.is_ascii_alphanumeric());
        (5..=6)
            .contains(&(to - from))
            .then_some((at, to, Kind::Plate))
    }

    /// Digits: a long run of them, or the number of a house.
    fn number(&self, at: usize) -> Hit {
        if !self.sign(at).is_some_and(is_digit) {
            return None;
        }
        let (mut to, mut digits) = (at, 0);
        while let Some(sign) = self.sign(to) {
            if is_digit(sign) {
                digits += 1;
            } else if !(is_joint(sign) && self.sign(to + 1).is_some_and(is_digit)) {
                break;
            }
            to += 1;
        }
        if digits == 17 && matches!(self.sign(to), Some('x' | 'X' | 'Ｘ' | 'ｘ')) {
            return Some((at, to + 1, Kind::Identity));
        }
        let first = self.sign(at);
        let mobile = digits == 11 && matches!(first, Some('1' | '１'));
        let with_area = (10..=12).contains(&digits) && matches!(first, Some('0' | '０'));
        let kind = match digits {
            0..LONG => return self.house(at),
            _ if mobile || with_area => Kind::Telephone,
            LONG..=8 => Kind::Telephone,
            15 | 18 => Kind::Identity,
            _ => Kind::Number,
        };
        Some((at, to, kind))
    }

    fn house(&self, at: usize) -> Hit {
        let to = self.run(at, is_digit);
        if let Some(unit) = self.follows(to, UNITS) {
            return Some((at, to + unit, Kind::Address));
        }
        let behind = at > 0 && self.sign(at - 1).is_some_and(|sign| STREETS.contains(sign));
        (behind && self.sign(to) == Some('号') && self.sign(to + 1) != Some('线')).then_some((
            at,
            to + 1,
            Kind::Address,
        ))
    }

    /// Six letters and digits or more in a row, both among them: the name of an account.
    fn account(&self, at: usize) -> Hit {
        let is_of_account = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        if at > 0 && self.sign(at - 1).is_some_and(is_of_account) {
            return None;
        }
        let to = self.run(at, is_of_account);
        let has = |test: fn(&char) -> bool| {
            (at..to).any(|at| self.sign(at).is_some_and(|sign| test(&sign)))
        };
        let mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic);
        (to - at >= 6 && mixed).then_some((at, to, Kind::Number))
    }

    /// Two or three signs after "my name is".
    fn introduced(&self, at: usize) -> Hit {
        let before = &self.text[..self.byte(at)];
        if !INTRODUCTIONS.iter().any(|words| before.ends_with(words)) {
            return None;
        }
        let to = self.run(at, is_han).min(at + 3);
        (to > at + 1).then_some((at, to, Kind::Name))
    }

    /// A surname before a title.
    fn titled(&self, at: usize) -> Hit {
        let surname = self.sign(at).is_some_and(|sign| SURNAMES.contains(sign));
        (surname && self.follows(at + 1, TITLES).is_some()).then_some((at, at + 1, Kind::Name))
    }

    /// Where a run of signs ends.
    fn run(&self, from: usize, is_of_run: impl Fn(char) -> bool) -> usize {
        let mut to = from;
        while self.sign(to).is_some_and(&is_of_run) {
            to += 1;
        }
        to
    }
}

fn is_digit(sign: char) -> bool {
    sign.is_ascii_digit() || ('０'..='９').contains(&sign)
}

/// What people write between the digits of one number.
fn is_joint(sign: char) -> bool {
    matches!(sign, ' ' | '-' | '－' | '—' | '\u{3000}')
}

fn is_of_mail(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '.' | '_' | '-' | '+')
}

pub(super) fn is_han(sign: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&sign) || ('\u{3400}'..='\u{4dbf}').contains(&sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_who_somebody_is_is_found_by_its_shape() {
        for (text, left) in [
            ("请打13812345678找我", "请打〔电话〕找我"),
            ("138 1234-5678", "〔电话〕"),
            ("１３８１２３４５６７８", "〔电话〕"),
            ("0451-84612345", "〔电话〕"),
            ("身份证23010219800101123X", "身份证〔证件号〕"),
            ("230102198001011234", "〔证件号〕"),
            ("卡号6222020200112233445", "卡号〔号码〕"),
            ("写信到li.ming_1@example.com吧", "写信到〔邮箱〕吧"),
            ("车号黑A12345乱停", "车号〔车牌〕乱停"),
            ("黑A·D12345", "〔车牌〕"),
            ("住3号楼2单元501室", "住〔地址〕"),
            ("中山路12号的路灯", "中山路〔地址〕的路灯"),
            ("微信号abc123456", "微信号〔号码〕"),
            ("我叫李小明，住这里", "我叫〔姓名〕，住这里"),
            ("社区王主任很好", "社区〔姓名〕主任很好"),
            ("张姐帮了忙", "〔姓名〕姐帮了忙"),
        ] {
            assert_eq!(without(text), left, "{text}");
        }
    }

    #[test]
    fn plain_words_and_small_numbers_stay() {
        for text in [
            "地铁2号线太挤",
            "等了30分钟，来了3次",
            "希望2014年修好路灯",
            "主任态度好",
            "more buses at 8:30, please",
            "",
        ] {
            assert_eq!(without(text), text);
            assert!(find(text).is_empty());
        }
    }

    #[test]
    fn what_is_found_is_cut_at_whole_signs_whatever_stands_there() {
        for text in [
            "黑",
            "@",
            "a@",
            "a@b",
            "1",
            "我叫",
            "王",
            "３号楼𠮷",
            "𠮷13812345678𠮷",
        ] {
            for Found { at, .. } in find(text) {
                assert!(text.is_char_boundary(at.start) && text.is_char_boundary(at.end));
                assert!(at.start < at.end && at.end <= text.len());
            }
        }
    }
}
