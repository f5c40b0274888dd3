//! Two people at one draft: changes of different parts are joined and told, undoing says whose change it takes back.

use accounts::Role;
use authoring::draft::DraftId;
use authoring::store::{find_draft, find_revision};
use axum::body::Body;
use axum::http::header::COOKIE;
use axum::http::{Request, StatusCode};
use format::read;

use crate::city::{Answer, City};
use crate::drafting::{draft, text};
use crate::staff::{Member, member};

const DRAFT: &str = "id = \"county\"\nlanguages = [\"zh\"]\ntitle = { zh = \"县\" }\nintro = { zh = \"您好\" }\n\
    \n[[question]]\nid = \"C1\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几位？\"\n\
    \n[[question]]\nid = \"C2\"\ntype = \"number\"\nmin = 0\nmax = 9\nzh = \"几岁？\"\n";

/// Rewords a question in the designer, on a page that shows this revision.
async fn reword(who: &Member<'_>, address: &str, seen: &str, id: &str, wording: &str) -> Answer {
    let (at, field) = (format!("question.{id}"), format!("question.{id}@zh"));
    let fields = [
        ("based-on", seen),
        ("at", at.as_str()),
        ("do", "save"),
        (field.as_str(), wording),
    ];
    who.post(&format!("{address}/design"), &fields).await
}

/// Adds a number question behind the last one.
async fn add(who: &Member<'_>, address: &str, seen: &str) -> Answer {
    let fields = [
        ("based-on", seen),
        ("at", "question.C2"),
        ("do", "add"),
        ("sort", "number"),
    ];
    who.post(&format!("{address}/design"), &fields).await
}

/// Undoes or redoes on the designer's page that shows this revision.
async fn step(who: &Member<'_>, address: &str, step: &str, seen: &str) -> Answer {
    let fields = [("based-on", seen), ("at", "question.C1")];
    who.post(&format!("{address}/{step}"), &fields).await
}

/// The words on a step's button.
fn button<'a>(page: &'a Answer, id: &str) -> &'a str {
    let (_, rest) = page.body.split_once(&format!("id=\"{id}\"")).unwrap();
    let (_, label) = rest.split_once('>').unwrap();
    label.split('<').next().unwrap()
}

/// What a page tells of the request before it.
fn told(page: &Answer) -> Option<&str> {
    let (_, rest) = page.body.split_once("id=\"told\"")?;
    rest.split_once('>')?.1.split('<').next()
}

fn wordings(text: &str) -> Vec<String> {
    let questions = read("draft.toml", text.as_bytes()).questionnaire.unwrap();
    let word = |question: &questionnaire::Question| {
        let wording = question.text.get(&questionnaire::Language::new("zh"));
        format!("{} {wording}", question.id)
    };
    questions.questions.iter().map(word).collect()
}

async fn head(city: &City, id: DraftId) -> i32 {
    find_draft(&city.db, id).await.unwrap().unwrap().head.number
}

#[tokio::test]
async fn changes_of_different_questions_are_joined_and_told() {
    let city = City::start().await;
    let (li, wang) = (
        member(&city, "李梅", &[Role::Designer]).await,
        member(&city, "王刚", &[Role::Designer]).await,
    );
    let (id, address) = draft(&city, DRAFT).await;
    let first = reword(&li, &address, "1", "C1", "几口人？").await;
    assert_eq!(
        first.location(),
        format!("{address}/design?at=question.C1#part-name")
    );
    let second = reword(&wang, &address, "1", "C2", "多大？").await;
    assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.body);
    assert_eq!(
        second.location(),
        format!("{address}/design?at=question.C2&told=joined.1.2#part-name")
    );
    assert_eq!(
        wordings(&text(&city, id).await),
        ["C1 几口人？", "C2 多大？"]
    );
    let joined = find_revision(&city.db, id, 3).await.unwrap().unwrap();
    assert_eq!(
        (joined.based_on, joined.by.as_str(), joined.what.as_str()),
        (Some(2), "王刚", "question.C2")
    );
    let page = wang.get(second.location()).await;
    let words = "您打开这一页以后，李梅 修改了：题目 C1。 您的修改已经和它合在一起保存。";
    assert_eq!(told(&page), Some(words));
    let scripted = Request::get(second.location())
        .header(COOKIE, &wang.cookie)
        .header("hx-request", "true");
    let scripted = city.send(scripted.body(Body::empty()).unwrap()).await;
    assert_eq!(told(&scripted), Some(words));
    assert!(!scripted.body.contains("<html"), "the desk alone");
}

