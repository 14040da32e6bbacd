#!/usr/bin/env bash
# Run the search tests on every Whoosh that is about: 2.7.4, Whoosh-Reloaded and whoosh3.
#
#     tests/search/other_whooshes.sh [PYTEST ARGUMENTS]
#
# Each is installed by pip into a folder of its own under ONRECORD_WHOOSHES (a temporary folder, where
# that is not set) and put in front of the one that is locked. PYTHON names the interpreter that has
# the other requirements.
set -euo pipefail

home=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
python=${PYTHON:-python}
if [ -z "${ONRECORD_WHOOSHES:-}" ]; then
  ONRECORD_WHOOSHES=$(mktemp -d)
  trap 'rm -rf -- "$ONRECORD_WHOOSHES"' EXIT
fi

failed=0
for wanted in Whoosh==2.7.4 Whoosh-Reloaded==2.7.5 whoosh3==3.54.0; do
  folder=$ONRECORD_WHOOSHES/${wanted%%==*}
  if ! [ -d "$folder/whoosh" ]; then
    "$python" -m pip install --quiet --target "$folder" "$wanted"
  fi
  printf '\n%s\n' "$wanted"
  cd "$home"
  export QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} PYTHONPATH=$folder:$home
  "$python" -c 'import sys, whoosh; sys.exit(not whoosh.__file__.startswith(sys.argv[1]))' "$folder"
  "$python" -m pytest -q -p no:cacheprovider "${@:-tests/search}" || failed=1
done
exit $failed
