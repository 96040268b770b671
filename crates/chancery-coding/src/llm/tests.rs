use super::*;
use crate::{code_with, llm::grounding::Answer};
use chancery_actors::Dictionary;
use chancery_model::{Assertion, Statement, Status};
use chancery_text::english::English;
use std::sync::Mutex;

/// A model that says what it is told to, and remembers what it was asked.
struct Parrot {
    answer: Result<String, Unanswered>,
    asked: Mutex<Vec<serde_json::Value>>,
}

impl Chat for Parrot {
    fn ask(&self, question: &Question) -> Result<String, Unanswered> {
        if let Ok(mut asked) = self.asked.lock() {
            asked.push(question.body());
        }
        self.answer.clone()
    }
}

fn coded(text: &str, answer: Result<&str, &str>) -> (Coding, Vec<serde_json::Value>) {
    let mut document = Document::new("test", text);
    document.published = "2024-03-05".parse().ok();
    let analysis = chancery_text::analyse(&document, English::embedded());
    let resolution = chancery_actors::resolve(&document, &analysis, Dictionary::embedded());
    let parrot = Parrot {
        answer: answer.map(str::to_owned).map_err(|reason| Unanswered {
            reason: reason.to_owned(),
        }),
        asked: Mutex::default(),
    };
    let coder = LanguageModelCoder::new(parrot, "parrot-1");
    let coding = code_with(&coder, &document, &analysis, &resolution);
    let asked = coder.chat().asked.lock().map(|list| list.clone());
    (coding, asked.unwrap_or_default())
}

fn events(coding: &Coding) -> Vec<&Statement> {
    let all = coding.statements.iter();
    all.filter(|one| one.event().is_some()).collect()
}

const TEXT: &str = "On Monday Kenya’s president accused  Somalia of harbouring the attackers, who killed \
                    three soldiers in Garissa.";

#[test]
fn what_the_text_bears_out_becomes_statements_with_actors_days_and_places() {
    let answer = r#"{"events": [
        {"evidence": "Kenya's president accused Somalia of harbouring the attackers", "type": "ACCUSE", "mode": "allege",
         "contexts": [{"context": "terrorism", "words": "attackers"}], "actor": ["Kenya's president"],
         "recipient": ["Somalia"], "status": "actual", "assertion": "author", "speaker": null, "outlet": null,
         "place": null, "date": "On Monday", "dead": null, "injured": null},
        {"evidence": "killed three soldiers in Garissa", "type": "ASSAULT", "mode": null, "contexts": [],
         "actor": ["attackers"], "recipient": ["three soldiers"], "status": "actual", "assertion": "author",
         "speaker": null, "outlet": null, "place": "Garissa", "date": null, "dead": "three soldiers", "injured": null}
    ]}"#;
    let (coding, asked) = coded(TEXT, Ok(answer));
    assert_eq!(coding.diagnostics, []);
    let found = events(&coding);
    let [accusation, assault] = found[..] else {
        panic!("{found:?}");
    };
    let event = accusation.event().expect("an event");
    assert_eq!(
        event.actor[0].country.as_ref().map(|id| id.as_str()),
        Some("KEN")
    );
    assert_eq!(
        event.recipient[0].id.as_ref().map(|id| id.as_str()),
        Some("SOM")
    );
    assert_eq!(accusation.date.from, "2024-03-04".parse().ok());
    assert_eq!(accusation.rule, "llm:parrot-1");
    assert_eq!(accusation.attribution.assertion, Assertion::Author);
    // The words are those of the text, its curly quotation mark and two blanks included.
    assert_eq!(
        accusation.evidence.text,
        "Kenya’s president accused  Somalia of harbouring the attackers"
    );
    assert_eq!(
        accusation.evidence.span().of(TEXT),
        accusation.evidence.text
    );
    let event = assault.event().expect("an event");
    assert_eq!(event.dead, Some(3));
    assert_eq!(
        event.place_state.as_ref().map(|id| id.as_str()),
        Some("KEN")
    );
    assert!(event.point.is_some());
    assert_eq!(assault.status, Status::Actual);
    // What goes out is the passage, the instructions and the schema.
    assert_eq!(asked.len(), 1);
    let sent = asked[0]["messages"][1]["content"].as_str().unwrap_or("");
    assert!(
        sent.ends_with(TEXT) && sent.contains("2024-03-05"),
        "{sent}"
    );
    assert_eq!(asked[0]["response_format"]["json_schema"]["strict"], true);
}

