"""Who took which files out of the portal: the log of exports, read."""
