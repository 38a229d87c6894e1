"""The words of the product as frozen values. Nothing in here reads, writes or asks."""
