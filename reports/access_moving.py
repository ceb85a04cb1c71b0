"""May this person take all of a body's data along? Its administrators who are cleared by it: the file holds it all."""

import rules

from registers.access import is_administrator, is_cleared_by


@rules.predicate
def is_cleared_by_body(user, organisation):
    return organisation is not None and is_cleared_by(user, organisation.pk)


rules.add_perm("reports.export_body", is_administrator & is_cleared_by_body)
