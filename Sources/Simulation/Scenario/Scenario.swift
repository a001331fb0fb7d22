public import TandemFiles

/// A programme to be simulated: its size, its list, how offers are answered, and what comes of a transplant.
///
/// Every number stands in a file with its unit and its source, or is marked there as an assumption.
///
///     let scenario = try Scenario.read("uk-redesign")
///     scenario[.donorsPerYear]       // 183.33
public struct Scenario: Sendable {
  /// One number with its origin, and how far a sensitivity analysis moves it.
  public struct Entry: Sendable, Hashable {
    /// The number.
    public var value: Double
    /// Its origin.
    public var origin: SourcedNumber
    /// The lowest value worth trying.
    public var low: Double
    /// The highest value worth trying.
    public var high: Double
  }

  /// The name that commands and records use.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// What it is for, in a paragraph.
  public let purpose: String
  /// The profile that its people come from when no cohort is given.
  public let profile: String
  /// The shipped file's path below `Data`, or the path as the user gave it.
  public let path: String
  /// SHA-256 of the file.
  public let sha256: String
  private var entries: [Figure: Entry]

  /// The scenario that is meant when none is named.
  public static let standard = "uk-redesign"

  /// The names of the shipped scenarios, sorted.
  public static var shippedNames: [String] { DataDocument.names(in: "scenarios") }

  /// The scenario of a shipped name, or of the user's own file by its path.
  public static func read(_ nameOrPath: String) throws(Problems) -> Scenario {
    try Scenario(DataDocument(nameOrPath, in: "scenarios"))
  }

  /// Reads a document, or throws everything that is wrong with it.
  public init(_ document: DataDocument) throws(Problems) {
    let file = DataFile(path: document.path)
    let root = file.object(document.root)
    name = root.text("name") ?? ""
    title = root.text("title") ?? ""
    purpose = root.text("purpose") ?? ""
    profile = root.text("profile") ?? ""
    var entries: [Figure: Entry] = [:]
    var sections: [String: DataObject] = [:]
    for figure in Figure.allCases {
      if sections[figure.section] == nil { sections[figure.section] = root.object(figure.section) }
      guard let object = sections[figure.section]?.object(figure.key) else { continue }
      entries[figure] = Scenario.entry(object, figure)
    }
    for figure in Figure.allCases { sections.removeValue(forKey: figure.section)?.finish() }
    root.finish()
    try file.throwProblems()
    self.entries = entries
    path = document.path
    sha256 = document.sha256
  }

  /// A number.
  public subscript(figure: Figure) -> Double { self.entry(figure).value }

  /// A number with its origin.
  public func entry(_ figure: Figure) -> Entry {
    guard let entry = entries[figure] else { preconditionFailure("a scenario without \(figure.rawValue)") }
    return entry
  }

  /// The scenario with another number: its origin stays, since only the question changes.
  public func with(_ figure: Figure, _ value: Double) -> Scenario {
    var changed = self
    changed.entries[figure]?.value = value
    return changed
  }

  /// How many numbers are assumptions.
  public var assumedFigures: Int { entries.values.count { $0.origin.isAssumption } }
  /// How many numbers have a source.
  public var sourcedFigures: Int { entries.count - assumedFigures }

  private static func entry(_ object: DataObject, _ figure: Figure) -> Entry? {
    defer { object.finish() }
    let value = object.number("value", unit: figure.unit, in: figure.range)
    if let written = object.text("unit"), written != figure.unit {
      object.report("unit", kind: "wrong unit", "the unit \"\(figure.unit)\"")
    }
    let source = object.optionalText("source")
    let assumption = object.optionalText("assumption")
    if (source == nil) == (assumption == nil) {
      object.report(
        "source", kind: "no source",
        "either \"source\" or \"assumption\" beside the value, to say where it comes from")
    }
    let low = object.optionalNumber("low", unit: figure.unit, in: figure.range)
    let high = object.optionalNumber("high", unit: figure.unit, in: figure.range)
    guard let value, let text = source ?? assumption else { return nil }
    if low ?? value > value || high ?? value < value {
      object.report("value", kind: "wrong order", "a value that is not below \"low\" and not above \"high\"")
    }
    // Without limits of its own a number is moved by half, as far as its range lets it.
    func moved(by factor: Double) -> Double {
      let moved = (value * factor * 1e6).rounded() / 1e6
      return min(figure.range.upperBound, max(figure.range.lowerBound, moved))
    }
    return Entry(
      value: value,
      origin: SourcedNumber(value, unit: figure.unit, source: text, isAssumption: source == nil),
      low: low ?? moved(by: 0.5), high: high ?? moved(by: 1.5))
  }
}
