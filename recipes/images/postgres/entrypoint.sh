#!/usr/bin/env bash
# Starts PostgreSQL, creating the database cluster first where there is none.
#
# First initialisation may be cut off at any moment. Everything unfinished therefore lives in
# one directory of ours, $PGDATA/.unfinished-init, which nothing but this script creates. It
# becomes the cluster only after it is complete, stopped cleanly and written to disk. At the
# next start an unfinished directory is discarded and a finished one is moved into place;
# nothing outside it is ever deleted.
set -Eeuo pipefail

STAGE_NAME=.unfinished-init
READY_NAME=.complete

say() { printf 'entrypoint: %s\n' "$*"; }
die() { printf 'entrypoint: error: %s\n' "$*" >&2; exit 1; }

# take VAR: VAR's value, or what the file named by VAR_FILE holds, into the environment.
take() {
    local var=$1 file_var=${1}_FILE
    if [ -n "${!file_var:-}" ]; then
        [ -z "${!var:-}" ] || die "$var and $file_var are both set; set only one of them"
        [ -r "${!file_var}" ] || die "$file_var names ${!file_var}, which cannot be read"
        export "$var=$(< "${!file_var}")"
    fi
    unset "$file_var"
}

# Every entry of a stage moves up beside it; the one that marks a cluster as existing goes last.
promote() {
    local stage=$1 dest=$2 last=$3 entry name
    shopt -s dotglob nullglob
    for entry in "$stage"/*; do
        name=${entry##*/}
        if [ "$name" = "$READY_NAME" ] || [ "$name" = "$last" ]; then continue; fi
        [ ! -e "$dest/$name" ] || die "$dest/$name is in the way of the newly initialised cluster; remove what does not belong there"
        mv -T "$entry" "$dest/$name"
    done
    if [ -n "$last" ] && [ -e "$stage/$last" ]; then
        sync -f "$dest"
        mv -T "$stage/$last" "$dest/$last"
    fi
    sync -f "$dest"
    rm -f "$stage/$READY_NAME"
    rmdir "$stage"
    shopt -u dotglob nullglob
}

# What may be in a new volume without being anybody's data.
foreign_entries() {
    find "$1" -mindepth 1 -maxdepth 1 ! -name "$STAGE_NAME" ! -name lost+found ! -name .snapshot -print -quit
}

needs_init() { [ ! -s "$PGDATA/PG_VERSION" ]; }

prepare_directories() {
    mkdir -p "$PGDATA"
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$PGDATA"
        find "$PGDATA" \! -user postgres -exec chown -h postgres '{}' +
        mkdir -p /var/run/postgresql
        chown postgres:postgres /var/run/postgresql
        if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
            mkdir -p "$POSTGRES_INITDB_WALDIR"
            find "$POSTGRES_INITDB_WALDIR" \! -user postgres -exec chown -h postgres '{}' +
            chmod 700 "$POSTGRES_INITDB_WALDIR"
        fi
    fi
    # A file system that keeps its own modes must not stop a server that could run on it.
    chmod 700 "$PGDATA" 2>/dev/null || true
    chmod 3775 /var/run/postgresql 2>/dev/null || true
}

check_settings() {
    : "${POSTGRES_USER:=postgres}" "${POSTGRES_INITDB_ARGS:=}" "${POSTGRES_HOST_AUTH_METHOD:=}"
    : "${POSTGRES_DB:=$POSTGRES_USER}"
    export POSTGRES_USER POSTGRES_DB POSTGRES_INITDB_ARGS POSTGRES_HOST_AUTH_METHOD
    if [ -z "${POSTGRES_PASSWORD:-}" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != trust ]; then
        die "the database is new and its superuser \"$POSTGRES_USER\" would have no password.
  Give one with POSTGRES_PASSWORD_FILE (a mounted secret) or POSTGRES_PASSWORD.
  POSTGRES_HOST_AUTH_METHOD=trust lets everybody who can reach the port in without any; use
  it only where nobody can."
    fi
    if [ "$POSTGRES_HOST_AUTH_METHOD" = trust ]; then
        say "warning: POSTGRES_HOST_AUTH_METHOD=trust: anyone who can reach this server is its superuser" >&2
    fi
}

run_psql() {
    PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-psqlrc -X \
        --username "$POSTGRES_USER" --no-password "$@"
}

run_init_files() {
    local f
    for f in /docker-entrypoint-initdb.d/*; do
        case $f in
            *.sh)
                if [ -x "$f" ]; then say "running $f"; "$f"
                else
                    say "sourcing $f"
                    # shellcheck disable=SC1090
                    . "$f"
                fi ;;
            *.sql)     say "loading $f"; run_psql --dbname "$POSTGRES_DB" -f "$f" ;;
            *.sql.gz)  say "loading $f"; gunzip -c "$f" | run_psql --dbname "$POSTGRES_DB" ;;
            *.sql.xz)  say "loading $f"; xzcat "$f" | run_psql --dbname "$POSTGRES_DB" ;;
            *.sql.zst) say "loading $f"; zstd -dc "$f" | run_psql --dbname "$POSTGRES_DB" ;;
            */\*) ;;
            *) say "ignoring $f" ;;
        esac
    done
}

# Old init scripts call the run-a-query helper under this name.
docker_process_sql() {
    if [ -n "${POSTGRES_DB:-}" ]; then set -- --dbname "$POSTGRES_DB" "$@"; fi
    run_psql "$@"
}

