#include "CBuild.h"

// As link-time facts, a new commit costs a link and no compilation.
extern const char cph_build_commit[] __attribute__((weak));
extern const char cph_build_swift[] __attribute__((weak));

const char *cbuild_commit(void) { return cph_build_commit; }
const char *cbuild_swift(void) { return cph_build_swift; }