#[tokio::test]
async fn two_questions_added_at_once_both_stand_and_each_is_opened() {
    let city = City::start().await;
    let (li, wang) = (
        member(&city, "李梅", &[Role::Designer]).await,
        member(&city, "王刚", &[Role::Designer]).await,
    );
    let (id, address) = draft(&city, DRAFT).await;
    let added = add(&li, &address, "1").await;
    assert_eq!(
        added.location(),
        format!("{address}/design?at=question.C3#part-name")
    );
    let again = add(&li, &address, "1").await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.body);
    assert_eq!(head(&city, id).await, 2, "a form sent twice adds once");
    let other = add(&wang, &address, "1").await;
    assert_eq!(
        other.location(),
        format!("{address}/design?at=question.C4&told=joined.1.2#part-name")
    );
    assert_eq!(
        wordings(&text(&city, id).await),
        ["C1 几位？", "C2 几岁？", "C3 ", "C4 "]
    );
}

#[tokio::test]
async fn the_text_tab_joins_too_and_one_part_still_collides() {
    let city = City::start().await;
    let (li, wang) = (
        member(&city, "李梅", &[Role::Designer]).await,
        member(&city, "王刚", &[Role::Designer]).await,
    );
    let (id, address) = draft(&city, DRAFT).await;
    reword(&li, &address, "1", "C1", "几口人？").await;
    let mine = DRAFT.replace("几岁", "多大");
    let page = format!("{address}/text");
    let fields = [("based-on", "1"), ("text", mine.as_str())];
    let saved = wang.post(&page, &fields).await;
    assert_eq!(saved.location(), format!("{page}?told=joined.1.2"));
    let shown = wang.get(saved.location()).await;
    assert!(told(&shown).unwrap().contains("李梅 修改了：题目 C1"));
    assert_eq!(
        wordings(&text(&city, id).await),
        ["C1 几口人？", "C2 多大？"]
    );
    let mine = DRAFT.replace("几位", "几名");
    let fields = [("based-on", "1"), ("text", mine.as_str())];
    let collided = wang.post(&page, &fields).await;
    assert_eq!(collided.status, StatusCode::CONFLICT, "{}", collided.body);
    let collided = reword(&wang, &address, "1", "C1", "几名？").await;
    assert_eq!(collided.status, StatusCode::CONFLICT, "{}", collided.body);
    let removed = DRAFT.split("\n[[question]]\nid = \"C1\"").next().unwrap();
    let asks = format!("{DRAFT}ask_if = \"C1 > 3\"\n");
    let (other, other_address) = draft(&city, DRAFT).await;
    let other_page = format!("{other_address}/text");
    let without = removed.to_owned() + &DRAFT[DRAFT.rfind("\n[[question]]").unwrap()..];
    li.post(&other_page, &[("based-on", "1"), ("text", &without)])
        .await;
    let contradicts = wang
        .post(&other_page, &[("based-on", "1"), ("text", &asks)])
        .await;
    assert_eq!(contradicts.status, StatusCode::CONFLICT);
    assert_eq!(text(&city, other).await, without);
}

