"""Maps: pure functions from a result to an interactive map or to a static plate."""
