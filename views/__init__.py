"""HOW IT IS SHOWN: frames and judgements in; figure, map, document or text out."""
