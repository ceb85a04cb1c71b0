"""Does a paper agree with the register, and with itself? Plain Python; only facts_of.py and paper_text.py read the database."""
