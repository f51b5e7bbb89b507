#!/usr/bin/env bash
# A name or a number with a bare comma in a vCard 2.1 is cut at the comma; a company becomes a list in a list.
# vCard 2.1 escapes no commas: FN, ORG and TEL may hold them as they are.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check vobject==0.9.9
cat >"$work/card.py" <<'PY'
from importlib.metadata import version
import vobject

lines = ("BEGIN:VCARD", "VERSION:2.1", "N:Meyer;Anna", "FN:Meyer, Anna", "ORG:Meyer, Kunz GmbH;Einkauf",
         "TEL;WORK:+4930123456,,12", "END:VCARD", "")
card = vobject.readOne("\r\n".join(lines))
print("vobject", version("vobject"))
print("name   ", repr(card.fn.value))
print("company", repr(card.org.value))
print("number ", repr(card.tel.value))
PY
"$work/venv/bin/python" "$work/card.py" | tee "$work/seen"
echo "One would guess: 'Meyer, Anna', ['Meyer, Kunz GmbH', 'Einkauf'], '+4930123456,,12' (pauses before the extension)."
diff "$work/seen" - <<'SEEN'
vobject 0.9.9
name    'Meyer'
company [['Meyer', ' Kunz GmbH'], 'Einkauf']
number  '+4930123456'
SEEN
