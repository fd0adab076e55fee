"""The Polish catalogues: one per feature, one for the rest of the house; `python -m tools.catalogs` has the commands.

Message ids are the English texts of the code, so English needs no catalogue. docs/decisions/0005 says why a catalogue
lies with its feature, 0006 why compiling binds short words.
"""
