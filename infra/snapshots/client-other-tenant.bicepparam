using '../client.bicep'

param clientName = 'clinic-b'
param location = 'swedencentral'
param serviceBus = 'sb-fdkt-example.servicebus.windows.net'
param storage = 'https://stdataexample.blob.core.windows.net/'
param imageTag = '0.1.0'
param operatorTenantId = '33333333-3333-3333-3333-333333333333'
param operatorAppId = '44444444-4444-4444-4444-444444444444'
