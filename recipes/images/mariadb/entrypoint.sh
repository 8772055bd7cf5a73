#!/usr/bin/env bash
# Starts MariaDB, creating the system tables, the database and its user first where there are
# none.
#
# First initialisation may be cut off at any moment. Everything unfinished therefore lives in
# one directory of ours inside the data directory, .unfinished-init, which nothing but this
# script creates. It moves into place only after it is complete, stopped cleanly and written
# to disk. At the next start an unfinished directory is discarded and a finished one is moved
# into place; nothing outside it is ever deleted.
set -Eeuo pipefail

STAGE_NAME=.unfinished-init
READY_NAME=.complete
SOCKET=/run/mysqld/mysqld.sock

say() { printf 'entrypoint: %s\n' "$*"; }
die() { printf 'entrypoint: error: %s\n' "$*" >&2; exit 1; }

# take NAME: MARIADB_NAME from itself, MARIADB_NAME_FILE or the older MYSQL_ spellings.
take() {
    local name=$1 new=MARIADB_$1 source='' candidate
    for candidate in "MARIADB_$name" "MARIADB_${name}_FILE" "MYSQL_$name" "MYSQL_${name}_FILE"; do
        [ -n "${!candidate:-}" ] || continue
        # The same setting under its new and its old name is one setting; a value and a file are two.
        if [ -n "$source" ]; then
            if [ "${source%_FILE}" = "$source" ] && [ "${candidate%_FILE}" = "$candidate" ]; then continue; fi
            if [ "${source%_FILE}" != "$source" ] && [ "${!source}" = "${!candidate}" ]; then continue; fi
            die "$source and $candidate are both set; set only one of them"
        fi
        source=$candidate
    done
    if [ -n "$source" ]; then
        local value=${!source}
        if [ "${source%_FILE}" != "$source" ]; then
            [ -r "$value" ] || die "$source names $value, which cannot be read"
            value=$(< "$value")
        fi
        export "$new=$value"
    else
        export "$new="
    fi
    unset "${new}_FILE" "MYSQL_$name" "MYSQL_${name}_FILE"
}

SETTINGS=(ROOT_PASSWORD ROOT_PASSWORD_HASH ROOT_HOST RANDOM_ROOT_PASSWORD ALLOW_EMPTY_ROOT_PASSWORD
    DATABASE USER PASSWORD PASSWORD_HASH INITDB_SKIP_TZINFO)

take_settings() {
    local name
    for name in "${SETTINGS[@]}"; do take "$name"; done
    if [ -n "${MYSQL_ALLOW_EMPTY_PASSWORD:-}" ]; then
        export MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=$MYSQL_ALLOW_EMPTY_PASSWORD
        unset MYSQL_ALLOW_EMPTY_PASSWORD
    fi
}

check_settings() {
    if [ -z "$MARIADB_ROOT_PASSWORD$MARIADB_ROOT_PASSWORD_HASH$MARIADB_RANDOM_ROOT_PASSWORD$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD" ]; then
        die "the database is new and nothing says how its root account is to be protected.
  Give a password with MARIADB_ROOT_PASSWORD_FILE (a mounted secret) or MARIADB_ROOT_PASSWORD,
  a hash with MARIADB_ROOT_PASSWORD_HASH, or have one made with MARIADB_RANDOM_ROOT_PASSWORD=1.
  MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1 leaves the account open; use it only for throw-away data."
    fi
    [ -n "$MARIADB_ROOT_HOST" ] || MARIADB_ROOT_HOST=%
    if [ -n "$MARIADB_USER" ]; then
        [ "$MARIADB_USER" != root ] || die "MARIADB_USER cannot be root; its password is MARIADB_ROOT_PASSWORD"
        [ -n "$MARIADB_PASSWORD$MARIADB_PASSWORD_HASH" ] || die "MARIADB_USER is set without MARIADB_PASSWORD or MARIADB_PASSWORD_FILE"
    elif [ -n "$MARIADB_PASSWORD$MARIADB_PASSWORD_HASH" ]; then
        say "warning: MARIADB_PASSWORD is set without MARIADB_USER; no user is created" >&2
    fi
}

