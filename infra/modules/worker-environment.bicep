metadata description = 'The environment of the worker containers.'
import { tagsType } from 'types.bicep'

@description('Name of the environment.')
@minLength(2)
@maxLength(32)
param name string

@description('Region; a GPU profile needs one with serverless GPUs.')
param location string

@description('Tags.')
param tags tagsType

@description('Workspace of the logs.')
param workspaceId string

@description('Workload profile with a GPU; none for workers without.')
@allowed(['none', 'Consumption-GPU-NC8as-T4', 'Consumption-GPU-NC24-A100'])
param gpuProfile string

@description('Subnet; empty for none.')
param subnetId string

var consumption = {
  name: 'Consumption'
  workloadProfileType: 'Consumption'
}

var gpu = {
  name: 'gpu'
  workloadProfileType: gpuProfile
}

resource environment 'Microsoft.App/managedEnvironments@2026-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    // Through diagnostic settings: the other way needs the workspace's key.
    appLogsConfiguration: {
      destination: 'azure-monitor'
    }
    publicNetworkAccess: 'Disabled'
    vnetConfiguration: empty(subnetId)
      ? null
      : {
          infrastructureSubnetId: subnetId
          internal: true
        }
    workloadProfiles: gpuProfile == 'none' ? [consumption] : [consumption, gpu]
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        categoryGroup: 'allLogs'
        enabled: true
      }
    ]
  }
}

output id string = environment.id
output name string = environment.name
