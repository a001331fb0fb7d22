/// Recipients sorted by something that rules or attributes depend on: their centre, their listing day, their
/// genotype at a locus. Each class has a representative, on whom the explaining code is asked once a donor for
/// everybody of the class.
///
/// Numbers take two bytes a row. What does not fit in them is `byHand`, and is asked for row by row.
struct Classes: Sendable {
  /// The number of a row that has no class.
  static let byHand = UInt16.max

  /// The class of each row.
  let numbers: Column<UInt16>
  /// One recipient of each class, as an index into the cohort.
  let representatives: [Int32]
  /// Whether there are rows without a class.
  let hasByHand: Bool

  init(_ numbers: [UInt16], representatives: [Int32]) {
    self.numbers = Column(numbers)
    self.representatives = representatives
    hasByHand = numbers.contains(Classes.byHand)
  }

  static let none = Classes([], representatives: [])

  var count: Int { representatives.count }
  var byteCount: Int { numbers.byteCount + representatives.count * MemoryLayout<Int32>.size }
}

/// Gives numbers to keys in the order in which they are met.
struct ClassMaker<Key: Hashable> {
  private var numbers: [UInt16] = []
  private var representatives: [Int32] = []
  private var known: [Key: UInt16] = [:]

  init(rows: Int) { numbers.reserveCapacity(rows) }

  var classes: Classes { Classes(numbers, representatives: representatives) }

  /// The class of the next row.
  mutating func add(_ key: Key, recipient: Int32) {
    if let number = known[key] {
      numbers.append(number)
    } else if representatives.count < Int(Classes.byHand) {
      let number = UInt16(representatives.count)
      known[key] = number
      representatives.append(recipient)
      numbers.append(number)
    } else {
      numbers.append(Classes.byHand)
    }
  }
}

/// A genotype at a locus as a key: its words, which are two in nearly every case.
struct GenotypeKey: Hashable {
  private let first: UInt64
  private let second: UInt64
  private let rest: [UInt64]

  init(_ words: [UInt64], _ range: Range<Int>) {
    first = range.isEmpty ? 0 : words[range.lowerBound]
    second = range.count > 1 ? words[range.lowerBound + 1] : 0
    rest = range.count > 2 ? Array(words[range.dropFirst(2)]) : []
  }
}
