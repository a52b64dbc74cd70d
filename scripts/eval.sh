#!/usr/bin/env bash
# Runs every command "frontdesk eval ..." of docs/evaluation.md and prints what it
# measures. In the document the folder of the public data sets is D.
#
#   scripts/eval.sh BINARY [D]
#
# Without D only the commands run that need no public data.
set -uo pipefail

binary=$1
data=${2:-}
failed=0
while read -r line; do
	if [ -z "$data" ] && [[ $line =~ (^|[^A-Za-z0-9_/.-])D/ ]]; then
		continue
	fi
	echo
	echo "$line"
	command=$(sed -E "s#(^|[^A-Za-z0-9_/.-])D/#\1$data/#g; s#^frontdesk#$binary#" <<<"$line")
	start=$SECONDS
	if ! bash -c "$command" </dev/null 2>&1 | sed 's/^/    /'; then
		failed=1
		echo "    FAILED"
	fi
	echo "    ($((SECONDS - start)) s)"
done < <(awk '/^    frontdesk eval / { sub(/^ +/, ""); if (!seen[$0]++) print }' docs/evaluation.md)
exit $failed
