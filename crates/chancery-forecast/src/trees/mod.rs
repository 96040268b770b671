//! Gradient-boosted trees over binned columns, for scores that compete within a group.
//!
//! Friedman's gradient boosting (2001) with second-order leaves (Chen and Guestrin 2016) and
//! histograms grown leaf by leaf (Ke et al. 2017). Sums run over rows in their order, each column by
//! one thread, so that any number of threads grows the same trees.

mod bins;
mod boosting;
mod growth;
mod linear;
pub(crate) mod text;
mod tree;

pub use bins::{BinnedRows, Binning};
pub(crate) use boosting::Draws;
pub use boosting::{Boosted, BoostingOptions, Calibration, Groups};
pub use linear::Linear;
pub use tree::Tree;
