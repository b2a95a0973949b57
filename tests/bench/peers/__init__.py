"""What PyDash is measured beside. They are installed by `make bench` alone, and imported late for that reason."""
