#!/bin/bash
# For a healthcheck: "probe" exits 0 if the server answers, "probe /PATH" if it has that file. There
# is no curl in this image.
set -eu
exec 3<>/dev/tcp/127.0.0.1/8080
printf 'HEAD %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "${1:-/.steading-health}" >&3
read -r -t 5 _ status _ <&3
[ "$status" = 200 ]
