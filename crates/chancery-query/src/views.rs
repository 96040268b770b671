//! The views that queries are written against, and their words of documentation.

use crate::table::CaseTable;
use arrow_schema::Schema;
use chancery_actors::Dictionary;
use chancery_model::{ActorId, Date};
use chancery_store::case::{Snapshot, Table, document_schema, statement_schema};
use datafusion::{
    catalog::{TableProvider, view::ViewTable},
    common::{Result, ScalarValue},
    logical_expr::{Expr, LogicalPlan, LogicalPlanBuilder, col, lit},
    prelude::SessionContext,
};
use std::{collections::BTreeSet, sync::Arc};
use url::Url;

/// A view with what it holds, for help and for whoever misspells its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct View {
    /// Its name.
    pub name: &'static str,
    /// What its rows are.
    pub rows: &'static str,
    /// Its most useful columns.
    pub columns: &'static str,
}

/// The views, in the order of their use.
pub const VIEWS: [View; 7] = [
    View {
        name: "statements",
        rows: "every claim that stands: events, stances, agreements, quotations and the rest",
        columns: "id, kind, actor, recipient, directed, date_from, date_to, reported, status, assertion, outlet, confidence, source, document, words, rest",
    },
    View {
        name: "events",
        rows: "the statements that are events",
        columns: "id, actor, recipient, day, event_type, mode, contexts, quad, score, status, assertion, place, dead, injured, source, document, words",
    },
    View {
        name: "dyad_days",
        rows: "what one actor did towards another on a day, by source",
        columns: "source, actor, recipient, day, events, mutual, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict, score, mean_score",
    },
    View {
        name: "dyad_months",
        rows: "the same by month",
        columns: "source, actor, recipient, month, events, mutual, …, score, mean_score",
    },
    View {
        name: "actors",
        rows: "the dictionary's states, organisations and armed groups",
        columns: "id, name, kind, sector, country, iso2",
    },
    View {
        name: "documents",
        rows: "what was read",
        columns: "id, title, outlet, author, url, lang, published, near_duplicate_of, text",
    },
    View {
        name: "all_statements",
        rows: "every claim, also those that a correction withdrew, and the corrections",
        columns: "the columns of statements, and corrects",
    },
];

/// The events of a dyad, each with the parties it concerns: of more than two parties every pair, of
/// a mutual claim both orders. What is alleged, denied, negated or not yet done counts for nothing.
const DYAD_EVENTS: &str = "
WITH counted AS (
    SELECT source, actor, recipient, directed, pairs, quad, score, day
    FROM events
    WHERE status IN ('actual', 'historical') AND assertion IN ('author', 'reported')
), sided AS (
    SELECT source, actor, recipient, directed, quad, score, day
    FROM counted WHERE pairs IS NULL AND actor IS NOT NULL AND recipient IS NOT NULL
    UNION ALL
    SELECT source, pair['actor'], pair['recipient'], directed, quad, score, day
    FROM (SELECT source, unnest(pairs) AS pair, directed, quad, score, day
          FROM counted WHERE pairs IS NOT NULL)
)
SELECT source, actor, recipient, directed, quad, score, day FROM sided WHERE actor <> recipient
UNION ALL
SELECT source, recipient, actor, directed, quad, score, day FROM sided WHERE actor <> recipient AND NOT directed";

/// Days of dyads. Scores are added as decimals, so that the order of rows changes nothing.
const DYAD_DAYS: &str = "
SELECT source, actor, recipient, day,
    count(*) AS events,
    count(*) FILTER (WHERE NOT directed) AS mutual,
    count(*) FILTER (WHERE quad = 'verbal-cooperation') AS verbal_cooperation,
    count(*) FILTER (WHERE quad = 'material-cooperation') AS material_cooperation,
    count(*) FILTER (WHERE quad = 'verbal-conflict') AS verbal_conflict,
    count(*) FILTER (WHERE quad = 'material-conflict') AS material_conflict,
    CAST(sum(CAST(score AS DECIMAL(12, 3))) AS DOUBLE) AS score,
    CAST(sum(CAST(score AS DECIMAL(12, 3))) AS DOUBLE) / count(score) AS mean_score
FROM dyad_events GROUP BY source, actor, recipient, day";

/// Months of dyads, from their days.
const DYAD_MONTHS: &str = "
SELECT source, actor, recipient, CAST(date_trunc('month', day) AS DATE) AS month,
    sum(events) AS events,
    sum(mutual) AS mutual,
    sum(verbal_cooperation) AS verbal_cooperation,
    sum(material_cooperation) AS material_cooperation,
    sum(verbal_conflict) AS verbal_conflict,
    sum(material_conflict) AS material_conflict,
    CAST(sum(CAST(score AS DECIMAL(18, 3))) AS DOUBLE) AS score,
    CAST(sum(CAST(score AS DECIMAL(18, 3))) AS DOUBLE) / sum(events) AS mean_score
FROM dyad_days GROUP BY source, actor, recipient, CAST(date_trunc('month', day) AS DATE)";

