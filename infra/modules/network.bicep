metadata description = 'A network with a subnet for the function app, the workers and private endpoints, and the zones that resolve the endpoints.'
import { tagsType, zonesType } from 'types.bicep'

@description('Suffix of the names.')
param suffix string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('Address space of the network; it is cut into subnets of /26.')
param addressPrefix string

var zones = {
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
  file: 'privatelink.file.${environment().suffixes.storage}'
  servicebus: 'privatelink.servicebus.windows.net'
  sites: 'privatelink.azurewebsites.net'
}

resource network 'Microsoft.Network/virtualNetworks@2025-07-01' = {
  name: 'vnet-${suffix}'
  location: location
  tags: tags
  properties: {
    addressSpace: {
      addressPrefixes: [
        addressPrefix
      ]
    }
  }

  resource functions 'subnets' = {
    name: 'functions'
    properties: {
      addressPrefix: cidrSubnet(addressPrefix, 26, 0)
      defaultOutboundAccess: true
      delegations: [
        {
          name: 'flex'
          properties: {
            // Flex Consumption runs in Container Apps' infrastructure, so it is this delegation and not Microsoft.Web.
            serviceName: 'Microsoft.App/environments'
          }
        }
      ]
    }
  }

  resource workers 'subnets' = {
    name: 'workers'
    properties: {
      addressPrefix: cidrSubnet(addressPrefix, 26, 1)
      defaultOutboundAccess: true
      delegations: [
        {
          name: 'container-apps'
          properties: {
            serviceName: 'Microsoft.App/environments'
          }
        }
      ]
    }
    // Subnets of one network can't be written side by side.
    dependsOn: [
      functions
    ]
  }

  resource endpoints 'subnets' = {
    name: 'endpoints'
    properties: {
      addressPrefix: cidrSubnet(addressPrefix, 26, 2)
      defaultOutboundAccess: false
    }
    dependsOn: [
      workers
    ]
  }
}

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for item in items(zones): {
    name: item.value
    location: 'global'
    tags: tags
  }
]

resource link 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (item, index) in items(zones): {
    parent: zone[index]
    name: network.name
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: network.id
      }
    }
  }
]

output functionsSubnetId string = network::functions.id
output workersSubnetId string = network::workers.id
output endpointsSubnetId string = network::endpoints.id
output zoneIds zonesType = {
  blob: resourceId('Microsoft.Network/privateDnsZones', zones.blob)
  queue: resourceId('Microsoft.Network/privateDnsZones', zones.queue)
  table: resourceId('Microsoft.Network/privateDnsZones', zones.table)
  file: resourceId('Microsoft.Network/privateDnsZones', zones.file)
  servicebus: resourceId('Microsoft.Network/privateDnsZones', zones.servicebus)
  sites: resourceId('Microsoft.Network/privateDnsZones', zones.sites)
}
