//! The nouns of Chancery: actors, statements, documents, dates and the PLOVER vocabulary.
