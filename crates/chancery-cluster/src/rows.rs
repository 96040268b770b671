//! Single rows in plans that are sent to a cluster.
//!
//! Ballista 55 gives each task of a union the inputs that are its own, and loses count of a task's
//! operators where one input is the single row of a query without a table: the job then never ends.
//! A row of values, which it counts right, says the same.

use datafusion::{
    common::{Result, tree_node::Transformed},
    logical_expr::{EmptyRelation, LogicalPlan, LogicalPlanBuilder, Projection, lit},
    optimizer::{ApplyOrder, OptimizerConfig, OptimizerRule},
};
use std::sync::Arc;

/// Writes the single row under a projection as values.
#[derive(Debug)]
pub(crate) struct RowsAsValues;

impl OptimizerRule for RowsAsValues {
    fn name(&self) -> &'static str {
        "rows_as_values"
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        Some(ApplyOrder::TopDown)
    }

    fn rewrite(
        &self,
        plan: LogicalPlan,
        _: &dyn OptimizerConfig,
    ) -> Result<Transformed<LogicalPlan>> {
        let LogicalPlan::Projection(Projection {
            expr,
            input,
            schema,
            ..
        }) = &plan
        else {
            return Ok(Transformed::no(plan));
        };
        let single = LogicalPlan::EmptyRelation(EmptyRelation {
            produce_one_row: true,
            schema: Arc::clone(input.schema()),
        });
        if **input != single || !input.schema().fields().is_empty() {
            return Ok(Transformed::no(plan));
        }
        let row = LogicalPlanBuilder::values(vec![vec![lit(true)]])?.build()?;
        let projection =
            Projection::try_new_with_schema(expr.clone(), Arc::new(row), Arc::clone(schema))?;
        Ok(Transformed::yes(LogicalPlan::Projection(projection)))
    }
}
