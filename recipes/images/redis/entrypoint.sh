#!/bin/sh
# Starts redis-server as its own account. Arguments that begin with - or end in .conf are the
# server's.
set -eu

case ${1:-} in ''|-*|*.conf) set -- redis-server "$@" ;; esac
case $1 in redis-server|redis-sentinel) ;; *) exec "$@" ;; esac

if [ "$(id -u)" = 0 ]; then
    # Volumes written by another image's account are taken over.
    find . \! -user redis -exec chown -h redis '{}' +
    export HOME=/data
    exec setpriv --reuid=redis --regid=redis --init-groups -- "$0" "$@"
fi

# Debian's build refuses other machines unless a password or this setting says otherwise.
# Applications reach this server over a private network, as with the upstream image, so it is
# off wherever neither the arguments nor the configuration file decide it.
if [ "$1" = redis-server ]; then
    decided=
    for arg; do
        case $arg in --protected-mode|--sentinel|-v|--version|-h|--help|--test-memory|-) decided=1 ;; esac
    done
    case ${2:-} in
        ''|-*) ;;
        *) if grep -Eqis '^[[:space:]]*protected-mode[[:space:]]' "$2"; then decided=1; fi ;;
    esac
    [ -n "$decided" ] || set -- "$@" --protected-mode no
fi

# What the server writes is nobody else's to read, unless somebody chose a mask.
if [ "$(umask)" = 0022 ]; then umask 0077; fi
exec "$@"
