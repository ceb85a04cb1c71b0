"""Who is asking, what they sent, do it, what they see next."""
