metadata description = 'Roles for workers that no built-in role is narrow enough for: they act on blobs alone, and not on containers.'

var blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'

@description('Reads and writes blobs. Deletes none, and has no right on the container: Storage Blob Data Contributor may delete both.')
resource blobWriter 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'fdkt-blob-writer')
  properties: {
    roleName: 'Fdkt blob writer (${resourceGroup().name})'
    description: 'Reads and writes blobs; deletes nothing and manages no container.'
    type: 'CustomRole'
    permissions: [
      {
        actions: []
        notActions: []
        dataActions: [
          '${blobs}/read'
          '${blobs}/write'
          '${blobs}/add/action'
        ]
        notDataActions: []
      }
    ]
    assignableScopes: [
      resourceGroup().id
    ]
  }
}

output blobWriterId string = blobWriter.id
