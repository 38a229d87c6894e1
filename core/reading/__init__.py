"""From bytes to a `ReadResume`, each file in a killable child process."""
