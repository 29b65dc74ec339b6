#!/bin/sh
# Stands in for programs of images, under their names: does as much as the examples need, and says what it was asked for.
set -eu
name=${0##*/}
here=${0%/*}
echo "stand-in: $name $*"

# Connects to the service of that name. Where node is a stand-in too, there is busybox.
ask() {
  port=$(sed -n "s/^$1 //p" "$here/ports")
  if [ -e "$here/node" ]; then
    busybox nc -w 2 "$1" "$port" < /dev/null
    return
  fi
  node -e 'require("net").connect(process.argv[2], process.argv[1]).on("error", () => process.exit(1)).on("connect", () => process.exit(0))' "$1" "$port"
}

case "$name $*" in
  "serve "*)
    port=$(sed -n "s/^$1 //p" "$here/ports")
    if [ -e "$here/node" ]; then exec busybox nc -ll -p "$port" -e true; fi
    exec node -e 'require("net").createServer((socket) => socket.on("error", () => {}).end()).listen(process.argv[1])' "$port" ;;
  "pg_isready "*) ask database ;;
  "psql "*)
    ask "$PGHOST"
    test -f "$2" ;;
  "redis-cli "*) ask "$2" ;;
  "npm ci"*) test -f package-lock.json ;;
  "npm run build"*)
    mkdir -p dist
    touch dist/main.js ;;
  "npm "*) test -f package.json ;;
  "node dist/main.js "*) echo $(($2 + $3)) ;;
  "node build.js"*)
    mkdir -p out
    sed 's/.*/<h1>&<\/h1>/' title.txt > out/index.html ;;
  "node --test"*) test -n "$(find . -name '*.test.js')" ;;
  "go build "*)
    while [ "$1" != -o ]; do shift; done
    mkdir -p "$(dirname "$2")"
    printf '#!/bin/sh\necho "hello ${1-world}"\n' > "$2"
    chmod +x "$2" ;;
  "go test "*) test -n "$(find . -name '*_test.go')" ;;
  "go "*) test -f go.mod ;;
  "cargo build "*)
    mkdir -p target/release
    touch "target/release/$(sed -n 's/^name = "\(.*\)"/\1/p' Cargo.toml)" ;;
  "cargo "*) test -f Cargo.toml ;;
  "python -m venv "*)
    mkdir -p "$3/bin"
    touch "$3/bin/activate" ;;
  "pip "*) test -f pyproject.toml ;;
  "pytest "*) test -n "$(find tests -name 'test_*.py')" ;;
  "mkdocs build "*)
    mkdir -p site
    for page in docs/*.md; do
      page=${page##*/}
      sed 's/.*/<p>&<\/p>/' "docs/$page" > "site/${page%.md}.html"
    done ;;
  "plugin "*) env | sed -n 's/^\(PLUGIN_[A-Z_]*\)=\(.*\)/\1 is \2/p' | sort ;;
esac
