#!/usr/bin/env bash
# Proves README's two commands on a bare Debian 12: a minimal root (debootstrap), a fresh clone in it,
# and nothing installed by hand. Needs root; takes some minutes and 3 GB. Apart from bin/test.
#
#   tests/fresh_machine.sh [FOLDER]     FOLDER is where the root is made (default: a temporary one)
#
# Package sources, their keys and pip's settings are this machine's own, copied as they are.
set -euo pipefail
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
root=${1:-$(mktemp -d)/debian}

say() { printf '\n== %s\n' "$1"; }

[ "$(id -u)" = 0 ] || { echo "fresh_machine: only root can make a Debian root" >&2; exit 2; }
command -v debootstrap >/dev/null || apt-get install -y --no-install-recommends debootstrap

unmount() {
  for place in dev/shm dev/pts dev proc sys; do
    mountpoint -q "$root/$place" && umount -l "$root/$place"
  done
  return 0
}
trap unmount EXIT

if [ ! -e "$root/etc/debian_version" ]; then
  say "a minimal Debian 12"
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' 'Identifier: Packages' |
    awk '$2 == "bookworm" { print $1; exit }')
  debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >"$root.log" 2>&1 ||
    { tail "$root.log"; exit 1; }
  cp -a /etc/apt/sources.list* /etc/apt/apt.conf.d /etc/apt/trusted.gpg.d "$root/etc/apt/"
  cp -a /usr/share/keyrings "$root/usr/share/"
  cp -aL /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/ca-certificates.crt"
  for settings in /etc/pip.conf /root/.config/pip; do
    [ ! -e "$settings" ] || { mkdir -p "$root$(dirname "$settings")" && cp -aL "$settings" "$root$settings"; }
  done
  # Only Debian's own sources: other vendors' may need programs that a bare machine has not.
  find "$root/etc/apt/sources.list.d" -type f ! -name 'debian*' -delete
fi
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
mkdir -p "$root"/{dev/shm,dev/pts,proc,sys}
mount --bind /dev "$root/dev"
mount -t devpts devpts "$root/dev/pts" 2>/dev/null || mount --bind /dev/pts "$root/dev/pts"
mount -t tmpfs tmpfs "$root/dev/shm"
mount -t proc proc "$root/proc"
mount --bind /sys "$root/sys"

say "a fresh clone"
rm -rf "$root/srv/onrecord"
git clone --quiet --no-hardlinks "$here" "$root/srv/onrecord"

inside() {
  local pip_settings
  mapfile -t pip_settings < <(env | grep -E '^PIP_(CERT|DEFAULT_TIMEOUT|DISABLE)' || true)
  chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 "${pip_settings[@]}" \
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    bash -c "cd /srv/onrecord || exit; $1"
}

say "bin/onrecord, without a screen"
inside 'bin/onrecord; test $? = 2'
inside 'bin/onrecord --version'

say "bin/onrecord: in, found, out"
inside 'rm -rf /tmp/try.onrecord && bin/onrecord new /tmp/try && bin/onrecord import /tmp/try seeds/documents &&
  bin/onrecord list people /tmp/try && bin/onrecord dossier /tmp/try /tmp/try.pdf && bin/onrecord check /tmp/try'

say "bin/test"
inside 'bin/test'

say "bin/onrecord, with a screen"
inside '
  Xvfb :97 -screen 0 1440x900x24 >/tmp/xvfb.log 2>&1 & screen=$!
  sleep 2
  DISPLAY=:97 bin/onrecord /tmp/try >/tmp/window.log 2>&1 & window=$!
  for _ in $(seq 30); do
    sleep 1
    DISPLAY=:97 xdotool search --onlyvisible --name "On Record" >/dev/null && break
  done
  DISPLAY=:97 xdotool search --onlyvisible --name "On Record" getwindowname
  found=$?
  kill $window $screen
  cat /tmp/window.log
  exit $found'

say "quick and quiet the second time"
time inside 'bin/onrecord --version'
echo "fresh_machine: all of it works"
