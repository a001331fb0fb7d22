internal import TandemFiles

/// The bytes of a model file, and places in them as people count.
struct ModelText {
  let base: UnsafePointer<UInt8>
  let count: Int
  let path: String
  /// The file that the bytes belong to, if any, and how far it was read and let go.
  private let file: MappedFile?
  private var released = 0
  /// Lines are counted as far as here.
  private var countedTo = 0
  private var line = 1

  /// `bytes` must outlive the text and must not be empty; `file` is theirs, if they are a file's.
  init(_ bytes: UnsafeRawBufferPointer, path: String, file: MappedFile? = nil) {
    self.file = file
    base = bytes.baseAddress!.assumingMemoryBound(to: UInt8.self)
    count = bytes.count
    self.path = path
  }

  @inline(__always)
  subscript(place: Int) -> UInt8 { base[place] }

  /// What stands before a place was read: a large file shall not stand in memory beside its model. Reading
  /// it again is possible still.
  @inline(__always)
  mutating func release(before place: Int) {
    if place - released > 1 << 23 { releaseAll(before: place) }
  }

  private mutating func releaseAll(before place: Int) {
    file?.release(released..<place)
    released = place
  }

  /// Where the text begins behind a byte order mark.
  var start: Int { count >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF ? 3 : 0 }

  /// The line of a place, counted from 1. Asked for rising places, the whole file is counted once.
  mutating func line(of place: Int) -> Int {
    if place < countedTo { (countedTo, line) = (0, 1) }
    for at in countedTo..<place where base[at] == ASCII.lineFeed { line += 1 }
    countedTo = place
    return line
  }

  /// What stands at a place and what was expected there.
  mutating func problem(
    _ range: Range<Int>, kind: String = "cannot be read", expected: String
  ) -> Problem {
    let place = min(range.lowerBound, count)
    var lineStart = place
    while lineStart > 0, base[lineStart - 1] != ASCII.lineFeed { lineStart -= 1 }
    return Problem(
      kind: kind, file: path, line: line(of: place), column: place - lineStart + 1,
      value: text(place..<min(range.upperBound, count)), expected: expected)
  }

  /// Some of the bytes as text.
  func text(_ range: Range<Int>) -> String {
    String(decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count), as: UTF8.self)
  }
}
