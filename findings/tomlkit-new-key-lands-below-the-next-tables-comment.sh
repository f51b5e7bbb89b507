#!/usr/bin/env bash
# A key that is added to a table is written below the comment that stands before the next table, so that the comment
# then describes the wrong thing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check tomlkit==0.13.3
cat >"$work/add.py" <<'PY'
from importlib.metadata import version
import tomlkit

print("tomlkit", version("tomlkit"))
document = tomlkit.parse('[look]\ntheme = "dusk"\n\n# Rings only on weekdays.\n[bell]\nquiet = true\n')
document["look"]["photos"] = True
print(tomlkit.dumps(document), end="")
PY
"$work/venv/bin/python" "$work/add.py" | tee "$work/seen"
echo "One would guess: photos directly below theme, and the comment still next to [bell]."
diff "$work/seen" - <<'SEEN'
tomlkit 0.13.3
[look]
theme = "dusk"

# Rings only on weekdays.
photos = true
[bell]
quiet = true
SEEN
