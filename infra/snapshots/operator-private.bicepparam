using '../main.bicep'

param environmentName = 'fdkt'
param location = 'swedencentral'
param apiClientId = '11111111-1111-1111-1111-111111111111'
param networkAccess = 'private'
param gpuProfile = 'none'
param clients = [
  { name: 'clinic-a', principalId: 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' }
]
