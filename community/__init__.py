"""Community: review invitations, reviews and posts. Stands beside promotions, on the catalogue."""
