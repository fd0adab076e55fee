"""Every read of the forum: categories, lists of topics, one topic with its posts."""
