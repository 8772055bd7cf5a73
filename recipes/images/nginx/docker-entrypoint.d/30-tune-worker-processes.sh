#!/bin/sh
# With NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE set, the number of workers follows the
# container's CPU quota, which "auto" does not see.
set -e

[ -n "${NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE:-}" ] || exit 0
[ -w /etc/nginx/nginx.conf ] || { echo "$0: nginx.conf is not writable, workers stay as they are" >&2; exit 0; }

cpus=$(nproc)
if [ -r /sys/fs/cgroup/cpu.max ]; then
    read -r quota period < /sys/fs/cgroup/cpu.max
elif [ -r /sys/fs/cgroup/cpu/cpu.cfs_quota_us ]; then
    read -r quota < /sys/fs/cgroup/cpu/cpu.cfs_quota_us
    read -r period < /sys/fs/cgroup/cpu/cpu.cfs_period_us
else
    quota=max
fi
case $quota in
    max|-1|'') ;;
    *)
        limit=$(( (quota + period - 1) / period ))
        if [ "$limit" -lt 1 ]; then limit=1; fi
        if [ "$limit" -lt "$cpus" ]; then cpus=$limit; fi ;;
esac
sed -i "s/^worker_processes .*/worker_processes $cpus;/" /etc/nginx/nginx.conf
