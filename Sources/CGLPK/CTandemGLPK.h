/* GLPK as the system has it. Debian ships no .pc file, so the module map names the library itself. */
#ifndef TANDEM_GLPK_H
#define TANDEM_GLPK_H

#include <glpk.h>

#endif
