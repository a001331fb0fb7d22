/// What an antibody is directed against: an antigen (`A2`, `B15`, `Bw4`, `DR53`), an allele or its P group
/// (`B*44:02`), a whole family (`DQA1*05`), or a pair of chains of which both are needed
/// (`DQA1*05:01~DQB1*02:01`).
public struct Specificity: Hashable, Sendable {
  /// The alpha chain of a pair; nil for anything else.
  public let alpha: HLAName?
  /// The name; of a pair the beta chain.
  public let name: HLAName

  /// One name. Nil for names that are no target: a multiple-allele code, an absent gene, an untyped copy.
  public init?(_ name: HLAName) {
    guard Specificity.isTarget(name) else { return nil }
    alpha = nil
    self.name = Specificity.plain(name)
  }

  /// A pair of chains, DQA1 with DQB1 or DPA1 with DPB1.
  public init?(alpha: HLAName, beta: HLAName) {
    guard Specificity.isTarget(alpha), Specificity.isTarget(beta), alpha.isDNA, beta.isDNA else { return nil }
    guard (alpha.locus, beta.locus) == (.dqa1, .dqb1) || (alpha.locus, beta.locus) == (.dpa1, .dpb1) else {
      return nil
    }
    self.alpha = Specificity.plain(alpha)
    name = Specificity.plain(beta)
  }

  private static func isTarget(_ name: HLAName) -> Bool {
    switch name.kind {
    case .allele, .pGroup, .gGroup, .family, .antigen: !name.isNull
    case .code, .absent, .untyped: false
    }
  }

  /// `C*12:XX` and `C*12` are the same target. Families above 99 keep the `XX`, without which their three
  /// digits would not be read again.
  private static func plain(_ name: HLAName) -> HLAName {
    guard name.kind == .family, name.field(1) <= 99, let family = name.family else { return name }
    return family
  }

  /// The loci whose products it may meet, ascending. Bw4 stands on B and on some A molecules; DR51 to DR53
  /// may be inferred from DRB1.
  public var loci: [Locus] {
    if let alpha { return [alpha.locus, name.locus].sorted() }
    return name.system == .bw && name.number == 4 ? [.a, .b] : [name.locus]
  }
}

extension Specificity: Comparable, CustomStringConvertible {
  /// By locus and name; a single chain before its pairs.
  public static func < (left: Specificity, right: Specificity) -> Bool {
    if left.name != right.name { return left.name < right.name }
    return (left.alpha?.bits ?? 0) < (right.alpha?.bits ?? 0)
  }

  /// The canonical text, `A2` or `DQA1*05:01~DQB1*02:01`.
  public var text: String { (alpha.map { $0.text + "~" } ?? "") + name.text }

  public var description: String { text }
}

extension Specificity {
  /// Reads `A2`, `B*44:02`, `Bw4`, `DQA1*05:01~DQB1*02:01`, with the chains of a pair in either order.
  public init(_ text: String) throws(NotationError) {
    self = try text.readingBytes { bytes throws(NotationError) in try Specificity(bytes: bytes) }
  }

  /// Reads the same from bytes.
  public init(bytes: UnsafeRawBufferPointer) throws(NotationError) {
    guard let tilde = bytes.firstIndex(of: UInt8(ascii: "~")) else {
      let name = try HLAName(bytes: bytes)
      guard let target = Specificity(name) else { throw NotationError(at: 0, .name) }
      self = target
      return
    }
    let first = try HLAName(bytes: UnsafeRawBufferPointer(rebasing: bytes[..<tilde]))
    let second: HLAName
    do {
      second = try HLAName(bytes: UnsafeRawBufferPointer(rebasing: bytes[(tilde + 1)...]))
    } catch {
      throw NotationError(at: tilde + 1 + error.offset, error.expected)
    }
    guard let pair = Specificity(alpha: first, beta: second) ?? Specificity(alpha: second, beta: first) else {
      throw NotationError(at: 0, .name)
    }
    self = pair
  }
}
