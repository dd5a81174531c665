metadata description = 'Conditions on role assignments: which blobs of a container a worker may touch.'

var blobs = 'Microsoft.Storage/storageAccounts/blobServices/containers/blobs'
var path = '@Resource[${blobs}:path]'

@export()
@description('Reads everything, writes below a prefix alone.')
func writesBelow(prefix string) string =>
  '((!(ActionMatches{\'${blobs}/write\'}) AND !(ActionMatches{\'${blobs}/add/action\'})) OR (${path} StringStartsWith \'${prefix}\'))'

@export()
@description('Reads and writes the blobs of a pattern alone; * stands for any text.')
func staysWithin(pattern string) string => '(${path} StringLike \'${pattern}\')'

@export()
@description('As staysWithin, without the blobs of a second pattern.')
func staysWithinExcept(pattern string, except string) string =>
  '((${path} StringLike \'${pattern}\') AND (${path} StringNotLike \'${except}\'))'
