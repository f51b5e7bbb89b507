"""``python -m lampfield``."""

import sys

from lampfield.cli.main import main

sys.exit(main())
