"""Who speaks and who reports: people, organizations and outlets."""
