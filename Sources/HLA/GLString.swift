/// A Genotype List String as a syntax tree: what was written, before it is understood as a typing.
///
///     let gl = try GLString("A*01:01/A*01:02+A*24:02^B*08:01+B*44:02")
///     gl.text  // the same
///
/// Grammar: Milius RP et al., "Genotype List String", Tissue Antigens 82:106-112 (2013); the operator `?`:
/// Mack SJ et al., "Genotype List String 1.1", HLA (2023).
public struct GLString: Hashable, Sendable {
  /// The whole of it.
  public var root: Node

  /// The operators, loosest first.
  public enum Operator: UInt8, CaseIterable, Hashable, Sendable {
    /// `?`: one of these places is meant (ambiguity of the gene).
    case place
    /// `^`: loci, or blocks of loci in phase.
    case locus
    /// `|`: one of these genotypes.
    case genotype
    /// `+`: copies.
    case copy
    /// `~`: in phase on one chromosome.
    case phase
    /// `/`: one of these alleles.
    case allele

    /// The sign in the string.
    public var sign: Character { Character(Unicode.Scalar(byte)) }

    var byte: UInt8 { Operator.bytes[Int(rawValue)] }
    static let bytes: [UInt8] = Array("?^|+~/".utf8)
  }

  /// A name, or two parts and more joined by one operator. The parts of an operator are names or bound by
  /// tighter operators.
  public enum Node: Hashable, Sendable {
    case name(HLAName)
    indirect case list(Operator, [Node])
  }

  /// A string of that tree.
  public init(root: Node) { self.root = root }

  /// Reads a string; the error carries the place in it.
  public init(_ text: String) throws(NotationError) {
    self = try text.readingBytes { bytes throws(NotationError) in try GLString(bytes: bytes) }
  }

  /// Reads a string from its bytes. One pass; the depth of the recursion is the number of operators.
  public init(bytes: UnsafeRawBufferPointer) throws(NotationError) {
    var reader = NameReader(bytes, at: 0)
    root = try GLString.read(.place, &reader)
    guard reader.at == bytes.count else { throw NotationError(at: reader.at, .operatorOrEnd) }
  }

  private static func read(_ sign: Operator, _ reader: inout NameReader) throws(NotationError) -> Node {
    let first = try readPart(sign, &reader)
    guard reader.stands(at: sign.byte) else { return first }
    var parts = [first]
    while reader.stands(at: sign.byte) {
      reader.at += 1
      parts.append(try readPart(sign, &reader))
    }
    return .list(sign, parts)
  }

  private static func readPart(_ sign: Operator, _ reader: inout NameReader) throws(NotationError) -> Node {
    if let tighter = Operator(rawValue: sign.rawValue + 1) { return try read(tighter, &reader) }
    return .name(try reader.read())
  }
}

extension GLString: CustomStringConvertible {
  /// The string with every name in its canonical form.
  public var text: String {
    var bytes: [UInt8] = []
    GLString.append(root, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  public var description: String { text }

  private static func append(_ node: Node, to bytes: inout [UInt8]) {
    switch node {
    case .name(let name): name.append(to: &bytes)
    case .list(let sign, let parts):
      for (index, part) in parts.enumerated() {
        if index > 0 { bytes.append(sign.byte) }
        append(part, to: &bytes)
      }
    }
  }
}
