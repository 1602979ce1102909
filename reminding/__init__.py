"""WHO IS TOLD WHEN THEY ARE NOT LOOKING: recipients, mail and webhook, and the rounds that send what is owed."""
