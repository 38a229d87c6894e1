"""The implementations behind the ports. Only wiring imports them."""
