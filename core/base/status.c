#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/text.h"

dw_status dw_fail(dw_error *err, dw_status status, const char *format, ...)
{
    if (!err) return status;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->text, sizeof err->text, format, arguments);
    va_end(arguments);
    dw_text_trim_utf8(err->text);
    return status;
}
