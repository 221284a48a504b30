"""One reader per kind of manifest: `KIND`, `TRUST`, `claims(file)`, `read(files, context)`."""
