"""What is being done about the risks? Controls, joint controls, their progress, improvement plans."""
