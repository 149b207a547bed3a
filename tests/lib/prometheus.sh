# shellcheck shell=sh
# Prometheus, where it is not installed: as `setup.sh check` has unpacked it.  To be sourced.
PATH=$PATH:$(cd ../.. && realpath -m "${B:-build}/prometheus/usr/bin")
