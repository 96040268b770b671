//! The brief on small records: each claim cites, nothing is claimed without evidence, and no
//! record is too thin.

use chancery_answers::{
    brief::{Brief, BriefOptions, brief, page},
    page::{Block, Inline, Line, Page},
    render::{TextStyle, html, markdown, text},
};
use chancery_model::{
    ActorRef, Attribution, Body, Context, Date, DateRange, Document, Event, EventType, Evidence,
    Mode, Sector, Span, Stance, Statement, Status, TieLabel,
};
use chancery_relations::Names;
use chancery_store::Record;
use std::error::Error;

fn actor(id: &str) -> ActorRef {
    ActorRef {
        id: Some(id.into()),
        country: Some(id.into()),
        sector: Some(Sector::Gov),
        mention: id.to_owned(),
        name: None,
    }
}

/// A record of one document a sentence, on 14 June 2025.
#[derive(Default)]
struct Builder {
    record: Record,
}

impl Builder {
    fn say(mut self, sentence: &str, status: Status, body: Body) -> Self {
        let number = self.record.documents.len();
        let day = jiff::civil::date(2025, 6, 14);
        let document = Document::new(format!("d{number}"), sentence).published(day);
        let statement = Statement {
            id: format!("s{number}").into(),
            body,
            evidence: Evidence {
                document: document.id.clone(),
                sentence: 0,
                start: 0,
                end: sentence.len(),
                text: sentence.to_owned(),
            },
            status,
            attribution: Attribution::default(),
            date: DateRange {
                reported: Some(day),
                ..DateRange::day(day)
            },
            confidence: 0.8,
            rule: "test".to_owned(),
            also: Vec::new(),
            corrects: None,
        };
        let sentences = vec![Span::new(0, sentence.len())];
        self.record
            .add(document, sentences, vec![statement], Vec::new());
        self
    }

    fn event(self, sentence: &str, event_type: EventType, from: &str, to: &str) -> Self {
        let mut event = Event::new(event_type, None);
        event.actor.push(actor(from));
        event.recipient.push(actor(to));
        self.say(sentence, Status::Actual, Body::Event(event))
    }

    fn stance(self, sentence: &str, from: &str, to: &str, stance: TieLabel) -> Self {
        let body = Body::Stance(Stance {
            actor: vec![actor(from)],
            recipient: vec![actor(to)],
            stance,
            sign: stance.sign(),
        });
        self.say(sentence, Status::Actual, body)
    }
}

fn answered(record: &Record) -> (Brief, Page) {
    let view = record.as_of(None);
    let options = BriefOptions::default();
    let names = Names::default();
    let brief = brief(&view, &names, &options);
    let page = page(&brief, &view, &names, &options);
    (brief, page)
}

fn lines(page: &Page) -> Vec<&Line> {
    let blocks = page.sections.iter().flat_map(|section| &section.blocks);
    blocks
        .flat_map(|block| match block {
            Block::Paragraph { line } => vec![line],
            Block::List { items } => items.iter().collect(),
            Block::Table(table) => table.rows.iter().flatten().collect(),
            Block::Heading { .. } | Block::Picture(_) => Vec::new(),
        })
        .collect()
}

fn crisis() -> Record {
    let mut offer = Event::new(EventType::Agree, None);
    offer.actor.push(actor("RUS"));
    offer.contexts.push(Context::Mediation);
    offer.dispute = vec!["ISR".into(), "IRN".into()];
    let mut call = Event::new(EventType::Consult, Some(Mode::Phone));
    call.actor = vec![actor("RUS"), actor("ISR")];
    Builder::default()
        .event(
            "Israel struck <b>Iran</b>.",
            EventType::Assault,
            "ISR",
            "IRN",
        )
        .event(
            "Iran fired missiles at Israel.",
            EventType::Assault,
            "IRN",
            "ISR",
        )
        .stance(
            "Iran is a partner of Russia.",
            "RUS",
            "IRN",
            TieLabel::Partner,
        )
        .say(
            "Russia offered to mediate.",
            Status::Actual,
            Body::Event(offer),
        )
        .say(
            "Russia and Israel spoke.",
            Status::Actual,
            Body::Event(call),
        )
        .record
}

