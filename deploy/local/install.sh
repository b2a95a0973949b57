#!/bin/sh
# Makes .venv and installs what requirements/<name>.lock says, then this project itself, editable.
#
#     deploy/local/install.sh run|dev
#
# Packages are checked against the hashes in the lock. uv installs them, being quick; where it cannot (it may
# not know this machine's certificates or mirrors), pip does, from the same lock.
set -eu
cd "$(dirname "$0")/../.."
lock="requirements/$1.lock"
log=".venv/install.log"

say() { printf '%s\n' "$*"; }
fail() {
    printf 'set-up: %s\n' "$*" >&2
    exit 1
}

# 3.11 to 3.13: what PyDash is tested on.
usable() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' >/dev/null 2>&1; }

find_python() {
    for name in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if usable "$name"; then
            command -v "$name"
            return
        fi
    done
}

make_venv() {
    if [ -e .venv ] && ! usable .venv/bin/python; then
        fail ".venv is there, but not usable (another machine's, or half made): remove it and try again"
    fi
    [ ! -e .venv ] || return 0
    python=$(find_python)
    if [ -n "$python" ] && said=$("$python" -m venv .venv 2>&1); then
        return 0
    fi
    # What a failed attempt has left is not the user's.
    rm -rf .venv
    if command -v uv >/dev/null 2>&1 && uv venv --quiet --python "${python:->=3.11,<3.14}" .venv; then
        return 0
    fi
    [ -n "$python" ] || fail "no Python 3.11, 3.12 or 3.13 found: install one, or name it with PYTHON=..."
    printf '%s\n' "$said" >&2
    fail "$python cannot make a virtualenv: install its venv module (Debian: apt-get install python3-venv) or uv"
}

# Both installers understand the arguments; the first that succeeds will do.
install() {
    if [ -x .venv/bin/uv ] && .venv/bin/uv pip install --python .venv/bin/python "$@" >>"$log" 2>&1; then
        return 0
    fi
    if .venv/bin/python -m pip --disable-pip-version-check install "$@" >>"$log" 2>&1; then
        return 0
    fi
    # A virtualenv made by uv has no pip.
    if command -v uv >/dev/null 2>&1 && uv pip install --python .venv/bin/python "$@" >>"$log" 2>&1; then
        return 0
    fi
    tail -n 5 "$log" >&2
    fail "could not install $*; the whole output is in $log"
}

make_venv
: >"$log"
say "Installing $lock into .venv"
install --require-hashes -r requirements/installer.lock
# What comes as source, ours included, is built with what installer.lock brought: nothing unlocked is fetched.
install --no-build-isolation --require-hashes -r "$lock"
install --no-build-isolation --no-deps --editable .
