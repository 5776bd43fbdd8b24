#!/bin/sh
# One forbidden act: the control compiles; with FORBIDDEN it does not, and the compiler says why.
# SPDX-License-Identifier: Apache-2.0
#
# check.sh CASE.cc COMPILER [FLAG...]; each line "// must say: REGEX" of the case must be matched.
set -eu
case_file=$1
shift

if ! said=$("$@" -fsyntax-only "$case_file" 2>&1); then
  printf '%s\n' "$said"
  echo "the control does not compile: $case_file must be right without FORBIDDEN"
  exit 1
fi
if said=$("$@" -fsyntax-only -D FORBIDDEN "$case_file" 2>&1); then
  echo "$case_file compiles with FORBIDDEN: the type lets the act pass; restore its guard"
  exit 1
fi
expected=$(sed -n 's|^// must say: ||p' "$case_file")
if [ -z "$expected" ]; then
  echo "$case_file does not say which message it expects: // must say: REGEX"
  exit 1
fi
printf '%s\n' "$expected" | while read -r regex; do
  if ! printf '%s\n' "$said" | grep -qE -- "$regex"; then
    printf '%s\n' "$said"
    echo "refused, but not for the right reason; the compiler did not say: $regex"
    exit 1
  fi
done
