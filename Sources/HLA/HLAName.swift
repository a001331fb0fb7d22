/// One HLA name at any resolution, from an antigen to a four-field allele, in eight bytes.
///
///     let name = try HLAName("A*02:01:01:01")
///     name.locus          // .a
///     name.twoField.text  // "A*02:01"
///
/// Everything is in the bits: no table of names stands behind it, so that equality, hash and order mean the
/// same in every process. The order of the bits is the natural order: by locus, DNA names before antigens,
/// then field by field as numbers.
///
/// Bits, from the top: locus 4; antigen flag 1; four fields of 12; kind 3; suffix 3; five that are zero
/// here and that `Typing` uses for its own marks. A multiple-allele code keeps its letters where fields two
/// to four are; an antigen keeps its number where fields one and two are.
public struct HLAName: Hashable, Sendable, BitwiseCopyable {
  /// The packed form; never zero.
  public let bits: UInt64

  /// Takes bits that came from another name.
  package init(bits: UInt64) { self.bits = bits }

  /// What sort of name it is.
  public enum Kind: UInt8, Hashable, Sendable {
    /// One to four fields, `A*02` to `A*02:01:01:01`.
    case allele
    /// `A*02:01P`: the same protein in the antigen-recognition domain.
    case pGroup
    /// `A*02:01:01G`: the same nucleotides there.
    case gGroup
    /// `A*02:XX`: every allele of the family.
    case family
    /// `A*02:AB`: a multiple-allele code of the NMDP.
    case code
    /// `A2`, `B62`, `DR52`, `Bw4`: a serological specificity.
    case antigen
    /// `DRB4*NNNN`: the gene is not there.
    case absent
    /// `A*UUUU`: not typed.
    case untyped
  }

  /// The letter after the fields that tells how the protein is expressed.
  public enum Suffix: UInt8, Hashable, Sendable {
    case none
    /// N: no protein.
    case null
    /// L: little of it.
    case low
    /// S: secreted only.
    case secreted
    /// C: in the cell's inside only.
    case cytoplasm
    /// A: aberrant.
    case aberrant
    /// Q: questionable.
    case questionable

    static let letters: [UInt8] = Array(" NLSCAQ".utf8)
  }

  /// The families of serological names.
  public enum System: UInt8, Hashable, Sendable {
    case a
    case b
    case bw
    case cw
    case dr
    case dq
    case dp

    /// The letters before the number.
    public var prefix: String {
      switch self {
      case .a: "A"
      case .b: "B"
      case .bw: "Bw"
      case .cw: "Cw"
      case .dr: "DR"
      case .dq: "DQ"
      case .dp: "DPw"
      }
    }
  }
}

extension HLAName {
  static let locusShift: UInt64 = 60
  static let antigenFlag: UInt64 = 1 << 59
  static let fieldShifts: [UInt64] = [47, 35, 23, 11]
  static let fieldMask: UInt64 = 0xFFF
  static let numberShift: UInt64 = 35
  static let numberMask: UInt64 = 0xFF_FFFF
  static let lettersShift: UInt64 = 11
  static let lettersMask: UInt64 = 0xF_FFFF_FFFF
  static let systemShift: UInt64 = 11
  static let kindShift: UInt64 = 8
  static let suffixShift: UInt64 = 5
  /// The bits that belong to whoever holds the name.
  static let markMask: UInt64 = 0x1F

  /// An allele, group or family from its parts. One field of more than two digits (DPB1: three) makes a
  /// family, since without XX it could be read as two fields without a colon. Nil when a field is outside 1 ... 4095 or their number does
  /// not suit the kind.
  public init?(_ locus: Locus, _ fields: [Int], kind: Kind = .allele, suffix: Suffix = .none) {
    let counts: ClosedRange<Int>
    switch kind {
    case .allele: counts = suffix == .none ? 1...4 : 2...4
    case .pGroup: counts = 2...2
    case .gGroup: counts = 2...3
    case .family: counts = 1...1
    case .code, .antigen, .absent, .untyped: return nil
    }
    guard counts.contains(fields.count), kind == .allele || suffix == .none else { return nil }
    var bits = HLAName.head(locus, kind) | UInt64(suffix.rawValue) << HLAName.suffixShift
    for (index, field) in fields.enumerated() {
      guard field >= 1, field <= 4095 else { return nil }
      bits |= UInt64(field) << (47 - 12 * UInt64(index))
    }
    self.bits = kind == .allele && fields.count == 1 ? HLAName.oneField(bits) : bits
  }

  /// A first field that old names without colons could mean otherwise (`DPB1*1041`) is written with XX.
  static func oneField(_ bits: UInt64) -> UInt64 {
    let limit: UInt64 = bits >> locusShift == UInt64(Locus.dpb1.rawValue) ? 999 : 99
    return bits >> 47 & fieldMask > limit ? bits | UInt64(Kind.family.rawValue) << kindShift : bits
  }

