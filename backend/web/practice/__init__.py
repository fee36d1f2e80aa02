"""The pages of a provider: their own door, with nothing behind it but what they may see."""
