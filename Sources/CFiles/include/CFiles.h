#ifndef CFILES_H
#define CFILES_H

/// What Swift's own module of the C library leaves out.
#include <sys/vfs.h>
#include <sys/xattr.h>

#endif
