"""``python -m services.api.seeding``."""

from services.api.seeding.commands import main

if __name__ == "__main__":
    main()
