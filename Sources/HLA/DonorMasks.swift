/// Makes the masks of many donors. What a single name shows is worked out once and kept, and a typing is put
/// together from its names by operations on whole masks.
///
/// Cost: a few hundred microseconds for a name seen for the first time, then about ten a donor.
public struct DonorMasks: Sendable {
  private let numbering: AntigenNumbering
  private var known: [HLAName: DonorMask] = [:]
  private let everything: [Locus: AntigenMask]

  /// Makes masks with a numbering.
  public init(_ numbering: AntigenNumbering) {
    self.numbering = numbering
    var everything: [Locus: AntigenMask] = [:]
    for (number, specificity) in numbering.specificities.enumerated() {
      for locus in specificity.loci { everything[locus, default: AntigenMask()].insert(number) }
    }
    self.everything = everything
  }

  /// What a donor of that typing shows.
  public mutating func mask(of typing: Typing) -> DonorMask {
    var donor = DonorMask()
    for locus in Locus.allCases {
      if locus.mayBeAbsent, !typing.has(locus) {
        donor.add(companions(at: locus, in: typing))
      } else {
        donor.add(mask(at: locus, of: typing))
      }
    }
    for epitope in typing.epitopes {
      guard let number = Specificity(epitope).flatMap({ numbering.number(of: $0) }) else { continue }
      donor.certain.insert(number)
    }
    return donor.settled
  }

  private mutating func mask(at locus: Locus, of typing: Typing) -> DonorMask {
    let genotypes = typing.genotypes(at: locus)
    if genotypes.isEmpty { return untold(locus) }
    var alternatives: [DonorMask] = []
    for genotype in genotypes {
      var both = oneOf(genotype.first)
      if !genotype.second.isEmpty {
        both.add(oneOf(genotype.second))
      } else if !locus.mayBeAbsent {
        both.add(untold(locus))
      }
      alternatives.append(both.settled)
    }
    return DonorMask.oneOf(alternatives)
  }

  private mutating func oneOf(_ names: [HLAName]) -> DonorMask {
    var masks: [DonorMask] = []
    for name in names { masks.append(mask(of: name)) }
    return DonorMask.oneOf(masks)
  }

  private mutating func mask(of name: HLAName) -> DonorMask {
    if let mask = known[name] { return mask }
    var mask = DonorMask()
    for (number, specificity) in numbering.specificities.enumerated()
    where specificity.loci.contains(name.locus) {
      switch numbering.table.presence(of: specificity.name, on: name) {
      case .certain: mask.certain.insert(number)
      case .possible: mask.possible.insert(number)
      case .unknown: mask.unknown.insert(number)
      case .absent: break
      }
    }
    known[name] = mask
    return mask
  }

  private func untold(_ locus: Locus) -> DonorMask {
    var mask = DonorMask()
    mask.unknown = everything[locus] ?? AntigenMask()
    return mask
  }

  /// DRB3, DRB4 or DRB5 by the DRB1 alleles it goes with.
  private func companions(at locus: Locus, in typing: Typing) -> DonorMask {
    let genotypes = typing.genotypes(at: .drb1)
    if genotypes.isEmpty { return untold(locus) }
    let names = typing.names(at: .drb1)
    if names.contains(where: { numbering.table.companions(of: $0).contains { $0.locus == locus } }) {
      var mask = DonorMask()
      mask.possible = everything[locus] ?? AntigenMask()
      return mask
    }
    let isHalf = genotypes.contains { $0.second.isEmpty || $0.first.contains { $0.kind == .untyped } }
    return isHalf ? untold(locus) : DonorMask()
  }
}

extension DonorMask {
  /// Adds what a further copy or locus shows.
  fileprivate mutating func add(_ other: DonorMask) {
    certain = certain | other.certain
    possible = possible | other.possible
    unknown = unknown | other.unknown
  }

  /// Each specificity in one set only, the surest.
  fileprivate var settled: DonorMask {
    var mask = self
    mask.possible = possible - certain
    mask.unknown = unknown - certain - possible
    return mask
  }

  /// One of several masks, not known which: as `Presence.oneOf` for every bit.
  fileprivate static func oneOf(_ masks: [DonorMask]) -> DonorMask {
    guard var all = masks.first else { return DonorMask() }
    if masks.count == 1 { return all }
    var someCertain = AntigenMask()
    var someUnknown = AntigenMask()
    var somePossible = AntigenMask()
    for mask in masks {
      all.certain = all.certain & mask.certain
      someCertain = someCertain | mask.certain
      somePossible = somePossible | mask.possible
      someUnknown = someUnknown | mask.unknown
    }
    var mask = DonorMask()
    mask.certain = all.certain
    mask.possible = (someCertain | somePossible) - all.certain
    mask.unknown = someUnknown - all.certain - mask.possible
    return mask
  }
}
