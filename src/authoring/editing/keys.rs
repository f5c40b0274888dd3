//! Single keys of a table, changed without touching their neighbours.

use toml_edit::{Array, InlineTable, Item, Table, Value};

/// The order in which keys of a part are written; wordings stand where `*` is.
const ORDER: [&str; 32] = [
    "id",
    "section",
    "series",
    "type",
    "required",
    "scale",
    "extra",
    "min",
    "max",
    "earliest",
    "latest",
    "decimals",
    "unit",
    "max_length",
    "min_choices",
    "max_choices",
    "ask_if",
    "end_if",
    "code",
    "kind",
    "score",
    "languages",
    "title",
    "intro",
    "*",
    "text",
    "help",
    "end",
    "rotate",
    "order",
    "choices",
    "groups",
];

fn rank(key: &str) -> usize {
    let at = |key: &str| ORDER.iter().position(|other| *other == key);
    at(key).or_else(|| at("*")).unwrap_or(ORDER.len())
}

/// Sets a key. A new one is written where its kind of key belongs.
pub(super) fn put(table: &mut Table, key: &str, value: impl Into<Value>) {
    let mut value: Value = value.into();
    if let Some(Item::Value(old)) = table.get_mut(key) {
        *value.decor_mut() = old.decor().clone();
        *old = value;
        return;
    }
    let mut order: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let before = order.iter().rposition(|other| rank(other) <= rank(key));
    let place = before.map_or(0, |at| at + 1);
    order.insert(place, key.to_owned());
    table.insert(key, Item::Value(value));
    let at = |key: &str| order.iter().position(|other| other == key);
    table.sort_values_by(|one, _, other, _| at(one.get()).cmp(&at(other.get())));
}

/// Sets a key, or removes it where there is no value.
pub(super) fn put_or_remove<V: Into<Value>>(table: &mut Table, key: &str, value: Option<V>) {
    match value {
        Some(value) => put(table, key, value),
        None => {
            table.remove(key);
        }
    }
}

/// Sets a key of a table in braces.
pub(super) fn put_inline(table: &mut InlineTable, key: &str, value: impl Into<Value>) {
    let mut value: Value = value.into();
    if let Some(old) = table.get_mut(key) {
        *value.decor_mut() = old.decor().clone();
        *old = value;
        return;
    }
    let last = table.iter().last().map(|(key, _)| key.to_owned());
    let mut suffix = " ".to_owned();
    if let Some(last) = last.and_then(|last| table.get_mut(&last)) {
        if let Some(found) = last.decor().suffix().and_then(|suffix| suffix.as_str()) {
            found.clone_into(&mut suffix);
        }
        last.decor_mut().set_suffix("");
    }
    value.decor_mut().set_prefix(" ");
    value.decor_mut().set_suffix(suffix);
    table.insert(key, value);
}

/// Removes a key of a table in braces.
pub(super) fn remove_inline(table: &mut InlineTable, key: &str) {
    let was_last = table.iter().last().is_some_and(|(last, _)| last == key);
    let Some(removed) = table.remove(key) else {
        return;
    };
    let last = table.iter().last().map(|(key, _)| key.to_owned());
    if let Some(last) = last.filter(|_| was_last)
        && let Some(last) = table.get_mut(&last)
        && let Some(suffix) = removed.decor().suffix()
    {
        last.decor_mut().set_suffix(suffix.clone());
    }
}

/// Puts a value into a list, in the layout of its neighbours.
pub(super) fn insert_value(list: &mut Array, at: usize, mut value: Value) {
    let at = at.min(list.len());
    let neighbour = list.get(at.saturating_sub(usize::from(at == list.len())));
    let prefix = neighbour
        .and_then(|value| value.decor().prefix()?.as_str().map(str::to_owned))
        .map_or_else(
            || "\n  ".to_owned(),
            |prefix| prefix[prefix.rfind('\n').unwrap_or(0)..].to_owned(),
        );
    let several_lines = prefix.contains('\n');
    if list.is_empty() {
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    }
    let last = list.len();
    if at == last && last > 0 {
        // What stood behind the last value stays behind it.
        let suffix = list
            .get_mut(last - 1)
            .map(|value| std::mem::take(value.decor_mut()))
            .unwrap_or_default();
        let old_prefix = suffix.prefix().cloned().unwrap_or_default();
        if let Some(value) = list.get_mut(last - 1) {
            value.decor_mut().set_prefix(old_prefix);
        }
        let spaced = if several_lines {
            prefix
        } else {
            " ".to_owned()
        };
        value.decor_mut().set_prefix(spaced);
        value.decor_mut().set_suffix("");
    } else {
        value.decor_mut().set_prefix(prefix);
        value.decor_mut().set_suffix("");
        if let Some(next) = list.get_mut(at).filter(|_| !several_lines) {
            next.decor_mut().set_prefix(" ");
        }
    }
    list.insert_formatted(at, value);
}

/// Takes a value out of a list; the one that becomes the first keeps the layout of the first.
pub(super) fn remove_value(list: &mut Array, at: usize) -> Value {
    let removed = list.remove(at);
    if at == 0
        && let Some(first) = list.get_mut(0)
        && let Some(prefix) = removed.decor().prefix()
    {
        first.decor_mut().set_prefix(prefix.clone());
    }
    removed
}
