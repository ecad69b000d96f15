"""What surrounds an audit's visit: agenda, documents asked for, the supplier's own assessment, the meetings."""
