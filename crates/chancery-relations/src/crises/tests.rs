use super::*;
use crate::scoring::score;

/// A file in ICB's layout, with a made-up rule: crises of neighbours are mediated.
fn files(crises: usize) -> (String, String) {
    let mut first = "icb1,crisno,break,yrtrig,motrig,geogrel,syslevsy,hetero,ethnic,powdissy,iwcmb,issues,geog,protrac,mediate,medwho,yrmedst,momedst,forout,outesr,sevviosy,medefct\n".to_owned();
    let mut second = "icb2,crisno,actor,yrtrig,motrig,datrig,powsta,outcom\n".to_owned();
    for number in 0..crises {
        let near = if number % 3 == 0 { 3 } else { 1 };
        let mediated = if (near == 1) == (number % 7 != 0) {
            4
        } else {
            1
        };
        let year = 1950 + number % 50;
        let agreed = if number % 2 == 0 { 1 } else { 4 };
        first += &format!(
            "ICB1,{number},9,{year},3,{near},{},3,{},5,1,3,{},{},{mediated},2,{year},5,{agreed},2,4,6\n",
            1 + number % 4,
            1 + number % 3,
            10 * (1 + number % 4) + 5,
            1 + number % 2,
        );
        for (actor, month) in [("AAA", 3), ("BBB", 4)] {
            second += &format!(
                "ICB2,{number},{actor},{year},{month},66,{},2\n",
                1 + number % 4
            );
        }
    }
    (first, second)
}

/// Blanks every cell of the columns that are not among `kept`.
fn without_later_columns(file: &str, kept: &[&str]) -> String {
    let mut lines = file.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let mut text = header.join(",") + "\n";
    for line in lines {
        let cells: Vec<&str> = line
            .split(',')
            .zip(&header)
            .map(|(cell, name)| if kept.contains(name) { cell } else { "" })
            .collect();
        text += &(cells.join(",") + "\n");
    }
    text
}

fn load(first: &str, second: &str) -> Vec<Crisis> {
    read(first.as_bytes(), second.as_bytes()).unwrap_or_default()
}

#[test]
fn predictors_are_the_same_without_any_later_column() {
    let (first, second) = files(60);
    let bare = load(
        &without_later_columns(&first, ONSET_COLUMNS),
        &without_later_columns(&second, ONSET_ACTOR_COLUMNS),
    );
    let full = load(&first, &second);
    assert_eq!(full.len(), 60);
    let models = Models::committed();
    for (one, other) in full.iter().zip(&bare) {
        assert_eq!((&one.onset, &one.setting), (&other.onset, &other.setting));
        let chance = |crisis: &Crisis| models.occurrence.probability(&crisis.onset);
        assert_eq!(chance(one), chance(other));
        let calm = |crisis: &Crisis| models.tension.probability(&crisis.setting);
        assert_eq!(calm(one), calm(other));
        assert_eq!(other.mediated, None);
    }
    let kept: Vec<&str> = ONSET_COLUMNS.iter().chain(ENTRY_COLUMNS).copied().collect();
    let at_entry = load(&without_later_columns(&first, &kept), &second);
    for (one, other) in full.iter().zip(&at_entry) {
        assert_eq!((&one.onset, &one.entry), (&other.onset, &other.entry));
    }
}

#[test]
fn no_outcome_is_a_predictor() {
    let all: Vec<&&str> = ONSET_COLUMNS
        .iter()
        .chain(ONSET_ACTOR_COLUMNS)
        .chain(ENTRY_COLUMNS)
        .collect();
    for outcome in [
        "forout", "subout", "outesr", "exsat", "sevviosy", "cenviosy", "viol", "medefct",
        "mediate", "mednum", "noactr", "yrterm", "gravcr", "crismg", "outcom",
    ] {
        assert!(!all.contains(&&outcome), "{outcome}");
    }
}

#[test]
fn a_fit_finds_the_rule_and_its_table_reads_back() {
    let (first, second) = files(300);
    let crises = load(&first, &second);
    let models = fit(&crises);
    let near = models
        .occurrence
        .coefficients
        .iter()
        .find(|found| found.name == "contiguous");
    let near = near.map_or(0.0, |found| found.weight);
    for other in &models.occurrence.coefficients {
        assert!(
            other.name == "contiguous" || other.weight.abs() < near,
            "{other:?}"
        );
    }
    let scores = evaluate_with(|_| &models, &crises, 1990, 1999);
    assert_eq!(scores.occurrence.n, 60);
    assert!(scores.occurrence.auc > Some(0.75), "{scores:?}");
    assert!(scores.occurrence.brier < scores.occurrence.brier_base);
    let again = Models::parse(&models.table());
    for crisis in &crises {
        let gap = again.occurrence.probability(&crisis.onset)
            - models.occurrence.probability(&crisis.onset);
        assert!(gap.abs() < 1e-4);
    }
}

#[test]
fn the_committed_models_have_the_features_of_the_reader() {
    let names = |model: &LogisticModel| -> Vec<String> {
        model
            .coefficients
            .iter()
            .map(|found| found.name.clone())
            .collect()
    };
    for year in [1986, 2003] {
        let models = Models::before(year);
        assert_eq!(names(&models.occurrence), ONSET_FEATURES);
        assert_eq!(names(&models.agreement), AGREEMENT_FEATURES);
        assert_eq!(names(&models.tension), SETTING_FEATURES);
        assert!(models.occurrence.fitted_on.0 > 200);
        assert!(models.tension.fitted_on.0 > 80);
    }
    let sizes = [1986, 2003].map(|year| Models::before(year).occurrence.fitted_on.0);
    assert!(sizes[0] < sizes[1], "{sizes:?}");
}

#[test]
fn scores_of_known_forecasts() {
    let check = |forecasts: &[(f64, bool)], auc: Option<f64>, brier: Option<f64>| {
        let found = score(forecasts.to_vec());
        assert_eq!((found.auc, found.brier), (auc, brier));
    };
    check(&[(0.2, false), (0.8, true)], Some(1.0), Some(0.04));
    check(&[(0.8, false), (0.2, true)], Some(0.0), Some(0.64));
    check(&[(0.5, false), (0.5, true)], Some(0.5), Some(0.25));
    check(&[(0.5, true)], None, Some(0.25));
    check(&[], None, None);
}

#[test]
fn a_file_without_its_columns_says_so() {
    let error =
        read("a,b\n1,2\n".as_bytes(), "a\n1\n".as_bytes()).map_err(|error| error.to_string());
    assert_eq!(
        error.err(),
        Some("the file has no column `crisno`".to_owned())
    );
}
