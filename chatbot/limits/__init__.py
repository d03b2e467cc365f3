"""Sentences of any writer and messages of people in; what an answer may not say, and what is not answered, out.

`guard` reads drafts and takes out those that break a rule of `data/limits/output.toml`. `declining` reads a
conversation and says which wish of `data/limits/declines.toml` it holds. No models, no store.
"""
