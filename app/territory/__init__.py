"""The units of Mazovia: 314 gminas and 37 land powiats; finding one by name, code, or part of a name."""
