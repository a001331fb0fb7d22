import TandemFiles
import TandemRegistry
import TestSupport
import Testing

@Suite("Dictionary of the cohort files")
struct DictionaryTests {
  @Test("the columns are those that others rely on, in their order")
  func contract() {
    let columns = Dictionary(
      uniqueKeysWithValues: CohortDictionary.files.map { ($0.name, $0.entries.map(\.column)) })
    #expect(
      columns["donors.csv"] == [
        "donor_id", "abo", "sex", "age_years", "weight_kg", "height_cm", "donor_type", "hba1c_percent",
        "diabetes",
        "cross_clamp_at", "latitude", "longitude", "hla", "islet_ieq_mean", "islet_ieq_sd",
        "islet_ieq_measured",
        "viability_percent", "purity_percent", "cd34_cells_mean", "cd34_cells_sd", "cd34_cells_measured",
        "cd3_cells",
        "hsc_form", "available_until", "cmv", "ebv", "hbv", "hcv", "hiv", "cancer", "sepsis",
      ])
    #expect(
      columns["recipients.csv"] == [
        "recipient_id", "abo", "sex", "age_years", "weight_kg", "height_cm", "centre_id", "listed_on",
        "status", "hla",
        "diabetes_onset_age_years", "c_peptide_ng_ml", "insulin_units_per_kg_day", "hba1c_percent",
        "severe_hypos_12m",
        "clarke", "hypo_score", "lability_index", "gfr", "lvef_percent", "dlco_percent", "fev1_percent",
        "bilirubin_x_uln", "alt_x_uln", "anc_per_ul", "alc_per_ul", "hb_g_dl", "karnofsky", "comorbidities",
        "hiv",
        "hbv", "hcv", "tb", "pregnancy", "cancer", "cmv", "ebv", "cpra", "groups", "protocols",
      ])
    #expect(columns["antibodies.csv"] == ["recipient_id", "specificity", "mfi", "c1q", "sampled_on"])
    #expect(
      columns["centres.csv"] == [
        "centre_id", "latitude", "longitude", "conditioning_beds", "kind", "isolation_runs",
      ])
  }

  @Test("Data/README.md shows what the program reads")
  func readme() throws {
    let text = try MappedFile(dataFolder + "/README.md").text
    #expect(
      text.contains(CohortDictionary.markdown),
      "paste what `tandem check --columns` prints between the markers in Data/README.md")
  }
}
