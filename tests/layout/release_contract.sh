#!/bin/sh
# Takes the contract of now as the released one, which tests/layout then holds it to.
# SPDX-License-Identifier: Apache-2.0
#
# release_contract.sh BUILD_FOLDER   with each release; not before what was released is still served
set -eu
here=$(cd "$(dirname "$0")" && pwd)
"$1/tests/layout/layout_contract_changes_test" --gtest_filter='ReleasedContract.*'
rm -rf "$here/released/throng"
cp -r "$here/../../proto/throng" "$here/released/"
echo "released: $(find "$here/released" -name '*.proto' | wc -l) files; commit them with the release"
