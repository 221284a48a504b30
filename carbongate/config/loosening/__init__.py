"""What one part of a configuration lets pass that it did not before; `loosened` puts them in order."""
