/// The genes that donor and recipient are matched on, in the order in which they are listed everywhere.
public enum Locus: UInt8, CaseIterable, Hashable, Sendable {
  case a = 1
  case b
  case c
  case drb1
  case drb3
  case drb4
  case drb5
  case dqa1
  case dqb1
  case dpa1
  case dpb1

  /// The gene's name without the prefix `HLA-`.
  public var name: String {
    switch self {
    case .a: "A"
    case .b: "B"
    case .c: "C"
    case .drb1: "DRB1"
    case .drb3: "DRB3"
    case .drb4: "DRB4"
    case .drb5: "DRB5"
    case .dqa1: "DQA1"
    case .dqb1: "DQB1"
    case .dpa1: "DPA1"
    case .dpb1: "DPB1"
    }
  }

  /// The locus of that name, in any case, with or without `HLA-`.
  public init?(_ name: some StringProtocol) {
    let upper = name.uppercased()
    let bare = upper.hasPrefix("HLA-") ? String(upper.dropFirst(4)) : upper
    guard let locus = Locus.allCases.first(where: { $0.name == bare }) else { return nil }
    self = locus
  }

  /// Class I: A, B and C.
  public var isClassI: Bool { self <= .c }

  /// Whether a chromosome may lack the gene: DRB3, DRB4 and DRB5 come with some DRB1 families only.
  public var mayBeAbsent: Bool { self >= .drb3 && self <= .drb5 }
}

extension Locus: Comparable, CustomStringConvertible {
  public static func < (left: Locus, right: Locus) -> Bool { left.rawValue < right.rawValue }

  public var description: String { name }
}
