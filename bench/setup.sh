# shellcheck shell=bash
# What `bench/run` needs besides Steading itself. Sourced, never run. Everything lands in
# target/bench and is made once.

tools=$here/target/bench
compose_plugin=$tools/cli-plugins/docker-compose
tiny_image=localhost:9/steading-bench:1

# The address of the Debian archive that this machine itself uses.
debian_archive() {
  local found
  # shellcheck disable=SC2016 # the placeholders are apt's
  found=$(apt-get indextargets --format '$(REPO_URI) $(LABEL)' 'Created-By: Packages' |
    awk '$2 == "Debian" { print $1; exit }')
  [[ -n $found ]] || problem "this machine's apt knows no Debian archive" \
    "run the benchmark on Debian, after apt-get update"
  printf '%s\n' "$found"
}

# fetch SUITE PACKAGE: downloads a package of any suite, with the machine's own apt and keys but
# with lists of its own, and unpacks it into $tools/PACKAGE. The machine's own apt stays as it is.
fetch() {
  local suite=$1 package=$2 apt=$tools/apt-$1
  local options=(
    -o Dir::Etc::SourceList="$apt/suite.sources" -o Dir::Etc::SourceParts=/dev/null
    -o Dir::State="$apt/state" -o Dir::Cache="$apt/cache"
    -o Dir::State::status=/dev/null -o APT::Sandbox::User=root -o Acquire::Languages=none
    -o APT::Architecture="$(dpkg --print-architecture)"
  )
  say "fetching $package of Debian's $suite"
  rm -rf "$apt" "${tools:?}/$package"
  mkdir -p "$apt/state/lists/partial" "$apt/cache/archives/partial" "$tools/$package"
  printf '%s\n' 'Types: deb' "URIs: $(debian_archive)" "Suites: $suite" 'Components: main' \
    'Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg' >"$apt/suite.sources"
  if ! { apt-get "${options[@]}" -qq update &&
    (cd "$apt" && apt-get "${options[@]}" -qq download "$package"); } >"$tools/apt.log" 2>&1; then
    problem "$package could not be fetched (log: $tools/apt.log)" "see whether apt-get update works"
  fi
  dpkg-deb -x "$apt/$package"_*.deb "$tools/$package"
  rm -rf "$apt"
}

# Debian 13's Compose, whatever this machine has of its own: figures stay comparable.
need_compose() {
  [[ ! -x $compose_plugin ]] || return 0
  fetch trixie docker-compose
  mkdir -p "${compose_plugin%/*}"
  cp "$tools/docker-compose/usr/libexec/docker/cli-plugins/docker-compose" "$compose_plugin"
  rm -rf "$tools/docker-compose"
}

# One static busybox and nothing else.
need_tiny_image() {
  local root=$tools/image
  ! docker image inspect "$tiny_image" >/dev/null 2>&1 || return 0
  fetch trixie busybox-static
  rm -rf "$root"
  mkdir -p "$root/bin" "$root/data"
  cp "$tools"/busybox-static/usr/bin/busybox "$root/bin/busybox"
  ln -s busybox "$root/bin/sleep"
  tar -C "$root" --owner 0 --group 0 -c . |
    docker import --change 'ENV PATH=/bin' --change 'CMD ["sleep", "86400"]' - "$tiny_image" \
      >/dev/null
  rm -rf "$root" "$tools/busybox-static"
}

# ./stead records what a command loads in the background after a build; commands before that are
# slower once, which is not what people live with.
need_training() {
  local seconds=0 build
  "$here/stead" version >/dev/null
  build=$(<"$here/target/app/current")
  until compgen -G "$here/target/app/stead-$build-*.aot" >/dev/null; do
    ((++seconds <= 60)) || problem "the AOT cache of ./stead did not come" "delete target/app"
    sleep 1
  done
}
