metadata description = 'Registry of the worker images.'
import { tagsType, workloadType } from 'types.bicep'

@description('Name of the registry.')
@minLength(5)
@maxLength(50)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('Workloads that pull images.')
param pullers workloadType[]

var roles = loadJsonContent('../roles.json')

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    name: 'Basic'
  }
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
  }
}

resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for workload in pullers: {
    name: guid(registry.id, workload.name, roles.acrPull)
    scope: registry
    properties: {
      principalId: workload.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.acrPull)
    }
  }
]

output loginServer string = registry.properties.loginServer
output name string = registry.name
