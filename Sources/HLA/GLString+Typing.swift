/// What a syntax tree says about a person. The general way, which understands every operator.
extension GLString {
  /// The typing that the string describes. Alternatives joined by `?` are joined locus by locus; a locus
  /// that one of them does not name is unknown.
  public func typing() throws(NotationError) -> Typing { try evaluated(length: text.utf8.count) }

  /// `length` is the place of errors that concern the whole.
  func evaluated(length: Int) throws(NotationError) -> Typing {
    let places: [Node]
    if case .list(.place, let parts) = root { places = parts } else { places = [root] }
    var joined: [[[UInt64]]]?
    for place in places {
      let loci = try GLString.genotypesByLocus(place, length)
      guard let before = joined else {
        joined = loci
        continue
      }
      joined = before.indices.map { index in
        before[index].isEmpty || loci[index].isEmpty ? [] : before[index] + loci[index]
      }
    }
    return Typing(words: GLString.packed(joined ?? []))
  }

  /// Per locus (by raw value) the possible genotypes, each as marked words in their final order; at index 0
  /// the epitopes.
  private static func genotypesByLocus(_ node: Node, _ length: Int) throws(NotationError) -> [[[UInt64]]] {
    var result = [[[UInt64]]](repeating: [], count: Int(Locus.dpb1.rawValue) + 1)
    for block in parts(of: node, .locus) {
      let alternatives = parts(of: block, .genotype)
      var mentioned: UInt32 = 0
      var perAlternative: [[[UInt64]]] = []
      for alternative in alternatives {
        let words = try copies(of: alternative, length)
        for index in words.indices where !words[index].isEmpty { mentioned |= 1 << UInt32(index) }
        perAlternative.append(words)
      }
      for index in result.indices where mentioned & 1 << UInt32(index) != 0 {
        if index > 0, !result[index].isEmpty { throw NotationError(at: length, .oneBlock) }
        for words in perAlternative {
          if !words[index].isEmpty {
            result[index].append(arranged(words[index]))
          } else if let locus = Locus(rawValue: UInt8(index)) {
            guard locus.mayBeAbsent else { throw NotationError(at: length, .sameLoci) }
            result[index].append([HLAName.absent(locus).bits])
          }
        }
      }
    }
    return result
  }

  /// The words of one genotype, by locus.
  private static func copies(of genotype: Node, _ length: Int) throws(NotationError) -> [[UInt64]] {
    var result = [[UInt64]](repeating: [], count: Int(Locus.dpb1.rawValue) + 1)
    let copies = parts(of: genotype, .copy)
    guard copies.count <= 2 else { throw NotationError(at: length, .twoCopies) }
    for (index, copy) in copies.enumerated() {
      let members = parts(of: copy, .phase)
      for member in members {
        var locus: Locus?
        for leaf in parts(of: member, .allele) {
          guard case .name(let name) = leaf else { continue }
          guard locus == nil || locus == name.locus else { throw NotationError(at: length, .oneLocus) }
          locus = name.locus
          let marks = (index == 1 ? Typing.Mark.second : 0) | (members.count > 1 ? Typing.Mark.phased : 0)
          let isEpitope = Typing.isEpitope(name.bits)
          result[isEpitope ? 0 : Int(name.locus.rawValue)].append(
            name.bits | (isEpitope ? Typing.Mark.epitope : marks))
        }
      }
    }
    return result
  }

  private static func arranged(_ words: [UInt64]) -> [UInt64] {
    var words = words
    let count = words.withUnsafeMutableBufferPointer {
      Typing.arrangeGenotype($0, $0.indices, to: 0)
    }
    return Array(words[..<count])
  }

  /// All genotypes of all loci in one row, each genotype of a locus once and in ascending order, epitopes
  /// behind B.
  private static func packed(_ loci: [[[UInt64]]]) -> [UInt64] {
    var words: [UInt64] = []
    for index in loci.indices.dropFirst() {
      var previous: [UInt64]?
      for genotype in loci[index].sorted(by: { $0.lexicographicallyPrecedes($1) }) where genotype != previous
      {
        let opens = previous == nil ? 0 : Typing.Mark.nextGenotype
        for (place, word) in genotype.enumerated() { words.append(word | (place == 0 ? opens : 0)) }
        previous = genotype
      }
      if index == Int(Locus.b.rawValue) {
        words.append(contentsOf: Set(loci[0].joined()).sorted())
      }
    }
    return words
  }

  private static func parts(of node: Node, _ sign: Operator) -> [Node] {
    if case .list(sign, let parts) = node { return parts }
    return [node]
  }
}
