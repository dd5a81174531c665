#!/bin/sh
# Makes the app registration that the API's tokens are for, once.
set -eu

[ -n "${FDKT_API_CLIENT_ID:-}" ] && exit 0
id=$(az ad app create --display-name "fdkt-$AZURE_ENV_NAME" --sign-in-audience AzureADMyOrg --query appId --output tsv)
az ad app update --id "$id" --identifier-uris "api://$id"
az ad sp create --id "$id" --output none
azd env set FDKT_API_CLIENT_ID "$id"
