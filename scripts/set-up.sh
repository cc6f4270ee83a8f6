#!/bin/sh
# Makes the Python environment, or does nothing when it is there and its lock has not changed.
# Usage: set-up.sh run | dev
set -eu
cd "$(dirname "$0")/.."
lock=requirements.txt
[ "${1:-run}" = dev ] && lock=requirements-dev.txt

say() { printf '  %s\n' "$*"; }
fail() { printf 'Yoon: %s\n' "$*" >&2; exit 1; }

# A set of packages for development contains the one for running.
stamp() { cat "$1" | cksum | tr ' ' '-'; }
if [ -x .venv/bin/python ] && [ -f .venv/.lock ]; then
    have=$(cat .venv/.lock)
    [ "$have" = "$(stamp "$lock")" ] && exit 0
    [ "$have" = "$(stamp requirements-dev.txt)" ] && exit 0
fi

find_python() {
    for candidate in "${PYTHON310:-}" python3.10 python3 python "$HOME"/.pyenv/versions/3.10*/bin/python \
        "$HOME"/.local/share/uv/python/cpython-3.10*/bin/python3.10 /opt/homebrew/bin/python3.10; do
        [ -n "$candidate" ] || continue
        version=$("$candidate" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue
        [ "$version" = 3.10 ] && { command -v "$candidate"; return 0; }
    done
    return 1
}

python=$(find_python) || fail "Python 3.10 is needed (Rasa accepts nothing newer) and was not found.
  Debian, Ubuntu: apt install python3.10 python3.10-venv, or: curl https://pyenv.run | sh, then pyenv install 3.10
  macOS: brew install python@3.10        Anywhere: uv python install 3.10
  It may also be named: PYTHON310=/where/it/is/python3.10 make run"

free_kb=$(df -Pk . | awk 'NR==2 {print $4}')
[ -x .venv/bin/python ] || [ "$free_kb" -gt 3500000 ] || \
    fail "the disk has only $((free_kb / 1024)) MB free here; the environment needs 3400 MB."

if [ ! -x .venv/bin/python ]; then
    say "making the environment with $($python --version)…"
    "$python" -m venv .venv 2>/dev/null || fail "the environment could not be made: is python3.10-venv installed?"
fi
log=.venv/set-up.log
if [ ! -x .venv/bin/uv ]; then
    say "installing uv…"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 >"$log" 2>&1 || {
        tail -n 3 "$log" >&2; fail "uv could not be installed: is there a network? (the whole log: $log)"; }
fi
say "installing $(grep -c == "$lock") packages…"
# uv removes what the lock does not name, itself excepted: it runs from outside the sync.
.venv/bin/uv pip sync --python .venv/bin/python --compile-bytecode "$lock" 2>"$log" || {
    grep -v '^ ' "$log" | tail -n 4 >&2
    fail "the packages could not be installed: network, or disk full? (the whole log: $log)"; }
stamp "$lock" >.venv/.lock
say "environment ready."
