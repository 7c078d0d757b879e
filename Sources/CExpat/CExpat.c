#include "CExpat.h"

#include <dlfcn.h>
#include <expat.h>
#include <limits.h>
#include <pthread.h>

#define FUNCTIONS(F) \
    F(XML_ParserCreateNS) \
    F(XML_ParserFree) \
    F(XML_SetUserData) \
    F(XML_SetElementHandler) \
    F(XML_SetCharacterDataHandler) \
    F(XML_SetStartDoctypeDeclHandler) \
    F(XML_StopParser) \
    F(XML_Parse)

static struct {
#define F(name) __typeof__(&name) name;
    FUNCTIONS(F)
#undef F
} expat;

static bool is_there;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void start_library(void) {
    // libvips needs it too: where images are read, it is there.
    void *library = dlopen("libexpat.so.1", RTLD_LAZY | RTLD_LOCAL);
    if (!library) return;
#define F(name) \
    if (!(expat.name = (__typeof__(&name))dlsym(library, #name))) return;
    FUNCTIONS(F)
#undef F
    is_there = true;
}

struct reading {
    XML_Parser parser;
    void *context;
    imgflow_xml_start start;
    imgflow_xml_end end;
    imgflow_xml_text text;
    int depth;
};

/// No packet of metadata is deeper.
enum { deepest = 64 };

static void XMLCALL started(void *data, const XML_Char *name, const XML_Char **attributes) {
    struct reading *reading = data;
    if (++reading->depth > deepest) expat.XML_StopParser(reading->parser, XML_FALSE);
    else reading->start(reading->context, name, attributes);
}

static void XMLCALL ended(void *data, const XML_Char *name) {
    struct reading *reading = data;
    if (reading->depth-- <= deepest) reading->end(reading->context, name);
}

static void XMLCALL said(void *data, const XML_Char *text, int count) {
    struct reading *reading = data;
    reading->text(reading->context, text, count);
}

static void XMLCALL declared(
    void *data, const XML_Char *name, const XML_Char *system, const XML_Char *public, int has_own) {
    (void)name, (void)system, (void)public, (void)has_own;
    struct reading *reading = data;
    expat.XML_StopParser(reading->parser, XML_FALSE);
}

bool imgflow_xml_read(
    const char *bytes, size_t count, void *context, imgflow_xml_start start, imgflow_xml_end end,
    imgflow_xml_text text) {
    pthread_once(&once, start_library);
    if (!is_there || count > INT_MAX) return false;
    struct reading reading = {.context = context, .start = start, .end = end, .text = text};
    reading.parser = expat.XML_ParserCreateNS(NULL, ' ');
    if (!reading.parser) return false;
    expat.XML_SetUserData(reading.parser, &reading);
    expat.XML_SetElementHandler(reading.parser, started, ended);
    expat.XML_SetCharacterDataHandler(reading.parser, said);
    expat.XML_SetStartDoctypeDeclHandler(reading.parser, declared);
    const bool is_whole = expat.XML_Parse(reading.parser, bytes, (int)count, 1) == XML_STATUS_OK;
    expat.XML_ParserFree(reading.parser);
    return is_whole;
}
