"""Small widgets, one in each module."""
