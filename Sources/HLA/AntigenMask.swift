/// A set of numbered specificities as bits, for screening: what a donor shows, or what a recipient's
/// antibodies are directed against. Eighty bytes hold every antigen, family and P group of the table.
///
/// Cost: a few vector instructions for a pair, no allocation. A loop over many pairs in another module lays
/// the words out in columns of its own.
public struct AntigenMask: Hashable, Sendable, BitwiseCopyable {
  /// How many 64-bit words there are.
  public static let wordCount = 10
  /// How many specificities have a bit.
  public static let capacity = wordCount * 64

  private var words0 = SIMD2<UInt64>()
  private var words1 = SIMD2<UInt64>()
  private var words2 = SIMD2<UInt64>()
  private var words3 = SIMD2<UInt64>()
  private var words4 = SIMD2<UInt64>()

  /// The empty set.
  public init() {}

  /// The words, the lowest numbers first.
  public subscript(word index: Int) -> UInt64 {
    get {
      switch index >> 1 {
      case 0: words0[index & 1]
      case 1: words1[index & 1]
      case 2: words2[index & 1]
      case 3: words3[index & 1]
      default: words4[index & 1]
      }
    }
    set {
      switch index >> 1 {
      case 0: words0[index & 1] = newValue
      case 1: words1[index & 1] = newValue
      case 2: words2[index & 1] = newValue
      case 3: words3[index & 1] = newValue
      default: words4[index & 1] = newValue
      }
    }
  }

  /// Adds a number below `capacity`.
  public mutating func insert(_ number: Int) {
    self[word: number >> 6] |= UInt64(1) << UInt64(number & 63)
  }

  /// Whether a number is in the set.
  public func contains(_ number: Int) -> Bool { self[word: number >> 6] >> UInt64(number & 63) & 1 == 1 }

  /// Whether nothing is in the set.
  public var isEmpty: Bool {
    let all = words0 | words1 | words2 | words3 | words4
    return all[0] | all[1] == 0
  }

  /// Whether the two have a number in common.
  public func meets(_ other: AntigenMask) -> Bool { !(self & other).isEmpty }

  /// What is in both.
  public static func & (left: AntigenMask, right: AntigenMask) -> AntigenMask {
    var result = AntigenMask()
    result.words0 = left.words0 & right.words0
    result.words1 = left.words1 & right.words1
    result.words2 = left.words2 & right.words2
    result.words3 = left.words3 & right.words3
    result.words4 = left.words4 & right.words4
    return result
  }

  /// What is in either.
  public static func | (left: AntigenMask, right: AntigenMask) -> AntigenMask {
    var result = AntigenMask()
    result.words0 = left.words0 | right.words0
    result.words1 = left.words1 | right.words1
    result.words2 = left.words2 | right.words2
    result.words3 = left.words3 | right.words3
    result.words4 = left.words4 | right.words4
    return result
  }

  /// What is in the first and not in the second.
  public static func - (left: AntigenMask, right: AntigenMask) -> AntigenMask {
    var result = AntigenMask()
    result.words0 = left.words0 & ~right.words0
    result.words1 = left.words1 & ~right.words1
    result.words2 = left.words2 & ~right.words2
    result.words3 = left.words3 & ~right.words3
    result.words4 = left.words4 & ~right.words4
    return result
  }
}
