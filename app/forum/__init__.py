"""The forum: categories, topics, posts, who has read what. Reports and the desk belong to moderation."""
