public import TandemFiles
public import TandemRegistry

/// The haematopoietic cell transplantation comorbidity index (HCT-CI; Sorror and others, Blood 106 (2005)
/// 2912), with the point for age of the later HCT-CI/Age.
///
/// An item is present when any of its words is among the comorbidities, any of its limits holds a measured
/// value, or any of its facts is so; absent when all of these are known and none holds; undecided otherwise.
/// Of the items of one group (hepatic, pulmonary) only the one with most points counts.
public struct ComorbidityIndex: Sendable {
  /// One comorbidity.
  public struct Item: Sendable {
    /// The name in contributions.
    public let name: String
    /// What the publication means by it.
    public let definition: String
    /// Its points.
    public let points: Int
    /// Where points and definition come from.
    public let basis: Basis
    /// Items of the same group do not add up.
    public let group: String?
    /// The words for it in the column `comorbidities`.
    public let words: [String]
    let limits: [(value: RecipientValue, limit: Limit)]
    let facts: [RecipientFact]
  }

  /// The items in the order of the file; at most 64.
  public let items: [Item]
  /// The age in years from which HCT-CI/Age adds points.
  public let ageFromYears: SourcedNumber
  /// The points that HCT-CI/Age adds.
  public let agePoints: SourcedNumber
  /// Words that may stand among the comorbidities and give no points, with their meaning.
  public let otherWords: [String: String]

  /// For each word the items it makes present, as a mask; 0 for words without points.
  private let masks: [String: UInt64]
  /// For each item those of its group with more points.
  private let stronger: [UInt64]
  /// The items that have words, undecided where comorbidities were never recorded.
  private let worded: UInt64
  /// The limits and facts of all items, each with the bit of its item.
  private let limitChecks: [(bit: UInt64, value: RecipientValue, bounds: Bounds)]
  private let factChecks: [(bit: UInt64, fact: RecipientFact)]
  /// The points of all items.
  private let points: [Int]

  /// The words that the column `comorbidities` may hold, sorted.
  public var vocabulary: [String] { masks.keys.sorted() }

  /// Whether `word` may stand in the column `comorbidities`.
  public func knows(_ word: String) -> Bool { masks[word] != nil }

  /// The points known for certain, and whether missing data could add to them.
  public func points(of person: Recipient, withAge: Bool = false) -> (known: Int, isOpen: Bool) {
    let (present, open, hasUnknownWord) = evidence(of: person)
    var known = 0
    for index in points.indices where present & 1 << UInt64(index) != 0 { known += points[index] }
    guard withAge else { return (known, open != 0 || hasUnknownWord) }
    guard let age = person.ageYears else { return (known, true) }
    return (known + pointsForAge(age), open != 0 || hasUnknownWord)
  }

  func pointsForAge(_ age: Double) -> Int { age >= ageFromYears.value ? Int(agePoints.value) : 0 }

  /// The items that count and the items whose missing data could add points, as masks.
  func evidence(of person: Recipient) -> (counting: UInt64, open: UInt64, hasUnknownWord: Bool) {
    var present: UInt64 = 0
    var unknown: UInt64 = 0
    var hasUnknownWord = false
    if let words = person.comorbidities {
      for word in words {
        if let mask = masks[word] { present |= mask } else { hasUnknownWord = true }
      }
    } else {
      unknown = worded
    }
    for (bit, value, bounds) in limitChecks {
      if let measured = value.value(of: person) {
        if bounds.allow(measured) { present |= bit }
      } else {
        unknown |= bit
      }
    }
    for (bit, fact) in factChecks {
      if let known = fact.value(of: person) {
        if known { present |= bit }
      } else {
        unknown |= bit
      }
    }
    var counting: UInt64 = 0
    var open: UInt64 = 0
    for index in stronger.indices where stronger[index] & present == 0 {
      let bit: UInt64 = 1 << UInt64(index)
      if present & bit != 0 { counting |= bit } else if unknown & bit != 0 { open |= bit }
    }
    return (counting, open, hasUnknownWord)
  }
}

extension ComorbidityIndex {
  /// Reads `clinic/hct-ci.json5`.
  init(_ root: DataObject) {
    var items: [Item] = []
    for entry in root.objects("items") {
      if let item = Item(entry) { items.append(item) }
    }
    if items.count > 64 { root.report("items", kind: "too many items", "at most 64 items") }
    if Set(items.map(\.name)).count != items.count {
      root.report("items", kind: "duplicate name", "a name of its own for each item")
    }
    self.items = Array(items.prefix(64))
    let years = root.sourced("age_from_years", unit: "years", in: 0...120)
    ageFromYears = years ?? SourcedNumber(120, unit: "years", source: "unread")
    agePoints =
      root.sourced("age_points", unit: "points", in: 0...10)
      ?? SourcedNumber(0, unit: "points", source: "unread")
    var others: [String: String] = [:]
    if let words = root.optionalObject("other_words") {
      for key in words.keys { others[key] = words.text(key) }
      words.finish()
    }
    otherWords = others
    var masks = others.mapValues { _ in UInt64(0) }
    var worded: UInt64 = 0
    for (index, item) in self.items.enumerated() {
      for word in item.words {
        masks[word, default: 0] |= 1 << UInt64(index)
        worded |= 1 << UInt64(index)
      }
    }
    limitChecks = self.items.enumerated().flatMap { index, item in
      item.limits.map { (1 << UInt64(index), $0.value, $0.limit.bounds) }
    }
    factChecks = self.items.enumerated().flatMap { index, item in
      item.facts.map { (1 << UInt64(index), $0) }
    }
    points = self.items.map(\.points)
    self.masks = masks
    self.worded = worded
    stronger = self.items.map { item in
      var mask: UInt64 = 0
      for (index, other) in items.prefix(64).enumerated()
      where item.group != nil && other.group == item.group && other.points > item.points {
        mask |= 1 << UInt64(index)
      }
      return mask
    }
  }
}

extension ComorbidityIndex.Item {
  /// Reads one item, or nil when it cannot be used.
  init?(_ entry: DataObject) {
    let name = entry.text("item")
    let definition = entry.text("definition")
    let points = entry.number("points", unit: "points", in: 1...10)
    let basis = entry.basis()
    group = entry.optionalText("group")
    words = entry.texts("words")
    facts = entry.texts("facts").compactMap { word in
      if let fact = RecipientFact(rawValue: word) { return fact }
      let known = RecipientFact.allCases.map(\.rawValue).joined(separator: ", ")
      entry.report("facts", kind: "unknown word", "facts among \(known)")
      return nil
    }
    var limits: [(value: RecipientValue, limit: Limit)] = []
    if let values = entry.optionalObject("limits") {
      for value in RecipientValue.allCases {
        guard let bounds = values.optionalObject(value.rawValue) else { continue }
        if let limit = bounds.limit(unit: value.unit, in: value.range) { limits.append((value, limit)) }
        bounds.finish()
      }
      values.finish()
    }
    self.limits = limits
    if let points, points != points.rounded() {
      entry.report("points", kind: "not a whole number", "whole points")
    }
    entry.finish()
    guard let name, let definition, let points, let basis else { return nil }
    self.name = name
    self.definition = definition
    self.points = Int(points)
    self.basis = basis
  }
}
