"""The checklist as rules see it: its versions, which checkpoints apply, and what a figure or a rating proposes."""
