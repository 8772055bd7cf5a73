#!/bin/sh
# Fills in the templates: /etc/nginx/templates/NAME.template becomes /etc/nginx/conf.d/NAME,
# with each ${VARIABLE} of the environment replaced. nginx's own variables survive, because
# only names that the environment defines are replaced.
set -e

in=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
out=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
stream_suffix=${NGINX_ENVSUBST_STREAM_TEMPLATE_SUFFIX:-.stream-template}
stream_out=${NGINX_ENVSUBST_STREAM_OUTPUT_DIR:-/etc/nginx/stream-conf.d}
filter=${NGINX_ENVSUBST_FILTER:-}

[ -d "$in" ] || exit 0
# A writable place is the administrator's business: a read-only one means "already filled in".
names=$(awk -v filter="$filter" 'BEGIN { for (name in ENVIRON) if (name ~ /^[A-Za-z_][A-Za-z0-9_]*$/ && name ~ filter) printf "${%s} ", name }' </dev/null)

fill() {
    find "$in" -follow -type f -name "*$1" -print | while IFS= read -r template; do
        relative=${template#"$in"/}
        target=$2/${relative%"$1"}
        mkdir -p "${target%/*}" 2>/dev/null || true
        if [ ! -w "${target%/*}" ]; then
            echo "$0: error: ${target%/*} is not writable, so $template is left out" >&2
            continue
        fi
        envsubst "$names" < "$template" > "$target"
    done
}

fill "$suffix" "$out"
if [ -n "$(find "$in" -follow -type f -name "*$stream_suffix" -print -quit)" ]; then
    fill "$stream_suffix" "$stream_out"
    if ! grep -q 'stream-conf\.d' /etc/nginx/nginx.conf && [ -w /etc/nginx/nginx.conf ]; then
        printf '\nstream {\n    include %s/*.conf;\n}\n' "$stream_out" >> /etc/nginx/nginx.conf
    fi
fi
