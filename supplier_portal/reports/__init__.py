"""Reports: an audit reviewed, sent as a draft and issued."""
