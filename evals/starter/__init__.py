"""The starter collection looked over: every marker, figure, word and date of it, and its printed pages made."""
