#!/bin/sh
# own UID:GID MODE DIRECTORY: gives a volume's top to whom it belongs.
set -eu

chown -h "$1" "$3"
chmod "$2" "$3"
