metadata description = 'A data owner\'s side, in a subscription of its own: a worker beside the private text that connects outward alone.'

import { tagsType, variableType } from 'modules/types.bicep'

@description('Name of the client, as the operator enrols it: lower-case letters, digits and single hyphens inside.')
@minLength(1)
@maxLength(48)
param clientName string

@description('Region.')
param location string = resourceGroup().location

@description('Service Bus namespace of the federation, as the operator names it: NAMESPACE.servicebus.windows.net.')
@minLength(12)
param serviceBus string

@description('Storage of the federation, as the operator names it: https://ACCOUNT.blob.core.windows.net/.')
@minLength(12)
param storage string

@description('Tag of the worker image in the registry. Empty at first, when the registry is still to be made: the worker is left out.')
@maxLength(128)
param imageTag string = ''

@description('GPU of the worker. none trains on CPU.')
@allowed(['none', 'Consumption-GPU-NC8as-T4', 'Consumption-GPU-NC24-A100'])
param gpuProfile string = 'none'

// Container Apps kills a job's replica 30 seconds after it asked it to stop, and that can't be set.
@description('Arguments of fdkt in the worker.')
@minLength(1)
param workerArguments string[] = ['worker', '--role', 'client', '--client', '/data/client', '--exit-when-idle', '--patience', '20']

@description('Settings of the worker beyond those that the template sets.')
param workerVariables variableType[] = []

@description('Tenant of the operator, where it is another than this subscription\'s; empty otherwise. Then operatorAppId is needed, and a clock starts the worker: a scaler can\'t read a queue of another tenant.')
@maxLength(36)
param operatorTenantId string = ''

@description('Application (client) id of the owner\'s app that trusts the worker\'s identity and is installed in the operator\'s tenant; empty in one tenant.')
@maxLength(36)
param operatorAppId string = ''

@description('Event: the queue starts the worker; the identity is in the operator\'s tenant. Schedule: a clock does, as it always does where operatorTenantId is set.')
@allowed(['Event', 'Schedule'])
param trigger string = 'Event'

@description('When a scheduled worker looks at its queue, as cron in UTC.')
@minLength(9)
param schedule string = '*/10 * * * *'

@description('Longest run of the worker, in minutes: longer than the 6 hours that it gives a job.')
@minValue(10)
@maxValue(1440)
param timeoutMinutes int = 420

@description('Size of the private share, in GB.')
@minValue(100)
@maxValue(1024)
param shareGb int = 100

@description('Address space of the owner\'s network; at least a /24.')
param addressPrefix string = '10.61.0.0/24'

@description('Resource id of the operator\'s Service Bus namespace, where it is reached through a private endpoint alone; empty otherwise. The operator approves the connection.')
param serviceBusId string = ''

@description('Resource id of the operator\'s storage account, where it is reached through private endpoints alone; empty otherwise. The operator approves the connections.')
param storageAccountId string = ''

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Most that logs take in per day, in GB.')
@minValue(1)
@maxValue(100)
param logQuotaGb int = 1

var names = loadJsonContent('names.json')
var token = toLower(uniqueString(resourceGroup().id, clientName))
var environmentName = 'cae-fdkt-${token}'
var tags tagsType = { 'fdkt-client': clientName }

module identity 'modules/identity.bicep' = {
  params: {
    name: 'id-fdkt-client-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  params: {
    suffix: 'fdkt-${token}'
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyQuotaGb: logQuotaGb
    publishers: [{ name: clientName, principalId: identity.outputs.principalId }]
  }
}

module network 'modules/network.bicep' = {
  params: {
    suffix: 'fdkt-${token}'
    location: location
    tags: tags
    addressPrefix: addressPrefix
  }
}

module registry 'modules/registry.bicep' = {
  params: {
    name: 'crfdkt${token}'
    location: location
    tags: tags
    pullers: [{ name: clientName, principalId: identity.outputs.principalId }]
  }
}

module environment 'modules/worker-environment.bicep' = {
  params: {
    name: environmentName
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    gpuProfile: gpuProfile
    subnetId: network.outputs.workersSubnetId
  }
}

module folder 'modules/private-folder.bicep' = {
  params: {
    name: 'stfdkt${token}'
    location: location
    tags: tags
    sizeGb: shareGb
    environmentName: environmentName
    subnetId: network.outputs.endpointsSubnetId
    zoneId: network.outputs.zoneIds.file
  }
  dependsOn: [
    environment
  ]
}

module toServiceBus 'modules/private-endpoint.bicep' = if (!empty(serviceBusId)) {
  params: {
    name: 'pe-fdkt-servicebus'
    location: location
    tags: tags
    subnetId: network.outputs.endpointsSubnetId
    serviceId: serviceBusId
    groupId: 'namespace'
    zoneId: network.outputs.zoneIds.servicebus
    needsApproval: true
  }
}

module toBlobs 'modules/private-endpoint.bicep' = if (!empty(storageAccountId)) {
  params: {
    name: 'pe-fdkt-blob'
    location: location
    tags: tags
    subnetId: network.outputs.endpointsSubnetId
    serviceId: storageAccountId
    groupId: 'blob'
    zoneId: network.outputs.zoneIds.blob
    needsApproval: true
  }
}

module toQueues 'modules/private-endpoint.bicep' = if (!empty(storageAccountId)) {
  params: {
    name: 'pe-fdkt-queue'
    location: location
    tags: tags
    subnetId: network.outputs.endpointsSubnetId
    serviceId: storageAccountId
    groupId: 'queue'
    zoneId: network.outputs.zoneIds.queue
    needsApproval: true
  }
}

module worker 'modules/worker-job.bicep' = if (!empty(imageTag)) {
  params: {
    name: 'job-client-${token}'
    location: location
    tags: tags
    environmentId: environment.outputs.id
    gpuProfile: gpuProfile
    image: '${registry.outputs.loginServer}/fdkt-${gpuProfile == 'none' ? 'cpu' : 'gpu'}-worker:${imageTag}'
    registryServer: registry.outputs.loginServer
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    arguments: workerArguments
    variables: concat(
      [
        { name: names.settings.serviceBus, value: serviceBus }
        { name: names.settings.storage, value: storage }
        { name: names.settings.insights, value: monitoring.outputs.connectionString }
      ],
      empty(operatorTenantId)
        ? []
        : [
            { name: names.settings.operatorTenant, value: operatorTenantId }
            { name: names.settings.operatorApp, value: operatorAppId }
          ],
      workerVariables
    )
    serviceBusHostName: serviceBus
    queueName: '${names.serviceBusQueues.clientJobsPrefix}${clientName}'
    trigger: empty(operatorTenantId) ? trigger : 'Schedule'
    schedule: schedule
    // One: the ledger is opened by one process at a time.
    maximumWorkers: 1
    timeoutMinutes: timeoutMinutes
    dataStorageName: folder.outputs.mountName
  }
}

output FDKT_CLIENT_PRINCIPAL_ID string = identity.outputs.principalId
output FDKT_CLIENT_ID string = identity.outputs.clientId
output AZURE_CONTAINER_REGISTRY_NAME string = registry.outputs.name
