extension Nomenclature {
  /// The loci of a comparison when none are named: A, B, C, DRB1 and DQB1.
  public static let commonLoci: [Locus] = [.a, .b, .c, .drb1, .dqb1]

  /// Compares two typings at the level of P groups, as registries do; where a name is serological, at the
  /// level of antigens.
  public func mismatches(
    recipient: Typing, donor: Typing, loci: [Locus] = Nomenclature.commonLoci,
    homozygous: HomozygousCount = .twice
  ) -> Mismatches {
    let compared = loci.map { compare($0, recipient, donor, homozygous) }
    return Mismatches(
      loci: compared, homozygous: homozygous, nomenclature: title, notes: notes(on: loci, [recipient, donor]))
  }

  typealias Copy = LocusComparison.Copy

  private func compare(
    _ locus: Locus, _ recipient: Typing, _ donor: Typing, _ homozygous: HomozygousCount
  ) -> Mismatches.OfLocus {
    guard let own = copies(locus, recipient), let others = copies(locus, donor) else {
      return Mismatches.OfLocus(locus: locus, counts: nil, atMost: nil, positions: [], confidence: .unknown)
    }
    var best: (counts: MismatchCounts, positions: [Mismatches.Position])?
    var most = MismatchCounts.none
    for left in own {
      for right in others {
        let comparison = LocusComparison([left.0, left.1, right.0, right.1], self)
        let counts = comparison.counts(homozygous)
        most.gvh = max(most.gvh, counts.atMost.gvh)
        most.hvg = max(most.hvg, counts.atMost.hvg)
        most.bidirectional = max(most.bidirectional, counts.atMost.bidirectional)
        if let known = best, !Nomenclature.isBetter(counts.best, known.counts) { continue }
        best = (counts.best, paired(left, right, comparison, locus))
      }
    }
    guard let best else {
      return Mismatches.OfLocus(locus: locus, counts: nil, atMost: nil, positions: [], confidence: .unknown)
    }
    let isAmbiguous = own.count > 1 || others.count > 1
    let lowest = best.positions.map(\.confidence).min() ?? .unknown
    return Mismatches.OfLocus(
      locus: locus, counts: best.counts, atMost: most, positions: best.positions,
      confidence: isAmbiguous && lowest > .potential && most.bidirectional > 0 ? .potential : lowest)
  }

  static func isBetter(_ left: MismatchCounts, _ right: MismatchCounts) -> Bool {
    (left.bidirectional, left.gvh + left.hvg) < (right.bidirectional, right.gvh + right.hvg)
  }

  /// The possible pairs of copies at a locus; nil when nothing is known.
  func copies(_ locus: Locus, _ typing: Typing) -> [(Copy, Copy)]? {
    let genotypes = typing.genotypes(at: locus)
    if genotypes.isEmpty {
      return locus.mayBeAbsent && companionCount(locus, typing) == 0 ? [(.noGene, .noGene)] : nil
    }
    let pairs = genotypes.map { genotype -> (Copy, Copy) in
      let first = copy(genotype.first)
      if !genotype.second.isEmpty { return (first, copy(genotype.second)) }
      if first.isNoGene { return (first, .noGene) }
      let isAlone = locus.mayBeAbsent && companionCount(locus, typing) == 1
      return (first, isAlone ? .noGene : .unknown)
    }
    return Nomenclature.condensed(pairs)
  }

  /// Genotypes that mean the same proteins count once. More than 64 that remain are taken as one with the
  /// lists of all, which leaves more possible than the typing says, and never less.
  private static func condensed(_ pairs: [(Copy, Copy)]) -> [(Copy, Copy)] {
    guard pairs.count > 1 else { return pairs }
    var places: [[[Meaning]]: Int] = [:]
    var kept: [(Copy, Copy)] = []
    for (first, second) in pairs {
      let pair = (first.asOneOfSeveral, second.asOneOfSeveral)
      let key = [pair.0.meanings, pair.1.meanings]
      if let place = places[key] {
        kept[place].0.names += pair.0.names
        kept[place].1.names += pair.1.names
      } else {
        places[key] = kept.count
        kept.append(pair)
      }
    }
    if kept.count > 64 {
      kept = [
        (
          Copy(names: kept.flatMap(\.0.names), meanings: kept.flatMap(\.0.meanings)),
          Copy(names: kept.flatMap(\.1.names), meanings: kept.flatMap(\.1.meanings))
        )
      ]
    }
    return kept
  }

