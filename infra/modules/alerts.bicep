metadata description = 'Alerts; docs/runbook.md says what each means and what to do.'
import { tagsType } from 'types.bicep'

@description('Suffix of the names.')
param suffix string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('Who is told; nobody where empty, and the alerts show in the portal alone.')
@maxLength(10)
param emails string[]

@description('Service Bus namespace.')
param serviceBusId string

@description('Workspace of the logs.')
param workspaceId string

// A group's short name is what a text message begins with; 12 characters at most.
var groupShortName = 'fdkt'

resource group 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: groupShortName
    emailReceivers: [
      for (email, index) in emails: {
        name: 'operator-${index}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource deadLetters 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: 'dead-letters-${suffix}'
  location: 'global'
  tags: tags
  properties: {
    description: 'A message was put aside: a job failed at each delivery, or nobody fetched it. See docs/runbook.md, dead-letters.'
    severity: 2
    enabled: true
    autoMitigate: true
    scopes: [
      serviceBusId
    ]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        {
          name: 'dead letters'
          criterionType: 'StaticThresholdCriterion'
          metricName: 'DeadletteredMessages'
          metricNamespace: 'Microsoft.ServiceBus/namespaces'
          operator: 'GreaterThan'
          threshold: 0
          timeAggregation: 'Maximum'
          dimensions: [
            {
              name: 'EntityName'
              operator: 'Include'
              values: ['*']
            }
          ]
        }
      ]
    }
    actions: empty(emails) ? [] : [{ actionGroupId: group.id }]
  }
}

var queries = [
  {
    name: 'function-failures'
    severity: 2
    description: 'A function of the orchestrator failed. See docs/runbook.md, function-failures.'
    // An upload that has to come again fails its call on purpose.
    query: 'AppRequests | where Success == false | where OperationName != "demoUploads"'
    threshold: 3
  }
  {
    name: 'orchestrator-errors'
    severity: 2
    description: 'The orchestrator logged an error. See docs/runbook.md, orchestrator-errors.'
    query: 'AppTraces | where SeverityLevel >= 3'
    threshold: 0
  }
  {
    name: 'uploads-refused'
    severity: 3
    description: 'Demonstrations were quarantined or put aside. See docs/runbook.md, uploads-refused.'
    // Event ids of the orchestrator's inbox.
    query: 'AppTraces | where tostring(Properties.EventId) in ("401", "402")'
    threshold: 0
  }
  {
    name: 'worker-failures'
    severity: 2
    description: 'A worker container ended with an error. See docs/runbook.md, worker-failures.'
    query: 'ContainerAppSystemLogs | where Type == "Warning" and isnotempty(JobName)'
    threshold: 0
  }
]

resource logAlert 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for query in queries: {
    name: '${query.name}-${suffix}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: query.name
      description: query.description
      severity: query.severity
      enabled: true
      autoMitigate: true
      scopes: [
        workspaceId
      ]
      evaluationFrequency: 'PT15M'
      windowSize: 'PT15M'
      // A table comes to be with its first row, after this deployment.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: query.query
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: query.threshold
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(emails) ? [] : [group.id]
      }
    }
  }
]