/// Enters every view into a session. `sent` says that queries leave the process.
///
/// The files lie under `root`; `withdrawn` are the ids of the statements that no longer stand.
pub(crate) async fn register(
    context: &SessionContext,
    snapshot: &Snapshot,
    root: &Url,
    withdrawn: &BTreeSet<String>,
    as_of: Option<Date>,
    sent: bool,
) -> Result<()> {
    let month = as_of.map(|day| format!("{:04}-{:02}", day.year(), day.month()));
    let table = |table, schema: &Schema| -> Result<Arc<dyn TableProvider>> {
        let table = CaseTable::new(snapshot, root, table, schema, month.as_deref())?;
        if sent {
            table.listing()
        } else {
            Ok(Arc::new(table))
        }
    };
    let until = |column: &str, plan: LogicalPlan| match as_of {
        Some(day) => {
            let day = lit(ScalarValue::Date32(Some(days(day))));
            LogicalPlanBuilder::from(plan)
                .filter(col(column).lt_eq(day))?
                .build()
        }
        None => Ok(plan),
    };
    let scan = |name: &str, provider| {
        let source = datafusion::datasource::provider_as_source(provider);
        LogicalPlanBuilder::scan(name, source, None)?.build()
    };

    let all = scan("record", table(Table::Statements, &statement_schema())?)?;
    let all = until("reported", all)?;
    let standing = LogicalPlanBuilder::from(all.clone());
    let standing = match standing_filter(withdrawn) {
        Some(filter) => standing.filter(filter)?,
        None => standing,
    };
    let standing = standing.build()?;
    view(context, "all_statements", all)?;
    view(context, "statements", standing.clone())?;
    view(context, "events", events(standing)?)?;
    let documents = scan("texts", table(Table::Documents, &document_schema())?)?;
    let documents = until("published", documents)?;
    view(context, "documents", documents)?;
    view(context, "actors", actors()?)?;
    for (name, text) in [("dyad_events", DYAD_EVENTS), ("dyad_days", DYAD_DAYS)] {
        let plan = context.state().create_logical_plan(text).await?;
        view(context, name, plan)?;
    }
    register_months(context).await
}

/// Enters the months of dyads, added up from whatever their days are at the moment.
pub(crate) async fn register_months(context: &SessionContext) -> Result<()> {
    let plan = context.state().create_logical_plan(DYAD_MONTHS).await?;
    context.deregister_table("dyad_months")?;
    view(context, "dyad_months", plan)
}

fn view(context: &SessionContext, name: &str, plan: LogicalPlan) -> Result<()> {
    context.register_table(name, Arc::new(ViewTable::new(plan, None)))?;
    Ok(())
}

/// Returns the days since 1970.
fn days(day: Date) -> i32 {
    jiff::civil::date(1970, 1, 1)
        .until(day)
        .map_or(0, |span| span.get_days())
}

/// Returns what a statement that stands has to pass; `None` where nothing was ever corrected.
fn standing_filter(withdrawn: &BTreeSet<String>) -> Option<Expr> {
    if withdrawn.is_empty() {
        return None;
    }
    let ids = withdrawn
        .iter()
        .map(|id| lit(ScalarValue::Utf8View(Some(id.to_string()))))
        .collect();
    Some(col("id").in_list(ids, true))
}

/// Returns the statements that are events, with the day that counts.
fn events(statements: LogicalPlan) -> Result<LogicalPlan> {
    let day = datafusion::functions::core::expr_fn::coalesce(
        ["date_from", "date_to", "reported"].map(col).to_vec(),
    );
    let mut columns: Vec<Expr> = Vec::new();
    for field in statement_schema().fields() {
        if field.name() != "kind" {
            columns.push(col(field.name().as_str()));
        }
        if field.name() == "pairs" {
            columns.push(day.clone().alias("day"));
        }
    }
    LogicalPlanBuilder::from(statements)
        .filter(col("kind").eq(lit(ScalarValue::Utf8View(Some("event".to_owned())))))?
        .project(columns)?
        .build()
}

/// Returns the dictionary's actors, as values of the plan: a cluster has them with it.
fn actors() -> Result<LogicalPlan> {
    let dictionary = Dictionary::embedded();
    let mut rows: Vec<[Option<&str>; 6]> = Vec::new();
    fn word(text: &str) -> Option<&str> {
        (!text.is_empty()).then_some(text)
    }
    for state in dictionary.states() {
        let country = Some(state.id.as_str());
        let (name, iso2) = (word(&state.name), word(&state.iso2));
        rows.push([country, name, Some("state"), Some("GOV"), country, iso2]);
    }
    for organisation in dictionary.organisations() {
        let sector = Some(organisation.sector.as_str());
        let (id, name) = (Some(organisation.id.as_str()), word(&organisation.name));
        rows.push([id, name, Some("organisation"), sector, None, None]);
    }
    for group in dictionary.groups() {
        let sector = Some(group.sector.as_str());
        let country = group.country.as_ref().map(ActorId::as_str);
        let (id, name) = (Some(group.id.as_str()), word(&group.name));
        rows.push([id, name, Some("group"), sector, country, None]);
    }
    // A group has a row for each period; here it stands once.
    rows.sort_unstable();
    rows.dedup_by_key(|row| row[0]);
    let names = ["id", "name", "kind", "sector", "country", "iso2"];
    let values = rows.into_iter().map(|row| {
        row.map(|cell| lit(ScalarValue::Utf8View(cell.map(str::to_owned))))
            .to_vec()
    });
    let columns = (1..)
        .zip(names)
        .map(|(number, name)| col(format!("column{number}")).alias(name));
    LogicalPlanBuilder::values(values.collect())?
        .project(columns)?
        .build()
}
