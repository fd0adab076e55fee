"""Forms of practices: the record in steps, built from the table of fields; sending in, deciding, reasons."""
