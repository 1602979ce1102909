"""Who comes in and whether he may: sign-in, the gate before every answer, the open sockets of a visit."""
