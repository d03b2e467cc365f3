"""Readers by format: decoded text (of a PDF, the bytes) in, a `Sheet` out. None knows about layouts."""
