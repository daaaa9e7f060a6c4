#!/usr/bin/env bash
# Runs the tests of class ContainerStartTests on a Docker engine of their own. See README.md next to this file.
# Usage: run.sh [option of the test runner …], for example: run.sh --filter-method '*Tunnel*'
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
state=$(mktemp -d)
export DOCKER_HOST="unix://$state/docker.sock" DOCKER_CONFIG="$state/config"
mkdir -p "$DOCKER_CONFIG"

dockerd --data-root "$state/data" --exec-root "$state/exec" --pidfile "$state/pid" --host "$DOCKER_HOST" >"$state/dockerd.log" 2>&1 &
engine=$!
finish() {
  kill -TERM "$engine" 2>/dev/null || true
  wait "$engine" 2>/dev/null || true
  rm -rf "$state"
}
trap finish EXIT

for _ in $(seq 60); do
  docker info >/dev/null 2>&1 && break
  kill -0 "$engine" 2>/dev/null || { cat "$state/dockerd.log"; echo "dockerd ended; it needs root." >&2; exit 1; }
  sleep 1
done

if ! DOCKER_BUILDKIT=1 docker build --help 2>/dev/null | grep -q -- --secret; then
  install -D "$here/docker-buildx" "$DOCKER_CONFIG/cli-plugins/docker-buildx"
fi

"$here/images.sh"
cd "$here/../.."
WISDOMWAVE_CONTAINER_TESTS=1 dotnet test --project tests/WisdomWave.AppHost.Tests ${WISDOMWAVE_TEST_OPTIONS:-} -- --filter-class '*ContainerStartTests' "$@"