#[test]
fn what_the_text_does_not_hold_is_left_out_and_counted() {
    let answer = r#"{"events": [
        {"evidence": "Kenya bombed Somalia", "type": "ASSAULT", "actor": [], "recipient": [], "status": "actual"},
        {"evidence": "accused Somalia", "type": "ACCUSE", "actor": ["William Ruto", "enya"], "recipient": ["Somalia"],
         "status": "actual", "date": "yesterday", "place": "Garissa", "mode": "shout"},
        {"evidence": "accused Somalia", "type": "INVADE", "actor": [], "recipient": [], "status": "actual"},
        {"evidence": "accused Somalia", "type": "ACCUSE", "status": "perhaps"},
        {"evidence": " ", "type": "ACCUSE", "status": "actual"}
    ]}"#;
    let (coding, _) = coded(TEXT, Ok(answer));
    let found = events(&coding);
    assert_eq!(found.len(), 1);
    let event = found[0].event().expect("an event");
    assert_eq!(
        event.actor,
        [],
        "neither a name from elsewhere nor half a word"
    );
    assert_eq!(event.recipient.len(), 1);
    assert_eq!((event.mode, found[0].date.from), (None, None));
    let said: Vec<(&str, bool)> = coding
        .diagnostics
        .iter()
        .map(|one| (one.code.as_str(), one.message.contains("of 5 events told")))
        .collect();
    assert_eq!(
        said,
        [
            ("llm-malformed-event", true),
            ("llm-no-evidence", true),
            ("llm-ungrounded", true),
            ("llm-unknown-word", true)
        ]
    );
    assert!(coding.diagnostics[1].message.contains(", 2 events"));
    assert!(coding.diagnostics[2].message.contains(", 3 details"));
}

#[test]
fn no_answer_is_a_diagnostic_and_the_other_kinds_are_still_read() {
    let text = "Armenia is a member of the CSTO. Armenia accused Azerbaijan of shelling.";
    let (coding, _) = coded(text, Err("the budget is spent"));
    assert_eq!(events(&coding).len(), 0);
    assert!(
        !coding.statements.is_empty(),
        "the membership is the rules'"
    );
    assert_eq!(coding.diagnostics[0].code, "llm-not-answered");
    assert!(coding.diagnostics[0].message.contains("1 of 1 passages"));
    assert!(
        coding.diagnostics[0]
            .message
            .contains("the budget is spent")
    );
}

#[test]
fn an_answer_is_json_with_or_without_a_fence() {
    assert!(Answer::read("```json\n{\"events\": []}\n```").is_some());
    assert!(Answer::read("{\"events\": []}").is_some());
    assert!(Answer::read("Here are the events.").is_none());
    assert!(Answer::read("{\"events\": [").is_none());
    assert!(Answer::read("[]").is_none());
}

#[test]
fn a_long_document_is_asked_about_in_passages_of_whole_sentences() {
    let sentence = "Kenya accused Somalia of harbouring the attackers in the borderlands. ";
    let text = sentence.repeat(200);
    let (_, asked) = coded(&text, Ok(r#"{"events": []}"#));
    assert!(asked.len() >= 3, "{}", asked.len());
    for one in &asked {
        let sent = one["messages"][1]["content"].as_str().unwrap_or("");
        assert!(sent.len() < LONGEST_PASSAGE + 200);
        assert!(sent.ends_with("borderlands."));
    }
}