#[test]
fn an_empty_record_gives_an_honest_brief() -> Result<(), Box<dyn Error>> {
    let (brief, page) = answered(&Record::default());
    assert!(brief.ties.is_empty() && brief.mediation.is_empty());
    assert!(page.evidence.is_empty());
    let shown = text(&page, TextStyle::default());
    assert!(
        shown.contains("Nothing in what was read could be coded"),
        "{shown}"
    );
    assert!(html(&page)?.contains("</html>"));
    assert!(markdown(&page).starts_with("# "));
    Ok(())
}

#[test]
fn every_citation_leads_to_a_sentence() {
    let (_, page) = answered(&crisis());
    let cited: Vec<usize> = lines(&page)
        .iter()
        .flat_map(|line| &line.0)
        .filter_map(|inline| match inline {
            Inline::Cite { numbers } => Some(numbers.clone()),
            Inline::Text { .. } | Inline::Strong { .. } => None,
        })
        .flatten()
        .collect();
    assert!(cited.len() > 5, "{cited:?}");
    for number in &cited {
        assert!(
            page.evidence.iter().any(|source| source.number == *number),
            "{number}"
        );
    }
    for source in &page.evidence {
        assert!(
            cited.contains(&source.number),
            "{} is listed and not cited",
            source.number
        );
    }
}

#[test]
fn the_json_keeps_its_contract() -> Result<(), Box<dyn Error>> {
    let (brief, _) = answered(&crisis());
    let json = serde_json::to_value(&brief)?;
    for key in [
        "title",
        "as_of",
        "documents",
        "actors",
        "timeline",
        "ties",
        "camps",
        "commitments",
        "mediation",
        "trades",
        "words",
        "attention",
        "outlook",
        "quantities",
        "statements",
        "diagnostics",
    ] {
        assert!(json.get(key).is_some(), "{key} is missing");
    }
    let known: Vec<&str> = json["statements"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|statement| statement["id"].as_str())
        .collect();
    assert_eq!(known.len(), 5);
    for list in [
        "actors",
        "timeline",
        "ties",
        "commitments",
        "outlook",
        "quantities",
    ] {
        for item in json[list].as_array().into_iter().flatten() {
            for id in item["statements"].as_array().ok_or(list)? {
                assert!(
                    id.as_str().is_some_and(|id| known.contains(&id)),
                    "{list}: {id}"
                );
            }
        }
    }
    let tie = json["ties"]
        .as_array()
        .and_then(|ties| {
            ties.iter()
                .find(|tie| tie["a"] == "IRN" && tie["b"] == "ISR")
        })
        .ok_or("no tie")?;
    assert!(tie["value"].as_f64().is_some_and(|value| value < 0.0));
    assert_eq!(tie["sign"], -1);
    Ok(())
}

#[test]
fn text_from_documents_stays_text() -> Result<(), Box<dyn Error>> {
    let (_, page) = answered(&crisis());
    let shown = html(&page)?;
    assert!(shown.contains("&lt;b&gt;Iran&lt;") && !shown.contains("<b>Iran"));
    assert!(!shown.contains("<script"));
    Ok(())
}

#[test]
fn the_same_record_gives_the_same_bytes() -> Result<(), Box<dyn Error>> {
    let (one, other) = (answered(&crisis()), answered(&crisis()));
    assert_eq!(html(&one.1)?, html(&other.1)?);
    assert_eq!(
        serde_json::to_string(&one.0)?,
        serde_json::to_string(&other.0)?
    );
    Ok(())
}

#[test]
fn nothing_is_known_before_it_was_reported() {
    let record = crisis();
    let day: Date = jiff::civil::date(2025, 6, 13);
    let view = record.as_of(Some(day));
    let brief = brief(&view, &Names::default(), &BriefOptions::default());
    assert!(brief.statements.is_empty() && brief.ties.is_empty());
}
