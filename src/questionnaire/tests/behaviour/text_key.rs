use crate::sample::questionnaire;
use questionnaire::*;

#[test]
fn every_text_is_found_by_its_written_name() {
    let sample = questionnaire(
        "[[section]]\nid = \"a-b\"\ntitle = { zh = \"节\" }\n\
         [[scale]]\nid = \"S\"\nchoices = [{ code = 2, zh = \"好\" }, { code = 1, zh = \"差\" }]\n\
         [[question]]\nid = \"Q1\"\nsection = \"a-b\"\ntype = \"number\"\nmin = 0\nmax = 9\nunit = { zh = \"岁\" }\nzh = \"？\"\nhelp = { zh = \"帮\" }\n\
         [[question]]\nid = \"Q2\"\nsection = \"a-b\"\ntype = \"scale\"\nscale = \"S\"\nextra = [{ code = 97, zh = \"无\" }]\nzh = \"？\"\n",
    );
    let texts = sample.texts();
    assert_eq!(texts.len(), 10);
    for (key, text) in texts {
        let written = key.to_string();
        let read: TextKey = written.parse().unwrap();
        assert_eq!(read.find(&sample), Some(text), "{written}");
    }
    assert!("question.Q1.choice.x".parse::<TextKey>().is_err());
}
