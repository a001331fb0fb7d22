// To ship another file: add its bytes here and its row in the table below, both in the order of the names.
// A test compares the table with the folder.
#include "tandem_data.h"

static const unsigned char hla_frequencies_csv[] = {
#embed "../../Data/hla/frequencies.csv"
};

#define ROW(path, symbol) {path, symbol, sizeof symbol}

static const struct tandem_data_file files[] = {
    ROW("hla/frequencies.csv", hla_frequencies_csv),
};

size_t tandem_data_file_count(void) { return sizeof files / sizeof files[0]; }

struct tandem_data_file tandem_data_file_at(size_t index) { return files[index]; }
