metadata description = 'Logs, traces, metrics and alerts.'
import { tagsType, workloadType } from 'types.bicep'

@description('Suffix of the names.')
param suffix string

@description('Region.')
param location string

@description('Tags.')
param tags tagsType

@description('How long logs are kept, in days.')
@minValue(30)
@maxValue(730)
param retentionDays int

@description('Most that is taken in per day, in GB; a loop that logs cannot cost more than that.')
@minValue(1)
@maxValue(100)
param dailyQuotaGb int

@description('Workloads that send telemetry.')
param publishers workloadType[]

var roles = loadJsonContent('../roles.json')

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-02-01' = {
  name: 'log-${suffix}'
  location: location
  tags: tags
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
    workspaceCapping: {
      dailyQuotaGb: dailyQuotaGb
    }
    features: {
      disableLocalAuth: true
    }
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${suffix}'
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

resource publish 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for workload in publishers: {
    name: guid(insights.id, workload.name, roles.monitoringMetricsPublisher)
    scope: insights
    properties: {
      principalId: workload.principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.monitoringMetricsPublisher)
    }
  }
]

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  // A workbook is named by an id, not by a name.
  name: guid(workspace.id, 'fdkt-workbook')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'Fdkt'
    description: 'Rounds, jobs, latency, epsilon, GPU seconds and tokens; docs/observability.md.'
    category: 'workbook'
    sourceId: workspace.id
    serializedData: loadTextContent('../workbook.json')
  }
}

output workspaceId string = workspace.id
output insightsId string = insights.id
output connectionString string = insights.properties.ConnectionString
