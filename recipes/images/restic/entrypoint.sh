#!/bin/sh
# Runs restic with what stands in /run/restic: the repository's password, and each file in
# /run/restic/env as a variable of that name. Like this they are in no argument, and not in what
# the Engine shows of a container. The files are gone before restic looks at anything: whoever
# writes in what is backed up could otherwise lead it to them.
set -eu

if [ -d /run/restic/env ]; then
    for file in /run/restic/env/*; do
        [ -f "$file" ] || continue
        # The dot keeps newlines at the end of a value, which $( ) would cut off.
        value=$(cat "$file"; printf .)
        export "${file##*/}=${value%.}"
        rm -f "$file"
    done
fi
[ -f /run/restic/password ] || exec restic "$@"
password=$(cat /run/restic/password)
rm -f /run/restic/password
# Through a pipe that can be read once.
exec restic --password-file /dev/fd/3 "$@" 3<<EOF
$password
EOF
