#!/bin/bash
# crash.sh [ROUNDS]: kill -9 under load with the release build, then count what was lost.
set -euo pipefail
cd "$(dirname "$0")/../.."
cmake --build --preset release --target step-ca crash_test -- --quiet
exec build/release/bin/crash_test "${1:-50}"
