metadata description = 'The orchestrator: a function app on Flex Consumption, its deployment container, and its rights on the host\'s storage.'
import { privateLinkType, tagsType, variableType } from 'types.bicep'

@description('Suffix of the names.')
param suffix string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('Tags that let azd find the app.')
param serviceTags tagsType

@description('Storage account of the host: its locks, timers and Durable Functions\' history. Holds no data of the federation.')
param hostStorageName string

@description('Identity of the app.')
param identityId string

@description('Name of the identity.')
param identityName string

@description('Object id of the identity.')
param principalId string

@description('Client id of the identity.')
param identityClientId string

@description('Settings of the app.')
param settings variableType[]

@description('Where telemetry goes.')
param insightsConnectionString string

@description('Memory of an instance, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int

@description('Most instances.')
@minValue(40)
@maxValue(1000)
param maximumInstanceCount int

@description('Application (client) id that the API\'s tokens are for.')
@minLength(36)
@maxLength(36)
param apiClientId string

@description('Object ids of the people and workloads that may call the API.')
param apiIdentityIds string[]

@description('Object ids of the groups whose members may call the API.')
param apiGroupIds string[]

@description('Whether rounds start by schedule. Without one no timer ticks each minute, and an app that does nothing costs nothing.')
param hasSchedules bool

@description('Subnet of the app; empty for none.')
param subnetId string

@description('Whether the app is reached through a private endpoint alone, deployments too.')
param isPrivate bool

@description('The private endpoint; null where there is none.')
param privateLink privateLinkType?

var roles = loadJsonContent('../roles.json')
var deploymentContainer = 'deployments'

// The host and Durable Functions make containers, queues and tables of their own, so their rights are on the account; the federation's data are in another.
var hostRoles = [
  roles.storageBlobDataOwner
  roles.storageQueueDataContributor
  roles.storageTableDataContributor
]

var names = loadJsonContent('../names.json')

var hostSettings = [
  { name: 'AzureWebJobsStorage__accountName', value: hostStorageName }
  { name: 'AzureWebJobsStorage__credential', value: 'managedidentity' }
  { name: 'AzureWebJobsStorage__clientId', value: identityClientId }
  { name: names.settings.insights, value: insightsConnectionString }
  { name: 'AzureWebJobs.startDueRounds.Disabled', value: hasSchedules ? 'false' : 'true' }
  { name: 'APPLICATIONINSIGHTS_AUTHENTICATION_STRING', value: 'ClientId=${identityClientId};Authorization=AAD' }
]

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = {
  name: hostStorageName

  resource blobs 'blobServices' existing = {
    name: 'default'

    resource packages 'containers' = {
      name: deploymentContainer
      properties: {
        publicAccess: 'None'
      }
    }
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in hostRoles: {
    name: guid(storage.id, identityName, role)
    scope: storage
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    }
  }
]

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${suffix}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    tier: 'FlexConsumption'
    name: 'FC1'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'func-${suffix}'
  location: location
  tags: union(tags, serviceTags)
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
      runtime: {
        name: 'dotnet-isolated'
        version: '10.0'
      }
    }
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      remoteDebuggingEnabled: false
      appSettings: concat(hostSettings, settings)
    }
  }
  // Without its rights the host can't start, and the first deployment fails.
  dependsOn: [
    assignment
    storage::blobs::packages
  ]

  resource entra 'config' = {
    name: 'authsettingsV2'
    properties: {
      platform: {
        enabled: true
      }
      globalValidation: {
        requireAuthentication: true
        unauthenticatedClientAction: 'Return401'
      }
      httpSettings: {
        requireHttps: true
      }
      identityProviders: {
        azureActiveDirectory: {
          enabled: true
          registration: {
            openIdIssuer: '${environment().authentication.loginEndpoint}${tenant().tenantId}/v2.0'
            clientId: apiClientId
          }
          validation: {
            allowedAudiences: [
              'api://${apiClientId}'
              apiClientId
            ]
            defaultAuthorizationPolicy: {
              allowedPrincipals: {
                identities: apiIdentityIds
                groups: apiGroupIds
              }
            }
          }
        }
      }
    }
  }

  // Deployment goes with Entra tokens; user name and password are off.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }
}

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  params: {
    name: 'pe-func-${suffix}'
    location: location
    tags: tags
    subnetId: privateLink!.subnetId
    serviceId: app.id
    groupId: 'sites'
    zoneId: privateLink!.zoneIds.sites
  }
}

output name string = app.name
output hostName string = app.properties.defaultHostName
