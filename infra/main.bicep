metadata description = 'The operator\'s side of a federation: orchestrator, queues, storage, language-model workers, and the rights of each client.'
targetScope = 'subscription'

import { clientType, grantType, principalKind, privateLinkType, tagsType, variableType, workloadType } from 'modules/types.bicep'
import { like, likeExcept, worksOn, writesBelow } from 'modules/conditions.bicep'

@description('Name of the federation; part of every resource\'s name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('Region. It needs Flex Consumption, and serverless GPUs where gpuProfile is not none.')
param location string

@description('Data owners that take part.')
@maxLength(100)
param clients clientType[] = []

@description('Application (client) id of the app registration that the API\'s tokens are for.')
@minLength(36)
@maxLength(36)
param apiClientId string

@description('Object id of the person or group that starts rounds and enrols clients; empty for none.')
@maxLength(36)
param operatorPrincipalId string = ''

@description('What the operator is.')
param operatorPrincipalType principalKind = 'User'

@description('Tag of the worker image in the registry. Empty at first, when the registry is still to be made: the language-model worker is left out.')
@maxLength(128)
param imageTag string = ''

@description('GPU of the language-model workers. none runs them on CPU.')
@allowed(['none', 'Consumption-GPU-NC8as-T4', 'Consumption-GPU-NC24-A100'])
param gpuProfile string = 'Consumption-GPU-NC8as-T4'

// Container Apps kills a job's replica 30 seconds after it asked it to stop, and that can't be set.
@description('Arguments of fdkt in the language-model worker.')
@minLength(1)
param languageModelArguments string[] = ['worker', '--role', 'llm', '--exit-when-idle', '--patience', '20']

@description('Settings of the language-model worker beyond those that the template sets, such as where its model is.')
param languageModelVariables variableType[] = []

@description('Most language-model workers at a time; the quota of GPUs bounds it too.')
@minValue(1)
@maxValue(20)
param maximumLanguageModelWorkers int = 1

@description('Longest run of a language-model worker, in minutes: longer than the 6 hours that it gives a job.')
@minValue(10)
@maxValue(1440)
param languageModelTimeoutMinutes int = 420

@description('public: services are reached over the internet with Entra tokens. private: through private endpoints alone; Service Bus is then Premium.')
@allowed(['public', 'private'])
param networkAccess string = 'public'

@description('Address space of the network where networkAccess is private; at least a /24.')
param addressPrefix string = '10.60.0.0/24'

@description('How often the federation\'s data are kept.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('After how many days released and augmented data are deleted.')
@minValue(7)
@maxValue(3650)
param retentionDays int = 180

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param logRetentionDays int = 90

@description('Most that logs take in per day, in GB.')
@minValue(1)
@maxValue(100)
param logQuotaGb int = 2

@description('How often a job is delivered before it is dead-lettered. More than the 5 attempts of a worker, which says by itself that a job failed.')
@minValue(2)
@maxValue(20)
param maxDeliveryCount int = 10

@description('Memory of an instance of the function app, in MB.')
@allowed([512, 2048, 4096])
param instanceMemoryMB int = 2048

@description('Whether rounds start by schedule: schedules/schedules.json is published with the app.')
param hasSchedules bool = false

@description('Who is told of alerts.')
@maxLength(10)
param alertEmails string[] = []

var names = loadJsonContent('names.json')

var token = toLower(uniqueString(subscription().id, environmentName, location))
var suffix = '${environmentName}-${token}'
var tags tagsType = { 'azd-env-name': environmentName }
var dataStorageName = 'stdata${token}'
var hostStorageName = 'sthost${token}'
var isPrivate = networkAccess == 'private'

var clientQueues = map(clients, client => '${names.serviceBusQueues.clientJobsPrefix}${client.name}')
var jobQueues = concat([names.serviceBusQueues.languageModelJobs], clientQueues)
var workloads = ['orchestrator', 'llm-worker']

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = [
  for workload in workloads: {
    scope: group
    params: {
      name: 'id-${workload}-${suffix}'
      location: location
      tags: tags
    }
  }
]

module workerRoles 'modules/worker-roles.bicep' = {
  scope: group
}

var orchestratorWorkload workloadType = { name: workloads[0], principalId: identity[0].outputs.principalId }
var languageModelWorkload workloadType = { name: workloads[1], principalId: identity[1].outputs.principalId }

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: tags
    retentionDays: logRetentionDays
    dailyQuotaGb: logQuotaGb
    publishers: [orchestratorWorkload, languageModelWorkload]
  }
}

module network 'modules/network.bicep' = if (isPrivate) {
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: tags
    addressPrefix: addressPrefix
  }
}

// What each workload may do is written here, once; docs/roles.md is made from it.

func toWorkload(resource string, workload workloadType, role string, condition string) grantType => {
  resource: resource
  principalName: workload.name
  principalId: workload.principalId
  principalType: 'ServicePrincipal'
  role: role
  condition: condition
}

