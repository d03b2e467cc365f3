"""Files and addresses in, `Document`s and `Chunk`s out.

A `Location` is loaded to `Raw` bytes, read by format, laid out by the kind of page it shows itself to be, cleaned,
ranked as evidence, and split into chunks of whole sentences. No models and no store: whoever splits brings the
tokenizer.
"""
