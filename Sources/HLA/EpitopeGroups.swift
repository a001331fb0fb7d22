public import TandemFiles

/// T-cell epitope groups of HLA-DPB1: which mismatches the immune system tolerates.
///
/// Group 1 is the most immunogenic; a person's group is the smallest of the two alleles. Zino E et al., Blood
/// 103:1417-1424 (2004); Crocchiolo R et al., Blood 114:1437-1444 (2009). Alleles that the table lacks are
/// unknown, and so is the answer where they could change it.
public struct EpitopeGroups: Sendable {
  private let groups: [HLAName: Int]

  /// The table that ships with the library.
  public static let shipped: EpitopeGroups = {
    guard let bytes = ShippedData.file("hla/tce.csv") else { return EpitopeGroups(groups: [:]) }
    do {
      return try EpitopeGroups(csv: bytes, path: "hla/tce.csv")
    } catch {
      fatalError("the shipped table of T-cell epitope groups is unreadable:\n\(error)")
    }
  }()

  private init(groups: [HLAName: Int]) { self.groups = groups }

  /// Reads a table with the columns allele, group and source, or throws everything that is wrong with it.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var sheet = FactSheet(bytes, path: path, columns: ["allele", "group", "source"])
    var groups: [HLAName: Int] = [:]
    while sheet.next() {
      let allele = sheet.name(0)
      let group = sheet.number(1, in: 0...3)
      guard let allele, let group else {
        if sheet.field(0).isEmpty || sheet.field(1).isEmpty {
          sheet.report(column: 0, kind: "missing value", "a DPB1 allele and its group")
        }
        continue
      }
      if allele.locus != .dpb1 || allele.kind != .allele || allele.fieldCount < 2 {
        sheet.report(column: 0, kind: "not an allele", "a DPB1 allele of two fields")
      } else if group != group.rounded() {
        sheet.report(column: 1, kind: "out of range", "0, 1, 2 or 3")
      } else {
        groups[allele.twoField] = Int(group)
      }
    }
    try sheet.throwProblems()
    self.groups = groups
  }

  /// The group of a protein; nil when the table lacks it.
  public subscript(protein: HLAName) -> Int? { groups[protein] }

  /// Whether DPB1 mismatches are tolerated.
  public enum Permissiveness: String, Hashable, Sendable {
    case permissive
    /// The recipient's group is smaller: donor cells attack.
    case gvhNonpermissive = "gvh-nonpermissive"
    /// The donor's group is smaller: the recipient rejects.
    case hvgNonpermissive = "hvg-nonpermissive"
    case unknown
  }

  /// The comparison of two persons.
  public struct Finding: Hashable, Sendable {
    /// The verdict.
    public let permissiveness: Permissiveness
    /// The groups that the recipient may have, ascending; nil among them stands for an unknown one.
    public let recipient: [Int?]
    /// Those of the donor.
    public let donor: [Int?]
    /// What is missing, as sentences.
    public let notes: [String]
  }

  /// Compares two typings.
  public func compare(recipient: Typing, donor: Typing, _ nomenclature: Nomenclature) -> Finding {
    var notes: [String] = []
    let own = groups(of: recipient, nomenclature, "recipient", &notes)
    let others = groups(of: donor, nomenclature, "donor", &notes)
    var verdicts: Set<Permissiveness> = []
    for left in own {
      for right in others {
        guard let left, let right else {
          verdicts.insert(.unknown)
          continue
        }
        verdicts.insert(left == right ? .permissive : left < right ? .gvhNonpermissive : .hvgNonpermissive)
      }
    }
    let verdict = verdicts.count == 1 ? verdicts.first ?? .unknown : .unknown
    return Finding(permissiveness: verdict, recipient: own, donor: others, notes: notes)
  }

  /// The groups that a person may have.
  private func groups(
    of typing: Typing, _ nomenclature: Nomenclature, _ who: String, _ notes: inout [String]
  ) -> [Int?] {
    let genotypes = typing.genotypes(at: .dpb1)
    if genotypes.isEmpty {
      notes.append("The \(who) is not typed at DPB1.")
      return [nil]
    }
    var found: Set<Int?> = []
    var untold: Set<HLAName> = []
    for genotype in genotypes {
      let first = groups(genotype.first, nomenclature, &untold)
      let second = genotype.second.isEmpty ? [nil] : groups(genotype.second, nomenclature, &untold)
      for left in first { for right in second { found.insert(EpitopeGroups.joined(left, right)) } }
      if genotype.second.isEmpty { notes.append("The second DPB1 copy of the \(who) is unknown.") }
    }
    for name in untold.sorted() { notes.append("The table of T-cell epitope groups does not have \(name).") }
    return found.sorted { ($0 ?? 9) < ($1 ?? 9) }
  }

  /// The smaller group that is not null; 0 when both are. Group 1 cannot become smaller, whatever the other.
  private static func joined(_ left: Int?, _ right: Int?) -> Int? {
    if left == 1 || right == 1 { return 1 }
    guard let left, let right else { return nil }
    return left == 0 ? right : right == 0 ? left : min(left, right)
  }

  private func groups(
    _ names: [HLAName], _ nomenclature: Nomenclature, _ untold: inout Set<HLAName>
  ) -> [Int?] {
    var found: Set<Int?> = []
    for name in names {
      let meaning = nomenclature.meaning(of: name)
      if meaning.mayBeNull { found.insert(0) }
      if meaning.scope != .listed || (meaning.proteins.isEmpty && !meaning.mayBeNull) {
        found.insert(nil)
        untold.insert(name)
      }
      for protein in meaning.proteins {
        let group = groups[protein] ?? (name.kind == .allele ? groups[name.twoField.withoutSuffix] : nil)
        if group == nil { untold.insert(name) }
        found.insert(group)
      }
    }
    return Array(found)
  }
}
