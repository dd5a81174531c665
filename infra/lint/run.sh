#!/usr/bin/env bash
# Lints container files, compose and azure.yaml with linters from npm, and with Debian's yamllint where it is installed. Needs the npm registry once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

[ -d node_modules ] || npm ci --no-audit --no-fund
status=0
for file in ../docker/*.Dockerfile; do
    # dockerfilelint ends with 1 on any finding; dockerfile-utils prints its findings and ends with 0.
    node_modules/.bin/dockerfilelint "$file" || status=1
    findings=$(node_modules/.bin/dockerfile-utils lint "$file")
    [ -z "$findings" ] || { echo "$findings"; status=1; }
done
node_modules/.bin/dclint --config dclint.json --max-warnings 0 ../local/compose.yaml || status=1
if command -v yamllint > /dev/null; then
    yamllint --strict --config-file yamllint.yaml ../local/compose.yaml ../../azure.yaml || status=1
else
    echo "yamllint is not installed: apt-get install yamllint" >&2
fi
exit "$status"
