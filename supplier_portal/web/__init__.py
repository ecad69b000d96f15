"""What all pages share: who asks, what is refused, forms, menus, headers. Knows no room; rooms register with it."""
