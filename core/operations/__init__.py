"""What whoever runs an installation needs: logs, metrics, readiness."""
