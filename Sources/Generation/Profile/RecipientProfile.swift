import TandemFiles
import TandemRegistry

/// Who the recipients are, apart from their HLA.
struct RecipientProfile: Sendable {
  /// The share of women and girls.
  let female: Double
  /// The share of people under 18.
  let children: Double
  let ageYears: Spread
  let childAgeYears: Spread
  let onsetAgeYears: Spread
  /// The correlation of age at onset with age.
  let onsetWithAge: Double
  /// Body mass index of adults at the mean age.
  let bmi: Spread
  let bmiPerYearOfAge: Double
  let waitingYears: Spread
  let status: Weights<ListStatus>
  /// Years of diabetes at which the labs have their stated means.
  let meanDurationYears: Double
  let labs: [Lab]
  let cPeptideUndetectable: Double
  let cPeptideNgMl: Spread
  let hypos: Hypos
  let clarke: Weights<Double>
  let clarkeSeverity: Double
  let karnofsky: Weights<Double>
  let comorbidities: [Comorbidity]
  let flags: [Flag<Recipient>]
  /// The share of women of 18 to 45 years.
  let pregnancy: Double
  let sensitisation: Sensitisation
  /// Protocols with the share of people who consent to each.
  let consents: [(name: String, share: Double)]
  let missing: [Blank<Recipient>]

  /// Severe hypoglycaemic events in a year.
  struct Hypos: Sendable {
    /// The share of people with any.
    let any: Double
    /// How many those have on average.
    let meanOfThose: Double
    /// Correlation with the hidden severity.
    let severity: Double
  }

  /// A comorbidity by its word.
  struct Comorbidity: Sendable {
    let word: String
    /// The share of people who have it at the mean age.
    let share: Double
    /// The factor by which its odds grow with ten years of age.
    let perDecade: Double
  }

  init(_ object: DataObject?, _ figures: FigureReader) {
    female = figures.share(object, "female")
    children = figures.share(object, "children")
    ageYears = figures.spread(object, "age_years", unit: "years", in: Body.adultFrom...100)
    childAgeYears = figures.spread(object, "child_age_years", unit: "years", in: 2...Body.adultFrom)
    onsetAgeYears = figures.spread(object, "onset_age_years", unit: "years", in: 0.5...90)
    onsetWithAge = figures.number(object, "onset_with_age", unit: "correlation", in: -1...1)
    bmi = figures.spread(object, "bmi", unit: "kg/m2", in: 12...60)
    bmiPerYearOfAge = figures.number(object, "bmi_per_year_of_age", unit: "kg/m2 per year", in: -1...1)
    waitingYears = figures.spread(object, "waiting_years", unit: "years", in: 0...40)
    status = figures.weights(
      object, "status", unit: "fraction",
      expected: "one of \(ListStatus.allCases.map(\.rawValue).joined(separator: ", "))"
    ) { ListStatus(rawValue: $0) }
    meanDurationYears = figures.number(object, "mean_duration_years", unit: "years", in: 0...80)
    let labs = object?.object("labs")
    self.labs = Lab.fields.map { Lab(labs?.object($0.name), $0, figures) }
    labs?.finish()
    let peptide = object?.object("c_peptide")
    cPeptideUndetectable = figures.share(peptide, "undetectable")
    cPeptideNgMl = figures.spread(peptide, "detected_ng_ml", unit: "ng/mL", in: 0...20)
    peptide?.finish()
    let events = object?.object("severe_hypos")
    hypos = Hypos(
      any: figures.share(events, "any"),
      meanOfThose: figures.number(events, "mean_of_those", unit: "events", in: 1...200),
      severity: figures.number(events, "severity", unit: "correlation", in: -1...1))
    events?.finish()
    let clarke = object?.object("clarke")
    self.clarke = figures.weights(clarke, "points", unit: "fraction", expected: "a whole number from 0 to 7")
    {
      points($0, upTo: 7)
    }
    clarkeSeverity = figures.number(clarke, "severity", unit: "correlation", in: -1...1)
    clarke?.finish()
    karnofsky = figures.weights(
      object, "karnofsky", unit: "fraction", expected: "a whole number from 0 to 100"
    ) {
      points($0, upTo: 100)
    }
    comorbidities = RecipientProfile.comorbidities(object, figures)
    flags = Flag.read(object, Flag<Recipient>.ofRecipients, figures)
    pregnancy = figures.share(object, "pregnancy")
    sensitisation = Sensitisation(object?.object("sensitisation"), figures)
    let consents = object?.object("consents")
    self.consents = (consents?.keys ?? []).map { ($0, figures.share(consents, $0)) }
    consents?.finish()
    missing = Blank.read(object, Blank<Recipient>.ofRecipients, figures)
    object?.finish()
  }

  private static func comorbidities(_ object: DataObject?, _ figures: FigureReader) -> [Comorbidity] {
    guard let all = object?.object("comorbidities") else { return [] }
    let found = all.keys.map { word in
      let entry = all.object(word)
      let share = entry?.number("value", unit: "fraction", in: 0...1)
      let perDecade = entry?.number("per_decade", unit: "odds ratio", in: 0.01...100)
      figures.origin(entry, unit: "fraction")
      entry?.finish()
      return Comorbidity(word: word, share: share ?? 0, perDecade: perDecade ?? 1)
    }
    all.finish()
    return found
  }
}

/// The number of points that a key spells, when it is whole and not above `most`.
private func points(_ text: String, upTo most: Int) -> Double? {
  guard let value = Int(text), (0...most).contains(value) else { return nil }
  return Double(value)
}
