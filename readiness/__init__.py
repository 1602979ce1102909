"""WHAT IT MEANS NOW: what a level asks for and how far it is; frames and a clock in, judgements out."""
