/// A certificate as text, one statement a line:
///
///     packing-certificate 1
///     scale 1048576
///     bound 2138412
///     node 0 owner 17 3 1 2
///     node 1 option 44 3 4
///     node 2 leaf
///     claimant 5 73400320
///     resource 4 1024
///     rule 0 77
///     floor 0 3
///     cut 512 3 9 14
///     end
///
/// The prices after `node N leaf` belong to that leaf.
extension Certificate {
  /// What is wrong with a certificate's text.
  public struct TextFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, from 1.
    public var line: Int
    /// What was expected there.
    public var expected: String
    /// A sentence for people.
    public var description: String { "line \(line): expected \(expected)" }
  }

  /// The text, the same bytes for the same certificate.
  public func text() -> String {
    var out = "packing-certificate 1\nscale \(scale)\nbound \(bound)\n"
    for (index, node) in nodes.enumerated() {
      switch node {
      case .owner(let claimant, let owner, let yes, let no):
        out += "node \(index) owner \(claimant) \(owner) \(yes) \(no)\n"
      case .option(let option, let yes, let no):
        out += "node \(index) option \(option) \(yes) \(no)\n"
      case .leaf(let leaf):
        out += "node \(index) leaf\n"
        for price in leaf.claimants { out += "claimant \(price.index) \(price.amount)\n" }
        for price in leaf.resources { out += "resource \(price.index) \(price.amount)\n" }
        for price in leaf.rules { out += "rule \(price.index) \(price.amount)\n" }
        for price in leaf.floors { out += "floor \(price.index) \(price.amount)\n" }
        for cut in leaf.cuts {
          out += "cut \(cut.amount)"
          for claimant in cut.claimants { out += " \(claimant)" }
          out += "\n"
        }
      }
    }
    return out + "end\n"
  }

  /// Reads the text back; throws the first line that cannot be understood.
  public init(text: String) throws(TextFault) {
    var reader = CertificateReader(text: text)
    self = try reader.certificate()
  }
}

private struct CertificateReader {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 0

  init(text: String) { bytes = Array(text.utf8) }

  /// The words of the next line, or nil at the end.
  private mutating func words() -> [Substring]? {
    guard position < bytes.count else { return nil }
    var end = position
    while end < bytes.count, bytes[end] != 10 { end += 1 }
    let text = String(decoding: bytes[position..<end], as: UTF8.self)
    position = end + 1
    line += 1
    return text.split(separator: " ", omittingEmptySubsequences: false)
  }

  private func fault(_ expected: String) -> Certificate.TextFault {
    Certificate.TextFault(line: max(line, 1), expected: expected)
  }

  private mutating func number(after key: String) throws(Certificate.TextFault) -> Int64 {
    guard let found = words(), found.count == 2, found[0] == key, let value = Int64(found[1]) else {
      throw fault("'\(key)' and a whole number")
    }
    return value
  }

  mutating func certificate() throws(Certificate.TextFault) -> Certificate {
    guard let head = words(), head == ["packing-certificate", "1"] else {
      throw fault("'packing-certificate 1'")
    }
    let scale = try number(after: "scale")
    let bound = try number(after: "bound")
    var nodes: [Certificate.Node] = []
    var leaf: Certificate.Leaf?
    func close() {
      if let open = leaf { nodes.append(.leaf(open)) }
      leaf = nil
    }
    while let found = words() {
      var numbers: [Int] = []
      for word in found.dropFirst(found.first == "node" ? 3 : 1) {
        guard let value = Int(word) else { throw fault("a whole number instead of '\(word)'") }
        numbers.append(value)
      }
      switch (found.first ?? "", numbers.count) {
      case ("end", 0):
        close()
        return Certificate(scale: scale, bound: bound, nodes: nodes)
      case ("node", let count):
        close()
        guard found.count >= 3, found[1] == String(nodes.count) else {
          throw fault("'node \(nodes.count)' and what it is")
        }
        switch (found[2], count) {
        case ("leaf", 0): leaf = Certificate.Leaf()
        case ("owner", 4):
          nodes.append(
            .owner(claimant: numbers[0], owner: numbers[1], yes: numbers[2], no: numbers[3]))
        case ("option", 3): nodes.append(.option(numbers[0], yes: numbers[1], no: numbers[2]))
        default: throw fault("'leaf', 'owner' with four numbers or 'option' with three")
        }
      case ("cut", 2...) where leaf != nil:
        leaf!.cuts.append(
          Certificate.Cut(claimants: Array(numbers.dropFirst()), amount: Int64(numbers[0])))
      case ("claimant", 2) where leaf != nil: leaf!.claimants.append(price(numbers))
      case ("resource", 2) where leaf != nil: leaf!.resources.append(price(numbers))
      case ("rule", 2) where leaf != nil: leaf!.rules.append(price(numbers))
      case ("floor", 2) where leaf != nil: leaf!.floors.append(price(numbers))
      default: throw fault("a node, a price inside a leaf, or 'end'")
      }
    }
    throw fault("'end'")
  }

  private func price(_ numbers: [Int]) -> Certificate.Price {
    Certificate.Price(index: numbers[0], amount: Int64(numbers[1]))
  }
}
