"""What the HTML page is made of: words, numbers, drawings, tables, and the template that prints them."""
