#!/bin/sh
# Makes the app registration that the API's tokens are for, once.
set -eu

[ -n "${FDKT_API_CLIENT_ID:-}" ] && exit 0
id=$(az ad app create --display-name "fdkt-$AZURE_ENV_NAME" --sign-in-audience AzureADMyOrg --query appId --output tsv)
object=$(az ad app show --id "$id" --query id --output tsv)
scope=$(cat /proc/sys/kernel/random/uuid 2> /dev/null || uuidgen)
azure_cli=04b07795-8ddb-461a-bbee-02f9e1bf7b46

patch() {
    az rest --method PATCH --uri "https://graph.microsoft.com/v1.0/applications/$object" --headers Content-Type=application/json --body "$1"
}

# Tokens of version 2, whose issuer the app's authentication names (modules/function-app.bicep), with the groups of whoever calls: an operator may be a group.
patch '{"identifierUris":["api://'"$id"'"],"groupMembershipClaims":"SecurityGroup","api":{"requestedAccessTokenVersion":2,"oauth2PermissionScopes":[{"id":"'"$scope"'","value":"user_impersonation","type":"User","isEnabled":true,"adminConsentDisplayName":"Start and watch rounds","adminConsentDescription":"Calls the API of the federation as the person who signed in.","userConsentDisplayName":"Start and watch rounds","userConsentDescription":"Calls the API of the federation as you."}]}}'

# A second call: a scope has to exist before an app is pre-authorised for it. Then 'az account get-access-token' needs nobody's consent.
patch '{"api":{"preAuthorizedApplications":[{"appId":"'"$azure_cli"'","delegatedPermissionIds":["'"$scope"'"]}]}}'
az ad sp create --id "$id" --output none
azd env set FDKT_API_CLIENT_ID "$id"
