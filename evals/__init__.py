"""`Case`s and `Answer`s in, figures out: how often the gate is right, on questions kept apart."""
