"""Training of suppliers: sessions held, and who of which supplier took part."""
