"""Questions and the sentences that answer them in, the adapter of the model that tells answers out.

The one place besides `kb/models` that needs torch: nothing that reads, keeps or answers imports it.
"""
