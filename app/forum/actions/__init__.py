"""Every change of the forum, by what people do: writing, following, answering, moderating, keeping categories."""
