"""How the keyword match reads: criteria taken apart, a résumé made searchable, what each place proves."""
