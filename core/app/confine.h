/* What the system refuses to a child: limits, folders (Landlock), calls (seccomp). */
#ifndef DW_APP_CONFINE_H
#define DW_APP_CONFINE_H

#include "app/child.h"

/* Called in the child, before its work. It cannot be undone. Gives false when a limit that the
 * kernel knows could not be set: the work must then not run. */
bool dw_confine(const dw_child_limits *limits);

#endif
