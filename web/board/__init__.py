"""What the staff watches: overview, departments, levels, who has reported, the shared screen."""