# What the server itself makes of its configuration files and arguments.
configured() {
    local key=$1; shift
    "$@" --verbose --help 2>/dev/null | awk -v key="$key" '$1 == key && NF > 1 { sub(/^[^ \t]+[ \t]+/, ""); print; exit }'
}

foreign_entries() {
    find "$1" -mindepth 1 -maxdepth 1 ! -name "$STAGE_NAME" ! -name lost+found ! -name .snapshot -print -quit
}

# Every entry of the stage moves up beside it; "mysql", which marks a database as existing, last.
promote() {
    local stage=$1 dest=$2 entry name
    shopt -s dotglob nullglob
    for entry in "$stage"/*; do
        name=${entry##*/}
        if [ "$name" = "$READY_NAME" ] || [ "$name" = mysql ]; then continue; fi
        [ ! -e "$dest/$name" ] || die "$dest/$name is in the way of the newly initialised database; remove what does not belong there"
        mv -T "$entry" "$dest/$name"
    done
    if [ -e "$stage/mysql" ]; then
        sync -f "$dest"
        mv -T "$stage/mysql" "$dest/mysql"
    fi
    sync -f "$dest"
    rm -f "$stage/$READY_NAME"
    rmdir "$stage"
}

# A string literal for a session with NO_BACKSLASH_ESCAPES, where only the quote is special.
literal() { printf "'%s'" "${1//\'/\'\'}"; }
identifier() { printf '`%s`' "${1//\`/\`\`}"; }

# The root password goes through the client's environment, which only its own account can see.
run_sql() {
    local -a database=()
    if [ "${1:-}" = --database ]; then
        [ -z "$2" ] || database=(--database="$2")
        shift 2
    fi
    MYSQL_PWD=${ROOT_LOGIN:-} mariadb --no-defaults --protocol=socket --socket="$SOCKET" \
        --user=root --binary-mode --default-character-set=utf8mb4 "${database[@]}" "$@"
}

# Old init scripts call the run-a-query helper under this name.
docker_process_sql() {
    if [ "${1:-}" = --dont-use-mysql-root-password ]; then shift; fi
    run_sql --database "$MARIADB_DATABASE" "$@"
}

start_private_server() {
    "$@" --skip-networking --socket="$SOCKET" --pid-file=/run/mysqld/init.pid --skip-slave-start \
        --loose-wsrep-on=OFF --loose-innodb-buffer-pool-load-at-startup=0 --expire-logs-days=0 &
    PRIVATE_PID=$!
    local tries
    for tries in $(seq 1200); do
        if run_sql --execute='SELECT 1' >/dev/null 2>&1; then return; fi
        kill -0 "$PRIVATE_PID" 2>/dev/null || die "the server stopped while it was being initialised"
        sleep 0.1
    done
    die "the server did not answer after $((tries / 10)) s of initialisation"
}

stop_private_server() {
    kill -TERM "$PRIVATE_PID"
    wait "$PRIVATE_PID" || die "the server did not stop cleanly after initialisation"
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
            *.sql)     say "loading $f"; run_sql --database "$MARIADB_DATABASE" < "$f" ;;
            *.sql.gz)  say "loading $f"; gunzip -c "$f" | run_sql --database "$MARIADB_DATABASE" ;;
            *.sql.xz)  say "loading $f"; xzcat "$f" | run_sql --database "$MARIADB_DATABASE" ;;
            *.sql.zst) say "loading $f"; zstd -dc "$f" | run_sql --database "$MARIADB_DATABASE" ;;
            */\*) ;;
            *) say "ignoring $f" ;;
        esac
    done
}

random_password() { head -c 24 /dev/urandom | base64 | tr '+/' '-_'; }

