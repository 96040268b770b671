//! One module an analyst's question, and the brief that gathers them.
