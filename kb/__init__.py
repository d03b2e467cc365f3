"""`Document`s and `Chunk`s in, `Passage`s out.

The library is one folder: SQLite holds documents, every version, chunks, sentences and the word index and is the
truth; Chroma holds the vectors and can be rebuilt from it. Search fuses words and meaning, then scores passages and
sentences with a cross-encoder. The starter collection is this room's data.
"""
