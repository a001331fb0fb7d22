import TandemFiles
import TandemHLA

extension Table where Row == Recipient {
  /// `recipients.csv`.
  static let recipients = Table(
    file: "recipients.csv", empty: Recipient(id: ""),
    columns: [
      .id("recipient_id", { $0.id }, set: { $0.id = $1 }),
      .word("abo", { $0.abo }, set: { $0.abo = $1 }),
      .word("sex", also: ["F": .female, "M": .male], { $0.sex }, set: { $0.sex = $1 }),
      .number("age_years", "years", 0...120, { $0.ageYears }, set: { $0.ageYears = $1 }),
      .number("weight_kg", "kg", 2...350, mistakes: .weight, { $0.weightKg }, set: { $0.weightKg = $1 }),
      .number("height_cm", "cm", 40...250, mistakes: .height, { $0.heightCm }, set: { $0.heightCm = $1 }),
      .reference(
        "centre_id", to: "a row of centres.csv", missing: "unknown: distance and beds cannot be judged",
        { $0.centreID }, set: { $0.centreID = $1 }),
      .day(
        "listed_on", missing: "unknown: waiting time cannot be rated", { $0.listedOn },
        set: { $0.listedOn = $1 }),
      .word("status", { $0.status }, set: { $0.status = $1 }),
      .typing("hla", { $0.typing }, set: { $0.typing = $1 }),
      .number(
        "diabetes_onset_age_years", "years", 0...120, { $0.diabetesOnsetAgeYears },
        set: { $0.diabetesOnsetAgeYears = $1 }),
      .number("c_peptide_ng_ml", "ng/mL", 0...20, { $0.cPeptideNgMl }, set: { $0.cPeptideNgMl = $1 }),
      .number(
        "insulin_units_per_kg_day", "units/kg/day", 0...5,
        mistakes: [
          Mistake(range: 5.000001..<400, advice: "this looks like units a day; divide by the weight in kg")
        ],
        { $0.insulinUnitsPerKgDay }, set: { $0.insulinUnitsPerKgDay = $1 }),
      .number(
        "hba1c_percent", "% (NGSP)", 3...20, mistakes: .hba1c, { $0.hba1cPercent },
        set: { $0.hba1cPercent = $1 }),
      .number(
        "severe_hypos_12m", "events", 0...1000, whole: true, { $0.severeHypos12m },
        set: { $0.severeHypos12m = $1 }),
      .number("clarke", "points", 0...7, whole: true, { $0.clarke }, set: { $0.clarke = $1 }),
      .number("hypo_score", "points", 0...20_000, { $0.hypoScore }, set: { $0.hypoScore = $1 }),
      .number(
        "lability_index", "mmol2/L2/h/week", 0...20_000, { $0.labilityIndex }, set: { $0.labilityIndex = $1 }),
      .number("gfr", "mL/min/1.73 m2", 0...250, { $0.gfr }, set: { $0.gfr = $1 }),
      .number(
        "lvef_percent", "%", 5...95, mistakes: .fraction, { $0.lvefPercent }, set: { $0.lvefPercent = $1 }),
      .number(
        "dlco_percent", "% of predicted", 5...200, mistakes: .fraction, { $0.dlcoPercent },
        set: { $0.dlcoPercent = $1 }),
      .number(
        "fev1_percent", "% of predicted", 5...200, mistakes: .fraction, { $0.fev1Percent },
        set: { $0.fev1Percent = $1 }),
      .number(
        "bilirubin_x_uln", "times the upper limit of normal", 0...100, { $0.bilirubinXULN },
        set: { $0.bilirubinXULN = $1 }
      ),
      .number(
        "alt_x_uln", "times the upper limit of normal", 0...500, { $0.altXULN }, set: { $0.altXULN = $1 }),
      .number(
        "anc_per_ul", "cells/uL", 50...200_000, mistakes: .thousands, { $0.ancPerUl },
        set: { $0.ancPerUl = $1 }),
      .number(
        "alc_per_ul", "cells/uL", 20...500_000, mistakes: .thousands, { $0.alcPerUl },
        set: { $0.alcPerUl = $1 }),
      .number(
        "hb_g_dl", "g/dL", 2...25,
        mistakes: [Mistake(range: 25.000001..<260, advice: "this looks like g/L; divide by 10")],
        { $0.hbGDl }, set: { $0.hbGDl = $1 }),
      .number("karnofsky", "points", 0...100, { $0.karnofsky }, set: { $0.karnofsky = $1 }),
      .list(
        "comorbidities", of: "words of the comorbidity index (Data/clinic)",
        missing: "unknown: the comorbidity index needs review", { $0.comorbidities },
        set: { $0.comorbidities = $1 }),
      .flag("hiv", { $0.hiv }, set: { $0.hiv = $1 }),
      .flag("hbv", { $0.hbv }, set: { $0.hbv = $1 }),
      .flag("hcv", { $0.hcv }, set: { $0.hcv = $1 }),
      .flag("tb", { $0.tb }, set: { $0.tb = $1 }),
      .flag("pregnancy", { $0.pregnancy }, set: { $0.pregnancy = $1 }),
      .flag("cancer", { $0.cancer }, set: { $0.cancer = $1 }),
      .flag("cmv", { $0.cmv }, set: { $0.cmv = $1 }),
      .flag("ebv", { $0.ebv }, set: { $0.ebv = $1 }),
      .number(
        "cpra", "fraction", 0...1,
        mistakes: [
          Mistake(range: 1.000001..<100.000001, advice: "this looks like a percentage; divide by 100")
        ],
        missing:
          "unknown: sensitisation cannot be rated, and without antibody rows the crossmatch needs review",
        { $0.cpra }, set: { $0.cpra = $1 }),
      .list("groups", of: "names of groups", missing: "in no group", { $0.groups }, set: { $0.groups = $1 }),
      .list(
        "protocols", of: "names of protocols the person has consented to",
        missing: "unknown: consent needs review",
        { $0.protocols }, set: { $0.protocols = $1 }),
    ],
    contradictions: { person in
      var found: [Contradiction] = []
      if let onset = person.diabetesOnsetAgeYears, let age = person.ageYears, onset > age {
        found.append(
          Contradiction(
            "diabetes_onset_age_years",
            "an age at onset of at most age_years, which is \(DecimalText.text(age))"))
      }
      if person.sex == .male, person.pregnancy == true {
        found.append(Contradiction("pregnancy", "no for a recipient registered as male, or another sex"))
      }
      if let fault = bodyFault(person.weightKg, person.heightCm, ageYears: person.ageYears) {
        found.append(fault)
      }
      return found
    })
}
