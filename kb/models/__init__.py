"""A model's name in, an embedder or a cross-encoder that was checked before it was opened out.

`locating` and `finding` turn a name (a package, a folder or a hub name) into files whose hashes are known.
`embedding` runs them by sentence-transformers and is the only door to torch; `export` writes the same
weights as ONNX; `onnx` and `cross_encoder` answer questions from ONNX without torch. Nothing here reaches
the network but `hub`, and that only for a hub name that is not kept yet.
"""
