/// The comparison of one locus of recipient and donor when names may be ambiguous.
///
/// Every copy is a set of proteins. Counts are exact over all choices from the four sets: the best case is
/// what is reported, as registries do, the worst is told beside it. Proteins that the four sets treat alike
/// are interchangeable, and of each such class as many are kept as there are sets that hold it, so that the
/// choices stay few (a handful, at worst some thousand) however long the lists are.
struct LocusComparison {
  /// What one copy can be.
  struct Copy {
    var names: [HLAName]
    var meanings: [Meaning]

    /// A copy of which nothing is known.
    static let unknown = Copy(names: [], meanings: [Meaning(scope: .anything, mayBeNull: true)])
    /// A chromosome without the gene.
    static let noGene = Copy(names: [], meanings: [Meaning(scope: .noGene)])

    /// The same when other genotypes are possible too: it no longer tells a single allele.
    var asOneOfSeveral: Copy {
      Copy(
        names: names,
        meanings: meanings.map { meaning in
          var meaning = meaning
          meaning.isSingleAllele = false
          return meaning
        })
    }

    var isNull: Bool { meanings.allSatisfy { $0.proteins.isEmpty && $0.mayBeNull && $0.scope == .listed } }
    var isNoGene: Bool { meanings.allSatisfy { $0.scope == .noGene } }
    /// The only protein possible; nil when there are several, or none.
    var soleProtein: HLAName? {
      guard let first = meanings.first?.proteins.first else { return nil }
      let isSole = meanings.allSatisfy { $0.proteins == [first] && $0.scope == .listed && !$0.mayBeNull }
      return isSole ? first : nil
    }
  }

  /// No protein, from a null allele; takes the partner's value.
  static let null = -1
  /// No protein, since there is no gene.
  static let nothing = -2

  private var choices: [[Int]] = [[], [], [], []]

  /// Prepares the choices of (recipient's first, second, donor's first, second) copy.
  init(_ copies: [Copy], _ nomenclature: Nomenclature) {
    var masks: [HLAName: Int] = [:]
    for copy in copies {
      for meaning in copy.meanings { for protein in meaning.proteins { masks[protein] = 0 } }
    }
    for protein in masks.keys {
      masks[protein] = LocusComparison.mask(copies) { meaning in
        meaning.proteins.contains(protein) || nomenclature.allows(meaning.scope, protein)
      }
    }
    var seats = [Int](repeating: 0, count: 16)
    var next = 0
    for (_, mask) in masks.sorted(by: { $0.key < $1.key }) where seats[mask] < mask.nonzeroBitCount {
      seats[mask] += 1
      add(next, mask)
      next += 1
    }
    for copy in copies {
      for meaning in copy.meanings where meaning.scope != .listed && meaning.scope != .noGene {
        // Proteins that no list names: as many as copies that may have the same one.
        let mask = LocusComparison.mask(copies) {
          LocusComparison.overlap($0.scope, meaning.scope, nomenclature)
        }
        for _ in 0..<mask.nonzeroBitCount {
          add(next, mask)
          next += 1
        }
      }
    }
    for (index, copy) in copies.enumerated() {
      if copy.meanings.contains(where: { $0.mayBeNull }) { choices[index].append(LocusComparison.null) }
      if copy.meanings.contains(where: { $0.scope == .noGene }) {
        choices[index].append(LocusComparison.nothing)
      }
    }
  }

  mutating func add(_ protein: Int, _ mask: Int) {
    for index in 0..<4 where mask & 1 << index != 0 { choices[index].append(protein) }
  }

  private static func mask(_ copies: [Copy], _ holds: (Meaning) -> Bool) -> Int {
    var mask = 0
    for (index, copy) in copies.enumerated() where copy.meanings.contains(where: holds) { mask |= 1 << index }
    return mask
  }

  /// Whether two scopes can mean the same unlisted protein.
  static func overlap(_ left: Meaning.Scope, _ right: Meaning.Scope, _ nomenclature: Nomenclature)
    -> Bool
  {
    switch (left, right) {
    case (.listed, _), (_, .listed), (.noGene, _), (_, .noGene): false
    case (.anything, _), (_, .anything): true
    case (.family(let one), .family(let other)): one == other
    case (.antigen(let one), .antigen(let other)):
      nomenclature.serology.covers(one, other) || nomenclature.serology.covers(other, one)
    case (.family(let family), .antigen(let antigen)), (.antigen(let antigen), .family(let family)):
      nomenclature.antigens(of: family).contains {
        nomenclature.serology.covers(antigen, $0) || nomenclature.serology.covers($0, antigen)
      }
    }
  }

  /// The best counts (fewest in both directions together), and per direction the most that is possible.
  func counts(_ homozygous: HomozygousCount) -> (best: MismatchCounts, atMost: MismatchCounts) {
    var best: MismatchCounts?
    var most = MismatchCounts.none
    for r1 in choices[0] {
      for r2 in choices[1] {
        let recipient = LocusComparison.proteins(r1, r2)
        for d1 in choices[2] {
          for d2 in choices[3] {
            let counts = MismatchKernel.counts(
              recipient: recipient, donor: LocusComparison.proteins(d1, d2), homozygous: homozygous)
            if best.map({ LocusComparison.isBetter(counts, $0) }) ?? true { best = counts }
            most.gvh = max(most.gvh, counts.gvh)
            most.hvg = max(most.hvg, counts.hvg)
            most.bidirectional = max(most.bidirectional, counts.bidirectional)
          }
        }
      }
    }
    return (best ?? .none, most)
  }

  private static func isBetter(_ left: MismatchCounts, _ right: MismatchCounts) -> Bool {
    if left.bidirectional != right.bidirectional { return left.bidirectional < right.bidirectional }
    if left.gvh + left.hvg != right.gvh + right.hvg { return left.gvh + left.hvg < right.gvh + right.hvg }
    return left.gvh < right.gvh
  }

  /// The numbers that the kernel takes: null takes its partner's value, no gene is no protein.
  private static func proteins(_ first: Int, _ second: Int) -> (UInt32, UInt32) {
    let left = first == null ? second : first
    let right = second == null ? first : second
    return (left < 0 ? 0 : UInt32(left + 1), right < 0 ? 0 : UInt32(right + 1))
  }

  /// Whether two copies can have the same protein.
  func canMatch(_ recipient: Int, _ donor: Int) -> Bool {
    choices[recipient].contains { $0 >= 0 && choices[2 + donor].contains($0) }
  }
}
