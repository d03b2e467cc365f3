"""Where sources differ, and what must be said beside a drug or a procedure.

In: the question, the drafts that passed the checker, the passages found. Out: drafts to add, which drafts stand on
which side and the line that goes with them, safety boxes, and what is to be said of guidelines no longer in force.
"""
