#!/bin/sh
set -eu
: "${TOKEN:?no token}"
echo "deployed to $1"
