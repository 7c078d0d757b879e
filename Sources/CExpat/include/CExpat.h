#ifndef CEXPAT_H
#define CEXPAT_H

#include <stdbool.h>
#include <stddef.h>

/// Names come as the namespace, a space, and the local name; attributes as name, value, …, NULL.
typedef void (*imgflow_xml_start)(void *context, const char *name, const char **attributes);
typedef void (*imgflow_xml_end)(void *context, const char *name);
/// A piece of text, in UTF-8 and without an end.
typedef void (*imgflow_xml_text)(void *context, const char *text, int count);

/// Reads a document with expat, which is opened for the first one. One that declares a type of its own, and
/// with it entities, is not read on.
///
/// - Returns: false where it is not well formed, or expat is missing.
bool imgflow_xml_read(
    const char *bytes, size_t count, void *context, imgflow_xml_start start, imgflow_xml_end end,
    imgflow_xml_text text);

#endif
