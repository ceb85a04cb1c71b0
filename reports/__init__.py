"""What do we tell the Panel? Figures, dashboard, meetings, papers and everything drawn from a position."""
