metadata description = 'A worker: a container that starts when its queue holds a message, and costs nothing while it is empty.'
import { tagsType, variableType } from 'types.bicep'

@description('Name of the job.')
@minLength(2)
@maxLength(32)
param name string

@description('Region of the environment.')
param location string

@description('Tags.')
param tags tagsType

@description('Environment.')
param environmentId string

@description('Workload profile with a GPU; none for workers without.')
@allowed(['none', 'Consumption-GPU-NC8as-T4', 'Consumption-GPU-NC24-A100'])
param gpuProfile string

@description('Image, with its tag.')
param image string

@description('Registry of the image; it is entered with the identity.')
param registryServer string

@description('Identity of the worker.')
param identityId string

@description('Client id of the identity.')
param identityClientId string

@description('Arguments of fdkt.')
param arguments string[]

@description('Settings of the worker.')
param variables variableType[]

@description('Host name of the Service Bus namespace.')
param serviceBusHostName string

@description('Queue of the worker.')
param queueName string

@description('Event: the queue starts the worker. Schedule: a clock does, for an identity that can\'t read the queue\'s length, as with a namespace of another tenant.')
@allowed(['Event', 'Schedule'])
param trigger string

@description('When a scheduled worker looks at its queue.')
param schedule string

@description('Most workers at a time.')
@minValue(1)
@maxValue(20)
param maximumWorkers int

@description('Longest run, in minutes: after it the container is stopped and the job delivered again.')
@minValue(10)
@maxValue(1440)
param timeoutMinutes int

@description('Storage of the environment that is mounted at /data; empty for none.')
param dataStorageName string

// A replica of a GPU profile takes the whole node.
var sizes = {
  none: { cpu: json('4'), memory: '8Gi' }
  'Consumption-GPU-NC8as-T4': { cpu: json('8'), memory: '56Gi' }
  'Consumption-GPU-NC24-A100': { cpu: json('24'), memory: '220Gi' }
}

// Where the worker says how it is; docs/observability.md.
var names = loadJsonContent('../names.json')
var healthPort = 8080
var healthPath = '/healthz'

// How often the length of the queue is looked at: the wait before a worker starts, at the most.
var pollingSeconds = 30

resource job 'Microsoft.App/jobs@2026-01-01' = {
  name: name
  location: location
  tags: tags
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    environmentId: environmentId
    workloadProfileName: gpuProfile == 'none' ? 'Consumption' : 'gpu'
    configuration: {
      triggerType: trigger
      replicaTimeout: timeoutMinutes * 60
      // The broker delivers a job again; a second retry layer would only double it.
      replicaRetryLimit: 0
      registries: [
        {
          server: registryServer
          identity: identityId
        }
      ]
      eventTriggerConfig: trigger == 'Event'
        ? {
            parallelism: 1
            replicaCompletionCount: 1
            scale: {
              minExecutions: 0
              maxExecutions: maximumWorkers
              pollingInterval: pollingSeconds
              rules: [
                {
                  name: 'queue'
                  type: 'azure-servicebus'
                  identity: identityId
                  metadata: {
                    queueName: queueName
                    namespace: split(serviceBusHostName, '.')[0]
                    messageCount: '1'
                  }
                }
              ]
            }
          }
        : null
      scheduleTriggerConfig: trigger == 'Schedule'
        ? {
            cronExpression: schedule
            parallelism: 1
            replicaCompletionCount: 1
          }
        : null
    }
    template: {
      containers: [
        {
          name: 'worker'
          image: image
          args: arguments
          env: concat(
            [
              // Which of the container's identities the Azure SDK takes.
              { name: 'AZURE_CLIENT_ID', value: identityClientId }
              { name: names.settings.healthPort, value: string(healthPort) }
              // The probe comes from outside of the container.
              { name: names.settings.healthHost, value: '*' }
            ],
            variables
          )
          resources: {
            cpu: sizes[gpuProfile].cpu
            memory: sizes[gpuProfile].memory
          }
          probes: [
            {
              // Five minutes without the broker, beyond the three that the worker itself waits: then another one may do better, and the job is delivered again.
              type: 'Liveness'
              httpGet: {
                path: healthPath
                port: healthPort
              }
              initialDelaySeconds: 60
              periodSeconds: 30
              timeoutSeconds: 5
              failureThreshold: 10
            }
          ]
          volumeMounts: empty(dataStorageName) ? [] : [{ volumeName: 'data', mountPath: '/data' }]
        }
      ]
      volumes: empty(dataStorageName) ? [] : [{ name: 'data', storageType: 'NfsAzureFile', storageName: dataStorageName }]
    }
  }
}

output name string = job.name
