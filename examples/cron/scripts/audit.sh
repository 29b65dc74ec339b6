#!/bin/sh
# Fails for dependencies that are pinned to nothing.
set -eu
if grep -vE '^[a-z-]+ [0-9]+\.[0-9]+\.[0-9]+$' "$1"; then
  echo "these have no exact version"
  exit 1
fi
echo "$(wc -l < "$1") dependencies are in order"
