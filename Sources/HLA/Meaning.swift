/// What a name can stand for, in the light of a nomenclature.
public struct Meaning: Hashable, Sendable {
  /// The proteins that are possible, ascending, each under the name of its P group as an allele.
  public var proteins: [HLAName] = []
  /// Whether the list is all there is.
  public var scope = Scope.listed
  /// Whether a null allele is possible too. The only possibility when `proteins` is empty.
  public var mayBeNull = false
  /// Whether the name tells one protein-coding allele, two fields at least.
  public var isSingleAllele = false
  /// Whether the table does not have the name, so that it stands for itself.
  public var isOutside = false

  /// What else than the listed proteins is possible.
  public enum Scope: Hashable, Sendable {
    /// Nothing.
    case listed
    /// Other alleles of the family, since the table need not have all.
    case family(HLAName)
    /// Other alleles with one of these antigens.
    case antigen(HLAName)
    /// Any allele of the locus.
    case anything
    /// Nothing at all: the chromosome lacks the gene.
    case noGene
  }
}

extension Nomenclature {
  /// What a name can stand for. A name without a suffix stands for its expressed variants, and a family for
  /// its expressed alleles; null alleles are possible where a list or a code names them.
  public func meaning(of name: HLAName) -> Meaning {
    switch name.kind {
    case .allele: return name.fieldCount == 1 ? family(name) : allele(present(name))
    case .family: return family(name)
    case .code: return code(name)
    case .pGroup: return group([Nomenclature.key(name)], isOutside: !knows(name))
    case .gGroup: return gGroup(name)
    case .antigen: return antigen(name)
    case .absent: return Meaning(scope: .noGene)
    case .untyped: return Meaning(scope: .anything, mayBeNull: true)
    }
  }

  private func allele(_ name: HLAName) -> Meaning {
    if name.isNull { return Meaning(mayBeNull: true, isSingleAllele: true, isOutside: !knows(name)) }
    var places = range(of: name)
    if places.isEmpty { places = range(of: name.truncated(to: 2)) }
    var proteins: Set<HLAName> = []
    for place in places {
      let allele = HLAName(bits: alleles[place])
      if allele.isNull || (name.suffix != .none && allele.suffix != name.suffix) { continue }
      proteins.insert(protein(at: place))
    }
    let isOutside = proteins.isEmpty
    if isOutside { proteins = [Nomenclature.key(name)] }
    return Meaning(proteins: proteins.sorted(), isSingleAllele: true, isOutside: isOutside)
  }

  private func family(_ name: HLAName) -> Meaning {
    let places = range(of: name)
    var meaning = listed(Array(places))
    // Whoever reports a family by DNA or serology saw a protein, unless the family makes none.
    if !meaning.proteins.isEmpty { meaning.mayBeNull = false }
    meaning.scope = .family(name.truncated(to: 1).family ?? name)
    meaning.isOutside = places.isEmpty
    return meaning
  }

  private func code(_ name: HLAName) -> Meaning {
    guard let letters = name.code, let members = codes?.alleles(letters, in: name) else {
      var meaning = family(name)
      meaning.isOutside = true
      return meaning
    }
    var meaning = Meaning()
    var proteins: Set<HLAName> = []
    for member in members {
      let one = self.meaning(of: member)
      proteins.formUnion(one.proteins)
      if one.mayBeNull { meaning.mayBeNull = true }
      if one.isOutside { meaning.isOutside = true }
    }
    meaning.proteins = proteins.sorted()
    return meaning
  }

  private func gGroup(_ name: HLAName) -> Meaning {
    let members = members(ofGroup: name)
    guard members.isEmpty else {
      var meaning = listed(members)
      // A null allele in a group of expressed ones is not what the group is reported for.
      if !meaning.proteins.isEmpty { meaning.mayBeNull = false }
      return meaning
    }
    let alike = range(of: name).map { gGroups[$0] }.filter { $0 != 0 }
    let proteins = Set(range(of: name).filter { !HLAName(bits: alleles[$0]).isNull }.map { protein(at: $0) })
    if proteins.isEmpty { return group([Nomenclature.key(name)], isOutside: true) }
    return group(proteins.sorted(), isOutside: alike.isEmpty && name.fieldCount == 3 && !isBuiltIn)
  }

