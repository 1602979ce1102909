"""The settings page: accounts, keys, screens, rules, and what went on backstage."""
