# shellcheck shell=bash
# Shared by ./stead and ./test: finding a JDK, installing what is missing, saying what happens.
# Sourced, never run. The caller sets `program` to its name.

JAVA_NEEDED=25

# What Maven says about itself after the errors helps nobody here.
MAVEN_CHATTER='-> \[Help|^\[ERROR\] *(\[Help|To see|Re-run|For more|See |$)'

say() {
  printf '%s: %s\n' "$program" "$*" >&2
}

# problem WHAT FIX: one problem, what to do about it, and the end of the run.
problem() {
  printf '%s: %s\n  fix: %s\n' "$program" "$1" "$2" >&2
  exit 1
}

# Reads the version from the directory's `release` file: starting each java to ask it takes longer
# than a whole stead command. Sets JDK_VERSION when the directory holds a JDK new enough.
is_jdk() {
  local dir=$1 line version=''
  [[ -x $dir/bin/java && -x $dir/bin/javac && -r $dir/release ]] || return 1
  while IFS= read -r line; do
    if [[ $line == JAVA_VERSION=* ]]; then
      version=${line#JAVA_VERSION=}
      version=${version//\"/}
      break
    fi
  done <"$dir/release"
  [[ ${version%%[!0-9]*} =~ ^[0-9]+$ ]] || return 1
  ((${version%%[!0-9]*} >= JAVA_NEEDED)) || return 1
  JDK_VERSION=$version
}

# Sets JDK to the home of a JDK that is new enough, or fails.
find_jdk() {
  local dir on_path
  if [[ -n ${JAVA_HOME:-} ]] && is_jdk "$JAVA_HOME"; then
    JDK=$JAVA_HOME
    return 0
  fi
  if on_path=$(type -P java); then
    dir=$(readlink -f -- "$on_path")
    dir=${dir%/bin/java}
    if is_jdk "$dir"; then
      JDK=$dir
      return 0
    fi
  fi
  for dir in /usr/lib/jvm/*; do
    if is_jdk "$dir"; then
      JDK=$dir
      return 0
    fi
  done
  return 1
}

can_install() {
  [[ -z ${NO_SETUP:-} && $EUID -eq 0 ]] && type -P apt-get >/dev/null
}

# apt_has PACKAGE: Debian offers it. A machine that never ran `apt-get update` has empty lists.
apt_has() {
  apt-cache show --no-all-versions "$1" >/dev/null 2>&1 && return 0
  apt_update && apt-cache show --no-all-versions "$1" >/dev/null 2>&1
}

apt_update() {
  [[ -z ${APT_UPDATED:-} ]] || return 0
  APT_UPDATED=1
  apt-get update -qq >/dev/null 2>&1
}

# apt_install LOG PACKAGE...: a first try with the lists at hand, a second with fresh ones, because
# stale lists name files that the archive no longer has.
apt_install() {
  local log=$1
  shift
  say "installing from Debian: $*"
  local install=(apt-get install -y -qq --no-install-recommends "$@")
  export DEBIAN_FRONTEND=noninteractive
  "${install[@]}" >"$log" 2>&1 </dev/null && return 0
  apt_update && "${install[@]}" >"$log" 2>&1 </dev/null && return 0
  tail -n 15 "$log" >&2
  problem "Debian could not install $* (log: $log)" "apt-get update && apt-get install $*"
}

# Sets JDK, installing one where Debian has it.
need_jdk() {
  local log=$1 package=openjdk-$JAVA_NEEDED-jdk-headless
  local by_hand="install a JDK $JAVA_NEEDED in /usr/lib/jvm, or set JAVA_HOME to one"
  find_jdk && return 0
  if can_install && apt_has "$package"; then
    apt_install "$log" "$package"
    find_jdk && return 0
  elif type -P apt-cache >/dev/null && apt-cache show "$package" >/dev/null 2>&1; then
    by_hand="as root: apt-get install $package"
  fi
  problem "no JDK $JAVA_NEEDED or newer on this machine" "$by_hand"
}

# Sets MVN to a Maven, installing Debian's where there is none.
need_maven() {
  local log=$1
  if ! MVN=$(type -P mvn); then
    can_install || problem "no Maven on this machine, and Steading must be built" \
      "as root: apt-get install maven"
    apt_install "$log" maven
    MVN=$(type -P mvn)
  fi
}
