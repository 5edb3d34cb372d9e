#!/usr/bin/env bash
# Builds every model again with Debian's blender (3.4.1) and python3-numpy, then checks them.
# Usage: build.sh [script.py ...]   The same scripts give the same files, byte for byte.
set -euo pipefail
cd "$(dirname "$0")"
if [ $# -eq 0 ]; then
  set -- $(grep -l '__name__ == "__main__"' -- *.py | grep -v check.py)
fi
for script in "$@"; do
  blender --background --factory-startup --python-exit-code 1 --python "$script" >/dev/null
done
python3 check.py
