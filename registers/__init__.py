"""What are the risks, whose are they, and who may see them? Organisations, people, registers, assessments."""
