#!/usr/bin/env bash
# Probes for a Compose healthcheck, with the flags people know: --connect (the server answers
# over TCP, which the private server of the first initialisation never does) and
# --innodb_initialized (its storage engine is up). Several may be given; all must hold.
set -euo pipefail

options=/var/lib/mysql/.my-healthcheck.cnf

query() {
    mariadb --defaults-file="$options" --protocol=tcp --host=127.0.0.1 --connect-timeout=5 \
        --skip-column-names --batch --execute="$1"
}

connect() {
    local answer
    if answer=$(query 'SELECT 1' 2>&1); then return 0; fi
    # A refused login is an answer too: it comes from a server that is up.
    [[ $answer == *'ERROR 1045'* ]]
}

innodb_initialized() {
    [ "$(query "SELECT 1 FROM information_schema.ENGINES WHERE engine = 'innodb' AND support IN ('YES', 'DEFAULT')")" = 1 ]
}

[ $# -gt 0 ] || { echo "usage: healthcheck.sh --connect | --innodb_initialized ..." >&2; exit 2; }
for flag; do
    case $flag in
        --connect) connect ;;
        --innodb_initialized) innodb_initialized ;;
        --defaults-extra-file=*|--defaults-file=*) options=${flag#*=} ;;
        --su-mysql|--no-defaults) ;;
        *) echo "healthcheck.sh: unknown flag $flag" >&2; exit 2 ;;
    esac || { echo "healthcheck.sh: ${flag#--} failed" >&2; exit 1; }
done
