//! Prints the statements of documents, sentence by sentence: `kinds FILE|-t TEXT [DATE] [KIND…]`.
//! A JSONL file holds one document a line.

use chancery_actors::Dictionary;
use chancery_model::{Body, Document, Statement, parse_date};
use chancery_text::english::English;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut rest = arguments.iter().map(String::as_str);
    let mut documents = Vec::new();
    let mut trees = false;
    match rest.next() {
        Some("-t") => {
            trees = true;
            documents.push(Document::new("text", rest.next().unwrap_or_default()));
        }
        Some(path) => {
            let text = std::fs::read_to_string(path)?;
            if path.ends_with(".jsonl") {
                for line in text.lines() {
                    let value: serde_json::Value = serde_json::from_str(line)?;
                    let field = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
                    let mut document = Document::new(field("id"), field("text"));
                    document.published = parse_date(&field("date"));
                    documents.push(document);
                }
            } else {
                documents.push(Document::new(path, text));
            }
        }
        None => return Err("kinds FILE|-t TEXT [DATE] [KIND…]".into()),
    }
    let date = rest.next().and_then(parse_date);
    let kinds: Vec<&str> = rest.collect();
    for document in &mut documents {
        document.published = document.published.or(date);
        let analysis = chancery_text::analyse(document, English::embedded());
        let resolution = chancery_actors::resolve(document, &analysis, Dictionary::embedded());
        if trees {
            for predication in &analysis.predications {
                let all = &analysis.predications;
                println!(
                    "  {}",
                    chancery_text::clauses::describe(&analysis, all, predication)
                );
            }
            for token in &analysis.tokens {
                let head = &analysis.tokens[token.head].text;
                print!("{}/{}/{}<{head} ", token.text, token.tag, token.dep);
            }
            println!();
        }
        let coding = chancery_coding::code(document, &analysis, &resolution);
        println!("=== {} {:?}", document.id, document.published);
        for (number, sentence) in analysis.sentences.iter().enumerate() {
            println!("# {}", sentence.span.of(&document.text).replace('\n', " "));
            for statement in &coding.statements {
                let kind = statement.body.kind();
                let wanted = if kinds.is_empty() {
                    kind != "event"
                } else {
                    kinds.contains(&kind)
                };
                if wanted && statement.evidence.sentence == number {
                    show(statement)?;
                }
            }
        }
    }
    Ok(())
}

fn show(statement: &Statement) -> Result<(), Box<dyn Error>> {
    let names = |actors: &[chancery_model::ActorRef]| {
        actors
            .iter()
            .map(|actor| {
                actor
                    .state()
                    .map_or_else(|| format!("?{}", actor.mention), ToString::to_string)
            })
            .collect::<Vec<_>>()
            .join("+")
    };
    let one = |actor: &Option<chancery_model::ActorRef>| {
        names(&actor.iter().cloned().collect::<Vec<_>>())
    };
    let says = match &statement.body {
        Body::Event(event) => format!(
            "{} {} > {}",
            event.event_type,
            names(&event.actor),
            names(&event.recipient)
        ),
        Body::Stance(stance) => format!(
            "{} {} > {}",
            stance.stance.as_str(),
            names(&stance.actor),
            names(&stance.recipient)
        ),
        Body::Agreement(agreement) => format!(
            "{} \"{}\" {:?} {:?} {:?}",
            names(&agreement.parties),
            agreement.name,
            agreement.agreement_kind,
            agreement.obligations,
            agreement.force
        ),
        Body::Membership(membership) => format!(
            "{} {:?} {}",
            names(&membership.actor),
            membership.membership,
            one(&membership.organisation)
        ),
        Body::Flow(flow) => format!(
            "{} > {} {:?} \"{}\" {:?} {:?}",
            names(&flow.actor),
            names(&flow.recipient),
            flow.commodity,
            flow.item,
            flow.value,
            flow.unit
        ),
        Body::Position(position) => format!(
            "{} issue \"{}\" wants \"{}\"",
            names(&position.actor),
            position.issue,
            position.position
        ),
        Body::Quotation(quotation) => format!(
            "{}: \"{}\" about {}",
            one(&quotation.speaker),
            quotation.quote,
            names(&quotation.about)
        ),
        Body::Quantity(quantity) => serde_json::to_string(quantity)?,
        Body::Judgement(judgement) => format!(
            "about {} \"{}\"",
            names(&judgement.about),
            statement.evidence.text.replace('\n', " ")
        ),
        Body::Belief(belief) => format!(
            "{} thinks \"{}\" about {}",
            one(&belief.holder),
            belief.proposition,
            names(&belief.about)
        ),
    };
    let date = &statement.date;
    println!(
        "    {} {says} | {} {:?} {} {:?} {:?}..{:?} c{} also{} [{}]",
        statement.body.kind(),
        statement.status.as_str(),
        statement.attribution.assertion,
        one(&statement.attribution.speaker),
        date.expression,
        date.from.map(|day| day.to_string()),
        date.to.map(|day| day.to_string()),
        statement.confidence,
        statement.also.len(),
        statement.rule
    );
    Ok(())
}