account_sql() {
    local stage=$1 health auth accounts=("'root'@'localhost'") account
    cat <<'SQL'
SET SESSION sql_log_bin = 0, SESSION sql_mode = CONCAT(@@sql_mode, ',NO_BACKSLASH_ESCAPES');
DELETE FROM mysql.global_priv WHERE User NOT IN ('mariadb.sys', 'PUBLIC') AND NOT (User = 'root' AND Host = 'localhost');
DELETE FROM mysql.proxies_priv WHERE Host <> 'localhost';
FLUSH PRIVILEGES;
SQL
    if [ -n "$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
        (umask 077; printf '%s\n' "$MARIADB_ROOT_PASSWORD" > "$stage/.root-password")
    fi
    health=$(random_password)
    (umask 077; printf '[mariadb-client]\nport=%s\nsocket=%s\nuser=healthcheck\npassword=%s\n' \
        "${MARIADB_PORT_NUMBER:-3306}" "$SOCKET" "$health" > "$stage/.my-healthcheck.cnf")
    for account in localhost 127.0.0.1 ::1; do
        printf "CREATE USER 'healthcheck'@'%s' IDENTIFIED BY %s;\n" "$account" "$(literal "$health")"
    done
    if [ -n "$MARIADB_DATABASE" ]; then printf 'CREATE DATABASE IF NOT EXISTS %s;\n' "$(identifier "$MARIADB_DATABASE")"; fi
    if [ -n "$MARIADB_USER" ]; then
        if [ -n "$MARIADB_PASSWORD_HASH" ]; then auth="IDENTIFIED BY PASSWORD $(literal "$MARIADB_PASSWORD_HASH")"
        else auth="IDENTIFIED BY $(literal "$MARIADB_PASSWORD")"; fi
        printf "CREATE USER %s@'%%' %s;\n" "$(literal "$MARIADB_USER")" "$auth"
        if [ -n "$MARIADB_DATABASE" ]; then
            # _ and % are wildcards in a grant's database name.
            local pattern=${MARIADB_DATABASE//_/\\_}
            printf "GRANT ALL ON %s.* TO %s@'%%';\n" "$(identifier "${pattern//%/\\%}")" "$(literal "$MARIADB_USER")"
        fi
    fi
    # root comes last, because from there on this connection's own account has a password.
    if [ -n "$MARIADB_ROOT_PASSWORD_HASH" ]; then auth="IDENTIFIED BY PASSWORD $(literal "$MARIADB_ROOT_PASSWORD_HASH")"
    else auth="IDENTIFIED BY $(literal "$MARIADB_ROOT_PASSWORD")"; fi
    if [ "$MARIADB_ROOT_HOST" != localhost ]; then
        account="'root'@$(literal "$MARIADB_ROOT_HOST")"
        printf 'CREATE USER %s;\nGRANT ALL ON *.* TO %s WITH GRANT OPTION;\n' "$account" "$account"
        accounts+=("$account")
    fi
    for account in "${accounts[@]}"; do printf 'ALTER USER %s %s;\n' "$account" "$auth"; done
}

create_database() {
    local stage=$1; shift
    [ ! -e "$stage" ] || { say "an earlier first start was cut off; starting it over"; rm -rf "$stage"; }
    mkdir -m 750 "$stage"
    mariadb-install-db "${@:2}" --datadir="$stage" --auth-root-authentication-method=normal \
        --skip-test-db --cross-bootstrap --skip-log-bin --expire-logs-days=0 >/dev/null
    say "system tables created"
    start_private_server "$@" --datadir="$stage"
    if [ -z "$MARIADB_INITDB_SKIP_TZINFO" ]; then
        mariadb-tzinfo-to-sql /usr/share/zoneinfo 2>/dev/null | run_sql --database mysql
    fi
    if [ -n "$MARIADB_RANDOM_ROOT_PASSWORD" ]; then
        MARIADB_ROOT_PASSWORD=$(random_password)
        say "a root password was made; it is in .root-password in the data directory"
    fi
    account_sql "$stage" | run_sql
    ROOT_LOGIN=$MARIADB_ROOT_PASSWORD
    export MYSQL_HOST=${MYSQL_HOST:-localhost}
    if [ -n "$MARIADB_ROOT_PASSWORD_HASH" ]; then
        say "root's password is known by its hash only, so the files in /docker-entrypoint-initdb.d are not run" >&2
    else
        run_init_files
    fi
    stop_private_server
    sync -f "$stage"
    : > "$stage/$READY_NAME"
    sync -f "$stage"
}

initialise() {
    local datadir=$1; shift
    local stage=$datadir/$STAGE_NAME
    if [ ! -e "$stage/$READY_NAME" ]; then
        [ -z "$(foreign_entries "$datadir")" ] || die "$datadir holds files but no database (no directory mysql).
  Nothing was touched. If they are remains, remove them; if the data was mounted one level
  off, correct the mount."
        check_settings
        ( create_database "$stage" "$@" )
    fi
    promote "$stage" "$datadir"
    say "the new database is complete"
}

# Brings the system tables of an older release up to this one; safe to repeat.
upgrade() {
    local datadir=$1; shift
    if ! mariadb-upgrade --no-defaults --datadir="$datadir" --check-if-upgrade-is-needed >/dev/null 2>&1; then return; fi
    if [ -z "${MARIADB_AUTO_UPGRADE:-}" ]; then
        say "the data was written by an older release; set MARIADB_AUTO_UPGRADE=1 to bring its system tables up to date" >&2
        return
    fi
    say "bringing the system tables up to this release"
    start_private_server "$@" --datadir="$datadir" --skip-grant-tables
    mariadb-upgrade --no-defaults --protocol=socket --socket="$SOCKET" --user=root --upgrade-system-tables
    stop_private_server
    say "the system tables are up to date"
}

prepare_directories() {
    local datadir=$1
    mkdir -p "$datadir"
    if [ "$(id -u)" = 0 ]; then
        mkdir -p /run/mysqld
        find "$datadir" /run/mysqld \! -user mysql -exec chown -h mysql:mysql '{}' +
    fi
}

asks_for_help() {
    local arg
    for arg; do
        case $arg in -'?'|--help|--print-defaults|-V|--version|--wsrep-recover) return 0 ;; esac
    done
    return 1
}

main() {
    case ${1:-} in ''|-*) set -- mariadbd "$@" ;; esac
    case $1 in mariadbd|mysqld) ;; *) exec "$@" ;; esac
    if asks_for_help "$@"; then exec "$@"; fi

    local datadir
    datadir=$(configured datadir "$@" --user=mysql) || datadir=
    if [ -z "$datadir" ]; then
        "$@" --user=mysql --verbose --help >/dev/null || die "the server does not accept its configuration (see above)"
    fi
    datadir=${datadir%/}
    prepare_directories "$datadir"
    # Secrets are read before privileges go, so a file only root can read will do.
    if [ ! -d "$datadir/mysql" ]; then take_settings; fi
    if [ "$(id -u)" = 0 ]; then
        export HOME=/var/lib/mysql
        exec setpriv --reuid=mysql --regid=mysql --init-groups -- "${BASH_SOURCE[0]}" "$@"
    fi

    # A stop request ends the container at once, because leaving half way is safe; the kernel
    # ends whatever of it is still running.
    local pid
    if [ ! -d "$datadir/mysql" ]; then
        initialise "$datadir" "$@" &
        pid=$!
        trap 'say "asked to stop during first initialisation; it starts over next time"; exit 143' INT TERM
        wait "$pid" || die "first initialisation failed; the messages above say why. It starts over next time."
        trap - INT TERM
    else
        # The database is in place, so this can only be the rest of an abandoned stage.
        rm -rf "${datadir:?}/$STAGE_NAME"
        upgrade "$datadir" "$@"
    fi
    local name
    for name in "${SETTINGS[@]}"; do unset "MARIADB_$name"; done
    exec "$@"
}

main "$@"
