public import TandemFiles

/// What usually lies beside a DRB1 and DQB1 allele on the same chromosome: DRB3, DRB4 or DRB5, and DQA1.
///
/// The linkage is tight but not complete; an answer is the commonest companion, good for making up people
/// and not for filling in what a patient's typing lacks.
public struct LinkedLoci: Sendable {
  private struct Rule {
    let drb1: HLAName
    let dqb1: HLAName?
    let allele: HLAName

    func holds(_ haplotypeDRB1: HLAName, _ haplotypeDQB1: HLAName?) -> Bool {
      guard drb1 == (drb1.fieldCount == 1 ? haplotypeDRB1.family : haplotypeDRB1.twoField) else {
        return false
      }
      return dqb1 == nil || dqb1 == haplotypeDQB1?.twoField
    }
  }

  private let rules: [Locus: [Rule]]

  /// The commonest allele of `locus` on a chromosome with these alleles; nil when the chromosome lacks the
  /// gene (DRB3, DRB4, DRB5) or the table has no rule for it (DQA1).
  public func allele(at locus: Locus, drb1: HLAName, dqb1: HLAName?) -> HLAName? {
    rules[locus]?.first { $0.holds(drb1, dqb1) }?.allele
  }
}

extension LinkedLoci {
  /// The table that ships with the library.
  public static let shipped: LinkedLoci = {
    guard let bytes = ShippedData.file("hla/linked-loci.csv") else { return LinkedLoci(rules: [:]) }
    do {
      return try LinkedLoci(csv: bytes, path: "hla/linked-loci.csv")
    } catch {
      fatalError("the shipped table of linked loci is unreadable:\n\(error)")
    }
  }()

  /// Reads a table with the columns `drb1,dqb1,locus,allele`, or throws everything that is wrong with it. Of
  /// the rows that fit a chromosome the one that says most counts.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var sheet = FactSheet(bytes, path: path, columns: ["drb1", "dqb1", "locus", "allele"])
    var rules: [Locus: [Rule]] = [:]
    while sheet.next() {
      let drb1 = sheet.name(0)
      let dqb1 = sheet.name(1)
      let allele = sheet.name(3)
      guard let locus = Locus(sheet.text(2)) else {
        sheet.report(column: 2, kind: "unknown locus", "one of DRB3, DRB4, DRB5, DQA1")
        continue
      }
      guard let drb1, drb1.locus == .drb1, let allele, allele.locus == locus,
        dqb1 == nil || dqb1?.locus == .dqb1
      else {
        sheet.report(column: 3, kind: "wrong locus", "alleles of the loci that the columns name")
        continue
      }
      rules[locus, default: []].append(Rule(drb1: drb1, dqb1: dqb1, allele: allele))
    }
    try sheet.throwProblems()
    self.init(rules: rules.mapValues { $0.sorted(by: LinkedLoci.saysMore) })
  }

  /// The more exact rule first, equal ones by name.
  private static func saysMore(_ left: Rule, _ right: Rule) -> Bool {
    let leftDetail = left.drb1.fieldCount + (left.dqb1 == nil ? 0 : 2)
    let rightDetail = right.drb1.fieldCount + (right.dqb1 == nil ? 0 : 2)
    return leftDetail != rightDetail ? leftDetail > rightDetail : left.drb1 < right.drb1
  }
}
