/* The version of dunwu. */
#ifndef DW_BASE_VERSION_H
#define DW_BASE_VERSION_H

#define DW_VERSION "0.1.0"

#endif
