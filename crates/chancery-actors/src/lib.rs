//! The actor dictionary and the resolver that names mentions.
