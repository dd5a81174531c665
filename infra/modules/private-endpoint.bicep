metadata description = 'A private endpoint and its name.'
import { tagsType } from 'types.bicep'

@description('Name of the endpoint.')
@minLength(2)
@maxLength(64)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('Subnet of the endpoint.')
param subnetId string

@description('The service that is reached.')
param serviceId string

@description('Kind of the service.')
@allowed(['blob', 'queue', 'table', 'file', 'namespace', 'sites'])
param groupId string

@description('Private DNS zone that gets the name.')
param zoneId string

@description('Whether the owner of the service has to approve: for a service in another organisation\'s subscription.')
param needsApproval bool = false

var connection = {
  name: name
  properties: {
    privateLinkServiceId: serviceId
    groupIds: [
      groupId
    ]
    requestMessage: needsApproval ? 'Worker of a data owner in the federation' : null
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2025-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: {
      id: subnetId
    }
    privateLinkServiceConnections: needsApproval ? [] : [connection]
    manualPrivateLinkServiceConnections: needsApproval ? [connection] : []
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: groupId
          properties: {
            privateDnsZoneId: zoneId
          }
        }
      ]
    }
  }
}
