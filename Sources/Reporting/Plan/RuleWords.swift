/// What a rule is about, in words for people who do not know its name.
///
/// A rule's name has a section and mostly a figure of the donor or recipient: `indication.gfr`. It may stand in
/// the way because the figure is bad or because it is missing, so the words name the matter and no fault. Names that a
/// policy made up itself are shown as they are.
enum RuleWords {
  static func text(_ rule: String) -> String {
    let parts = rule.split(separator: ".", maxSplits: 1).map(String.init)
    if let whole = wholes[rule] { return whole }
    guard parts.count == 2, let section = sections[parts[0]] else { return "rule \(rule)" }
    return "\(section): \(figures[parts[1]] ?? parts[1].replacing("_", with: " "))"
  }

  private static let wholes = [
    "consent": "consent to a protocol of the policy",
    "status": "status on the list",
    "distance": "distance from the donors' hospitals",
    "crossmatch.hsc": "antibodies against the donors' stem cells",
    "crossmatch.islets": "antibodies against the donors' islets",
    "dose.islets": "no donor has islets enough for the least dose",
    "dose.cd34": "no donor has stem cells enough for the least dose",
    "islets.abo": "blood group of the donors, for islets",
    "stem_cells.abo": "blood group of the donors, for stem cells",
    "serology.cmv": "CMV of the donors",
    "serology.ebv": "EBV of the donors",
    "pairs.forbidden": "the policy forbids the pair",
    "pairs.directed": "the donors are meant for others",
  ]

  private static let sections = [
    "indication": "indication for islets",
    "conditioning": "fitness for conditioning",
    "conditioning_limits": "fitness for conditioning",
    "recipient": "the policy's limits for recipients",
    "donor": "limits for donors",
    "donor_policy": "the policy's limits for donors",
    "dose": "dose",
    "hla": "mismatches of tissue types",
    "release": "release of the islets",
    "timing": "times of the protocol",
  ]

  private static let figures = [
    "abo": "blood group", "age_years": "age", "age_plus_duration_years": "age and years of diabetes together",
    "alc_per_ul": "lymphocytes", "alt_x_uln": "liver enzyme ALT", "anc_per_ul": "neutrophils",
    "any_of": "one of several signs of need", "bilirubin_x_uln": "bilirubin",
    "bmi": "body mass index", "c_peptide_ng_ml": "C-peptide", "cancer": "cancer", "clarke": "Clarke score",
    "cmv": "CMV", "cpra": "sensitisation (cPRA)", "diabetes_duration_years": "years of diabetes",
    "diabetes_onset_age_years": "age at the onset of diabetes", "dlco_percent": "lung diffusion (DLCO)",
    "ebv": "EBV", "fev1_percent": "lung function (FEV1)", "gfr": "kidney function (GFR)",
    "hb_g_dl": "haemoglobin", "hba1c_percent": "HbA1c", "hbv": "hepatitis B",
    "hct_ci": "comorbidities (HCT-CI)", "hct_ci_age": "comorbidities and age (HCT-CI/Age)",
    "hcv": "hepatitis C", "hiv": "HIV", "hypo_score": "HYPO score",
    "insulin_units_per_kg_day": "need of insulin", "karnofsky": "Karnofsky status",
    "lability_index": "lability index", "lvef_percent": "heart function (LVEF)", "pregnancy": "pregnancy",
    "severe_hypos_12m": "severe hypoglycaemia in the last year", "tb": "tuberculosis", "weight_kg": "weight",
  ]
}
