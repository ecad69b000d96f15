"""Teams that are fair: qualifications, conflicts of interest, rotation, and who may be on an audit."""
