-- expect: a module has a name like
require "/etc/passwd"
