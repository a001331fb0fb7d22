public import TandemFiles

/// The serological antigens and how they hang together: broad antigens, their splits, and the antigens
/// associated with one of them.
public struct Serology: Sendable {
  /// The place of an antigen in the hierarchy.
  public enum Rank: String, Hashable, Sendable {
    /// Neither split nor part of another.
    case single
    /// Was split into others.
    case broad
    /// Part of a broad antigen.
    case split
    /// A variant that some sera tell from its parent.
    case associated
  }

  /// What is known of one antigen.
  public struct Entry: Hashable, Sendable {
    /// Its name.
    public let antigen: HLAName
    /// Its place in the hierarchy.
    public let rank: Rank
    /// The antigens directly above it.
    public let parents: [HLAName]
    /// Bw4 or Bw6 on its molecules; nil when unknown or mixed.
    public let bw: AlleleTable.BwEpitope?
    /// For a DR antigen: DR51, DR52 or DR53, which comes with it; nil for those that bring none.
    public let companion: HLAName?
  }

  /// All antigens, in the order of their names.
  public let entries: [Entry]
  private let index: [HLAName: Int]
  private let ancestors: [HLAName: [HLAName]]

  init(entries: [Entry]) {
    let entries = entries.sorted { $0.antigen < $1.antigen }
    var index: [HLAName: Int] = [:]
    for (place, entry) in entries.enumerated() { index[entry.antigen] = place }
    var ancestors: [HLAName: [HLAName]] = [:]
    for entry in entries {
      var found: [HLAName] = []
      var rest = entry.parents
      while let next = rest.popLast() {
        if found.contains(next) || next == entry.antigen { continue }
        found.append(next)
        if let place = index[next] { rest.append(contentsOf: entries[place].parents) }
      }
      ancestors[entry.antigen] = found.sorted()
    }
    self.entries = entries
    self.index = index
    self.ancestors = ancestors
  }

  /// What is known of an antigen; nil when the table lacks it.
  public subscript(antigen: HLAName) -> Entry? { index[antigen].map { entries[$0] } }

  /// Every antigen above this one: B16 and B39 above B3901.
  public func ancestors(of antigen: HLAName) -> [HLAName] { ancestors[antigen] ?? [] }

  /// Whether `upper` is `lower` or stands above it.
  public func covers(_ upper: HLAName, _ lower: HLAName) -> Bool {
    upper == lower || ancestors(of: lower).contains(upper)
  }
}

extension Serology {
  private static let columns = ["antigen", "locus", "rank", "parents", "bw", "dr5x"]

  /// The table that ships with the library.
  public static let shipped: Serology = {
    guard let bytes = ShippedData.file("hla/serology.csv") else { return Serology(entries: []) }
    do {
      return try Serology(csv: bytes, path: "hla/serology.csv")
    } catch {
      fatalError("the shipped table of antigens is unreadable:\n\(error)")
    }
  }()

  /// Reads a table of the same columns, or throws everything that is wrong with it.
  public init(csv bytes: UnsafeRawBufferPointer, path: String) throws(Problems) {
    var sheet = FactSheet(bytes, path: path, columns: Serology.columns)
    var entries: [Entry] = []
    while sheet.next() {
      guard let entry = Serology.entry(&sheet) else { continue }
      if entries.contains(where: { $0.antigen == entry.antigen }) {
        sheet.report(column: 0, kind: "duplicate antigen", "each antigen once")
      } else {
        entries.append(entry)
      }
    }
    try sheet.throwProblems()
    let known = Set(entries.map(\.antigen))
    let orphans = entries.flatMap(\.parents).filter { !known.contains($0) }
    if let orphan = orphans.first {
      throw Problems(
        Problem(kind: "unknown parent", file: path, value: orphan.text, expected: "a row for every parent"))
    }
    self.init(entries: entries)
  }

  private static func entry(_ sheet: inout FactSheet) -> Entry? {
    let antigen = sheet.name(0)
    if let antigen, antigen.kind != .antigen || sheet.text(1) != antigen.locus.name {
      sheet.report(column: 1, kind: "wrong locus", "the locus that carries the antigen \(antigen.text)")
    }
    if sheet.field(0).isEmpty { sheet.report(column: 0, kind: "missing value", "the name of an antigen") }
    let rank = sheet.word(2, of: ["single", "broad", "split", "associated"]).flatMap(Rank.init)
    if sheet.field(2).isEmpty { sheet.report(column: 2, kind: "missing value", "the rank of the antigen") }
    var parents: [HLAName] = []
    for part in sheet.text(3).split(separator: ";") {
      if let parent = try? HLAName(String(part)), parent.kind == .antigen, parent.locus == antigen?.locus {
        parents.append(parent)
      } else {
        sheet.report(column: 3, kind: "unreadable name", "antigens of the same locus, parted by ;")
      }
    }
    let bw = sheet.word(4, of: ["Bw4", "Bw6", "none"]).flatMap(AlleleTable.BwEpitope.init)
    let companion = sheet.word(5, of: ["DR51", "DR52", "DR53", "none"])
    guard let antigen, let rank else { return nil }
    if (rank == .split || rank == .associated) == parents.isEmpty {
      sheet.report(column: 3, kind: "contradiction", "parents for splits and associated antigens only")
    }
    return Entry(
      antigen: antigen, rank: rank, parents: parents, bw: bw,
      companion: companion.flatMap { $0 == "none" ? nil : try? HLAName($0) })
  }
}
