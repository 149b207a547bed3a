#!/bin/sh
# The fuzzers' inputs, and every beginning of each, under ASan and UBSan; no clang needed.
cd "$(dirname "$0")" || exit 1
. lib/check.sh
replay=$(cd .. && realpath -m "${B:-build}/asan/fuzz_replay")
if [ -x "$replay" ]; then
	for dir in fuzz/corpus*; do
		check "$dir" "$replay" "$dir"
	done
else
	skip 'fuzz corpus' 'this compiler has no sanitizers'
fi
finish
