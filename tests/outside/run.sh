#!/bin/sh
# run.sh SANBAO: programs that nobody here wrote check a log made by the program, and find what was
# changed in it. They are Tessera's fsck, and main.go on the library behind Go's module log.
#
# Both are pinned, and built with the Go that is here or, where that is too old, with a pinned one
# that it fetches as a module. Everything lands in `outside` beside the program. Without a Go, or
# with the network away before all of it was fetched, the tests are skipped (exit 77).
set -eu

here=$(cd "$(dirname "$0")" && pwd)
sanbao=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
build=$(dirname "$sanbao")/outside
go_minor=24 # what fsck and x/mod ask for
toolchain=v0.0.1-go1.26.1
fsck_version=v1.0.4
samples=$here/../data

export GOPATH="$build/go" GOMODCACHE="$build/go/pkg/mod" GOCACHE="$build/go/cache"
export GOBIN="$build/bin" GOFLAGS="-modcacherw -buildvcs=false" GOTOOLCHAIN=local GOWORK=off
export CGO_ENABLED=0
mkdir -p "$build/bin"

# ---- the checkers ----

skip() {
    echo "SKIP: $1"
    exit 77
}

# Runs a step that fetches; where it is the network that fails, there is nothing to test with.
fetch() {
    "$@" >"$build/log" 2>&1 && return
    if grep -Eiq 'dial |lookup |timeout|unreachable|refused|reset|EOF|proxy|disabled by' \
        "$build/log"; then
        why=$(tail -n 1 "$build/log" | sed 's#https*://[^ ]*#(address)#g' | cut -c1-200)
        skip "the network is away: $why"
    fi
    cat "$build/log"
    exit 1
}

go_choose() {
    command -v go >/dev/null 2>&1 || skip "there is no go"
    minor=$(go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
    [ "${minor:-0}" -lt "$go_minor" ] || return 0
    version=$toolchain.$(go env GOHOSTOS)-$(go env GOHOSTARCH)
    fetch go mod download "golang.org/toolchain@$version"
    GOROOT=$GOMODCACHE/golang.org/toolchain@$version
    chmod +x "$GOROOT"/bin/* "$GOROOT"/pkg/tool/*/* # modules carry no modes
    export GOROOT PATH="$GOROOT/bin:$PATH"
}

checkers_build() {
    if ! go version -m "$build/bin/fsck" 2>/dev/null | grep -q "tessera.*$fsck_version"; then
        fetch go install "github.com/transparency-dev/tessera/cmd/fsck@$fsck_version"
    fi
    cd "$here"
    fetch go mod download
    go build -o "$build/bin/outside" .
}

# ---- checks, told in TAP ----

number=0
failed=0
check() {
    sentence=$1
    shift
    number=$((number + 1))
    if "$@" >"$scratch/said" 2>&1; then
        echo "ok $number - $sentence"
    else
        failed=1
        echo "not ok $number - $sentence"
        head -n 20 "$scratch/said" | cut -c1-200 | sed 's/^/# /'
    fi
}

refused() {
    ! "$@"
}

outside() {
    "$build/bin/outside" "$@"
}

# fsck ends with 0 either way: its words count. A worker ends at the first tile that differs, and
# with none left it would wait for ever: hence several, and a timeout.
fsck() {
    timeout 120 "$build/bin/fsck" -N 8 --ui=false --storage_url="file://$1" \
        --public_key="$scratch/vkey" >"$scratch/fsck" 2>&1
    cut -c1-200 "$scratch/fsck"
    grep -q "Successfully fsck'd log with size $(sed -n 2p "$1/checkpoint") " "$scratch/fsck"
}

fsck_finds() {
    ! fsck "$1" && grep -q "fsck failed" "$scratch/fsck"
}

log_make() {
    "$sanbao" --data "$scratch/data" init &&
        "$sanbao" --data "$scratch/data" import "$samples/foshan" &&
        "$sanbao" --data "$scratch/data" tiles "$scratch/small" &&
        "$sanbao" --data "$scratch/data" import "$samples/linshan" &&
        "$sanbao" --data "$scratch/data" tiles "$scratch/large" &&
        key=$("$sanbao" --data "$scratch/data" key) &&
        printf %s "$key" >"$scratch/vkey"
}

checkpoint_same() {
    "$sanbao" --data "$scratch/data" checkpoint | cmp - "$scratch/large/checkpoint"
}

receipt_check() {
    "$sanbao" --data "$scratch/data" receipt "$1" >"$scratch/$1.tlog-proof"
    outside receipt "$key" "$scratch/$1.tlog-proof"
}

# Changes the lowest bit of a byte of a file.
flip() {
    byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
    # shellcheck disable=SC2059
    printf "\\$(printf %03o $((byte ^ 1)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

damage_check() {
    what=$1
    file=$2
    flip "$scratch/large/$file" "$3"
    check "fsck finds a changed bit in $what" fsck_finds "$scratch/large"
    check "tlog finds a changed bit in $what" refused outside tree "$key" "$scratch/large"
    flip "$scratch/large/$file" "$3"
}

# ---- the run ----

go_choose
checkers_build
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if ! log_make >"$scratch/made" 2>&1; then
    cat "$scratch/made"
    exit 1
fi
size=$(sed -n 2p "$scratch/large/checkpoint")
roots=$(cd "$scratch/large" && find tile/1 -type f | sort | head -n 1)

check "the checkpoint in the tiles is the log's" checkpoint_same
check "fsck derives the root from every entry and tile" fsck "$scratch/large"
check "fsck derives the root of the smaller log" fsck "$scratch/small"
check "tlog verifies signature, root and tiles" outside tree "$key" "$scratch/large"
check "tlog verifies signature, root and tiles of the smaller log" \
    outside tree "$key" "$scratch/small"
check "tlog proves that the smaller log is the beginning of the larger" \
    outside consistency "$key" "$scratch/small" "$scratch/large"
for record in 0 5000 $((size - 1)); do
    check "tlog verifies the receipt of record $record" receipt_check "$record"
done
flip "$scratch/5000.tlog-proof" 40
check "tlog refuses a changed receipt" refused outside receipt "$key" "$scratch/5000.tlog-proof"
damage_check "an entry" tile/entries/004 1000
damage_check "a leaf hash" tile/0/003 77
damage_check "a hash of 256 leaves" "$roots" 100
damage_check "the checkpoint" checkpoint 30
check "fsck is content once all bits are back" fsck "$scratch/large"
echo "1..$number"
exit $failed