  private func antigen(_ name: HLAName) -> Meaning {
    var meaning = listed(carriers(of: name))
    meaning.mayBeNull = false
    meaning.scope = .antigen(name)
    meaning.isOutside = !knows(name)
    return meaning
  }

  private func group(_ proteins: [HLAName], isOutside: Bool) -> Meaning {
    Meaning(proteins: proteins, isOutside: isOutside)
  }

  private func listed(_ places: [Int]) -> Meaning {
    var meaning = Meaning()
    var proteins: Set<HLAName> = []
    for place in places {
      if HLAName(bits: alleles[place]).isNull {
        meaning.mayBeNull = true
      } else {
        proteins.insert(protein(at: place))
      }
    }
    meaning.proteins = proteins.sorted()
    return meaning
  }

  func protein(at place: Int) -> HLAName {
    Nomenclature.key(HLAName(bits: pGroups[place] != 0 ? pGroups[place] : alleles[place]))
  }

  /// Whether a protein is possible within a scope.
  func allows(_ scope: Meaning.Scope, _ protein: HLAName) -> Bool {
    allows(scope, protein, with: antigens(of: protein))
  }

  /// The same of a protein whose antigens are at hand.
  func allows(_ scope: Meaning.Scope, _ protein: HLAName, with antigens: @autoclosure () -> [HLAName]) -> Bool
  {
    switch scope {
    case .listed, .noGene: return false
    case .anything: return true
    case .family(let family): return protein.locus == family.locus && protein.field(1) == family.field(1)
    case .antigen(let antigen):
      guard protein.locus == antigen.locus else { return false }
      return antigens().contains { serology.covers(antigen, $0) || serology.covers($0, antigen) }
    }
  }

  /// The antigens that a name can have: splits, or the broad antigen where serology knows no split. Empty
  /// for null alleles, for names without a serological antigen, and when the table knows nothing.
  public func antigens(of name: HLAName) -> [HLAName] {
    switch name.kind {
    case .antigen: return [name]
    case .absent, .untyped: return []
    case .code:
      guard let letters = name.code, let members = codes?.alleles(letters, in: name) else { break }
      return Array(Set(members.flatMap { antigens(of: $0) })).sorted()
    case .pGroup, .gGroup:
      let members = members(ofGroup: name)
      if members.isEmpty { return antigens(of: Nomenclature.key(name)) }
      return typicalAntigens(members)
    case .allele, .family:
      let name = present(name)
      if name.isNull { return [] }
      for fields in stride(from: name.fieldCount, through: min(2, name.fieldCount), by: -1) {
        let found = typicalAntigens(range(of: name.truncated(to: fields)).filter { matches($0, name) })
        if !found.isEmpty || !range(of: name.truncated(to: fields)).isEmpty { return found }
      }
    }
    guard let family = name.family else { return [] }
    return typicalAntigens(Array(range(of: family)))
  }

  private func matches(_ place: Int, _ name: HLAName) -> Bool {
    let allele = HLAName(bits: alleles[place])
    return !allele.isNull && (name.suffix == .none || allele.suffix == name.suffix)
  }

  /// The antigens of several alleles. One allele of two fields can be several rows of a release, of which
  /// rare ones bear other antigens: those are alternatives all the same.
  private func typicalAntigens(_ places: [Int]) -> [HLAName] {
    Array(Set(places.flatMap { antigens(at: $0) })).sorted()
  }

  /// The antigen of a name: the only one, or the one that covers all others (A24 for `A*24`, although rare
  /// alleles of the family are A2403); nil when several are left, or none.
  public func antigen(of name: HLAName) -> HLAName? {
    let antigens = antigens(of: name)
    return antigens.first { upper in antigens.allSatisfy { serology.covers(upper, $0) } }
  }

  /// The broad antigen above a split or associated one; itself when nothing is above it.
  public func broad(of antigen: HLAName) -> HLAName {
    serology.ancestors(of: antigen).first { serology.ancestors(of: $0).isEmpty } ?? antigen
  }
}
