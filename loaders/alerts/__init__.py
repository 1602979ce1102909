"""Alerts as the services send them: each format by itself, all of them rows of the form `alerts`."""
