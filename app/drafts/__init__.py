"""Drafts of forms: what is being typed is kept on the server every few seconds, per person and form, until it is sent."""