create_cluster() {
    local stage=$PGDATA/$STAGE_NAME wal_stage='' exists method
    local -a extra=()
    export PGDATA=$stage
    # xargs understands quotes and nothing else: no command in this value is ever run.
    mapfile -t extra < <(printf '%s' "$POSTGRES_INITDB_ARGS" | xargs -r -n1 printf '%s\n')
    [ ! -e "$stage" ] || { say "an earlier first start was cut off; starting it over"; rm -rf "$stage"; }
    if [ -n "${POSTGRES_INITDB_WALDIR:-}" ]; then
        wal_stage=$POSTGRES_INITDB_WALDIR/$STAGE_NAME
        [ -z "$(foreign_entries "$POSTGRES_INITDB_WALDIR")" ] || die "$POSTGRES_INITDB_WALDIR is not empty"
        rm -rf "$wal_stage"
    fi
    mkdir -m 700 "$stage"
    # The password reaches initdb through a pipe: never through arguments or a file on disk.
    initdb --pgdata="$stage" --username="$POSTGRES_USER" --no-sync \
        --pwfile=<(printf '%s\n' "${POSTGRES_PASSWORD:-}") "${extra[@]}"
    method=$POSTGRES_HOST_AUTH_METHOD
    [ -n "$method" ] || method=$(postgres -C password_encryption -D "$stage" "$@")
    printf '\nhost all all all %s\n' "$method" >> "$stage/pg_hba.conf"

    # No TCP while initialising: only a finished server can be taken for a healthy one.
    # shellcheck disable=SC2119
    local options
    options=$(printf '%q ' "$@" -c "listen_addresses=" -c fsync=off -p "${PGPORT:-5432}")
    pg_ctl -D "$stage" -o "$options" -w -t 600 start
    # initdb takes the password for local connections only where a method asks for it.
    export PGPASSWORD=${PGPASSWORD-${POSTGRES_PASSWORD:-}}
    exists=$(run_psql --dbname postgres -v db="$POSTGRES_DB" -tA <<< "SELECT 1 FROM pg_database WHERE datname = :'db'")
    [ -n "$exists" ] || run_psql --dbname postgres -v db="$POSTGRES_DB" <<< 'CREATE DATABASE :"db"'
    run_init_files
    pg_ctl -D "$stage" -m fast -w -t 600 stop
    unset PGPASSWORD

    if [ -n "$wal_stage" ]; then
        cp -a "$stage/pg_wal" "$wal_stage"
        rm -rf "$stage/pg_wal"
        ln -s "$POSTGRES_INITDB_WALDIR" "$stage/pg_wal"
        sync -f "$wal_stage"
    fi
    sync -f "$stage"
    : > "$stage/$READY_NAME"
    sync -f "$stage"
}

initialise() {
    local stage=$PGDATA/$STAGE_NAME
    # Told apart before anything else, because what stands there may be half moved already.
    if [ ! -e "$stage/$READY_NAME" ]; then
        [ -z "$(foreign_entries "$PGDATA")" ] || die "$PGDATA holds files but no database (no PG_VERSION).
  Nothing was touched. If they are remains, remove them; if the data was mounted one level
  off, correct the mount."
        check_settings
        ( create_cluster "$@" )
    fi
    if [ -n "${POSTGRES_INITDB_WALDIR:-}" ] && [ -d "$POSTGRES_INITDB_WALDIR/$STAGE_NAME" ]; then
        promote "$POSTGRES_INITDB_WALDIR/$STAGE_NAME" "$POSTGRES_INITDB_WALDIR" ''
    fi
    promote "$stage" "$PGDATA" PG_VERSION
    say "the new cluster is complete"
}

asks_for_help() {
    local arg
    for arg; do
        case $arg in -'?'|--help|--describe-config|-V|--version|-C) return 0 ;; esac
    done
    return 1
}

main() {
    case ${1:-} in ''|-*) set -- postgres "$@" ;; esac
    if [ "$1" != postgres ] || asks_for_help "$@"; then exec "$@"; fi

    prepare_directories
    # Secrets are read before privileges go, so a file only root can read will do.
    if needs_init; then
        local var
        for var in POSTGRES_PASSWORD POSTGRES_USER POSTGRES_DB POSTGRES_INITDB_ARGS; do take "$var"; done
    fi
    if [ "$(id -u)" = 0 ]; then
        export HOME=/var/lib/postgresql
        exec setpriv --reuid=postgres --regid=postgres --init-groups -- "${BASH_SOURCE[0]}" "$@"
    fi

    if needs_init; then
        # A stop request ends the container at once, because leaving half way is safe; the
        # kernel ends whatever of it is still running.
        ( shift; initialise "$@" ) &
        local pid=$!
        trap 'say "asked to stop during first initialisation; it starts over next time"; exit 143' INT TERM
        wait "$pid" || die "first initialisation failed; the messages above say why. It starts over next time."
        trap - INT TERM
    elif [ -d "$PGDATA/$STAGE_NAME" ]; then
        # The cluster is in place, so this can only be the empty or abandoned rest of a stage.
        rm -rf "${PGDATA:?}/$STAGE_NAME"
    fi
    unset POSTGRES_PASSWORD
    exec "$@"
}

main "$@"
