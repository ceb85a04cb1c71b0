"""What may people type, and how is it asked for? One form for one thing people do."""
