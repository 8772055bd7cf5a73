#!/bin/sh
# Runs what /docker-entrypoint.d holds, in version order, then nginx. *.sh are run, *.envsh are
# sourced so that they can set variables for those after them; both only where executable.
set -e

say() { [ -n "${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ] || printf '%s: %s\n' "$0" "$*"; }

if [ "$1" = nginx ] || [ "$1" = nginx-debug ]; then
    list=$(find /docker-entrypoint.d/ -mindepth 1 -maxdepth 1 \( -type f -o -type l \) \( -name '*.sh' -o -name '*.envsh' \) -print | sort -V)
    # Names are split at line ends only.
    OLD_IFS=$IFS
    IFS='
'
    for f in $list; do
        IFS=$OLD_IFS
        if [ ! -x "$f" ]; then say "ignoring $f, which is not executable"; continue; fi
        case $f in
            *.envsh) say "sourcing $f"; . "$f" ;;
            *) say "running $f"; "$f" ;;
        esac
    done
    IFS=$OLD_IFS
fi
exec "$@"
