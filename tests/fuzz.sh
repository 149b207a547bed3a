#!/bin/sh
# The fuzzers' inputs, and every beginning of each, under ASan and UBSan; no clang needed.
cd "$(dirname "$0")" || exit 1
. lib/check.sh
asan=$(cd .. && realpath -m "${B:-build}/asan")
for dir in fuzz/corpus-*; do
	replay=$asan/replay_${dir#fuzz/corpus-}
	if [ -x "$replay" ]; then
		check "$dir" "$replay" "$dir"
	else
		skip "$dir" 'this compiler has no sanitizers'
	fi
done
finish
