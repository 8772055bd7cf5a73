# shellcheck shell=bash
# Building the jar that ./stead runs. Sourced by ./stead when there is none or it is out of date.
#
# A build happens in target/launch and becomes visible by one rename of target/app/current, so an
# interrupted one leaves the old state, and a running daemon keeps the jar it opened.

work=$here/target/launch

# The newest time among the inputs, taken before the build reads them: whatever changes while it
# runs is newer than the mark and causes the next build.
newest_input() {
  find "${inputs[@]}" -printf '%T@\n' | sort -n | tail -n 1
}

# Shows how the build gets on: the first one fetches libraries and takes a while.
follow() {
  local pid=$1 log=$2 seconds=0 fetched
  while kill -0 "$pid" 2>/dev/null; do
    sleep 1
    seconds=$((seconds + 1))
    if ((seconds % 10 == 0)); then
      # Maven writes a line for each file it fetches, and nothing while it compiles.
      fetched=$(grep -c ' Downloaded from ' "$log" || true)
      say "still building after $seconds s (files fetched: $fetched)"
    fi
  done
}

# The child of a script does not get the terminal's Ctrl-C, so it is passed on.
interrupted() {
  local pid
  for pid in $(jobs -p); do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
  say "the build was interrupted; the next stead command starts it again"
  exit 130
}

run_maven() {
  local log=$1 pid status=0
  trap interrupted INT TERM HUP
  (
    cd "$here" || exit
    export JAVA_HOME=$JDK
    exec "$MVN" -B -Dstyle.color=never -DjarOnly -Dmaven.test.skip=true \
      -Dsteading.build.directory="$work" package
  ) >"$log" 2>&1 </dev/null &
  pid=$!
  follow "$pid" "$log"
  wait "$pid" || status=$?
  trap - INT TERM HUP
  return "$status"
}

build_failed() {
  { grep -E '^\[ERROR\] ' "$1" | grep -vE -- "$MAVEN_CHATTER" || tail -n 15 "$1"; } |
    head -n 20 >&2
  rm -rf "$work"
  problem "the build failed (log: $1)" \
    "read the log; where a library could not be fetched, check the network and try again"
}

# Only the build now current and the one before it are kept: a daemon may still run the latter.
forget_old_builds() {
  local keep=$1 before=$2 file
  for file in "$app"/stead-*; do
    case $file in
      "$app/stead-$keep"* | "$app/stead-${before:-none}"*) ;;
      *) rm -f -- "$file" ;;
    esac
  done
}

build() {
  local log=$here/target/build.log id before='' newest
  mkdir -p "$app" 2>/dev/null || true
  [[ -w $app ]] ||
    problem "Steading must be built, and $here/target cannot be written by this user" \
      "run stead once as the owner of $here"
  exec 9>"$app/lock"
  if ! flock -n 9; then
    say "another stead is building; waiting for it"
    flock 9
  fi
  # The one that held the lock may have built just what is needed here.
  stale || return 0
  need_jdk "$here/target/setup.log"
  need_maven "$here/target/setup.log"
  say "building Steading (log: $log)"
  newest=$(newest_input)
  rm -rf "$work"
  run_maven "$log" || build_failed "$log"
  id=${EPOCHREALTIME//[!0-9]/}
  [[ ! -r $current ]] || before=$(<"$current")
  mv -f "$work/stead.jar" "$app/stead-$id.jar"
  echo "$id" >"$current.new"
  touch -d "@$newest" "$current.new"
  mv -f "$current.new" "$current"
  rm -rf "$work"
  forget_old_builds "$id" "$before"
}
