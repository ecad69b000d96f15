"""Reference data: emission factors and global warming potentials, in versions that never change."""
