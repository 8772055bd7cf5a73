#!/bin/sh
# seed-redis DUMP DIRECTORY UID:GID: puts a dump where Redis looks when it starts, with and without
# a log of changes: as the snapshot, and as the base of a new log.
set -eu

dump=$1 directory=$2 owner=$3
log=$directory/appendonlydir
mkdir -p -m 0700 "$log"
cp "$dump" "$directory/dump.rdb"
cp "$dump" "$log/appendonly.aof.1.base.rdb"
: > "$log/appendonly.aof.1.incr.aof"
printf 'file appendonly.aof.1.base.rdb seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n' \
    > "$log/appendonly.aof.manifest"
chmod 0600 "$directory/dump.rdb" "$log"/*
chown -R "$owner" "$directory"
