# What bin/onrecord and bin/test share: find Python, bring what is missing, say so when it may not.
# Sourced, not run. Quiet and quick when nothing is missing: a stamp names the lock it was built from.

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
venv=${ONRECORD_VENV:-$home/.venv}

fail() {
  printf 'onrecord: %s\n' "$1" >&2
  exit 2
}

# bring PACKAGE...: install Debian packages as root, or say in one sentence what is needed.
bring() {
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "this machine lacks $* (Debian's names); install with: sudo apt-get install $*"
  fi
  printf 'onrecord: installing %s\n' "$*" >&2
  local log
  log=$(mktemp)
  if ! { [ -n "${apt_is_fresh:-}" ] || apt-get update; } >"$log" 2>&1 ||
    ! DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1; then
    tail -n 15 "$log" >&2
    fail "the package manager could not install $*; its full words are in $log"
  fi
  apt_is_fresh=yes
  rm -f "$log"
}

# version_fits PYTHON: 3.11 to 3.13.
version_fits() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' >/dev/null 2>&1
}

# usable PYTHON: the version fits, and there is what a virtual environment needs.
usable() {
  version_fits "$1" && "$1" -c 'import venv, ensurepip' >/dev/null 2>&1
}

# The system's own Python comes first: distributions build it with the compiler's profiles, and all
# of On Record runs a quarter faster in it than in one compiled with the source's default settings.
system_python=/usr/bin/python3

find_python() {
  local candidate
  for candidate in ${ONRECORD_PYTHON:-} $system_python python3 python3.13 python3.12 python3.11; do
    if usable "$candidate"; then
      printf '%s' "$candidate"
      return
    fi
  done
  return 1
}

# bring_venv: the part of Debian's Python that makes virtual environments, where only that is missing.
bring_venv() {
  [ -z "${ONRECORD_PYTHON:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  version_fits $system_python && ! usable $system_python || return 0
  (bring python3-venv) || true # another Python may do
}

# prepare_python LOCK: a virtual environment that holds exactly what LOCK lists, checked by hash.
prepare_python() {
  local lock=$home/requirements/$1.lock stamp=$venv/.holds-$1 python
  if [ -x "$venv/bin/python" ] && { cmp -s "$lock" "$stamp" ||
    cmp -s "$home/requirements/test.lock" "$venv/.holds-test"; }; then # which holds all of the other
    return
  fi
  if ! "$venv/bin/python" -c '' >/dev/null 2>&1; then
    bring_venv
    if ! python=$(find_python); then
      bring python3 python3-venv
      python=$(find_python) || fail "no Python 3.11, 3.12 or 3.13 was found; install one of them"
    fi
    rm -rf "$venv"
    "$python" -m venv "$venv" || fail "no virtual environment could be made in $venv"
  fi
  printf 'onrecord: installing the libraries of %s (once)\n' "requirements/$1.lock" >&2
  "$venv/bin/python" -m pip install -qq --disable-pip-version-check --require-hashes \
    --only-binary :all: -r "$lock" ||
    fail "the libraries could not be installed; run the command again when the network is there"
  cp "$lock" "$stamp"
}

# What Qt's xcb platform loads on Debian 12, as "library package" lines.
window_libraries='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libdbus-1.so.3 libdbus-1-3
libfontconfig.so.1 libfontconfig1
libglib-2.0.so.0 libglib2.0-0
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxcb-cursor.so.0 libxcb-cursor0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0 libxcb-shape0
libxcb-xkb.so.1 libxcb-xkb1
'

# prepare_window: the libraries that a Qt window needs, and one font family for foreign scripts.
prepare_window() {
  [ "$(uname -s)" = Linux ] || return 0
  local known library package missing=()
  known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || known=
  while read -r library package; do
    [ -z "$library" ] || [[ $known == *"$library"* ]] || missing+=("$package")
  done <<<"$window_libraries"
  [ -d /usr/share/fonts/truetype ] || missing+=(fonts-dejavu-core)
  [ ${#missing[@]} = 0 ] || bring "${missing[@]}"
}