func toOperator(resource string, principalId string, principalType principalKind, role string) grantType => {
  resource: resource
  principalName: 'operator'
  principalId: principalId
  principalType: principalType
  role: role
  condition: ''
}

// The server's jobs are named ROUND.SEED.augmentation, a client's ROUND.SEED.STEP.CLIENT: a client that is called augmentation is still a client.
var serverStep = 'augmentation'
var serverResults = '${names.documents.results}*.${serverStep}.json'

func clientResults(client string) string => '${loadJsonContent('names.json').documents.results}*.*.*.${client}.json'

var hasOperator = !empty(operatorPrincipalId)

var serviceBusGrants = concat(
  map(jobQueues, queue => toWorkload(queue, orchestratorWorkload, 'serviceBusDataSender', '')),
  [
    toWorkload(names.serviceBusQueues.jobResults, orchestratorWorkload, 'serviceBusDataReceiver', '')
    toWorkload(names.serviceBusQueues.roundCommands, orchestratorWorkload, 'serviceBusDataReceiver', '')
    toWorkload(names.serviceBusQueues.languageModelJobs, languageModelWorkload, 'serviceBusDataReceiver', '')
    toWorkload(names.serviceBusQueues.jobResults, languageModelWorkload, 'serviceBusDataSender', '')
  ],
  map(clients, client => toWorkload('${names.serviceBusQueues.clientJobsPrefix}${client.name}', client, 'serviceBusDataReceiver', '')),
  map(clients, client => toWorkload(names.serviceBusQueues.jobResults, client, 'serviceBusDataSender', '')),
  hasOperator
    ? [toOperator(names.serviceBusQueues.roundCommands, operatorPrincipalId, operatorPrincipalType, 'serviceBusDataSender')]
    : []
)

var containerGrants = concat(
  [
    toWorkload(names.containers.demos, orchestratorWorkload, 'blobWriter', '')
    toWorkload(names.containers.augmented, orchestratorWorkload, 'blobWriter', '')
    toWorkload(names.containers.control, orchestratorWorkload, 'storageBlobDataContributor', '')
    toWorkload(names.containers.demos, languageModelWorkload, 'storageBlobDataReader', '')
    toWorkload(names.containers.augmented, languageModelWorkload, 'blobWriter', '')
    toWorkload(names.containers.control, languageModelWorkload, 'blobWriter', worksOn(likeExcept(serverResults, clientResults(serverStep)), like(names.documents.pools)))
  ],
  // A client reads the demonstrations of all, which are released, to train on them; it writes its own alone.
  map(clients, client => toWorkload(names.containers.demos, client, 'blobWriter', writesBelow('${client.name}/'))),
  map(clients, client => toWorkload(names.containers.augmented, client, 'storageBlobDataReader', '')),
  map(clients, client => toWorkload(names.containers.control, client, 'blobWriter', worksOn(like(clientResults(client.name)), like(names.documents.pools)))),
  hasOperator
    ? [
        toOperator(names.containers.demos, operatorPrincipalId, operatorPrincipalType, 'storageBlobDataReader')
        toOperator(names.containers.augmented, operatorPrincipalId, operatorPrincipalType, 'storageBlobDataReader')
        toOperator(names.containers.control, operatorPrincipalId, operatorPrincipalType, 'storageBlobDataContributor')
      ]
    : []
)

var queueGrants = concat(
  [
    toWorkload(names.storageQueues.demoUploads, orchestratorWorkload, 'storageQueueDataMessageProcessor', '')
    // The trigger reads the queue's length.
    toWorkload(names.storageQueues.demoUploads, orchestratorWorkload, 'storageQueueDataReader', '')
    toWorkload(names.storageQueues.demoUploadsPoison, orchestratorWorkload, 'storageQueueDataMessageSender', '')
  ],
  map(clients, client => toWorkload(names.storageQueues.demoUploads, client, 'storageQueueDataMessageSender', '')),
  hasOperator
    ? [toOperator(names.storageQueues.demoUploadsPoison, operatorPrincipalId, operatorPrincipalType, 'storageQueueDataMessageProcessor')]
    : []
)

var privateLink privateLinkType? = isPrivate
  ? {
      subnetId: network!.outputs.endpointsSubnetId
      zoneIds: network!.outputs.zoneIds
    }
  : null

module serviceBus 'modules/service-bus.bicep' = {
  scope: group
  params: {
    name: 'sb-${suffix}'
    location: location
    tags: tags
    jobQueues: jobQueues
    orchestratorQueues: [names.serviceBusQueues.jobResults, names.serviceBusQueues.roundCommands]
    grants: serviceBusGrants
    maxDeliveryCount: maxDeliveryCount
    isPrivate: isPrivate
    privateLink: privateLink
    workspaceId: monitoring.outputs.workspaceId
  }
}

module dataStorage 'modules/storage-account.bicep' = {
  name: 'data-storage'
  scope: group
  params: {
    name: dataStorageName
    location: location
    tags: tags
    sku: storageSku
    isPrivate: isPrivate
    privateLink: privateLink
    services: ['blob', 'queue']
    keepDeleted: true
  }
}

