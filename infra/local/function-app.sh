#!/bin/sh
# Starts the function app on this machine, as Azure would host it, against the emulators that local.settings.json names.
# Needs Azure Functions Core Tools 4 and .NET; the emulators run beside it: docker compose -f infra/local/compose.yaml up azurite storage-setup servicebus
set -eu
cd "$(dirname "$0")/../.."

if ! command -v func > /dev/null; then
    echo "The command func is not installed. Install Azure Functions Core Tools 4, for example with 'npm install --global azure-functions-core-tools@4'," >&2
    echo "or as https://learn.microsoft.com/azure/azure-functions/functions-run-local says, and start this again. 'fdkt up' needs none of it." >&2
    exit 1
fi

[ -f local.settings.json ] || cp local.settings.sample.json local.settings.json
dotnet build src/Fdkt.FunctionApp -c Release
cd src/Fdkt.FunctionApp/bin/Release/net10.0
exec func start --no-build "$@"
