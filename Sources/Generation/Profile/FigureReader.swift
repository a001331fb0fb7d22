import TandemFiles

/// Reads the figures of a profile and keeps count of how many come from a source and how many are assumed.
///
/// Every reading function gives a value in any case: what cannot be read is noted in `file`, whose problems
/// are thrown before the profile is used.
final class FigureReader {
  /// Where problems are noted.
  let file: DataFile
  /// Figures or groups of figures with a source.
  private(set) var sourcedCount = 0
  /// Those that are assumed.
  private(set) var assumedCount = 0

  init(path: String) { file = DataFile(path: path) }

  /// A number with unit and origin.
  func number(_ object: DataObject?, _ key: String, unit: String, in range: ClosedRange<Double>) -> Double {
    guard let read = object?.sourced(key, unit: unit, in: range) else { return range.lowerBound }
    count(isAssumption: read.isAssumption)
    return read.value
  }

  /// A fraction of people.
  func share(_ object: DataObject?, _ key: String) -> Double {
    number(object, key, unit: "fraction", in: 0...1)
  }

  /// A whole number with unit and origin.
  func whole(_ object: DataObject?, _ key: String, unit: String, in range: ClosedRange<Double>) -> Int {
    let value = number(object, key, unit: unit, in: range)
    if value != value.rounded() {
      object?.report(key, kind: "not a whole number", "a whole number of \(unit)")
    }
    return Int(value)
  }

  /// A spread whose values lie within `range`:
  /// `{ shape: "normal", mean: 41, sd: 9, from: 18, to: 75, unit: "years", source: "..." }`.
  func spread(_ object: DataObject?, _ key: String, unit: String, in range: ClosedRange<Double>) -> Spread {
    let entry = object?.object(key)
    let spread = spread(entry, unit: unit, in: range)
    entry?.finish()
    return spread
  }

  /// The spread that an object describes beside other keys.
  func spread(_ entry: DataObject?, unit: String, in range: ClosedRange<Double>) -> Spread {
    let width = range.upperBound - range.lowerBound
    let shape = entry?.choice("shape", of: Spread.Shape.self) ?? .normal
    let mean = entry?.number("mean", unit: unit, in: range) ?? range.lowerBound
    let sd = entry?.number("sd", unit: unit, in: 0...width) ?? 0
    let least = entry?.number("from", unit: unit, in: range) ?? range.lowerBound
    let most = entry?.number("to", unit: unit, in: range) ?? range.upperBound
    origin(entry, unit: unit)
    if shape == .lognormal, mean <= 0 {
      entry?.report("mean", kind: "out of range", "a mean above 0 for a lognormal spread")
      return Spread(mean: range.lowerBound, sd: 0, in: range)
    }
    guard least <= most else {
      entry?.report("to", kind: "out of range", "at least \(DecimalText.text(least)), the value of \"from\"")
      return Spread(mean: mean, sd: 0, in: range)
    }
    return Spread(shape, mean: mean, sd: sd, in: least...most)
  }

  /// Weights by name: `{ O: 45, A: 40, ..., unit: "%", source: "..." }`. A name for which `item` has nothing
  /// is an error that says what was `expected`.
  func weights<Item>(
    _ object: DataObject?, _ key: String, unit: String, expected: String, _ item: (String) -> Item?
  ) -> Weights<Item> {
    guard let entry = object?.object(key) else { return Weights([], []) }
    let weights = weights(entry, unit: unit, expected: expected, item)
    entry.finish()
    return weights
  }

  /// The weights that an object holds beside unit and origin.
  func weights<Item>(_ entry: DataObject, unit: String, expected: String, _ item: (String) -> Item?)
    -> Weights<Item>
  {
    var items: [Item] = []
    var shares: [Double] = []
    for name in entry.keys where !FigureReader.reserved.contains(name) {
      let share = entry.number(name, unit: unit, in: 0...1_000_000)
      guard let known = item(name) else {
        entry.report(name, kind: "unknown word", expected)
        continue
      }
      items.append(known)
      shares.append(share ?? 0)
    }
    origin(entry, unit: unit)
    if shares.reduce(0, +) <= 0 {
      file.report(entry.node, kind: "no weights", "at least one weight above 0")
    }
    return Weights(items, shares)
  }

  /// Fractions by name that do not add up to anything, such as the rates of missing values.
  func fractions(_ object: DataObject?, _ key: String, expected: String, _ isKnown: (String) -> Bool)
    -> [(name: String, share: Double)]
  {
    guard let entry = object?.object(key) else { return [] }
    var found: [(name: String, share: Double)] = []
    for name in entry.keys where !FigureReader.reserved.contains(name) {
      let share = entry.number(name, unit: "fraction", in: 0...1)
      if isKnown(name) {
        found.append((name, share ?? 0))
      } else {
        entry.report(name, kind: "unknown word", expected)
      }
    }
    origin(entry, unit: "fraction")
    entry.finish()
    return found
  }

  /// Reads the unit and where the numbers of a group come from, exactly one of `source` and `assumption`.
  func origin(_ entry: DataObject?, unit: String) {
    guard let entry else { return }
    if let written = entry.text("unit"), written != unit {
      entry.report("unit", kind: "wrong unit", "the unit \"\(unit)\"")
    }
    let source = entry.optionalText("source")
    let assumption = entry.optionalText("assumption")
    if (source == nil) == (assumption == nil) {
      file.report(
        entry.node, kind: "no source",
        "either \"source\" or \"assumption\" beside the values, to say where they come from")
    }
    count(isAssumption: source == nil)
  }

  private func count(isAssumption: Bool) {
    if isAssumption { assumedCount += 1 } else { sourcedCount += 1 }
  }

  /// The keys of a group that are not names.
  static let reserved: Set<String> = ["unit", "source", "assumption"]
}
