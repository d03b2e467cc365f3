"""An `Answer` in, pages for people out: the chat with its source viewer, and the library."""
