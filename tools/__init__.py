"""The tools of the project: setting up, starting, catalogues, checks. Nothing here is imported by the application."""
