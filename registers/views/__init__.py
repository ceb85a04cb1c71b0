"""The pages of the registers: who is asking, what they sent, do it, what they see next."""
