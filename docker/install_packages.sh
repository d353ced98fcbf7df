#!/bin/bash
# Installs the Debian packages of docker/packages.txt that this machine lacks. It does nothing, and needs neither
# network nor root, when all of them are there. The test runner, the demo, CI and the image build share it, so that
# the list exists once.
set -euo pipefail

list="$(dirname -- "${BASH_SOURCE[0]}")/packages.txt"
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "install_packages: dpkg and apt-get are needed; this is no Debian system. Install the packages of $list by hand." >&2
    exit 1
fi

mapfile -t wanted < <(sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' "$list")
if [ "${#wanted[@]}" -eq 0 ]; then
    echo "install_packages: $list names no package" >&2
    exit 1
fi

missing_packages() {
    comm -23 <(printf '%s\n' "${wanted[@]}" | LC_ALL=C sort -u) \
        <(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | LC_ALL=C sort -u)
}

mapfile -t missing < <(LC_ALL=C missing_packages)
[ "${#missing[@]}" -eq 0 ] && exit 0
echo "install_packages: installing ${missing[*]}" >&2

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "install_packages: not root and no sudo. Run as root: apt-get install ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

# Unattended upgrades hold the package lock for minutes on a fresh machine, hence the wait.
apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300)
"${apt[@]}" update >&2
"${apt[@]}" install --no-install-recommends "${missing[@]}" >&2

mapfile -t missing < <(LC_ALL=C missing_packages)
if [ "${#missing[@]}" -ne 0 ]; then
    echo "install_packages: still missing after installation: ${missing[*]}" >&2
    exit 1
fi
