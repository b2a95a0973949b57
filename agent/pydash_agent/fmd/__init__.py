"""Flask-MonitoringDashboard (FMD) 2.1 to 5, read from its own tables."""
