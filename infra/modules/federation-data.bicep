metadata description = 'Containers and queues of the federation in its storage account, who may use them, and when released data are deleted.'
import { grantType } from 'types.bicep'

@description('The storage account.')
param accountName string

@description('Containers.')
param containers string[]

@description('Containers whose blobs are deleted in the end: released and augmented data.')
param expiringContainers string[]

@description('After how many days without change released and augmented data are deleted. Control documents stay.')
@minValue(7)
@maxValue(3650)
param retentionDays int

@description('Storage queues.')
param queues string[]

@description('Role definition of blobWriter.')
param blobWriterId string

@description('Rights on containers.')
param containerGrants grantType[]

@description('Rights on storage queues.')
param queueGrants grantType[]

var roles = loadJsonContent('../roles.json')

// Data are looked at in the days after a round, if at all.
var coolAfterDays = 14

// A replaced version is only for repair after a mistake.
var oldVersionDays = 30

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: accountName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource container 'containers' = [
      for container in containers: {
        name: container
        properties: {
          publicAccess: 'None'
        }
      }
    ]
  }

  resource queueService 'queueServices' = {
    name: 'default'

    resource queue 'queues' = [
      for queue in queues: {
        name: queue
      }
    ]
  }

  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'released-data'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
                prefixMatch: map(expiringContainers, container => '${container}/')
              }
              actions: {
                baseBlob: {
                  tierToCool: {
                    daysAfterModificationGreaterThan: min(coolAfterDays, retentionDays - 1)
                  }
                  delete: {
                    daysAfterModificationGreaterThan: retentionDays
                  }
                }
              }
            }
          }
          {
            name: 'old-versions'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: {
                blobTypes: ['blockBlob']
              }
              actions: {
                version: {
                  delete: {
                    daysAfterCreationGreaterThan: oldVersionDays
                  }
                }
              }
            }
          }
        ]
      }
    }
  }
}

resource grantContainer 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' existing = [
  for grant in containerGrants: {
    parent: account::blobs
    name: grant.resource
  }
]

resource containerAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, index) in containerGrants: {
    name: guid(grantContainer[index].id, grant.principalName, grant.role)
    scope: grantContainer[index]
    properties: {
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: grant.role == 'blobWriter' ? blobWriterId : subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
      condition: empty(grant.condition) ? null : grant.condition
      conditionVersion: empty(grant.condition) ? null : '2.0'
    }
    dependsOn: [
      account::blobs::container
    ]
  }
]

resource grantQueue 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' existing = [
  for grant in queueGrants: {
    parent: account::queueService
    name: grant.resource
  }
]

resource queueAssignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, index) in queueGrants: {
    name: guid(grantQueue[index].id, grant.principalName, grant.role)
    scope: grantQueue[index]
    properties: {
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
    dependsOn: [
      account::queueService::queue
    ]
  }
]
