#!/usr/bin/env bash
# Starts RabbitMQ as its own account. The server itself creates RABBITMQ_DEFAULT_USER, with
# RABBITMQ_DEFAULT_PASS and RABBITMQ_DEFAULT_VHOST, when its data directory is new.
#
# The data directory is named after the host name: a container that is replaced must keep its
# own (Compose: hostname), or the broker starts empty beside the old data.
set -euo pipefail

die() { printf 'entrypoint: error: %s\n' "$*" >&2; exit 1; }

take() {
    local var=$1 file_var=${1}_FILE
    if [ -n "${!file_var:-}" ]; then
        [ -z "${!var:-}" ] || die "$var and $file_var are both set; set only one of them"
        [ -r "${!file_var}" ] || die "$file_var names ${!file_var}, which cannot be read"
        export "$var=$(< "${!file_var}")"
    fi
    unset "$file_var"
}

# Written whole before it gets its name: a cut-off start must not leave half a cookie.
write_cookie() {
    local cookie=$1 target=$HOME/.erlang.cookie temporary
    temporary=$(mktemp "$HOME/.erlang.cookie.XXXXXX")
    printf '%s' "$cookie" > "$temporary"
    chmod 400 "$temporary"
    if [ "$(id -u)" = 0 ]; then chown rabbitmq:rabbitmq "$temporary"; fi
    mv -f "$temporary" "$target"
}

# The server creates its first account in several steps, and a cut between them would leave an
# account without permissions for good. Until one first start has been seen through, each start
# repeats whatever is missing. Nothing is ever deleted.
FIRST_START=$RABBITMQ_DATA_DIR/.first-start

# Run inside the server, which has the password in its environment: it never is an argument.
ADD_USER='
    Get = fun(Name) -> unicode:characters_to_binary(os:getenv(Name, "guest")) end,
    User = Get("RABBITMQ_DEFAULT_USER"),
    case rabbit_auth_backend_internal:lookup_user(User) of
        {ok, _} -> ok;
        _ -> rabbit_auth_backend_internal:add_user(User, Get("RABBITMQ_DEFAULT_PASS"), <<"first start">>)
    end.'

finish_first_start() {
    local user=${RABBITMQ_DEFAULT_USER:-guest} vhost=${RABBITMQ_DEFAULT_VHOST:-/}
    until rabbitmqctl -q await_startup --timeout 60; do sleep 1; done
    rabbitmqctl -q list_vhosts name --no-table-headers | grep -Fx -e "$vhost" || rabbitmqctl -q add_vhost "$vhost"
    rabbitmqctl -q eval "$ADD_USER"
    rabbitmqctl -q set_user_tags "$user" administrator
    rabbitmqctl -q set_permissions -p "$vhost" "$user" '.*' '.*' '.*'
    rm -f "$FIRST_START"
}

case ${1:-} in ''|-*) set -- rabbitmq-server "$@" ;; esac
[ "$1" = rabbitmq-server ] || exec "$@"

for var in RABBITMQ_DEFAULT_USER RABBITMQ_DEFAULT_PASS RABBITMQ_DEFAULT_VHOST RABBITMQ_ERLANG_COOKIE; do take "$var"; done
for var in RABBITMQ_DEFAULT_USER RABBITMQ_DEFAULT_PASS RABBITMQ_DEFAULT_VHOST; do
    # Set but empty means the server's own default, not an empty name.
    [ -n "${!var:-}" ] || unset "$var"
done

if [ "$(id -u)" = 0 ]; then
    find "$RABBITMQ_DATA_DIR" \! -user rabbitmq -exec chown -h rabbitmq:rabbitmq '{}' +
fi
rm -f "$HOME"/.erlang.cookie.??????
if [ -n "${RABBITMQ_ERLANG_COOKIE:-}" ]; then
    if [ "$(cat "$HOME/.erlang.cookie" 2>/dev/null || true)" != "$RABBITMQ_ERLANG_COOKIE" ]; then write_cookie "$RABBITMQ_ERLANG_COOKIE"; fi
elif [ ! -s "$HOME/.erlang.cookie" ]; then
    # Made here, before any health check runs a tool that would make one of another account's.
    write_cookie "$(head -c 30 /dev/urandom | base64 | tr '+/' '-_')"
fi
unset RABBITMQ_ERLANG_COOKIE

if [ "$(id -u)" = 0 ]; then
    exec setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups -- "${BASH_SOURCE[0]}" "$@"
fi

if [ ! -e "$RABBITMQ_DATA_DIR/mnesia" ]; then : > "$FIRST_START"; fi
if [ -e "$FIRST_START" ]; then finish_first_start </dev/null >/dev/null 2>&1 & fi
exec "$@"