#[tokio::test]
async fn undoing_names_whose_change_it_takes_back() {
    let city = City::start().await;
    let (li, wang) = (
        member(&city, "李梅", &[Role::Designer]).await,
        member(&city, "王刚", &[Role::Designer]).await,
    );
    let (id, address) = draft(&city, DRAFT).await;
    let designer = format!("{address}/design?at=question.C1");
    let first = wang.get(&designer).await;
    assert_eq!(button(&first, "draft-undo"), "撤销");
    reword(&li, &address, "1", "C1", "几口人？").await;
    for page in [&designer, &format!("{address}/text")] {
        let page = wang.get(page).await;
        assert_eq!(
            button(&page, "draft-undo"),
            "撤销 李梅 的修改：题目 C1",
            "{}",
            page.body
        );
        assert_eq!(button(&page, "draft-redo"), "恢复");
    }
    let undone = step(&wang, &address, "undo", "2").await;
    assert_eq!(undone.location(), format!("{designer}&told=undone.2"));
    let page = wang.get(undone.location()).await;
    assert_eq!(told(&page), Some("已撤销 李梅 的修改：题目 C1。"));
    assert_eq!(button(&page, "draft-redo"), "恢复 李梅 的修改：题目 C1");
    let redone = step(&wang, &address, "redo", "1").await;
    let page = wang.get(redone.location()).await;
    assert_eq!(told(&page), Some("已恢复 李梅 的修改：题目 C1。"));
    let late = wang.get(undone.location()).await;
    assert_eq!(told(&late), None, "what is no longer so is not told");
    assert_eq!(head(&city, id).await, 2);
    let english = wang.get(&format!("{designer}&lang=en")).await;
    assert!(button(&english, "draft-undo").ends_with("change to question C1"));
    let from_text = wang
        .post(&format!("{address}/undo"), &[("based-on", "2")])
        .await;
    assert_eq!(
        from_text.location(),
        format!("{address}/text?told=undone.2")
    );
}

#[tokio::test]
async fn a_step_that_is_not_made_says_why() {
    let city = City::start().await;
    let (li, wang) = (
        member(&city, "李梅", &[Role::Designer]).await,
        member(&city, "王刚", &[Role::Designer]).await,
    );
    let (id, address) = draft(&city, DRAFT).await;
    for (step_name, words) in [
        ("undo", "没有可以撤销的修改。"),
        ("redo", "没有可以恢复的修改。"),
    ] {
        let nothing = step(&wang, &address, step_name, "1").await;
        assert_eq!(nothing.status, StatusCode::CONFLICT, "{step_name}");
        assert_eq!(told(&nothing), Some(words));
    }
    reword(&wang, &address, "1", "C2", "多大？").await;
    reword(&li, &address, "2", "C1", "几口人？").await;
    let stale = step(&wang, &address, "undo", "2").await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    let words = "没有撤销。 您打开这一页以后，李梅 修改了：题目 C1。";
    assert_eq!(told(&stale), Some(words));
    assert_eq!(head(&city, id).await, 3, "nothing was undone");
    let text_tab = [("based-on", "2")];
    let stale = wang.post(&format!("{address}/undo"), &text_tab).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.body);
    assert_eq!(told(&stale), Some(words));
    assert!(stale.body.contains("<textarea"), "the page of the text");
    step(&li, &address, "undo", "3").await;
    let stale = step(&wang, &address, "undo", "3").await;
    let words = "没有撤销。 您打开这一页以后，李梅 的修改被撤销：题目 C1。";
    assert_eq!(told(&stale), Some(words), "{}", stale.body);
}

#[tokio::test]
async fn an_address_puts_no_words_on_the_page() {
    let city = City::start().await;
    let li = member(&city, "李梅", &[Role::Designer]).await;
    let (_, address) = draft(&city, DRAFT).await;
    reword(&li, &address, "1", "C1", "几口人？").await;
    for forged in [
        "joined.1.9",
        "joined.2.2",
        "joined.2.1",
        "undone.2",
        "redone.1",
        "undone.1",
        "said.hello",
    ] {
        for page in ["design?at=top&told=", "text?told="] {
            let page = li.get(&format!("{address}/{page}{forged}")).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(told(&page), None, "{forged}");
        }
    }
}
