"""One source of carbon intensity each: `site(tables, provider, region)`."""
