#!/bin/sh
# The supplied site also listens on IPv6 where the machine has it and nobody changed the site.
set -e

site=/etc/nginx/conf.d/default.conf
if [ ! -f /proc/net/if_inet6 ] || [ ! -w "$site" ] || [ ! -w /etc/nginx/conf.d ]; then exit 0; fi
if grep -q '^ *listen  *80;$' "$site" && ! grep -q 'listen  *\[::\]:80;' "$site"; then
    sed -i 's/^\( *\)listen  *80;$/&\n\1listen [::]:80;/' "$site"
fi
