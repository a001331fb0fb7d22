// The files of the folder Data that travel inside the library, so that one binary is all a cluster node or
// a dependent package needs.
#ifndef TANDEM_DATA_H
#define TANDEM_DATA_H

#include <stddef.h>

struct tandem_data_file {
  const char *name;            // path below Data, with forward slashes
  const unsigned char *bytes;
  size_t length;
};

// How many files there are.
size_t tandem_data_file_count(void);

// The file at an index below the count; they are sorted by name.
struct tandem_data_file tandem_data_file_at(size_t index);

#endif
