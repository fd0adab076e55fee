"""How much the bench makes."""

from dataclasses import dataclass

PAGE = 20
# How many posts topics have, again and again: half of them fill one page, which is what the topic pages measure.
_USUAL = (20, 1, 20, 38, 20, 8, 20, 30, 20, 13)


@dataclass(frozen=True)
class Scale:
    """The amounts of the measured forum: those that the peers were measured on, and the practices beside it."""

    categories: int = 20
    topics: int = 2_000
    posts: int = 40_000
    long_topic: int = 2_000
    practices: int = 1_000
    advocates: int = 50
    distinct_posts: int = 2_000

    def posts_of_topics(self) -> list[int]:
        """How many posts each topic has, the long one last; together `posts`."""
        ordinary = self.topics - 1
        mean = (self.posts - self.long_topic) / ordinary
        counts = [max(1, round(_USUAL[i % len(_USUAL)] * mean / 19)) for i in range(ordinary)]
        missing = self.posts - self.long_topic - sum(counts)
        step = 1 if missing > 0 else -1
        # The difference goes to the long ones among them, so that those of one page stay as they are.
        places = [i for i in range(ordinary) if counts[i] > PAGE + 1] or list(range(ordinary))
        for turn in range(abs(missing)):
            counts[places[turn % len(places)]] += step
        if min(counts) < 1:
            raise ValueError("these amounts cannot be divided among the topics")
        return [*counts, self.long_topic]


SMALL = Scale(topics=201, posts=5_800, practices=60, distinct_posts=300)
