#!/usr/bin/env bash
# Makes stand-ins for the images that the application runs, from the programs of this machine, under the same names and tags.
# They let the real engine, orchestrator and tunnel be tested on a machine that reaches no registry.
# Usage: images.sh [cache] [prometheus] [grafana] [tunnel]     (no argument: all of them)
set -euo pipefail

source_file="$(dirname "$0")/../../WisdomWave.AppHost/Machines/ContainerImage.cs"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# reference Cache -> docker.io/library/redis:8.6, from: ... Cache = new("cache", "docker.io", "library/redis", "8.6");
reference() { sed -nE "s|.* $1 = new\(\"[^\"]*\", \"([^\"]*)\", \"([^\"]*)\", \"([^\"]*)\"\);|\1/\2:\3|p" "$source_file"; }

# put FILE...: copies each file, and the libraries that it is linked with, into the image's tree.
put() {
  local file library
  for file in "$@"; do
    install -D "$(readlink -f "$file")" "$tree$file"
    for library in $(ldd "$file" 2>/dev/null | grep -o '/[^ )]*' || true); do
      [ -e "$tree$library" ] || install -D "$(readlink -f "$library")" "$tree$library"
    done
  done
}

# begin: an empty tree with a shell and the small programs that the start command uses.
begin() {
  tree="$work/$1"
  mkdir -p "$tree/bin" "$tree/tmp" "$tree/etc"
  install -D "$(type -P busybox)" "$tree/bin/busybox"
  local name
  for name in sh sed cat sleep; do ln -sf busybox "$tree/bin/$name"; done
}

# finish IMAGE CHANGE...: the tree becomes the image.
finish() {
  local image=$1 change options=()
  shift
  for change in "$@"; do options+=(--change "$change"); done
  tar -C "$tree" -c . | docker import "${options[@]}" - "$image" >/dev/null
  echo "made $image"
}

cache() {
  begin cache
  put "$(type -P redis-server)"
  mkdir -p "$tree/data"
  finish "$(reference Cache)" 'WORKDIR /data' 'CMD ["redis-server"]'
}

prometheus() {
  begin prometheus
  put "$(type -P prometheus)"
  mkdir -p "$tree/prometheus"
  finish "$(reference Prometheus)" 'CMD ["prometheus"]'
}

# No Grafana: a web server that says it is healthy, which is all that the application asks of it.
grafana() {
  begin grafana
  mkdir -p "$tree/www/api/health"
  echo ok > "$tree/www/api/health/index.html"
  finish "$(reference Grafana)" 'ENTRYPOINT ["/bin/busybox", "httpd", "-f", "-p", "3000", "-h", "/www"]'
}

# The tunnel's client is linked with the C library, which its base image has to bring.
tunnel() {
  begin tunnel
  put "$(type -P prometheus)" "$(type -P redis-server)"
  rm -rf "$tree/usr/bin"
  local library
  for library in /lib/*-linux-gnu/{libdl.so.2,libpthread.so.0,libresolv.so.2,libnss_dns.so.2,libnss_files.so.2}; do
    [ -e "$library" ] && install -D "$(readlink -f "$library")" "$tree$library"
  done
  finish "$(reference TunnelBase)"
}

for image in "${@:-cache prometheus grafana tunnel}"; do
  for each in $image; do "$each"; done
done
