#!/usr/bin/env bash
# Words that people write behind a telephone number (opening hours, "privat", "App. 12" for an extension) are read as
# letters of a keypad, and the longer number that results counts as valid. Two numbers in one field become one.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check phonenumberslite==9.0.42
cat >"$work/parse.py" <<'PY'
from importlib.metadata import version
import phonenumbers

print("phonenumberslite", version("phonenumberslite"))
for text in ("030 123456", "030 123456 Mo-Fr", "030 123456 App. 12", "030 123456 privat", "030 123 / 124"):
    number = phonenumbers.parse(text, "DE")
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    print(f"{text:20} {written:18} valid={phonenumbers.is_valid_number(number)} extension={number.extension}")
PY
"$work/venv/bin/python" "$work/parse.py" | tee "$work/seen"
echo "One would guess: +4930123456 with the words left out, or an error; extension 12 for 'App. 12'; an error for two numbers."
diff "$work/seen" - <<'SEEN'
phonenumberslite 9.0.42
030 123456           +4930123456        valid=True extension=None
030 123456 Mo-Fr     +49301234566637    valid=True extension=None
030 123456 App. 12   +493012345627712   valid=True extension=None
030 123456 privat    +4930123456774828  valid=True extension=None
030 123 / 124        +4930123124        valid=True extension=None
SEEN
