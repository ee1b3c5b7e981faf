-- expect: the script has no 'package'
package.loadlib("libc.so.6", "system")
