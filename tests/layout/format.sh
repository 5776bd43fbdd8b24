#!/bin/sh
# Every .h and .cc file has the layout that .clang-format says; a file planted without it is found.
# SPDX-License-Identifier: Apache-2.0
#
# format.sh TOP CLANG_FORMAT FOLDER_FOR_THE_PLANTED_FILE
set -eu
top=$1
clang_format=$2
planted=$3

# Prints the code that git tracks or does not ignore, without what was removed; each closed by 0.
list_code() {
  cd "$top"
  if [ -e .git ]; then
    # shellcheck disable=SC2016  # $file is for the inner shell
    git -c safe.directory='*' ls-files -z --cached --others --exclude-standard '*.h' '*.cc' |
      xargs -0 -r sh -c 'for file; do [ ! -f "$file" ] || printf "%s\0" "$file"; done' sh
  else
    find counter tests -name '*.h' -print0 -o -name '*.cc' -print0
  fi
}

mkdir -p "$planted"
cp "$top/.clang-format" "$planted/"
printf 'int  main( ) {return 0 ;}\n' >"$planted/bad.cc"
if "$clang_format" --dry-run --Werror "$planted/bad.cc" 2>/dev/null; then
  echo "the check is blind: it passed a badly formatted file ($planted/bad.cc)"
  exit 1
fi

count=$(list_code | tr -cd '\0' | wc -c)
if [ "$count" -lt 10 ]; then
  echo "the check is blind: it found only $count files in $top"
  exit 1
fi
cd "$top"
bad=$(list_code | xargs -0 "$clang_format" --dry-run --Werror 2>&1 | sed -n 's/:[0-9]*:[0-9]*: .*//p' |
  sort -u)
if [ -n "$bad" ]; then
  echo "these files do not have the agreed layout:"
  echo "$bad"
  echo "cure: clang-format -i FILE..."
  exit 1
fi
echo "$count files have the agreed layout"
