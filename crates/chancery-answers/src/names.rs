//! What actors are called in running text: the dictionary's names with the article that English
//! wants before some of them ("the United States", "the UN", "NATO").

use chancery_actors::Dictionary;
use chancery_model::ActorId;
use chancery_relations::Names;
use chancery_store::View;

/// Returns the names of all actors of a view, and of all states and organisations, of which an answer
/// may speak as background.
pub fn names(view: &View<'_>, dictionary: &Dictionary) -> Names {
    let mut names = Names::default();
    let states = dictionary.states().iter().map(|state| &state.id);
    let organisations = dictionary.organisations().iter().map(|found| &found.id);
    add_names(
        &mut names,
        &states.chain(organisations).collect::<Vec<_>>(),
        dictionary,
    );
    for statement in &view.statements {
        let dispute = statement
            .event()
            .map(|event| event.dispute.as_slice())
            .unwrap_or_default();
        let actors = statement.body.actors();
        let ids = actors
            .iter()
            .flat_map(|actor| actor.id.iter().chain(&actor.country));
        for id in ids.chain(dispute) {
            if let Some(name) = dictionary.name_of(id.as_str()) {
                names.insert(id.clone(), with_article(name));
            }
        }
    }
    names
}

/// Adds the names of actors that a question is about and the record may not know.
pub fn add_names(names: &mut Names, actors: &[&ActorId], dictionary: &Dictionary) {
    for id in actors {
        if let Some(name) = dictionary.name_of(id.as_str()) {
            names.insert((*id).clone(), with_article(name));
        }
    }
}

/// Abbreviations that are spoken as words, which take no article.
const SPOKEN: [&str; 24] = [
    "NATO", "OPEC", "OPEC+", "ASEAN", "BRICS", "ECOWAS", "UNESCO", "UNICEF", "AUKUS", "MERCOSUR",
    "CARICOM", "SAARC", "INTERPOL", "FIFA", "UEFA", "UNIFIL", "MONUSCO", "MINUSMA", "UNITA",
    "RENAMO", "KFOR", "UNASUR", "APEC", "ETA",
];

/// Words with which a name in English takes an article.
const FIRST: [&str; 9] = [
    "United",
    "Democratic",
    "Republic",
    "Central",
    "Dominican",
    "Federated",
    "Czech",
    "Holy",
    "Revolutionary",
];

/// Words that, standing last, make a name a common noun with an article.
const LAST: [&str; 30] = [
    "Islands",
    "Republic",
    "Union",
    "League",
    "Nations",
    "Organization",
    "Organisation",
    "Army",
    "Front",
    "Forces",
    "Party",
    "Movement",
    "Council",
    "Group",
    "Committee",
    "Committees",
    "Bank",
    "Fund",
    "Agency",
    "Court",
    "Group",
    "Community",
    "Houthis",
    "Taliban",
    "Guards",
    "Congress",
    "Alliance",
    "State",
    "Force",
    "Secretariat",
];

/// Names that take an article for no reason that their letters show.
const OTHERS: [&str; 8] = [
    "Netherlands",
    "Philippines",
    "Gambia",
    "Bahamas",
    "Maldives",
    "Seychelles",
    "Comoros",
    "Quad",
];

/// Returns a name with the article that it takes in running text.
fn with_article(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capitals = name
        .chars()
        .filter(|letter| letter.is_uppercase() || letter.is_ascii_digit())
        .count();
    let abbreviation = words.len() == 1
        && name.len() <= 6
        && capitals * 2 > name.chars().count()
        && !SPOKEN.contains(&name);
    let common = words
        .first()
        .is_some_and(|word| words.len() > 1 && FIRST.contains(word))
        || words.last().is_some_and(|word| LAST.contains(word))
        || OTHERS.contains(&name)
        || name.contains(" of the ")
        || name.contains(" for the ");
    if (abbreviation || common) && !name.starts_with("the ") {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::with_article;

    #[test]
    fn names_take_the_article_that_english_wants() {
        for (name, said) in [
            ("Iran", "Iran"),
            ("United States", "the United States"),
            ("NATO", "NATO"),
            ("UN", "the UN"),
            ("IAEA", "the IAEA"),
            ("Hamas", "Hamas"),
            ("Houthis", "the Houthis"),
            ("Netherlands", "the Netherlands"),
            ("Islamic State", "the Islamic State"),
            ("G7", "the G7"),
            ("Arab League", "the Arab League"),
            ("Solomon Islands", "the Solomon Islands"),
            ("South Africa", "South Africa"),
            ("al-Qaeda", "al-Qaeda"),
        ] {
            assert_eq!(with_article(name), said);
        }
    }
}
