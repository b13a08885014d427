#!/bin/bash
# A folder of src/ includes only from folders below it. The order is the one of CMakeLists.txt.
set -u
cd "$(dirname "$0")/../.."
order=(base crypto net store x509 lint jose ssh kms template policy webhook provisioner config authority messages client api server cli app)
declare -A floor
for i in "${!order[@]}"; do floor[${order[$i]}]=$i; done
bad=0
while IFS=: read -r file line; do
  folder=${file#src/}; folder=${folder%%/*}
  included=${line#*\"}; included=${included%%/*}
  [ -n "${floor[$included]:-}" ] || continue
  [ -n "${floor[$folder]:-}" ] || { echo "$file: folder $folder has no place in the order"; bad=1; continue; }
  if [ "${floor[$included]}" -gt "${floor[$folder]}" ]; then echo "$file includes upward: $line"; bad=1; fi
done < <(grep -rE '^#include "[a-z0-9_]+/' src --include='*.h' --include='*.cpp')
# g++ 12 miscompiles everyday coroutine code; heavy headers live behind one implementation file each.
if grep -rnE '\bco_(await|return|yield)\b' src; then echo "coroutines are not used in this house"; bad=1; fi
for heavy in 'boost/beast' 'nghttp2/' 'curl/' 'sqlite3.h'; do
  n=$(grep -rlE "#include <$heavy" src | wc -l)
  [ "$n" -le 1 ] || { echo "<$heavy is included by $n files; one may"; grep -rlE "#include <$heavy" src; bad=1; }
done
exit $bad
