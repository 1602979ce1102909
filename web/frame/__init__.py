"""What every page stands on: header, live line, visitor, files handed out, notices."""
