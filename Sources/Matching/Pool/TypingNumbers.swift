import TandemHLA

/// What the typings of the recipients say at some loci, numbered: few, however many people there are.
struct TypingNumbers: Sendable {
  /// The loci.
  let loci: [Locus]
  private var lists = WordLists()
  /// The words of several loci, joined to look them up.
  private var joined: [UInt64] = []

  init(_ loci: [Locus]) { self.loci = loci }

  /// How many numbers are given.
  var count: Int { lists.count }

  /// What stands for a number, as a typing of these loci.
  func typing(_ number: Int) -> Typing { Typing(words: Array(lists[number])) }

  /// Something of each number, in their order.
  func map<Result>(_ transform: (Typing) -> Result) -> [Result] {
    (0..<count).map { transform(typing($0)) }
  }

  /// The number of what a typing says at the loci, given now when it is new; nil when there are too many.
  mutating func number(of typing: Typing) -> UInt16? {
    if loci.count == 1 {
      let range = typing.range(of: loci[0])
      return typing.words.withUnsafeBufferPointer {
        lists.number(of: UnsafeBufferPointer(rebasing: $0[range]))
      }
    }
    joined.removeAll(keepingCapacity: true)
    for locus in loci {
      for place in typing.range(of: locus) { joined.append(typing.words[place]) }
    }
    return joined.withUnsafeBufferPointer { lists.number(of: $0) }
  }

  /// The part of a typing that the numbers tell apart.
  func part(of typing: Typing) -> Typing {
    var words: [UInt64] = []
    for locus in loci { words += typing.words[typing.range(of: locus)] }
    return Typing(words: words)
  }
}
