"""Who is told what, and when: the daily reminders and the monthly digest."""
