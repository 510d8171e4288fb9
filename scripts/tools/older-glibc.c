// Stand-ins for functions whose newest version needs a glibc newer than 2.34, which is the oldest that cph is for.
// scripts/build-release links them in; scripts/package --check looks at what the binary needs.
#include <math.h>

// glibc 2.35 has a new version of this, for how it sets errno. Swift's Glibc module refers to it; squares of floats are exact
// in double, and none is too large for it.
float hypotf(float x, float y) {
    if (isinf(x) || isinf(y)) return INFINITY;
    return (float)sqrt((double)x * x + (double)y * y);
}
