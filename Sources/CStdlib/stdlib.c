// The sources of the standard library, and what is there to be read, as constants of the binary. C can take in a file as it
// is; Swift would need a literal, which takes 0.16 s to compile for each KB.
#include "CStdlib.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const cstdlib_module modules[] = {
#include "files.h"
};

static const cstdlib_module texts[] = {
#include "texts.h"
};

int cstdlib_count(void) { return sizeof modules / sizeof modules[0]; }

cstdlib_module cstdlib_at(int index) { return modules[index]; }

int cstdlib_text_count(void) { return sizeof texts / sizeof texts[0]; }

cstdlib_module cstdlib_text_at(int index) { return texts[index]; }
