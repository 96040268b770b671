//! From the engine to the analyst's questions: whether a dyad's act follows within a horizon.
