"""`python -m lottery_agent` is `lottery`."""

import sys

from lottery_agent.cli import main

if __name__ == "__main__":
    sys.exit(main())
