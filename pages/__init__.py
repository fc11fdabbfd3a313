"""What has an address."""
