#!/usr/bin/env bash
# A real PostgreSQL with pgvector, for the tests and for trying.
#
#   scripts/postgres.sh start         bring it up; does nothing if it is up
#   scripts/postgres.sh url           print its address (start it first)
#   scripts/postgres.sh exec CMD...   start it if need be, run CMD with DATABASE_URL, stop it again
#                                     if this call started it and nobody else uses it
#   scripts/postgres.sh psql ARGS...  a SQL prompt
#   scripts/postgres.sh stop          stop it, keep its data
#   scripts/postgres.sh remove        stop it, delete its data (and, with --all, its programs)
#
# Where DATABASE_URL is set, that server is used and none is started.
# Otherwise the machine's own PostgreSQL is used if it has pgvector, and else
# PostgreSQL 17 with pgvector from Debian trixie is unpacked beneath .cache/pg
# (about 430 MB, 15 seconds, once) and run there as an unprivileged user. Nothing is
# installed into the system, except mmdebstrap where it is missing.
#
# The server is as durable as in production (fsync and synchronous_commit are on):
# the tests meet the real thing. FRONTDESK_PG_DIR names another folder than .cache/pg.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
uid=26000 # the server's user where the programs are unpacked
user=frontdesk
database=frontdesk_test

say() { echo "postgres: $*" >&2; }
die() { say "$*"; exit 1; }

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo "$@"; else
		die "root is needed to unpack PostgreSQL; become root, set DATABASE_URL, or install postgresql-NN-pgvector"
	fi
}

# native prints the folder of the machine's own programs if they have pgvector.
native() {
	local bin share
	for bin in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV); do
		[ -x "$bin/postgres" ] || continue
		share=/usr/share/postgresql/$(basename "$(dirname "$bin")")
		if [ -e "$share/extension/vector.control" ]; then echo "$bin"; return; fi
	done
}

# As root the machine's own programs run as its user postgres, who can often not see
# into root's folders.
if [ "$(id -u)" = 0 ] && [ -n "$(native)" ]; then default=/var/tmp/frontdesk-pg; else default=$here/.cache/pg; fi
dir=${FRONTDESK_PG_DIR:-$default}
root=$dir/root # the unpacked programs, where the machine has none

# mirror prints the Debian archive that this machine uses already, if any.
mirror() {
	apt-get indextargets --format '$(SITE)' 2>/dev/null | sed 's,/*$,,' | grep -E '/debian$' | sort -u | head -1 || true
}

unpack() {
	[ -e "$root/.complete" ] && return
	command -v apt-get >/dev/null || die "this machine has no apt; set DATABASE_URL to a PostgreSQL with pgvector"
	if ! command -v mmdebstrap >/dev/null; then
		say "installing mmdebstrap"
		as_root apt-get update -qq
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mmdebstrap >/dev/null
	fi
	say "unpacking PostgreSQL 17 with pgvector (once)"
	as_root rm -rf "$root.part"
	as_root mmdebstrap --quiet --variant=extract \
		--include=base-files,dash,coreutils,libc-bin,postgresql-17,postgresql-17-pgvector \
		trixie "$root.part" $(mirror)
	echo "$user:x:$uid:$uid::/data:/bin/sh" | as_root tee -a "$root.part/etc/passwd" >/dev/null
	echo "$user:x:$uid:" | as_root tee -a "$root.part/etc/group" >/dev/null
	as_root mkdir -p "$root.part/data" "$root.part/tmp" "$root.part/dev/shm"
	as_root chmod 1777 "$root.part/tmp" "$root.part/dev/shm"
	as_root chown "$uid:$uid" "$root.part/data"
	as_root chmod 700 "$root.part/data"
	as_root touch "$root.part/.complete"
	as_root rm -rf "$root"
	as_root mv "$root.part" "$root"
}

# pg runs one of PostgreSQL's programs as the server's user; $data is the path of
# the data folder as that program sees it.
setup() {
	bin=$(native)
	if [ -n "$bin" ]; then
		data=$dir/data
		if [ "$(id -u)" = 0 ]; then
			mkdir -p "$data" && chown postgres: "$dir" "$data" && chmod 700 "$data"
			pg() { local p=$1; shift; (cd / && setpriv --reuid=postgres --regid=postgres --init-groups "$bin/$p" "$@"); }
		else
			mkdir -p "$data" && chmod 700 "$data"
			pg() { local p=$1; shift; "$bin/$p" "$@"; }
		fi
	else
		unpack
		data=/data
		pg() {
			local p=$1
			shift
			as_root env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 HOME=/data PGCLIENTENCODING=UTF8 \
				chroot --userspec="$uid:$uid" "$root" "/usr/lib/postgresql/17/bin/$p" "$@"
		}
	fi
}

