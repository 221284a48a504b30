"""Pages and blocks of the documentation that are made, never edited: rules, tables, keys, output."""
