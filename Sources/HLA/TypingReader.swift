/// Reads typings from the bytes of GL Strings.
///
/// Strings with the operators `^ + ~ /` are evaluated in one pass over the bytes into a buffer on the stack,
/// with one allocation for the result; `|` and `?` take the way over the syntax tree. Cost: about 30 ns a
/// name, and the sort, which is linear when the loci come nearly in order.
extension Typing {
  /// Reads a GL String; the error carries the place in it.
  public init(_ text: String) throws(NotationError) {
    self = try text.readingBytes { bytes throws(NotationError) in try Typing(bytes: bytes) }
  }

  /// Reads a GL String from its bytes.
  public init(bytes: UnsafeRawBufferPointer) throws(NotationError) {
    guard bytes.count <= 1 << 20 else { throw NotationError(at: 1 << 20, .shorter) }
    // The shortest name has two bytes and an operator behind it.
    let room = bytes.count / 3 + 1
    let outcome: Result<Typing?, NotationError> = withUnsafeTemporaryAllocation(
      of: UInt64.self, capacity: room
    ) { buffer in
      do throws(NotationError) {
        var pass = TypingPass(words: buffer, reader: NameReader(bytes, at: 0))
        guard try pass.run() else { return .success(nil) }
        pass.arrange()
        return .success(Typing(words: Array(buffer[..<pass.count])))
      } catch {
        return .failure(error)
      }
    }
    if let typing = try outcome.get() {
      self = typing
    } else {
      self = try GLString(bytes: bytes).evaluated(length: bytes.count)
    }
  }
}

/// The one pass over a string without `|` and `?`.
private struct TypingPass {
  let words: UnsafeMutableBufferPointer<UInt64>
  var reader: NameReader
  var count = 0
  /// The loci of the blocks before this one, a bit each.
  private var earlier: UInt32 = 0
  private var here: UInt32 = 0
  private var mark: UInt64 = 0
  private var isPhased = false
  private var blockStart = 0

  init(words: UnsafeMutableBufferPointer<UInt64>, reader: NameReader) {
    self.words = words
    self.reader = reader
  }

  /// Fills `words`; false when the string needs the syntax tree.
  @inline(__always)
  mutating func run() throws(NotationError) -> Bool {
    var isAlternative = false
    while true {
      let start = reader.at
      let name = try reader.read()
      try take(name, at: start, isAlternative)
      guard reader.at < reader.end else { break }
      isAlternative = false
      switch reader.bytes[reader.at] {
      case UInt8(ascii: "^"): closeBlock()
      case UInt8(ascii: "+"):
        guard mark == 0 else { throw NotationError(at: reader.at, .twoCopies) }
        mark = Typing.Mark.second
      case UInt8(ascii: "/"): isAlternative = true
      case UInt8(ascii: "~"): isPhased = true
      case UInt8(ascii: "|"), UInt8(ascii: "?"): return false
      default: throw NotationError(at: reader.at, .operatorOrEnd)
      }
      reader.at += 1
    }
    closeBlock()
    return true
  }

  @inline(__always)
  private mutating func take(_ name: HLAName, at start: Int, _ isAlternative: Bool) throws(NotationError) {
    let bit = UInt32(1) << UInt32(name.bits >> HLAName.locusShift)
    if isAlternative, (words[count - 1] ^ name.bits) >> HLAName.locusShift != 0 {
      throw NotationError(at: start, .oneLocus)
    }
    if Typing.isEpitope(name.bits) {
      words[count] = name.bits | Typing.Mark.epitope
    } else {
      guard earlier & bit == 0 else { throw NotationError(at: start, .oneBlock) }
      here |= bit
      words[count] = name.bits | mark
    }
    count += 1
  }

  @inline(__always)
  private mutating func closeBlock() {
    if isPhased {
      for index in blockStart..<count { words[index] |= Typing.Mark.phased }
      isPhased = false
    }
    earlier |= here
    here = 0
    mark = 0
    blockStart = count
  }

  /// Brings the words into the order that `Typing` promises.
  mutating func arrange() {
    Typing.sortByLocus(words, count)
    var start = 0
    var kept = 0
    while start < count {
      var stop = start + 1
      while stop < count, (words[stop] ^ words[start]) >> HLAName.locusShift == 0 { stop += 1 }
      if stop - start == 2,
        words[start] & Typing.Mark.second == 0, words[start + 1] & 15 == Typing.Mark.second
      {
        // The common case: two copies, no alternatives, no phase.
        let (first, second) = (words[start], words[start + 1] ^ Typing.Mark.second)
        words[kept] = min(first, second)
        words[kept + 1] = max(first, second) | Typing.Mark.second
        kept += 2
      } else {
        kept = Typing.arrangeGenotype(words, start..<stop, to: kept)
      }
      start = stop
    }
    count = kept
  }
}

extension Typing {
  /// Bw4 and Bw6 have the locus of B and are no copies of it.
  @inline(__always)
  static func isEpitope(_ bits: UInt64) -> Bool {
    bits & HLAName.antigenFlag != 0
      && UInt8(truncatingIfNeeded: bits >> HLAName.systemShift) & 15 == HLAName.System.bw.rawValue
  }

  /// Stable insertion sort by locus, epitopes behind the copies of B. Linear when in order already.
  static func sortByLocus(_ words: UnsafeMutableBufferPointer<UInt64>, _ count: Int) {
    var index = 1
    while index < count {
      let word = words[index]
      let key = sortKey(word)
      var hole = index
      while hole > 0, sortKey(words[hole - 1]) > key {
        words[hole] = words[hole - 1]
        hole -= 1
      }
      words[hole] = word
      index += 1
    }
  }

  @inline(__always)
  private static func sortKey(_ word: UInt64) -> UInt64 {
    (word >> HLAName.locusShift) << 1 | (word >> 3) & 1
  }

  /// Arranges the words of one genotype of one locus: alternatives ascending and each once, a lone second
  /// copy made the first, copies out of phase ascending. Writes them from `kept` on, which is not behind
  /// the range, and returns the end.
  static func arrangeGenotype(
    _ words: UnsafeMutableBufferPointer<UInt64>, _ range: Range<Int>, to kept: Int
  ) -> Int {
    var first: [UInt64] = []
    var second: [UInt64] = []
    var epitopes: [UInt64] = []
    var phase: UInt64 = 0
    for index in range {
      let bits = words[index] & ~HLAName.markMask
      phase |= words[index] & Mark.phased
      if words[index] & Mark.epitope != 0 {
        epitopes.append(bits)
      } else if words[index] & Mark.second == 0 {
        first.append(bits)
      } else {
        second.append(bits)
      }
    }
    first = ascending(first)
    second = ascending(second)
    if first.isEmpty || second.isEmpty { phase = 0 }
    if first.isEmpty || (phase == 0 && !second.isEmpty && second.lexicographicallyPrecedes(first)) {
      swap(&first, &second)
    }
    var at = kept
    for (list, mark) in [(first, phase), (second, phase | Mark.second), (ascending(epitopes), Mark.epitope)] {
      for bits in list {
        words[at] = bits | mark
        at += 1
      }
    }
    return at
  }

  private static func ascending(_ list: [UInt64]) -> [UInt64] {
    var result: [UInt64] = []
    for bits in list.sorted() where result.last != bits { result.append(bits) }
    return result
  }
}
