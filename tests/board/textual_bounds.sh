#!/usr/bin/env bash
# Run the tests that lean on Textual's inside with the oldest and the newest version that pyproject.toml allows, each
# in an environment of its own. The version of constraints.txt is the one that all other tests run with.
# Usage: textual_bounds.sh "PYTHON ..." [pytest's arguments]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
read -ra pythons <<<"$1"
shift

allowed=$(sed -nE 's/^ *"textual(>=[^"]+)".*/\1/p' pyproject.toml)
oldest=$(sed -E 's/^>=([0-9.]+),.*/\1/' <<<"$allowed")
pinned=$(sed -nE 's/^textual==//p' constraints.txt)

# The first of them that is new enough and can make an environment, as in the Makefile.
usable() {
    for python in "${pythons[@]}"; do
        if "$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    echo "none of ${pythons[*]} is Python 3.11 or later with venv" >&2
    return 1
}

# Args: a name for the environment, what of Textual to install, pytest's arguments
run_with() {
    local environment=.venv-textual-$1 wanted=$2
    local pip=("$environment/bin/python" -m pip install --quiet --disable-pip-version-check)
    shift 2
    if [ ! -e "$environment/bin/python" ]; then
        "$(usable)" -m venv --clear "$environment"
        "${pip[@]}" --upgrade "pip>=25.1"
    fi
    grep -v '^textual==' constraints.txt >"$environment/constraints.txt"
    "${pip[@]}" --upgrade --upgrade-strategy only-if-needed -c "$environment/constraints.txt" -e . --group dev "$wanted"
    local version
    version=$("$environment/bin/python" -c 'import textual; print(textual.__version__)')
    if [ "$version" = "$pinned" ]; then
        echo "Textual $version is the one that all tests run with"
        return
    fi
    echo "Textual $version"
    "$environment/bin/python" -m pytest -q tests/board/paint tests/board/keys/test_escaped.py \
        tests/board/test_contract.py "$@"
}

run_with oldest "textual==$oldest" "$@"
run_with newest "textual$allowed" "$@"
