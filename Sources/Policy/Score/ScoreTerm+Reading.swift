import TandemClinic
import TandemFiles

extension DataObject {
  /// Reads the score: a list of terms whose weights sum to 100.
  func terms(_ key: String) -> [ScoreTerm] {
    let entries = objects(key)
    let terms = entries.compactMap { $0.term() }
    if entries.isEmpty { report(key, kind: "empty list", "at least one term") }
    for (index, term) in terms.enumerated()
    where terms[..<index].contains(where: { $0.attribute.name == term.attribute.name }) {
      report(
        key, kind: "duplicate attribute", "each attribute once, but \"\(term.attribute.name)\" stands twice")
    }
    // Millionths, so that decimal weights add up as they do on paper.
    let sum = terms.reduce(Points.zero) { $0 + Points(weight: $1.weight, rating: 1) }
    if terms.count == entries.count, !terms.isEmpty, sum.millionths != 100_000_000 {
      report(key, kind: "wrong sum", "weights that sum to 100; they sum to \(DecimalText.text(sum.value))")
    }
    return terms
  }

  private func term() -> ScoreTerm? {
    defer { finish() }
    let name = name("attribute", among: Attribute.all.map(\.name), kind: "attribute")
    let weight = amount("weight", unit: "points", in: 0...100)
    let missing = optionalNumber("when_missing", unit: "rating", in: 0...1) ?? 0
    let settings = optionalObject("settings")
    let shape = object("curve")
    guard let name, let found = Attribute.all.first(where: { $0.name == name }) else {
      // Without the attribute nobody knows which unit the curve and which keys the settings must have.
      return nil
    }
    if let weight, (weight.value * 1e6) != (weight.value * 1e6).rounded() {
      report("weight", kind: "too precise", "at most six digits behind the point")
    }
    var attribute = found
    if let settings {
      if let read = found.settings {
        if let measurement = read(settings) { attribute = found.measured(by: measurement) }
        settings.finish()
      } else {
        report("settings", kind: "no settings", "no settings, since \"\(name)\" has none")
      }
    } else if found.needsSettings {
      report("settings", kind: "missing key", "the key \"settings\", which \"\(name)\" needs")
    }
    let basis = shape?.basis()
    let curve = shape?.curve(unit: attribute.unit)
    if let curve, let shape, let escape = curve.escape(in: attribute.range) {
      shape.report(
        "shape", kind: "rating out of range",
        "ratings between 0 and 1 for every value from \(DecimalText.text(attribute.range.lowerBound)) to "
          + "\(DecimalText.text(attribute.range.upperBound)) \(attribute.unit); at \(DecimalText.text(escape.x)) it is "
          + DecimalText.text(escape.rating))
    }
    guard let weight, let curve, let basis else { return nil }
    return ScoreTerm(
      attribute: attribute, weight: weight.value, weightBasis: weight.basis, curve: curve, curveBasis: basis,
      ratingWhenMissing: missing)
  }

  /// Reads the tie-breaks: attributes in their order, at the end the identifier or a lottery.
  func tieBreaks(_ key: String) -> [TieBreak]? {
    var breaks: [TieBreak] = []
    let entries = objects(key)
    for (index, entry) in entries.enumerated() {
      let isLast = index == entries.count - 1
      let by = entry.name("by", among: Attribute.all.map(\.name) + ["id", "lottery"], kind: "tie-break")
      switch by {
      case "id": breaks.append(.id)
      case "lottery":
        let seed = entry.number("seed", unit: "", in: 0...9_007_199_254_740_991)
        if let seed, seed != seed.rounded() { entry.report("seed", kind: "not whole", "a whole number") }
        breaks.append(.lottery(seed: UInt64((seed ?? 0).rounded())))
      case .some(let name):
        let first = entry.choice("first", of: TieBreak.First.self)
        if let attribute = Attribute.all.first(where: { $0.name == name }) {
          breaks.append(.attribute(attribute, largerFirst: first == .larger))
        }
      case nil: _ = entry.keys.map(entry.optional)
      }
      let isFinal = by == "id" || by == "lottery"
      if by != nil, isFinal != isLast {
        entry.report(
          "by", kind: "wrong order",
          isLast ? "\"id\" or \"lottery\" at the end" : "\"id\" and \"lottery\" at the end only")
      }
      entry.finish()
    }
    if entries.isEmpty {
      report(key, kind: "empty list", "tie-breaks that end in { by: \"id\" } or { by: \"lottery\", seed: N }")
      return nil
    }
    return breaks
  }
}

extension TieBreak {
  /// Which value comes first.
  enum First: String, CaseIterable {
    case larger
    case smaller
  }
}