  private func copy(_ names: [HLAName]) -> Copy {
    Copy(names: names, meanings: names.map { meaning(of: $0) })
  }

  /// On how many chromosomes DRB1 lets expect DRB3, DRB4 or DRB5; nil when it does not tell.
  func companionCount(_ locus: Locus, _ typing: Typing) -> Int? {
    let genotypes = typing.genotypes(at: .drb1)
    guard genotypes.count == 1, !genotypes[0].second.isEmpty else { return nil }
    var count = 0
    for names in [genotypes[0].first, genotypes[0].second] {
      let possible = names.flatMap { antigens(of: $0) }
      guard !possible.isEmpty else { return nil }
      let carriers = possible.count { serology[$0]?.companion?.locus == locus }
      if carriers != 0, carriers != possible.count { return nil }
      if carriers > 0 { count += 1 }
    }
    return count
  }

  /// The positions of the pairing with the fewest mismatches, then the surest matches.
  private func paired(
    _ recipient: (Copy, Copy), _ donor: (Copy, Copy), _ comparison: LocusComparison, _ locus: Locus
  ) -> [Mismatches.Position] {
    let own = [recipient.0, recipient.1]
    let others = [donor.0, donor.1]
    let straight = [(0, 0), (1, 1)].map { position(own, $0.0, others, $0.1, comparison, locus) }
    let crossed = [(0, 1), (1, 0)].map { position(own, $0.0, others, $0.1, comparison, locus) }
    func worth(_ positions: [Mismatches.Position]) -> (Int, Int) {
      (
        positions.count { $0.confidence != .mismatch },
        positions.count { $0.confidence > .potential }
      )
    }
    return worth(crossed) > worth(straight) ? crossed : straight
  }

  private func position(
    _ own: [Copy], _ left: Int, _ others: [Copy], _ right: Int, _ comparison: LocusComparison, _ locus: Locus
  ) -> Mismatches.Position {
    // A null allele stands for its partner.
    let ownSeat = own[left].isNull ? 1 - left : left
    let otherSeat = others[right].isNull ? 1 - right : right
    let (mine, theirs) = (own[ownSeat], others[otherSeat])
    let label: Mismatches.Label
    let confidence: Mismatches.Confidence
    if let protein = mine.soleProtein, protein == theirs.soleProtein {
      label = .match
      let isSingle = [mine, theirs].allSatisfy { $0.names.count == 1 && $0.meanings[0].isSingleAllele }
      confidence = isSingle ? .definite : .exact
    } else if (mine.isNull || mine.isNoGene) && (theirs.isNull || theirs.isNoGene) {
      (label, confidence) = (.match, .definite)
    } else if comparison.canMatch(ownSeat, otherSeat) {
      (label, confidence) = (.potential, .potential)
    } else {
      // Against no protein at all, any protein is another antigen.
      let isOneSided = mine.isNull || theirs.isNull || mine.isNoGene || theirs.isNoGene
      (label, confidence) = (
        isOneSided ? .antigen : mismatchLabel(mine.names, theirs.names, locus), .mismatch
      )
    }
    return Mismatches.Position(
      recipient: own[left].names, donor: others[right].names, label: label, confidence: confidence)
  }

  /// Antigen when no first fields agree; where serology is compared, the antigens differ by then. The first
  /// fields of DPA1 and DPB1 number alleles and not antigens.
  private func mismatchLabel(_ own: [HLAName], _ others: [HLAName], _ locus: Locus) -> Mismatches.Label {
    if (own + others).contains(where: { !$0.isDNA }) { return .antigen }
    if locus == .dpa1 || locus == .dpb1 { return .allele }
    let families = Set(own.map { $0.field(1) })
    return others.contains { families.contains($0.field(1)) } ? .allele : .antigen
  }

  private func notes(on loci: [Locus], _ typings: [Typing]) -> [String] {
    var notes: [String] = []
    var needsCodes = false
    var outside: Set<HLAName> = []
    for typing in typings {
      for locus in loci {
        for name in typing.names(at: locus) where !knows(name) {
          if name.kind == .code, codes == nil { needsCodes = true } else { outside.insert(name) }
        }
      }
    }
    if needsCodes {
      notes.append(
        "Multiple-allele codes count as any allele of their family; name their table with --mac FILE.")
    }
    notes.append(contentsOf: outside.sorted().map { outsideNote($0) })
    return notes
  }
}
