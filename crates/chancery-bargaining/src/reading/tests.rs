//! What is read, and what is refused with the cell named.

use super::read;
use crate::exchange::tests::data;

fn check_error(text: &str, expected: &str) {
    let error = read(text.as_bytes())
        .expect_err("it is refused")
        .to_string();
    assert!(error.contains(expected), "`{error}` lacks `{expected}`");
}

const TABLE: &str = "Actor,Capability,Position,Salience\n";

#[test]
fn a_bad_cell_is_named() {
    let table = |rows: &str| format!("{TABLE}{rows}");
    check_error(
        &table("A,1,0,0.5\nB,1,,0.5\n"),
        "line 3, column `Position`: the cell is empty",
    );
    check_error(
        &table("A,1,0,0.5\nB,1,10,1.5\n"),
        "line 3, column `Salience`: 1.5 is not between 0 and 1",
    );
    check_error(
        &table("A,1,0,0.5\nB,NaN,10,0.5\n"),
        "line 3, column `Capability`: `NaN` is not a finite number",
    );
    check_error(
        &table("A,1,0,0.5\nB,1,ten,0.5\n"),
        "column `Position`: `ten` is not a number",
    );
    check_error(
        &table("A,1,0,0.5\nA,1,10,0.5\n"),
        "the actor `A` is named twice",
    );
    check_error(&table("A,1,0,0.5\n"), "at least two actors");
    check_error(
        &table("A,-1,0,0.5\nB,1,2,0.5\n"),
        "column `Capability`: -1 is not between",
    );
    check_error("nothing\nlike it\n", "the layout is not known");
}

#[test]
fn a_bad_record_of_an_exchange_is_named() {
    let head = "#A;A;a\n#A;B;b\n#P;one;One\n#M;one;0;low\n#M;one;100;high\n";
    let with = |rows: &str| format!("{head}{rows}");
    check_error(
        &with("#D;A;one;0;0.5;1\n#D;B;one;110;0.5;1\n"),
        "line 7, column `position`: 110 is not between 0 and 100",
    );
    check_error(
        &with("#D;A;one;0;0.5;1\n#D;B;one;10;1.2;1\n"),
        "line 7, column `salience`: 1.2 is not between 0 and 1",
    );
    check_error(
        &with("#D;A;one;0;0.5;1\n#D;C;one;10;0.2;1\n"),
        "line 7, column `actor`: no actor is called `C`",
    );
    check_error(
        &with("#D;A;one;0;0.5;1\n#D;A;one;10;0.2;1\n"),
        "line 7, column `issue`: `A, one` stands here for the second time",
    );
    check_error(
        &with("#D;A;one;0;0.5\n"),
        "line 6, column `power`: the cell is empty",
    );
    check_error(
        &with("#A;A;again\n"),
        "line 6, column `name`: `A` stands here for the second time",
    );
}

#[test]
fn a_bad_table_of_several_dimensions_is_named() {
    let table =
        |rows: &str| format!("T,D,2,1,\nActor,Description,Power,P1 Position,P1 Salience,\n{rows}");
    check_error(
        &table("A,a,1,0,50,\nB,b,1,10,\n"),
        "line 4, column `P1 Salience`: the cell is empty",
    );
    check_error(
        &table("A,a,1,0,50,\nB,b,1,10,101,\n"),
        "line 4, column `P1 Salience`: 101 is not between 0 and 100",
    );
    check_error(&table("A,a,1,0,50,\n"), "it says 2 actors; 1 follow");
}

#[test]
fn a_bad_document_is_named() {
    check_error(
        "[[actors]]\nname = \"A\"\n[[issues]]\nname = \"i\"\n",
        "at least two actors",
    );
    check_error("[[actors]]\nname = \"A\"\nage = 3\n", "unknown field `age`");
    let head = "[[issues]]\nname = \"i\"\n[[actors]]\nname = \"A\"\n[[actors]]\nname = \"B\"\n";
    let stake = |actor: &str, position: &str, salience: &str| {
        format!(
            "[[stakes]]\nactor = \"{actor}\"\nissue = \"i\"\nposition = {position}\nsalience = {salience}\n"
        )
    };
    check_error(
        &format!("{head}{}", stake("C", "1", "0.5")),
        "no actor is called `C`",
    );
    check_error(
        &format!("{head}{}", stake("A", "101", "0.5")),
        "A, i: the position 101 is not between 0 and 100",
    );
    check_error(
        &format!("{head}{}", stake("A", "nan", "0.5")),
        "A, i: the position NaN is not between",
    );
    check_error(
        &format!(
            "{head}{}{}",
            stake("A", "1", "0.5"),
            stake("B", "[5, 3, 9]", "0.5")
        ),
        "B, i: the position is 3, outside its own range from 5 to 9",
    );
}

#[test]
#[ignore = "needs the reference data; name their folder in CHANCERY_DATA"]
fn all_layouts_of_the_reference_data_are_read() {
    let cases = [
        ("exchange/data_short.csv", 15, 3),
        ("exchange/cop21.csv", 15, 13),
        ("exchange/copenhagen.csv", 11, 7),
        ("expected_utility/ExampleActors.csv", 10, 1),
        ("ktab/SOE-Pol-Comp.csv", 13, 2),
        ("ktab/dummyData_3Dim.csv", 7, 3),
    ];
    for (path, actors, issues) in cases {
        let path = data(path);
        let problems = read(&std::fs::read(&path).expect("it is there")).expect("it is read");
        assert_eq!(problems.len(), 1, "{}", path.display());
        assert_eq!(
            (problems[0].actors().len(), problems[0].issues().len()),
            (actors, issues)
        );
    }
    let path = data("deu3/deu3.dev.tsv");
    let problems = read(&std::fs::read(&path).expect("it is there")).expect("it is read");
    assert_eq!(problems.len(), 76);
    assert_eq!(
        problems.iter().map(|it| it.issues().len()).sum::<usize>(),
        192
    );
}
