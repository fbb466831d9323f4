"""Who is who: the ways parties are written, resolved to companies."""
