metadata description = 'A storage account that is entered with identities alone.'
import { privateLinkType, tagsType } from 'types.bicep'

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('How often the data are kept.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param sku string

@description('Whether the account is reached through private endpoints alone.')
param isPrivate bool

@description('The private endpoints; null where there are none.')
param privateLink privateLinkType?

@description('Services that get a private endpoint.')
@allowed(['blob', 'queue', 'table'])
param services string[]

@description('Whether earlier versions of a blob and deleted ones are kept for repair.')
param keepDeleted bool

// As long as a round, its report and the questions about it may take.
var keepDeletedDays = 14

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: isPrivate ? 'Deny' : 'Allow'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: keepDeleted
      deleteRetentionPolicy: keepDeleted ? { enabled: true, days: keepDeletedDays } : { enabled: false }
      containerDeleteRetentionPolicy: keepDeleted ? { enabled: true, days: keepDeletedDays } : { enabled: false }
    }
  }
}

module endpoint 'private-endpoint.bicep' = [
  for service in services: if (isPrivate) {
    params: {
      name: 'pe-${name}-${service}'
      location: location
      tags: tags
      subnetId: privateLink!.subnetId
      serviceId: account.id
      groupId: service
      zoneId: privateLink!.zoneIds[service]
    }
  }
]

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
