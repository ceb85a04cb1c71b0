"""How the workbooks of tests/data are made: see `make.py` beside this folder."""
