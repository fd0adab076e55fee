"""`make bench`: data of a grown-up forum, the server as `make run` starts it, and a bare page beside it as the yardstick."""
