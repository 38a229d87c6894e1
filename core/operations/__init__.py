"""What whoever runs an installation needs and does: logs, figures, readiness; copies, erasing, retention."""
