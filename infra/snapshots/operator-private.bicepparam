using '../main.bicep'

param environmentName = 'fdkt'
param location = 'swedencentral'
param apiClientId = '11111111-1111-1111-1111-111111111111'
param operatorPrincipalId = '22222222-2222-2222-2222-222222222222'
param operatorPrincipalType = 'Group'
param networkAccess = 'private'
param hasSchedules = true
param gpuProfile = 'none'
param clients = [
  { name: 'clinic-a', principalId: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' }
]
