metadata description = 'Types that the templates share.'

@export()
@description('A data owner that takes part.')
type clientType = {
  @description('Name of the client: lower-case letters, digits and single hyphens inside. Not llm, whose queue is the language-model workers\'.')
  @minLength(1)
  @maxLength(48)
  name: string

  @description('Object id, in the operator\'s tenant, of the identity that the client\'s worker signs in with.')
  @minLength(36)
  @maxLength(36)
  principalId: string
}

@export()
@description('A right on a queue or container.')
type grantType = {
  @description('Queue or container.')
  resource: string

  @description('Name of the identity; known before the identity is, so that the assignment\'s name is too.')
  principalName: string

  @description('Object id of the identity.')
  principalId: string

  @description('What the identity is.')
  principalType: principalKind

  @description('Name of the role, from roles.json or, for the role of this template, blobWriter.')
  role: string

  @description('Condition that narrows the role; empty for none.')
  condition: string
}

@export()
@description('What an identity is.')
type principalKind = 'Group' | 'ServicePrincipal' | 'User'

@export()
@description('An identity of a workload.')
type workloadType = {
  @description('Name of the workload.')
  name: string

  @description('Object id of its identity.')
  principalId: string
}

@export()
@description('Where private endpoints lie and which zones resolve them.')
type privateLinkType = {
  @description('Subnet of the endpoints.')
  subnetId: string

  @description('Private DNS zone per kind of service.')
  zoneIds: zonesType
}

@export()
@description('Private DNS zone per kind of service.')
type zonesType = {
  blob: string
  queue: string
  table: string
  file: string
  servicebus: string
  sites: string
}

@export()
@description('Tags of a resource.')
type tagsType = {
  *: string
}

@export()
@description('An environment variable of a container or setting of an app.')
type variableType = {
  @description('Its name.')
  name: string

  @description('Its value; never a secret.')
  value: string
}
