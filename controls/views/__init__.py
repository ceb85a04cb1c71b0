"""The pages of controls and improvement plans: who is asking, what they sent, do it, what they see next."""
