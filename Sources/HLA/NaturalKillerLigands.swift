/// What natural killer cells see of HLA: the leader peptide of HLA-B, which HLA-E presents, and the ligands
/// C1, C2 and Bw4 of the killer-cell immunoglobulin-like receptors. Which allele has which is in
/// `Data/hla/alleles.csv`.
public struct LigandComparison: Hashable, Sendable {
  /// What is compared.
  public enum Feature: String, Hashable, Sendable {
    /// M or T at position -21 of the leader of HLA-B.
    case leader
    /// C1 (asparagine at 80) or C2 (lysine) on HLA-C, Bw4 on HLA-A and HLA-B.
    case kirLigand
  }

  /// The feature.
  public let feature: Feature
  /// What the recipient has, in the order of the words, each once.
  public let recipient: [String]
  /// What the donor has.
  public let donor: [String]
  /// Mismatches in the direction graft versus host. Leader: what the recipient has and the donor lacks. KIR
  /// ligand: what the donor has and the recipient lacks, so that the donor's killer cells miss it (Ruggeri L
  /// et al., Science 295:2097-2100, 2002). Nil when a typing leaves it open.
  public let gvh: [String]?
  /// The other direction.
  public let hvg: [String]?
  /// What is missing, as sentences.
  public let notes: [String]
}

extension Nomenclature {
  /// Compares the leader peptides of HLA-B.
  public func compareLeaders(recipient: Typing, donor: Typing) -> LigandComparison {
    let own = features([.b], recipient, "recipient") { $0.leader.map { [$0.rawValue] } }
    let others = features([.b], donor, "donor") { $0.leader.map { [$0.rawValue] } }
    return compared(
      .leader, own, others, gvhMissing: own.sure.subtracting(others.sure), others.sure.subtracting(own.sure))
  }

  /// Compares the ligands of the killer-cell immunoglobulin-like receptors.
  public func compareKIRLigands(recipient: Typing, donor: Typing) -> LigandComparison {
    func ligands(_ row: AlleleTable.Row) -> [String]? {
      row.kirLigand.map { $0 == .none ? [] : [$0.rawValue] }
    }
    let loci: [Locus] = [.a, .b, .c]
    let own = features(loci, recipient, "recipient", ligands)
    let others = features(loci, donor, "donor", ligands)
    return compared(
      .kirLigand, own, others, gvhMissing: others.sure.subtracting(own.sure),
      own.sure.subtracting(others.sure))
  }

  private struct Features {
    /// What is there for certain.
    var sure: Set<String> = []
    /// What may be there.
    var possible: Set<String> = []
    /// Whether something else may be there.
    var isOpen = false
    var notes: [String] = []
  }

  private func compared(
    _ feature: LigandComparison.Feature, _ own: Features, _ others: Features, gvhMissing: Set<String>,
    _ hvgMissing: Set<String>
  ) -> LigandComparison {
    let isKnown = [own, others].allSatisfy { !$0.isOpen && $0.possible == $0.sure }
    return LigandComparison(
      feature: feature, recipient: own.possible.sorted(), donor: others.possible.sorted(),
      gvh: isKnown ? gvhMissing.sorted() : nil, hvg: isKnown ? hvgMissing.sorted() : nil,
      notes: own.notes + others.notes)
  }

  /// What the alleles of some loci carry. `read` gives nil when the table does not say.
  private func features(
    _ loci: [Locus], _ typing: Typing, _ who: String, _ read: (AlleleTable.Row) -> [String]?
  ) -> Features {
    var result = Features()
    var untold: Set<HLAName> = []
    for locus in loci {
      let genotypes = typing.genotypes(at: locus)
      if genotypes.isEmpty {
        result.isOpen = true
        result.notes.append("The \(who) is not typed at \(locus.name).")
      }
      var sureOfLocus: Set<String>?
      for genotype in genotypes {
        var sure: Set<String> = []
        for names in [genotype.first, genotype.second] {
          if names.isEmpty {
            result.isOpen = true
            result.notes.append("The second \(locus.name) copy of the \(who) is unknown.")
          }
          var common: Set<String>?
          for name in names {
            for option in options(name, read) {
              guard let option else {
                untold.insert(name)
                result.isOpen = true
                common = []
                continue
              }
              result.possible.formUnion(option)
              common = common.map { $0.intersection(option) } ?? Set(option)
            }
          }
          sure.formUnion(common ?? [])
        }
        sureOfLocus = sureOfLocus.map { $0.intersection(sure) } ?? sure
      }
      result.sure.formUnion(sureOfLocus ?? [])
    }
    for name in untold.sorted() { result.notes.append("The table does not say it of \(name) (\(who)).") }
    return result
  }

  /// What a name may carry: one list for each protein it can stand for, nil where the table does not say.
  private func options(_ name: HLAName, _ read: (AlleleTable.Row) -> [String]?) -> [[String]?] {
    if name.isNull { return [[]] }
    if let row = AlleleTable.shipped[name] { return [read(row)] }
    let meaning = meaning(of: name)
    var options: Set<[String]?> = []
    for protein in meaning.proteins { options.insert(AlleleTable.shipped[protein].flatMap(read)) }
    if meaning.scope != .listed || meaning.isOutside {
      // A rare allele is taken as the known ones of its family where these agree.
      let family = AlleleTable.shipped.family(of: name).filter { !$0.allele.isNull }
      for row in family { options.insert(read(row)) }
      if family.isEmpty, options.isEmpty { options.insert(nil) }
      if meaning.isOutside, options.count > 1 { options.remove(nil) }
    }
    return Array(options)
  }
}
