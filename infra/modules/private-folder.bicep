metadata description = 'A file share over NFS for what never leaves the data owner: rows, key, policy, ledger. Reached from the owner\'s network alone, without keys.'
import { tagsType } from 'types.bicep'

@description('Name of the account.')
@minLength(3)
@maxLength(24)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('Size of the share, in GB; 100 is the least that Azure sells.')
@minValue(100)
@maxValue(1024)
param sizeGb int

@description('Environment that mounts the share.')
param environmentName string

@description('Subnet of the private endpoint.')
param subnetId string

@description('Private DNS zone of file shares.')
param zoneId string

var shareName = 'fdkt'

resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: name
  location: location
  tags: tags
  kind: 'FileStorage'
  sku: {
    name: 'Premium_ZRS'
  }
  properties: {
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    // NFS has no TLS of its own here; the share is reached through the private endpoint alone.
    supportsHttpsTrafficOnly: false
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
    }
  }

  resource files 'fileServices' = {
    name: 'default'
    properties: {
      shareDeleteRetentionPolicy: {
        enabled: true
        // The ledger is in it: without the ledger the client may not release again.
        days: 90
      }
    }

    resource share 'shares' = {
      name: shareName
      properties: {
        enabledProtocols: 'NFS'
        shareQuota: sizeGb
        rootSquash: 'RootSquash'
      }
    }
  }
}

module endpoint 'private-endpoint.bicep' = {
  params: {
    name: 'pe-${name}'
    location: location
    tags: tags
    subnetId: subnetId
    serviceId: account.id
    groupId: 'file'
    zoneId: zoneId
  }
}

resource environment 'Microsoft.App/managedEnvironments@2026-01-01' existing = {
  name: environmentName

  resource mount 'storages' = {
    name: 'private'
    properties: {
      nfsAzureFile: {
        server: '${name}.file.${az.environment().suffixes.storage}'
        shareName: '/${name}/${shareName}'
        accessMode: 'ReadWrite'
      }
    }
    dependsOn: [
      account::files::share
      endpoint
    ]
  }
}

output mountName string = environment::mount.name
