/// What `scripts/build-release` links in to say from what it built. NULL in any other build.
#ifndef CBUILD_H
#define CBUILD_H

#include <stddef.h>

/// The commit's hash; with `-dirty` behind it where files differed from it.
const char *cbuild_commit(void);

/// Swift's version, such as "6.3.1".
const char *cbuild_swift(void);

#endif
