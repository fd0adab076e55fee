"""From rows to what templates show: the frame of a position's pages, its text, its vote, its answer."""
