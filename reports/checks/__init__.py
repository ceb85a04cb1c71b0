"""Does a paper agree with the register, and with itself? Plain Python; only facts_of.py reads the database."""
