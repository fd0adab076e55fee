"""The tests mirror app/; safety/ and browser/ stand beside. CONTRIBUTING.md says how to write one."""
