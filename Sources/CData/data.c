// To ship another file: add its bytes here and its row in the table below, both in the order of the names.
// A test compares the table with the folder.
#include "tandem_data.h"

static const unsigned char hla_alleles_csv[] = {
#embed "../../Data/hla/alleles.csv"
};

static const unsigned char hla_antibody_thresholds_json5[] = {
#embed "../../Data/hla/antibody-thresholds.json5"
};

static const unsigned char hla_frequencies_csv[] = {
#embed "../../Data/hla/frequencies.csv"
};

static const unsigned char hla_populations_csv[] = {
#embed "../../Data/hla/populations.csv"
};

static const unsigned char hla_risk_haplotypes_csv[] = {
#embed "../../Data/hla/risk-haplotypes.csv"
};

static const unsigned char hla_serology_csv[] = {
#embed "../../Data/hla/serology.csv"
};

static const unsigned char hla_tce_csv[] = {
#embed "../../Data/hla/tce.csv"
};

#define ROW(path, symbol) {path, symbol, sizeof symbol}

static const struct tandem_data_file files[] = {
    ROW("hla/alleles.csv", hla_alleles_csv),
    ROW("hla/antibody-thresholds.json5", hla_antibody_thresholds_json5),
    ROW("hla/frequencies.csv", hla_frequencies_csv),
    ROW("hla/populations.csv", hla_populations_csv),
    ROW("hla/risk-haplotypes.csv", hla_risk_haplotypes_csv),
    ROW("hla/serology.csv", hla_serology_csv),
    ROW("hla/tce.csv", hla_tce_csv),
};

size_t tandem_data_file_count(void) { return sizeof files / sizeof files[0]; }

struct tandem_data_file tandem_data_file_at(size_t index) { return files[index]; }
