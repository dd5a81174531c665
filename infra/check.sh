#!/usr/bin/env bash
# Lints, builds and snapshots the Bicep templates. Fails on any diagnostic, warnings too. Offline: the compiler comes with the packages that the tests restore.
# With --accept the snapshots are written instead of compared: look at their diff.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

mode=validate
[ "${1:-}" = --accept ] && mode=overwrite

version=$(sed -n 's|.*<BicepVersion>\(.*\)</BicepVersion>.*|\1|p' ../Directory.Packages.props)
packages=$(dotnet nuget locals global-packages --list | sed 's/^[^:]*: //')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The package gives the execute right to its owner alone.
bicep=${packages%/}/azure.bicep.commandline.linux-x64/$version/tools/bicep
if [ ! -f "$bicep" ]; then
    bicep=$(command -v bicep) || { echo "infra/check.sh: no Bicep compiler. On Linux x64 'dotnet restore Fdkt.sln' brings $version; elsewhere put bicep on the PATH." >&2; exit 1; }
elif [ ! -x "$bicep" ]; then
    cp "$bicep" "$work/bicep" && chmod u+x "$work/bicep" && bicep=$work/bicep
fi

# What an operator has set must not decide whether the templates are right.
for variable in AZURE_ENV_NAME AZURE_LOCATION AZURE_PRINCIPAL_ID AZURE_PRINCIPAL_TYPE FDKT_HAS_SCHEDULES FDKT_API_CLIENT_ID FDKT_IMAGE_TAG FDKT_GPU_PROFILE FDKT_NETWORK_ACCESS; do unset "$variable"; done

status=0
# build lints too; its diagnostics go to the error stream.
for file in main.bicep client.bicep main.bicepparam; do
    case $file in
        *.bicep) "$bicep" build "$file" --no-restore --diagnostics-format sarif --outfile "$work/$file.json" 2> "$work/$file.sarif" || status=1 ;;
        *) "$bicep" lint "$file" --no-restore --diagnostics-format sarif > "$work/$file.sarif" || status=1 ;;
    esac
    node - "$work/$file.sarif" <<'JS' || status=1
const results = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8')).runs.flatMap(run => run.results);
for (const result of results) {
    const at = result.locations?.[0]?.physicalLocation;
    console.error(`${at?.artifactLocation?.uri ?? ''}:${at?.region?.startLine ?? 0}: ${result.level} ${result.ruleId}: ${result.message.text}`);
}
process.exit(results.length > 0 ? 1 : 0);
JS
done

for parameters in snapshots/*.bicepparam; do
    scope=()
    [[ $parameters == snapshots/client* ]] && scope=(--resource-group rg-example)
    "$bicep" snapshot "$parameters" --mode "$mode" --deployment-name fdkt --location swedencentral "${scope[@]}" \
        --subscription-id 00000000-0000-0000-0000-000000000001 --tenant-id 00000000-0000-0000-0000-000000000002 \
        || { echo "$parameters: the deployment differs from its snapshot; 'infra/check.sh --accept' writes it anew" >&2; status=1; }
done

[ "$status" = 0 ] && echo "infra: templates lint, build and match their snapshots"
exit "$status"
