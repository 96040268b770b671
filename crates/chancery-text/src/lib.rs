//! Documents become sentences, tokens, a syntactic analysis, quotations, dates and quantities.
