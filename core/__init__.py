"""Shortlist's core: reading résumés, screening them against a job, keeping the results. Knows no screen."""
