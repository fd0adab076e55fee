"""Controlled vocabularies: the lists of themes, groups, instruments, kinds … as data; finding a term, saying its label."""
