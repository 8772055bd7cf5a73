#!/bin/sh
# Runs restic with what stands in /run/restic: the repository's password, and each file in
# /run/restic/env as a variable of that name. Like this they are in no argument, and not in what
# the Engine shows of a container.
set -eu

if [ -d /run/restic/env ]; then
    for file in /run/restic/env/*; do
        [ -f "$file" ] || continue
        # The dot keeps newlines at the end of a value, which $( ) would cut off.
        value=$(cat "$file"; printf .)
        export "${file##*/}=${value%.}"
    done
fi
if [ -f /run/restic/password ]; then
    export RESTIC_PASSWORD_FILE=/run/restic/password
fi
exec restic "$@"
