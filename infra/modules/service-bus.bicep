metadata description = 'The namespace, a queue per client and role, and who may send and receive.'
import { grantType, privateLinkType, tagsType } from 'types.bicep'

@description('Name of the namespace.')
@minLength(6)
@maxLength(50)
param name string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('Job queues: one per client, and the language-model workers\'.')
param jobQueues string[]

@description('Queues to the orchestrator.')
param orchestratorQueues string[]

@description('Who may send and receive.')
param grants grantType[]

@description('How often a job is delivered before it is dead-lettered.')
@minValue(2)
@maxValue(20)
param maxDeliveryCount int

@description('Whether the namespace is reached through a private endpoint alone.')
param isPrivate bool

@description('The private endpoint; null where there is none.')
param privateLink privateLinkType?

@description('Workspace of the logs.')
param workspaceId string

var roles = loadJsonContent('../roles.json')

// 5 minutes is the most that Service Bus allows: long jobs renew the lock while they work.
var lockDuration = 'PT5M'

// A fact may wait for its round to wake; the orchestrator puts aside at once what it can never use.
var orchestratorDeliveries = 100

// What a sender repeats because it did not hear the answer comes within minutes, with the same id. A job that a round sends again on purpose has the attempt in its id.
var duplicateWindow = 'PT10M'

// Longer than any round: what nobody fetched in that time goes to the dead letters, where the operator sees it.
var timeToLive = 'P14D'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: name
  location: location
  tags: tags
  sku: {
    // Basic has no duplicate detection; private endpoints need Premium.
    name: isPrivate ? 'Premium' : 'Standard'
    tier: isPrivate ? 'Premium' : 'Standard'
    capacity: isPrivate ? 1 : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: isPrivate ? 'Disabled' : 'Enabled'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queueName in concat(jobQueues, orchestratorQueues): {
    parent: namespace
    name: queueName
    properties: {
      lockDuration: lockDuration
      maxDeliveryCount: contains(jobQueues, queueName) ? maxDeliveryCount : orchestratorDeliveries
      deadLetteringOnMessageExpiration: true
      defaultMessageTimeToLive: timeToLive
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: duplicateWindow
      requiresSession: false
      // A job is small: it carries ids and references.
      maxSizeInMegabytes: 1024
    }
  }
]

resource grantQueue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for grant in grants: {
    parent: namespace
    name: grant.resource
  }
]

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (grant, index) in grants: {
    name: guid(grantQueue[index].id, grant.principalName, grant.role)
    scope: grantQueue[index]
    properties: {
      principalId: grant.principalId
      principalType: grant.principalType
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles[grant.role])
    }
    dependsOn: [
      queue
    ]
  }
]

module endpoint 'private-endpoint.bicep' = if (isPrivate) {
  params: {
    name: 'pe-${name}'
    location: location
    tags: tags
    subnetId: privateLink!.subnetId
    serviceId: namespace.id
    groupId: 'namespace'
    zoneId: privateLink!.zoneIds.servicebus
  }
}

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'operations'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [
      {
        category: 'OperationalLogs'
        enabled: true
      }
    ]
  }
}

output id string = namespace.id
output hostName string = replace(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':443/', '')
