metadata description = 'Conditions on role assignments: which blobs of a container a worker may touch.'

var blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var path = '@Resource[${blobs}:path]'

@export()
@description('Reads everything, writes below a prefix alone.')
func writesBelow(prefix string) string =>
  '((!(ActionMatches{\'${blobs}/write\'}) AND !(ActionMatches{\'${blobs}/add/action\'})) OR (${path} StringStartsWith \'${prefix}\'))'

@export()
@description('The blobs of a pattern; * stands for any text.')
func like(pattern string) string => '(${path} StringLike \'${pattern}\')'

@export()
@description('The blobs of a pattern, without those of a second.')
func likeExcept(pattern string, except string) string =>
  '((${path} StringLike \'${pattern}\') AND (${path} StringNotLike \'${except}\'))'

@export()
@description('Reads and writes some blobs, only reads others, and nothing else; both are given by like or likeExcept.')
func worksOn(own string, readable string) string =>
  '(${own} OR (!(ActionMatches{\'${blobs}/write\'}) AND !(ActionMatches{\'${blobs}/add/action\'}) AND ${readable}))'
