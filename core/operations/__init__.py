"""What whoever runs an installation does to what it keeps: copies, erasing, retention, the work of each night."""
