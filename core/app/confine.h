/* What the system refuses to a child: limits, files (Landlock), calls (seccomp). */
#ifndef DW_APP_CONFINE_H
#define DW_APP_CONFINE_H

#include "app/child.h"

/* Called in the child, before its work. It cannot be undone. NULL, or the name of what the kernel
 * has but refused, with errno: the work must then not run. */
const char *dw_confine(const dw_child_limits *limits);

/* Its parts. Each is true and does nothing where the kernel, or the program as it was built, lacks
 * it; dw_can_... tell. Readable folders or files, ended by NULL, come besides those that the
 * system's libraries need; writable is a folder, or NULL. */
bool dw_lock_folders(const char *const *readable, const char *writable);
bool dw_lock_calls(void);
bool dw_can_lock_folders(void);
bool dw_can_lock_calls(void);

#endif