module data 'modules/federation-data.bicep' = {
  scope: group
  params: {
    accountName: dataStorageName
    containers: [names.containers.demos, names.containers.augmented, names.containers.control]
    expiringContainers: [names.containers.demos, names.containers.augmented]
    retentionDays: retentionDays
    queues: [names.storageQueues.demoUploads, names.storageQueues.demoUploadsPoison]
    blobWriterId: workerRoles.outputs.blobWriterId
    containerGrants: containerGrants
    queueGrants: queueGrants
  }
  dependsOn: [
    dataStorage
  ]
}

module hostStorage 'modules/storage-account.bicep' = {
  name: 'host-storage'
  scope: group
  params: {
    name: hostStorageName
    location: location
    tags: tags
    sku: storageSku
    isPrivate: isPrivate
    privateLink: privateLink
    services: ['blob', 'queue', 'table']
    keepDeleted: false
  }
}

module orchestrator 'modules/function-app.bicep' = {
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: tags
    serviceTags: { 'azd-service-name': 'orchestrator' }
    hostStorageName: hostStorageName
    identityId: identity[0].outputs.id
    identityName: workloads[0]
    principalId: orchestratorWorkload.principalId
    identityClientId: identity[0].outputs.clientId
    insightsConnectionString: monitoring.outputs.connectionString
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: 40
    apiClientId: apiClientId
    apiIdentityIds: hasOperator && operatorPrincipalType != 'Group' ? [operatorPrincipalId] : []
    apiGroupIds: hasOperator && operatorPrincipalType == 'Group' ? [operatorPrincipalId] : []
    hasSchedules: hasSchedules
    subnetId: isPrivate ? network!.outputs.functionsSubnetId : ''
    isPrivate: isPrivate
    privateLink: privateLink
    settings: [
      { name: 'AZURE_CLIENT_ID', value: identity[0].outputs.clientId }
      { name: names.settings.storage, value: dataStorage.outputs.blobEndpoint }
      // The module puts authentication before the app; without this word the API refuses everyone. So it does where nobody is named: an empty list would let in the whole tenant.
      { name: names.settings.apiProtection, value: hasOperator ? 'entra' : 'closed' }
      { name: names.settings.serviceBus, value: serviceBus.outputs.hostName }
      { name: '${names.settings.inboxConnection}__queueServiceUri', value: dataStorage.outputs.queueEndpoint }
      { name: '${names.settings.inboxConnection}__credential', value: 'managedidentity' }
      { name: '${names.settings.inboxConnection}__clientId', value: identity[0].outputs.clientId }
    ]
  }
  // Triggers fail until the app may read its queues.
  dependsOn: [
    data
    hostStorage
  ]
}

module registry 'modules/registry.bicep' = {
  scope: group
  params: {
    name: 'cr${token}'
    location: location
    tags: tags
    pullers: [languageModelWorkload]
  }
}

module workers 'modules/worker-environment.bicep' = {
  scope: group
  params: {
    name: 'cae-${suffix}'
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    gpuProfile: gpuProfile
    subnetId: isPrivate ? network!.outputs.workersSubnetId : ''
  }
}

module languageModelWorker 'modules/worker-job.bicep' = if (!empty(imageTag)) {
  scope: group
  params: {
    name: 'job-llm-${token}'
    location: location
    tags: tags
    environmentId: workers.outputs.id
    gpuProfile: gpuProfile
    image: '${registry.outputs.loginServer}/fdkt-${gpuProfile == 'none' ? 'cpu' : 'gpu'}-worker:${imageTag}'
    registryServer: registry.outputs.loginServer
    identityId: identity[1].outputs.id
    identityClientId: identity[1].outputs.clientId
    arguments: languageModelArguments
    variables: concat(
      [
        { name: names.settings.serviceBus, value: serviceBus.outputs.hostName }
        { name: names.settings.storage, value: dataStorage.outputs.blobEndpoint }
        { name: names.settings.insights, value: monitoring.outputs.connectionString }
      ],
      languageModelVariables
    )
    serviceBusHostName: serviceBus.outputs.hostName
    queueName: names.serviceBusQueues.languageModelJobs
    trigger: 'Event'
    schedule: ''
    maximumWorkers: maximumLanguageModelWorkers
    timeoutMinutes: languageModelTimeoutMinutes
    dataStorageName: ''
  }
  // The scaler reads the queue with the worker's rights.
  dependsOn: [
    data
  ]
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: {
    suffix: suffix
    location: location
    tags: tags
    emails: alertEmails
    serviceBusId: serviceBus.outputs.id
    workspaceId: monitoring.outputs.workspaceId
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_NAME string = registry.outputs.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.loginServer
output FDKT_SERVICE_BUS string = serviceBus.outputs.hostName
output FDKT_STORAGE string = dataStorage.outputs.blobEndpoint
output FDKT_API string = 'https://${orchestrator.outputs.hostName}/api'
output FDKT_SERVICE_BUS_ID string = serviceBus.outputs.id
output FDKT_STORAGE_ID string = dataStorage.outputs.id
