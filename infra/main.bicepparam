using 'main.bicep'

// azd keeps these in the environment's .env file; 'az deployment sub create' takes them from the shell or from --parameters.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'fdkt')
param location = readEnvironmentVariable('AZURE_LOCATION', 'swedencentral')
param operatorPrincipalId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param operatorPrincipalType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param hasSchedules = bool(readEnvironmentVariable('FDKT_HAS_SCHEDULES', 'false'))
// Without an app registration no token is for the API, and it refuses everyone.
param apiClientId = readEnvironmentVariable('FDKT_API_CLIENT_ID', '00000000-0000-0000-0000-000000000000')
param imageTag = readEnvironmentVariable('FDKT_IMAGE_TAG', '')
param gpuProfile = readEnvironmentVariable('FDKT_GPU_PROFILE', 'Consumption-GPU-NC8as-T4')
param networkAccess = readEnvironmentVariable('FDKT_NETWORK_ACCESS', 'public')

// One line per data owner; docs/deploy.md, "A data owner joins".
param clients = loadJsonContent('clients.json')
