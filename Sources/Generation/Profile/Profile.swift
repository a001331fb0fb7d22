public import TandemFiles
import TandemHLA
import TandemRegistry

/// What a generated cohort is like: every distribution, share and rate, each with its unit and source or
/// marked as an assumption. The files are `Data/profiles/*.json5`; the README beside them explains the keys.
public struct Profile: Sendable {
  /// Its name.
  public let name: String
  /// What it is for, a paragraph.
  public let purpose: String
  /// The day that waiting counts back from and donors come after.
  public let referenceDay: Day
  /// How many figures or groups of figures come from a source.
  public let sourcedFigures: Int
  /// How many are assumed.
  public let assumedFigures: Int
  /// The digest of the file.
  public let sha256: String

  /// The populations of the recipients, in the order of the file.
  public var recipientPopulationNames: [String] { recipientPopulations.items }
  /// The populations of the donors, in the order of the file.
  public var donorPopulationNames: [String] { donorPopulations.items }

  let recipientPopulations: Weights<String>
  let donorPopulations: Weights<String>
  /// Blood groups by population.
  let abo: [String: Weights<ABO>]
  let body: Body
  let recipients: RecipientProfile
  let risk: RiskProfile
  let recipientTyping: TypingProfile
  let donorTyping: TypingProfile
  /// DPB1 alleles by population.
  let dpb1: [String: Weights<HLAName>]
  let donors: DonorProfile
  let map: MapProfile

  /// The profile that is meant when none is named.
  public static let defaultName = "us-like"

  /// The names of the profiles that ship, sorted.
  public static var shippedNames: [String] { DataDocument.names(in: "profiles") }

  /// The profile of a shipped name, or of the user's own file by its path.
  public static func read(_ nameOrPath: String) throws(Problems) -> Profile {
    try Profile(DataDocument(nameOrPath, in: "profiles"))
  }

  /// Reads a document, or throws everything that is wrong with it. The populations are those that the
  /// shipped haplotype frequencies know.
  public init(_ document: DataDocument) throws(Problems) {
    let figures = FigureReader(path: document.path)
    let root = figures.file.object(document.root)
    name = root.text("name") ?? ""
    purpose = root.text("purpose") ?? ""
    referenceDay = Profile.day(root, "reference_day")
    let known = HaplotypeFrequencies.shipped.populations.map(\.name)
    let populations = root.object("populations")
    let expected = "a population of the haplotype frequencies: \(known.joined(separator: ", "))"
    let mixes = ["recipients", "donors"].map { key in
      figures.weights(populations, key, unit: "fraction", expected: expected) {
        known.contains($0) ? $0 : nil
      }
    }
    recipientPopulations = mixes[0]
    donorPopulations = mixes[1]
    populations?.finish()
    let used = known.filter { name in mixes.contains { $0.items.contains(name) } }
    abo = Profile.byPopulation(root.object("abo"), used) { entry in
      figures.weights(entry, unit: "%", expected: "one of O, A, B, AB") { ABO(rawValue: $0) }
    }
    body = Body(root.object("body"), figures)
    recipients = RecipientProfile(root.object("recipients"), figures)
    risk = RiskProfile(root.object("risk"), figures)
    let typing = root.object("typing")
    recipientTyping = TypingProfile(typing?.object("recipients"), figures)
    donorTyping = TypingProfile(typing?.object("donors"), figures)
    dpb1 = Profile.byPopulation(typing?.object("dpb1"), used) { entry in
      figures.weights(
        entry, unit: "fraction", expected: "an allele of DPB1 with two fields, such as DPB1*04:01"
      ) {
        TypingProfile.allele($0, of: .dpb1)
      }
    }
    typing?.finish()
    donors = DonorProfile(root.object("donors"), figures)
    map = MapProfile(root.object("map"), figures)
    root.finish()
    try figures.file.throwProblems()
    sourcedFigures = figures.sourcedCount
    assumedFigures = figures.assumedCount
    sha256 = document.sha256
  }

  /// One group of weights for each population that is used.
  private static func byPopulation<Item>(
    _ object: DataObject?, _ used: [String], _ read: (DataObject) -> Weights<Item>
  ) -> [String: Weights<Item>] {
    var found: [String: Weights<Item>] = [:]
    for population in used {
      guard let entry = object?.object(population) else { continue }
      found[population] = read(entry)
      entry.finish()
    }
    object?.finish()
    return found
  }

  private static func day(_ object: DataObject, _ key: String) -> Day {
    let fallback = Day(year: 2000, month: 1, day: 1)!
    guard let text = object.text(key) else { return fallback }
    if let day = Day(text), (1990...2090).contains(day.date.year) { return day }
    object.report(
      key, kind: "unreadable date", "a day of the years 1990 to 2090 as YYYY-MM-DD, such as 2026-01-01")
    return fallback
  }
}
