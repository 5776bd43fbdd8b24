# Packages, the demo's video and the build: shell functions that demo.sh and tests/run.sh share.
# SPDX-License-Identifier: Apache-2.0
# Before sourcing it, set: root (top of the source tree) and log (a file for long output).
# shellcheck shell=sh disable=SC2154

video_sha256=45cddc9490be69345cbdab64ca583be65987e864ca408038e648db99e10516cf

say() { printf '%s\n' "$*"; }

die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# Runs a command with its output in the log; on failure shows the log's tail and stops.
logged() {
  say "\$ $*" >>"$log"
  if ! "$@" >>"$log" 2>&1 </dev/null; then
    tail -n 30 "$log" >&2
    die "this failed: $*
       All of its output is in $log"
  fi
}

# Starts the log anew.
start_log() {
  folder=$(dirname "$log")
  if ! { mkdir -p "$folder" && : >"$log"; } 2>/dev/null; then
    die "cannot write $log: the source tree, or its folder build, belongs to somebody else"
  fi
  say "Long output goes to $log"
}

# Prints the packages of the given groups, one per line.
packages_of() {
  for group in "$@"; do
    sed 's/#.*//' "$root/counter/packages.txt" | awk -v group="$group" '$2 == group { print $1 }'
  done
}

# Prints those of the packages on standard input that are not installed.
only_missing() {
  while read -r package; do
    case $(dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null || true) in
      installed*) ;;
      *) say "$package" ;;
    esac
  done
}

# Prints how to become root: nothing to put before a command, or sudo. Fails where there is no way.
root_prefix() {
  if [ "$(id -u)" -eq 0 ]; then
    return 0
  fi
  command -v sudo
}

# apt-get without questions; waits for another package tool to finish.
apt_get() {
  prefix=$(root_prefix) || return 1
  logged ${prefix:+"$prefix"} env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
    -o DPkg::Lock::Timeout=300 "$@"
}

# Installs what is missing of the given groups. Needs root, or sudo, only if something is missing.
install_packages() {
  if ! { command -v dpkg-query && command -v apt-get; } >/dev/null; then
    die "this is no Debian system. Install what counter/packages.txt lists in your own way,
       then build with: cmake --workflow --preset release"
  fi
  missing=$(packages_of "$@" | only_missing | tr '\n' ' ')
  missing=${missing% }
  if [ -z "$missing" ]; then
    say "Packages: all there"
    return 0
  fi
  root_prefix >/dev/null ||
    die "packages are missing, and you are neither root nor have sudo. Ask an administrator to run:
  apt-get update && apt-get install -y --no-install-recommends $missing"
  say "Packages: installing $missing (1 to 5 minutes)"
  apt_get update
  # shellcheck disable=SC2086  # one word per package
  apt_get install --no-install-recommends $missing
}

# True if the file is the video and nothing else.
is_the_video() {
  [ -f "$1" ] && [ "$(sha256sum <"$1")" = "$video_sha256  -" ]
}

# Sets video to the demo's recording, a public test sequence of people on a forecourt. It is fetched
# once, out of the Debian package opencv-doc, and kept outside the source tree.
fetch_video() {
  [ -n "${XDG_CACHE_HOME:-}${HOME:-}" ] || die "set HOME or XDG_CACHE_HOME: the video is kept there"
  cache=${XDG_CACHE_HOME:-$HOME/.cache}/throng
  video=$cache/vtest.avi
  if is_the_video "$video"; then
    say "Video: already at $video"
    return 0
  fi
  say "Video: fetching vtest.avi (8 MB) out of the Debian package opencv-doc (up to 1 minute)"
  mkdir -p "$cache" || die "cannot make the folder $cache"
  fetched=$(mktemp -d "$cache/fetch.XXXXXX") || die "cannot write to $cache"
  trap 'rm -rf "$fetched"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  if ! download_package "$fetched" >>"$log" 2>&1; then  # a fresh machine has no package lists yet
    root_prefix >/dev/null ||
      die "the package opencv-doc cannot be fetched (see $log).
       Is the network there? If so, ask an administrator to run: apt-get update"
    apt_get update
    logged download_package "$fetched"
  fi
  logged unpack_video "$fetched"
  is_the_video "$fetched/vtest.avi" ||
    die "vtest.avi in this opencv-doc is not the recording that the demo is made for.
       Expected sha256: $video_sha256"
  mv "$fetched/vtest.avi" "$video"
  rm -rf "$fetched"
  trap - EXIT INT TERM HUP
}

# Leaves opencv-doc's .deb in the folder $1. Needs no root.
download_package() {
  as_root=
  [ "$(id -u)" -ne 0 ] || as_root=APT::Sandbox::User=root  # else apt warns of a folder closed to it
  (cd "$1" && apt-get -q ${as_root:+-o "$as_root"} download opencv-doc)
}

# Leaves only vtest.avi in the folder $1 that holds the .deb.
unpack_video() {
  path=./usr/share/doc/opencv-doc/examples/data/vtest.avi
  dpkg-deb --fsys-tarfile "$1"/opencv-doc_*.deb | tar -x -C "$1" --strip-components=7 "$path" &&
    rm -f "$1"/opencv-doc_*.deb
}

# Configures and builds the preset $1. Goes on where it stopped; does nothing if nothing changed.
build_preset() (
  cd "$root" || exit
  logged cmake --preset "$1"
  logged cmake --build --preset "$1"
)
