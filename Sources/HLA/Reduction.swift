/// A name brought to a coarser or more uniform form.
public struct Reduction: Hashable, Sendable {
  /// The form that is asked for.
  public enum Target: String, CaseIterable, Hashable, Sendable {
    /// The P group: one protein in the antigen-recognition domain.
    case pGroup = "P"
    /// The G group: one nucleotide sequence there.
    case gGroup = "G"
    /// Alleles of two fields.
    case twoField = "two-field"
    /// The serological antigen, the split where there is one.
    case antigen
  }

  /// The name that was reduced.
  public let input: HLAName
  /// The result: one name, or all that are possible, ascending. Empty when there is none.
  public let names: [HLAName]
  /// What the reader should know about it, as sentences.
  public let notes: [String]

  /// The names joined by `/`, as GL Strings write alternatives.
  public var text: String { names.map(\.text).joined(separator: "/") }
}

extension Nomenclature {
  /// Reduces a name.
  public func reduce(_ name: HLAName, to target: Reduction.Target) -> Reduction {
    var notes: [String] = []
    let current = name.kind == .allele ? present(name) : name
    if current != name { notes.append("\(name) is called \(current) now.") }
    let meaning = meaning(of: current)
    if current.kind == .code, codes == nil {
      notes.append("\(current) is a multiple-allele code; name a table of codes with --mac FILE to read it.")
    } else if meaning.isOutside {
      notes.append(outsideNote(current))
    }
    if current.isNull { notes.append("\(current) is a null allele: it makes no protein.") }
    let names: [HLAName]
    switch target {
    case .antigen: names = antigen(of: current).map { [$0] } ?? antigens(of: current)
    case .twoField: names = twoFields(current, meaning)
    case .pGroup: names = groups(current, meaning, pGroups, .pGroup)
    case .gGroup: names = groups(current, meaning, gGroups, .gGroup)
    }
    if names.isEmpty, !current.isNull { notes.append("\(title) gives no \(target.rawValue) for \(current).") }
    if names.count > 1 { notes.append("\(current) leaves \(names.count) possibilities.") }
    return Reduction(input: name, names: names, notes: notes)
  }

  /// What is said of a name that the table lacks.
  public func outsideNote(_ name: HLAName) -> String {
    isBuiltIn
      ? "\(name) is outside the built-in table; use --release DIR to read an IPD-IMGT/HLA release."
      : "\(name) is not in \(title)."
  }

  /// The places of all alleles that a name can stand for; null alleles only when they are meant.
  private func places(_ name: HLAName) -> [Int] {
    switch name.kind {
    case .allele, .family:
      if name.fieldCount == 1 { return range(of: name).filter { !HLAName(bits: alleles[$0]).isNull } }
      let exact = range(of: name).filter { HLAName(bits: alleles[$0]).isNull == name.isNull }
      if !exact.isEmpty || name.fieldCount == 2 { return exact }
      return range(of: name.truncated(to: 2)).filter { HLAName(bits: alleles[$0]).isNull == name.isNull }
    case .pGroup, .gGroup:
      let members = members(ofGroup: name)
      return members.isEmpty ? Array(range(of: Nomenclature.key(name))) : members
    case .antigen: return carriers(of: name)
    case .code:
      guard let letters = name.code, let members = codes?.alleles(letters, in: name) else { return [] }
      return members.flatMap { places($0) }
    case .absent, .untyped: return []
    }
  }

  private func twoFields(_ name: HLAName, _ meaning: Meaning) -> [HLAName] {
    if name.kind == .allele, name.fieldCount >= 2 { return [name.twoField] }
    if name.kind == .code, let letters = name.code, let members = codes?.alleles(letters, in: name) {
      return distinct(members.map(\.twoField))
    }
    return distinct(places(name).map { HLAName(bits: alleles[$0]).twoField })
  }

  private func groups(
    _ name: HLAName, _ meaning: Meaning, _ column: [UInt64], _ kind: HLAName.Kind
  ) -> [HLAName] {
    if name.kind == kind { return [name] }
    let places = places(name)
    let found = places.map { column[$0] == 0 ? HLAName(bits: alleles[$0]) : HLAName(bits: column[$0]) }
    // An allele alone in its group has no group of that name and stands for itself.
    if found.isEmpty { return name.kind == .allele && name.fieldCount >= 2 ? [name.twoField] : [] }
    return distinct(found.map { $0.kind == .allele && kind == .pGroup ? $0.twoField : $0 })
  }

  private func distinct(_ names: [HLAName]) -> [HLAName] { Array(Set(names)).sorted() }
}
