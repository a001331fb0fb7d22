public import TandemChance
public import TandemHLA

extension HLAName {
  /// Any name that can be written, of any kind, locus and length.
  public static func random(_ chance: inout SplitMix) -> HLAName {
    while true {
      let locus = Locus.allCases[chance.index(below: Locus.allCases.count)]
      let fields = (0..<(1 + chance.index(below: 4))).map { _ in 1 + chance.index(below: randomLimit(&chance))
      }
      let name: HLAName?
      switch chance.index(below: 8) {
      case 0: name = HLAName(locus, Array(fields.prefix(2)), kind: .pGroup)
      case 1: name = HLAName(locus, Array(fields.prefix(3)), kind: .gGroup)
      case 2: name = HLAName(locus, [fields[0]], kind: .family)
      case 3: name = try? HLAName("\(locus.name)*\(fields[0]):\(randomCode(&chance))")
      case 4: name = randomAntigen(&chance)
      case 5:
        let suffixes: [Suffix] = [.null, .low, .secreted, .cytoplasm, .aberrant, .questionable]
        name = HLAName(locus, fields, suffix: suffixes[chance.index(below: suffixes.count)])
      default: name = HLAName(locus, fields)
      }
      if let name { return name }
    }
  }

  /// An allele of two fields from a small stock, so that two draws are often alike.
  public static func randomAllele(of locus: Locus, _ chance: inout SplitMix) -> HLAName {
    HLAName(locus, [1 + chance.index(below: 3), 1 + chance.index(below: 2)])!
  }

  private static func randomLimit(_ chance: inout SplitMix) -> Int {
    chance.flip(0.8) ? 99 : chance.flip(0.5) ? 999 : 4095
  }

  private static func randomCode(_ chance: inout SplitMix) -> String {
    while true {
      let letters = (0..<(2 + chance.index(below: 6))).map { _ in
        Character(Unicode.Scalar(UInt8(65 + chance.index(below: 26))))
      }
      if letters != ["X", "X"] { return String(letters) }
    }
  }

  private static func randomAntigen(_ chance: inout SplitMix) -> HLAName? {
    let stock = ["A2", "A2403", "B62", "B5102", "Bw4", "Bw6", "Cw10", "DR17", "DR103", "DR52", "DQ8", "DPw4"]
    return try? HLAName(stock[chance.index(below: stock.count)])
  }
}

extension GLString {
  /// Any syntax tree, with at most four parts an operator.
  public static func random(_ chance: inout SplitMix) -> GLString {
    GLString(root: randomNode(.place, &chance))
  }

  private static func randomNode(_ sign: Operator, _ chance: inout SplitMix) -> Node {
    let count = chance.flip(0.35) ? 2 + chance.index(below: 3) : 1
    let parts = (0..<count).map { _ in
      Operator(rawValue: sign.rawValue + 1).map { randomNode($0, &chance) } ?? .name(HLAName.random(&chance))
    }
    return count == 1 ? parts[0] : .list(sign, parts)
  }
}

/// How the typings that `Typing.random` makes look.
public struct RandomTyping {
  /// The loci, each of them typed.
  public var loci: [Locus] = [.a, .b, .c, .drb1, .dqb1]
  /// How often a copy is a list of alleles.
  public var ambiguous = 0.0
  /// How often a copy is a null allele.
  public var null = 0.0

  /// Two-field typings without ambiguity.
  public init() {}

  /// A GL String of that look.
  public func text(_ chance: inout SplitMix) -> String {
    loci.map { locus in "\(copy(locus, &chance))+\(copy(locus, &chance))" }.joined(separator: "^")
  }

  private func copy(_ locus: Locus, _ chance: inout SplitMix) -> String {
    if chance.flip(null) { return "\(locus.name)*01:99N" }
    let count = chance.flip(ambiguous) ? 2 + chance.index(below: 2) : 1
    return (0..<count).map { _ in HLAName.randomAllele(of: locus, &chance).text }.joined(separator: "/")
  }
}
