"""Positions: a text that advocates write together, vote on, and to which the committee answers demand by demand."""
