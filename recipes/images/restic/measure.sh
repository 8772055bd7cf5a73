#!/bin/sh
# Prints one line of JSON for each directory: what is in it, and whose it is.
set -eu

for directory; do
    owner=$(stat -c '%u:%g' "$directory")
    mode=$(stat -c '%a' "$directory")
    # What goes away while it is counted is not there.
    { find "$directory" -mindepth 1 -printf '%y %s\n' 2>/dev/null || true; } |
        awk -v path="$directory" -v owner="$owner" -v mode="$mode" '
            $1 == "f" { files++; bytes += $2; next }
            $1 == "d" { directories++; next }
            $1 == "l" { links++; next }
            { others++ }
            END {
                printf "{\"path\":\"%s\",\"owner\":\"%s\",\"mode\":\"%s\",", path, owner, mode
                printf "\"files\":%.0f,\"directories\":%.0f,", files, directories
                printf "\"links\":%.0f,\"others\":%.0f,\"bytes\":%.0f}\n", links, others, bytes
            }'
done
