import TandemClinic
import TandemFiles
import TandemHLA

extension DataObject {
  /// A list of words out of a few; each other word is a problem.
  func words<Choice: RawRepresentable<String> & CaseIterable>(_ key: String, of type: Choice.Type) -> [Choice]
  {
    texts(key).compactMap { word in
      if let choice = Choice(rawValue: word) { return choice }
      let words = Choice.allCases.map(\.rawValue)
      let hint = Spelling.nearest(to: word, among: words).map { "; did you mean \"\($0)\"?" } ?? ""
      report(
        key, kind: "unknown word",
        "words out of \(words.joined(separator: ", ")), but \"\(word)\" is none\(hint)")
      return nil
    }
  }

  /// A name that must be one of a list.
  func name(_ key: String, among names: [String], kind: String) -> String? {
    guard let name = text(key) else { return nil }
    return check(name, key, names, kind) ? name : nil
  }

  /// Whether a name is one of a list; when not, that is reported with the nearest one.
  func check(_ name: String, _ key: String, _ names: [String], _ kind: String) -> Bool {
    if names.contains(name) { return true }
    let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
    report(
      key, kind: "unknown \(kind)", "one of \(names.joined(separator: ", ")), but \"\(name)\" is none\(hint)")
    return false
  }

  /// A list of HLA loci; nil when the key is absent or holds none.
  func loci(_ key: String) -> [Locus]? {
    let names = texts(key)
    if names.isEmpty { return nil }
    var loci: [Locus] = []
    for name in names {
      if let locus = Locus(name) {
        if loci.contains(locus) {
          report(key, kind: "duplicate locus", "each locus once")
        } else {
          loci.append(locus)
        }
      } else {
        _ = check(name, key, Locus.allCases.map(\.name), "locus")
      }
    }
    return loci.isEmpty ? nil : loci
  }

  /// A number with its unit and origin, where the origin may also be a policy choice:
  /// `{ value: 25, unit: "points", policy_choice: "..." }`.
  func amount(_ key: String, unit: String, in range: ClosedRange<Double>) -> (value: Double, basis: Basis)? {
    guard let entry = object(key) else { return nil }
    defer { entry.finish() }
    let value = entry.number("value", unit: unit, in: range)
    entry.expectUnit(unit)
    let basis = entry.basis()
    guard let value, let basis else { return nil }
    return (value, basis)
  }

  /// Reads the key `unit`, which must say what is expected.
  func expectUnit(_ unit: String) {
    if let written = text("unit"), written != unit {
      report("unit", kind: "wrong unit", "the unit \"\(unit)\"")
    }
  }
}
