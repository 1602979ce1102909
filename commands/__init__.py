"""WHAT A LINE AT A PROMPT MAY SAY, AND WHAT IT IS ANSWERED: the words around manage.py's commands."""
