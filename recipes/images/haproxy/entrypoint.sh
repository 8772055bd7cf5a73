#!/bin/sh
# Starts HAProxy as a master with workers in the foreground: SIGUSR2 to the master loads a new
# configuration without dropping connections. Logs reach the container's output where the
# configuration says "log stdout format raw local0".
set -eu

case ${1:-} in ''|-*) set -- haproxy "$@" ;; esac

if [ "$1" = haproxy ]; then
    shift
    set -- haproxy -W -db "$@"
fi
exec "$@"
