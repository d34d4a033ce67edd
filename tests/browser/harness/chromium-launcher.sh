#!/bin/sh
# Starts Chromium in this very process, after writing down its number and joining a control group when asked to.
[ -n "$TONGZHOU_PID_FILE" ] && echo $$ > "$TONGZHOU_PID_FILE"
[ -n "$TONGZHOU_GROUP" ] && echo $$ > "$TONGZHOU_GROUP/cgroup.procs"
exec "$CHROMIUM" "$@"
