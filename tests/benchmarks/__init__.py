"""How fast is it, measured against a bare page of the same project? Informs; fails nothing."""
