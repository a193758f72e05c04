"""What the processes part holds."""
