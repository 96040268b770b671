//! One command a file.

pub(crate) mod align;
pub(crate) mod bargain;
pub(crate) mod brief;
pub(crate) mod camps;
#[cfg(feature = "case")]
pub(crate) mod case;
#[cfg(feature = "cluster")]
pub(crate) mod cluster;
pub(crate) mod code;
pub(crate) mod convert;
pub(crate) mod defend;
pub(crate) mod eval;
pub(crate) mod explain;
pub(crate) mod forecast;
pub(crate) mod manual;
pub(crate) mod question;
#[cfg(feature = "engine")]
pub(crate) mod sql;
pub(crate) mod stakes;
pub(crate) mod ties;
pub(crate) mod trades;
pub(crate) mod whatif;
