"""The process around the pages: what starts it, guards it, measures it and says how the store stands."""