address() { echo "postgres://$user@127.0.0.1:$(cat "$dir/port")/$database?sslmode=disable"; }

running() { [ -e "$dir/port" ] && pg pg_isready -q -h 127.0.0.1 -p "$(cat "$dir/port")"; }

busy() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

start() {
	mkdir -p "$dir"
	exec 9>"$dir/lock"
	flock 9 # two test runs may begin at once
	setup
	if running; then
		exec 9>&-
		return
	fi
	if ! pg pg_controldata -D "$data" >/dev/null 2>&1; then
		pg initdb -D "$data" -U "$user" -A trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
	fi
	local port
	for port in $(seq 54330 54399); do
		busy "$port" && continue
		# pg_ctl gives the server no terminal and no pipe of ours: descriptor 9 is closed for it
		if pg pg_ctl start -w -t 60 -s -D "$data" -l "$data/server.log" -o "-p $port $(options)" 9>&- >/dev/null 2>&1 </dev/null; then
			echo "$port" >"$dir/port"
			prepare "$port"
			say "ready on port $port"
			exec 9>&-
			return
		fi
		busy "$port" || die "it does not start: see $(logfile)"
	done
	die "no free port between 54330 and 54399"
}

logfile() { if [ "$data" = /data ]; then echo "$root/data/server.log"; else echo "$data/server.log"; fi; }

options() {
	echo "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c dynamic_shared_memory_type=mmap" \
		"-c max_connections=200 -c shared_buffers=256MB -c max_wal_size=2GB -c random_page_cost=1.1" \
		"-c log_min_messages=error -c timezone=UTC"
}

prepare() {
	local sql="pg psql -q -X -h 127.0.0.1 -p $1 -U $user -v ON_ERROR_STOP=1"
	if [ -z "$($sql -d postgres -Atc "SELECT 1 FROM pg_database WHERE datname = '$database'")" ]; then
		$sql -d postgres -c "CREATE DATABASE $database"
	fi
	$sql -d "$database" -c 'SET client_min_messages = error' -c 'CREATE EXTENSION IF NOT EXISTS vector'
}

stop() {
	[ -d "$dir" ] || return 0
	setup
	if running; then
		pg pg_ctl stop -s -m fast -D "$data"
	fi
	rm -f "$dir/port" "$dir/by-exec"
}

# run holds a shared lock while its command runs, so that the last one turns off the
# light: a server that an exec started is stopped by the last exec, one that was
# started by hand stays.
run() {
	if [ -n "${DATABASE_URL:-}" ]; then
		"$@"
		return
	fi
	local status=0
	mkdir -p "$dir"
	setup
	exec 8>"$dir/users"
	flock -s 8
	running || touch "$dir/by-exec"
	start 8>&-
	DATABASE_URL=$(address) "$@" 8>&- || status=$?
	if [ -e "$dir/by-exec" ] && flock -n 8; then
		stop
	fi
	return "$status"
}

remove() {
	stop
	if [ "${1:-}" = --all ]; then
		[ -d "$dir" ] && as_root rm -rf "$dir"
		return 0
	fi
	[ -d "$dir/data" ] && rm -rf "$dir/data"
	[ -d "$root/data" ] && as_root find "$root/data" -mindepth 1 -delete
	return 0
}

command=${1:-}
shift || true
case $command in
start) if [ -n "${DATABASE_URL:-}" ]; then say "DATABASE_URL is set, nothing to start"; else
	start
	rm -f "$dir/by-exec"
fi ;;
url) if [ -n "${DATABASE_URL:-}" ]; then echo "$DATABASE_URL"; else
	setup
	running || die "not running: scripts/postgres.sh start"
	address
fi ;;
exec) [ $# -gt 0 ] || die "exec needs a command"; run "$@" ;;
psql) setup; running || die "not running: scripts/postgres.sh start"; pg psql -h 127.0.0.1 -p "$(cat "$dir/port")" -U "$user" -d "$database" "$@" ;;
stop) stop ;;
remove) remove "$@" ;;
*) sed -n '2,20s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
