// Written by Scripts/embed-data.
#include "tandem_data.h"

static const unsigned char clinic_conditioning_json5[] = {
#embed "../../Data/clinic/conditioning.json5"
};

static const unsigned char clinic_donor_windows_json5[] = {
#embed "../../Data/clinic/donor-windows.json5"
};

static const unsigned char clinic_hct_ci_json5[] = {
#embed "../../Data/clinic/hct-ci.json5"
};

static const unsigned char clinic_indications_json5[] = {
#embed "../../Data/clinic/indications.json5"
};

static const unsigned char clinic_losses_json5[] = {
#embed "../../Data/clinic/losses.json5"
};

static const unsigned char clinic_release_criteria_json5[] = {
#embed "../../Data/clinic/release-criteria.json5"
};

static const unsigned char clinic_transport_json5[] = {
#embed "../../Data/clinic/transport.json5"
};

static const unsigned char clinic_yields_json5[] = {
#embed "../../Data/clinic/yields.json5"
};

static const unsigned char hla_alleles_csv[] = {
#embed "../../Data/hla/alleles.csv"
};

static const unsigned char hla_antibody_thresholds_json5[] = {
#embed "../../Data/hla/antibody-thresholds.json5"
};

static const unsigned char hla_frequencies_csv[] = {
#embed "../../Data/hla/frequencies.csv"
};

static const unsigned char hla_linked_loci_csv[] = {
#embed "../../Data/hla/linked-loci.csv"
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

static const unsigned char policies_balanced_json5[] = {
#embed "../../Data/policies/balanced.json5"
};

static const unsigned char policies_uk_islet_like_json5[] = {
#embed "../../Data/policies/uk-islet-like.json5"
};

static const unsigned char policies_urgency_first_json5[] = {
#embed "../../Data/policies/urgency-first.json5"
};

static const unsigned char policies_utility_first_json5[] = {
#embed "../../Data/policies/utility-first.json5"
};

static const unsigned char policies_waiting_time_json5[] = {
#embed "../../Data/policies/waiting-time.json5"
};

static const unsigned char profiles_scarce_json5[] = {
#embed "../../Data/profiles/scarce.json5"
};

static const unsigned char profiles_uk_like_json5[] = {
#embed "../../Data/profiles/uk-like.json5"
};

static const unsigned char profiles_us_like_json5[] = {
#embed "../../Data/profiles/us-like.json5"
};

static const unsigned char protocols_both_banked_json5[] = {
#embed "../../Data/protocols/both-banked.json5"
};

static const unsigned char protocols_delayed_json5[] = {
#embed "../../Data/protocols/delayed.json5"
};

static const unsigned char protocols_islets_first_json5[] = {
#embed "../../Data/protocols/islets-first.json5"
};

static const unsigned char protocols_mdr_101_pattern_json5[] = {
#embed "../../Data/protocols/mdr-101-pattern.json5"
};

static const unsigned char protocols_simultaneous_json5[] = {
#embed "../../Data/protocols/simultaneous.json5"
};

static const unsigned char protocols_stanford_derived_json5[] = {
#embed "../../Data/protocols/stanford-derived.json5"
};

static const unsigned char scenarios_national_json5[] = {
#embed "../../Data/scenarios/national.json5"
};

static const unsigned char scenarios_uk_redesign_json5[] = {
#embed "../../Data/scenarios/uk-redesign.json5"
};

#define ROW(path, symbol) {path, symbol, sizeof symbol}

static const struct tandem_data_file files[] = {
    ROW("clinic/conditioning.json5", clinic_conditioning_json5),
    ROW("clinic/donor-windows.json5", clinic_donor_windows_json5),
    ROW("clinic/hct-ci.json5", clinic_hct_ci_json5),
    ROW("clinic/indications.json5", clinic_indications_json5),
    ROW("clinic/losses.json5", clinic_losses_json5),
    ROW("clinic/release-criteria.json5", clinic_release_criteria_json5),
    ROW("clinic/transport.json5", clinic_transport_json5),
    ROW("clinic/yields.json5", clinic_yields_json5),
    ROW("hla/alleles.csv", hla_alleles_csv),
    ROW("hla/antibody-thresholds.json5", hla_antibody_thresholds_json5),
    ROW("hla/frequencies.csv", hla_frequencies_csv),
    ROW("hla/linked-loci.csv", hla_linked_loci_csv),
    ROW("hla/populations.csv", hla_populations_csv),
    ROW("hla/risk-haplotypes.csv", hla_risk_haplotypes_csv),
    ROW("hla/serology.csv", hla_serology_csv),
    ROW("hla/tce.csv", hla_tce_csv),
    ROW("policies/balanced.json5", policies_balanced_json5),
    ROW("policies/uk-islet-like.json5", policies_uk_islet_like_json5),
    ROW("policies/urgency-first.json5", policies_urgency_first_json5),
    ROW("policies/utility-first.json5", policies_utility_first_json5),
    ROW("policies/waiting-time.json5", policies_waiting_time_json5),
    ROW("profiles/scarce.json5", profiles_scarce_json5),
    ROW("profiles/uk-like.json5", profiles_uk_like_json5),
    ROW("profiles/us-like.json5", profiles_us_like_json5),
    ROW("protocols/both-banked.json5", protocols_both_banked_json5),
    ROW("protocols/delayed.json5", protocols_delayed_json5),
    ROW("protocols/islets-first.json5", protocols_islets_first_json5),
    ROW("protocols/mdr-101-pattern.json5", protocols_mdr_101_pattern_json5),
    ROW("protocols/simultaneous.json5", protocols_simultaneous_json5),
    ROW("protocols/stanford-derived.json5", protocols_stanford_derived_json5),
    ROW("scenarios/national.json5", scenarios_national_json5),
    ROW("scenarios/uk-redesign.json5", scenarios_uk_redesign_json5),
};

size_t tandem_data_file_count(void) { return sizeof files / sizeof files[0]; }

struct tandem_data_file tandem_data_file_at(size_t index) { return files[index]; }
