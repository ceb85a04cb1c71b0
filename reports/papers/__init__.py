"""How does a paper come together? Its kinds, its numbering, its appendices, and the document they make."""
