/// What names mean: which alleles exist, their P and G groups, antigens, and former names.
///
///     let nomenclature = Nomenclature.builtIn
///     nomenclature.protein(of: try HLAName("DQB1*02:02"))  // DQB1*02:01, its P group's name
///
/// Either the project's own table of common alleles, or an IPD-IMGT/HLA release that the user downloaded.
/// Columns of equal length in the order of the names; a name is found by binary search, and because packed
/// names sort by their fields the alleles behind `A*02` or `A*02:01` are one run.
public struct Nomenclature: Sendable {
  /// Which table it is, as results name it.
  public let title: String
  /// Whether it is the project's own table, which knows common alleles only.
  public let isBuiltIn: Bool
  /// The alleles as packed names, ascending.
  let alleles: [UInt64]
  /// For each allele its P group, 0 when it shares its protein with no other.
  let pGroups: [UInt64]
  /// For each allele its G group, 0 when it has none or none is stated.
  let gGroups: [UInt64]
  /// For each allele and one more the place in `antigens` where its antigens begin.
  let antigenStarts: [UInt32]
  /// The antigens of all alleles in their order; several when serology is not unambiguous.
  let antigens: [UInt64]
  /// Former names, ascending, and what each is called now.
  let formerNames: [UInt64]
  let presentNames: [UInt64]
  /// The antigens among each other.
  public let serology: Serology
  /// The multiple-allele codes, when the user named a table of them.
  public var codes: AlleleCodes?

  private let membersByGroup: [UInt64: [Int]]
  private let membersByAntigen: [UInt64: [Int]]

  init(columns: NomenclatureColumns, title: String, isBuiltIn: Bool, serology: Serology) {
    self.title = title
    self.isBuiltIn = isBuiltIn
    self.serology = serology
    alleles = columns.alleles
    pGroups = columns.pGroups
    gGroups = columns.gGroups
    antigenStarts = columns.antigenStarts
    antigens = columns.antigens
    formerNames = columns.formerNames
    presentNames = columns.presentNames
    var groups: [UInt64: [Int]] = [:]
    var carriers: [UInt64: [Int]] = [:]
    for index in columns.alleles.indices {
      let (p, g) = (columns.pGroups[index], columns.gGroups[index])
      if p != 0 { groups[p, default: []].append(index) }
      if g != 0 { groups[g, default: []].append(index) }
      for place in columns.antigenStarts[index]..<columns.antigenStarts[index + 1] {
        carriers[columns.antigens[Int(place)], default: []].append(index)
      }
    }
    membersByGroup = groups
    membersByAntigen = carriers
  }

  /// The project's own table of common alleles.
  public static let builtIn: Nomenclature = {
    var columns = NomenclatureColumns()
    for row in AlleleTable.shipped.rows {
      var antigens: [HLAName] = []
      if case .named(let antigen) = row.antigen { antigens = [antigen] }
      columns.append(row.allele, pGroup: row.pGroup, gGroup: row.gGroup, antigens: antigens)
    }
    return Nomenclature(
      columns: columns, title: "the built-in table of common alleles", isBuiltIn: true, serology: .shipped)
  }()

  /// How many alleles the table has.
  public var count: Int { alleles.count }
}

/// The columns of a nomenclature while they are filled, allele by allele in ascending order.
struct NomenclatureColumns: Equatable {
  var alleles: [UInt64] = []
  var pGroups: [UInt64] = []
  var gGroups: [UInt64] = []
  var antigenStarts: [UInt32] = [0]
  var antigens: [UInt64] = []
  var formerNames: [UInt64] = []
  var presentNames: [UInt64] = []

  mutating func append(_ allele: HLAName, pGroup: HLAName?, gGroup: HLAName?, antigens list: [HLAName]) {
    alleles.append(allele.bits)
    pGroups.append(pGroup?.bits ?? 0)
    gGroups.append(gGroup?.bits ?? 0)
    antigens.append(contentsOf: list.map(\.bits))
    antigenStarts.append(UInt32(antigens.count))
  }
}

extension Nomenclature {
  /// The places of the alleles that begin with the fields of `name`: for `A*02:01` all its silent variants.
  /// Binary search.
  func range(of name: HLAName) -> Range<Int> {
    guard name.isDNA, name.fieldCount > 0 else { return 0..<0 }
    let step = UInt64(1) << UInt64(59 - 12 * name.fieldCount)
    let low = name.bits & ~(step - 1)
    return firstIndex(notBelow: low)..<firstIndex(notBelow: low + step)
  }

  private func firstIndex(notBelow bits: UInt64) -> Int {
    var (low, high) = (0, alleles.count)
    while low < high {
      let middle = (low + high) / 2
      if alleles[middle] < bits { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The places of the alleles in a P or G group.
  func members(ofGroup name: HLAName) -> [Int] { membersByGroup[name.bits] ?? [] }

  /// The places of the alleles that bear an antigen or one below it: for A9 those of A23, A24 and A2403.
  func carriers(of antigen: HLAName) -> [Int] {
    var places: [Int] = []
    for (bits, members) in membersByAntigen where serology.covers(antigen, HLAName(bits: bits)) {
      places.append(contentsOf: members)
    }
    // An allele that serology never resolved further than a broad antigen may have any of its splits.
    for upper in serology.ancestors(of: antigen) {
      places.append(contentsOf: membersByAntigen[upper.bits] ?? [])
    }
    return Array(Set(places)).sorted()
  }

  /// The antigens of the allele at a place.
  func antigens(at place: Int) -> [HLAName] {
    antigens[Int(antigenStarts[place])..<Int(antigenStarts[place + 1])].map { HLAName(bits: $0) }
  }

  /// What an allele that was renamed is called now; itself when it was not.
  public func present(_ name: HLAName) -> HLAName {
    var (low, high) = (0, formerNames.count)
    while low < high {
      let middle = (low + high) / 2
      if formerNames[middle] < name.bits { low = middle + 1 } else { high = middle }
    }
    guard low < formerNames.count, formerNames[low] == name.bits, range(of: name).isEmpty else { return name }
    return HLAName(bits: presentNames[low])
  }

  /// Whether the table has an allele, group, family or antigen of that name.
  public func knows(_ name: HLAName) -> Bool {
    switch name.kind {
    case .allele, .family:
      let known = present(name)
      return !range(of: known).isEmpty || (known.fieldCount > 2 && !range(of: known.truncated(to: 2)).isEmpty)
    case .pGroup, .gGroup:
      return !members(ofGroup: name).isEmpty || !range(of: Nomenclature.key(name)).isEmpty
    case .antigen: return serology[name] != nil || name.system == .bw
    case .code: return name.code.flatMap { codes?[$0] } != nil
    case .absent, .untyped: return true
    }
  }

  /// The first two fields as an allele without suffix: how a protein is named when it stands for its group.
  @inline(__always)
  static func key(_ name: HLAName) -> HLAName {
    HLAName(bits: name.bits & (~0 << 35))
  }

  /// The protein of an allele, P group or G group in the antigen-recognition domain, under the name of its P
  /// group without the P. Nil for null alleles and for names that leave several possible.
  public func protein(of name: HLAName) -> HLAName? {
    let meaning = meaning(of: name)
    return meaning.proteins.count == 1 && meaning.scope == .listed && !meaning.mayBeNull
      ? meaning.proteins[0] : nil
  }
}
