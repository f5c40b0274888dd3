use super::*;

fn findings(content: &[u8]) -> Vec<(usize, SourceProblem)> {
    let (reader, _) = Reader::<SourceProblem>::open("a.toml", content);
    let findings = reader.into_findings().into_iter();
    findings
        .map(|finding| (finding.line, finding.problem))
        .collect()
}

#[test]
fn a_sound_file_has_no_findings() {
    assert_eq!(findings(b"# comment\nid = \"a\"\n"), []);
}

#[test]
fn an_empty_file_says_so() {
    assert_eq!(findings(b""), [(1, SourceProblem::Empty)]);
    assert_eq!(findings(b"\n# nothing yet\n"), [(1, SourceProblem::Empty)]);
}

#[test]
fn bytes_that_are_no_utf8_are_found_on_their_line() {
    assert_eq!(
        findings(b"a = 1\nb = \"\xff\"\n"),
        [(2, SourceProblem::NotUtf8)]
    );
}

#[test]
fn byte_order_mark_and_windows_line_ends_are_named_and_reading_goes_on() {
    let content = b"\xef\xbb\xbfa = 1\r\nb = \r\n";
    let found = findings(content);
    assert_eq!(found[0], (1, SourceProblem::ByteOrderMark));
    assert_eq!(found[1], (1, SourceProblem::CarriageReturns));
    assert!(matches!(found[2], (2, SourceProblem::Syntax { .. })));
}

#[test]
fn a_huge_file_is_not_parsed() {
    let content = vec![b'['; 5_000_000];
    assert!(matches!(
        findings(&content)[..],
        [(
            1,
            SourceProblem::TooLarge {
                bytes: 5_000_000,
                ..
            }
        )]
    ));
}

#[test]
fn deeply_nested_values_are_a_syntax_fault_and_no_crash() {
    let content = format!("a = {}", "[".repeat(200_000));
    assert!(matches!(
        findings(content.as_bytes())[0],
        (1, SourceProblem::Syntax { .. })
    ));
}

#[test]
fn every_syntax_fault_is_found_with_its_line() {
    let found = findings(b"a = \nb = 1\nc = [1,\nd = 2\n");
    assert!(
        found
            .iter()
            .all(|(_, problem)| matches!(problem, SourceProblem::Syntax { .. }))
    );
    assert!(found.iter().any(|(line, _)| *line == 1));
    assert!(found.iter().any(|(line, _)| *line >= 3));
}

#[test]
fn a_slip_of_the_keyboard_is_recognised() {
    assert_eq!(
        nearest("ask_fi", ["ask_if", "end_if"].into_iter()),
        Some("ask_if")
    );
    assert_eq!(nearest("xyz", ["ask_if", "end_if"].into_iter()), None);
    assert_eq!(nearest("a", ["b"].into_iter()), None);
}
