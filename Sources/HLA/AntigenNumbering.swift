/// A fixed numbering of the specificities that antibodies are directed against: the antigens, the families
/// of loci that serology never resolved, and the P groups of the table. The order follows the names.
public struct AntigenNumbering: Sendable {
  /// The table that is numbered.
  public let table: AntigenTable
  /// What each number stands for.
  public let specificities: [Specificity]
  private let numbers: [Specificity: Int]

  /// Numbers a table, at most `AntigenMask.capacity` specificities; the rest has none.
  public init(_ table: AntigenTable = .shipped) {
    var names = Set(table.serology.entries.map(\.antigen))
    names.formUnion([4, 6].compactMap { HLAName(.bw, $0) })
    for row in table.alleles.rows where !row.allele.isNull {
      names.insert(table.alleles.protein(of: row.allele))
      if row.antigen == .blank, let family = row.allele.family { names.insert(family) }
    }
    self.table = table
    specificities = Array(names.compactMap { Specificity($0) }.sorted().prefix(AntigenMask.capacity))
    var numbers: [Specificity: Int] = [:]
    for (number, specificity) in specificities.enumerated() { numbers[specificity] = number }
    self.numbers = numbers
  }

  /// The number of a specificity; nil for pairs of chains and for names outside the table, which only the
  /// full comparison can judge.
  public func number(of specificity: Specificity) -> Int? {
    guard specificity.alpha == nil else { return nil }
    let name = specificity.name
    if let number = numbers[specificity] { return number }
    if name.system == .cw, name.number >= 12 {
      return HLAName(.c, [name.number]).flatMap { Specificity($0) }.flatMap { numbers[$0] }
    }
    guard name.fieldCount >= 2, table.alleles[name] != nil else { return nil }
    return Specificity(table.alleles.protein(of: name)).flatMap { numbers[$0] }
  }
}

/// What a recipient's antibodies are directed against, for one graft.
public struct UnacceptableMask: Hashable, Sendable {
  /// Targets of strong antibodies.
  public private(set) var strong = AntigenMask()
  /// Targets of weak ones.
  public private(set) var weak = AntigenMask()
  /// Whether there are antibodies that have no number; then only the full comparison can clear a donor.
  public private(set) var hasOthers = false

  /// Sorts antibodies by their strength; negligible ones are left out.
  public init(_ antibodies: some Sequence<Antibody>, limits: AntibodyLimits, numbering: AntigenNumbering) {
    for antibody in antibodies {
      let strength = limits.strength(of: antibody)
      if strength == .negligible { continue }
      guard let number = numbering.number(of: antibody.specificity) else {
        hasOthers = true
        continue
      }
      if strength == .weak { weak.insert(number) } else { strong.insert(number) }
    }
  }
}

/// What a donor shows.
public struct DonorMask: Hashable, Sendable {
  /// Specificities that the donor surely has.
  public internal(set) var certain = AntigenMask()
  /// Those that the donor may have.
  public internal(set) var possible = AntigenMask()
  /// Those on which the typing says nothing.
  public internal(set) var unknown = AntigenMask()

  /// The crossmatch by bits: the same verdict as `VirtualCrossmatch` gives, nil when only that can tell.
  public func verdict(against recipient: UnacceptableMask) -> VirtualCrossmatch.Verdict? {
    if recipient.strong.meets(certain) { return .positive }
    if recipient.hasOthers { return nil }
    let all = recipient.strong | recipient.weak
    if all.meets(unknown) { return .review }
    return all.meets(certain | possible) ? .possible : .negative
  }
}