  /// An antigen from its system and number; nil when the number is not between 1 and 9999. DR51, DR52 and
  /// DR53 belong to the loci that carry them: DRB5, DRB3 and DRB4.
  public init?(_ system: System, _ number: Int) {
    guard number >= 1, number <= 9999 else { return nil }
    let locus: Locus
    switch system {
    case .a: locus = .a
    case .b, .bw: locus = .b
    case .cw: locus = .c
    case .dr: locus = number == 51 ? .drb5 : number == 52 ? .drb3 : number == 53 ? .drb4 : .drb1
    case .dq: locus = .dqb1
    case .dp: locus = .dpb1
    }
    bits =
      HLAName.head(locus, .antigen) | HLAName.antigenFlag | UInt64(number) << HLAName.numberShift
      | UInt64(system.rawValue) << HLAName.systemShift
  }

  /// The statement that a chromosome lacks the gene.
  public static func absent(_ locus: Locus) -> HLAName { HLAName(bits: head(locus, .absent)) }

  /// The statement that this copy was not typed.
  public static func untyped(_ locus: Locus) -> HLAName { HLAName(bits: head(locus, .untyped)) }

  @inline(__always)
  static func head(_ locus: Locus, _ kind: Kind) -> UInt64 {
    UInt64(locus.rawValue) << locusShift | UInt64(kind.rawValue) << kindShift
  }
}

extension HLAName {
  /// The gene the name belongs to; for an antigen the gene that carries it (Bw4 and Bw6: B).
  @inline(__always)
  public var locus: Locus { Locus(rawValue: UInt8(truncatingIfNeeded: bits >> HLAName.locusShift))! }

  /// What sort of name it is.
  @inline(__always)
  public var kind: Kind {
    Kind(rawValue: UInt8(truncatingIfNeeded: bits >> HLAName.kindShift) & 7)!
  }

  /// How the protein is expressed, as far as the name says it.
  public var suffix: Suffix {
    Suffix(rawValue: UInt8(truncatingIfNeeded: bits >> HLAName.suffixShift) & 7)!
  }

  /// Field 1 ... 4, or 0 when the name has no such field. An antigen has none.
  @inline(__always)
  public func field(_ number: Int) -> Int {
    if bits & HLAName.antigenFlag != 0 || (kind == .code && number > 1) { return 0 }
    return Int(bits >> UInt64(59 - 12 * number) & HLAName.fieldMask)
  }

  /// How many fields the name has: 0 for an antigen and for an absent gene, 1 for a family or a code.
  public var fieldCount: Int {
    if kind == .code { return 1 }
    var count = 0
    while count < 4, field(count + 1) != 0 { count += 1 }
    return count
  }

  /// The system of an antigen; nil for a DNA name.
  public var system: System? {
    kind == .antigen ? System(rawValue: UInt8(truncatingIfNeeded: bits >> HLAName.systemShift) & 0xF) : nil
  }

  /// The number of an antigen, 0 for a DNA name.
  public var number: Int {
    kind == .antigen ? Int(bits >> HLAName.numberShift & HLAName.numberMask) : 0
  }

  /// A null allele makes no protein (suffix N).
  @inline(__always)
  public var isNull: Bool {
    UInt8(truncatingIfNeeded: bits >> HLAName.suffixShift) & 7 == Suffix.null.rawValue
  }

  /// Whether the name comes from DNA typing and not from serology.
  public var isDNA: Bool { bits & HLAName.antigenFlag == 0 }

  /// The allele's first two fields, with the suffix that says how the protein is expressed: silent and
  /// non-coding differences dropped. Other names come back as they are.
  public var twoField: HLAName { truncated(to: 2) }

  /// The allele's first `count` fields, its suffix kept as long as two fields are. Others unchanged.
  public func truncated(to count: Int) -> HLAName {
    guard kind == .allele, count < 4, count >= 1 else { return self }
    let kept = ~((UInt64(1) << UInt64(59 - 12 * count)) - 1)
    let low: UInt64 = count >= 2 ? HLAName.suffixMask : 0
    return HLAName(bits: count == 1 ? HLAName.oneField(bits & kept) : bits & (kept | low))
  }

  /// The first field alone, `A*02`, of an allele, group, family or code; nil for an antigen.
  public var family: HLAName? {
    guard isDNA, field(1) != 0 else { return nil }
    return HLAName(bits: HLAName.oneField(bits & ~((UInt64(1) << 47) - 1)))
  }

  /// The same fields without a suffix.
  public var withoutSuffix: HLAName { HLAName(bits: bits & ~HLAName.suffixMask) }

  static let suffixMask: UInt64 = 7 << suffixShift
}

extension HLAName: Comparable {
  @inline(__always)
  public static func < (left: HLAName, right: HLAName) -> Bool { left.bits < right.bits }
}
