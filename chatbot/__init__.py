"""A question, its history and `Passage`s in; `Claim`s and an `Answer` out.

Condense, triage, search, write, check, disclaim, answer. Whatever writes, the checker stands between it
and the reader.
"""
