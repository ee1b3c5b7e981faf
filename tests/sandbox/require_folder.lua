-- expect: a module has a name like
require "../secret"
