internal import TandemFiles
internal import TandemGLPK

/// Reads a model in the LP format of CPLEX, as the manuals of that program and of GLPK describe it.
///
/// One pass over the bytes: a word at a time, names looked up in a flat table. Beyond the grammar of GLPK it
/// takes rows limited on both sides (`2 <= x + y <= 5`), a constant in the objective, a variable that stands
/// in a row twice (the coefficients add up), sections in any order, infinities without a sign, and keywords
/// that are indented but alone on their line. About 150 to 300 MB/s.
struct LPReader: ~Copyable {
  var text: ModelText
  private let meanings: UnsafePointer<UInt8>
  private let start: Int
  /// Where the next word is looked for.
  var at: Int
  // The current word.
  var word = LPWord.endOfFile
  var wordStart = 0
  var wordEnd = 0
  /// What it is worth when it is a number.
  var number = 0.0

  // The model so far.
  var direction = Direction.minimize
  var objectiveConstant = 0.0
  var columns: [ModelTable.Column] = []
  var columnNames = NameIndex()
  /// The column met last: its neighbour comes next more often than not, and then nothing need be looked up.
  var lastColumn = -1
  /// By column: the place of its last entry.
  var lastEntry: [Int] = []
  /// By column: whether it was called binary.
  var isBinary: [Bool] = []
  var rows: [Limits] = []
  var rowNames = NameIndex()
  var rowStarts: [Int32] = [0]
  var entryColumns: [Int32] = []
  var entryValues: [Double] = []
  var warnings: [Problem] = []

  /// `meanings` is `LPBytes.all`, held in place by the caller, as are the bytes of `text`.
  init(_ text: ModelText, meanings: UnsafePointer<UInt8>) {
    self.text = text
    self.meanings = meanings
    start = text.start
    at = start
    // A term takes a dozen bytes or more. Room that is not used is never touched, so it costs nothing.
    entryColumns.reserveCapacity(text.count / 12)
    entryValues.reserveCapacity(text.count / 12)
  }

  /// Goes to the next word.
  mutating func next() throws(Problem) {
    while true {
      guard at < text.count else {
        (word, wordStart, wordEnd) = (.endOfFile, text.count, text.count)
        return
      }
      let meaning = meanings[Int(text[at])]
      if meaning == LPBytes.blank || meaning == LPBytes.lineFeed {
        at += 1
        continue
      }
      if meaning == LPBytes.comment {
        while at < text.count, text[at] != ASCII.lineFeed { at += 1 }
        continue
      }
      wordStart = at
      at += 1
      switch meaning {
      case LPBytes.nameStart:
        while at < text.count, meanings[Int(text[at])] >= LPBytes.namePart { at += 1 }
        word = .name
        wordEnd = at
        if wordEnd - wordStart > 255 { throw expected("a name of at most 255 bytes") }
        if isAtLineStart { takeKeyword() }
      case LPBytes.digit, LPBytes.point:
        let found = ModelNumber(text.base, from: wordStart, to: text.count)
        (word, number, wordEnd) = (.number, found.value, max(found.end, wordStart + 1))
        at = wordEnd
        if number.isNaN { throw expected("a number within the range of double precision") }
      case LPBytes.plus: take(.plus)
      case LPBytes.minus: take(.minus)
      case LPBytes.colon: take(.colon)
      case LPBytes.less: takeRelation(.less)
      case LPBytes.greater: takeRelation(.greater)
      case LPBytes.equal: takeEqual()
      case LPBytes.bracket: take(.bracket)
      default:
        take(.unknown)
        throw expected("a name, a number, a sign or a relation")
      }
      return
    }
  }

  private mutating func take(_ kind: LPWord) {
    word = kind
    wordEnd = at
  }

  /// `<` and `<=`, `>` and `>=`.
  private mutating func takeRelation(_ kind: LPWord) {
    if at < text.count, text[at] == ASCII.equal { at += 1 }
    take(kind)
  }

  /// `=`, `=<` and `=>`.
  private mutating func takeEqual() {
    let next = at < text.count ? meanings[Int(text[at])] : 0
    if next == LPBytes.less || next == LPBytes.greater { at += 1 }
    take(next == LPBytes.less ? .less : next == LPBytes.greater ? .greater : .equal)
  }

  // MARK: Keywords

  private var isAtLineStart: Bool { wordStart == start || text[wordStart - 1] == ASCII.lineFeed }

  /// Where the blanks behind a place end.
  private func skippingBlanks(from place: Int) -> Int {
    var place = place
    while place < text.count, meanings[Int(text[place])] == LPBytes.blank { place += 1 }
    return place
  }

  /// Whether nothing but blanks and a comment follows on the line.
  var isAtLineEnd: Bool {
    let place = skippingBlanks(from: at)
    return place == text.count || text[place] == ASCII.lineFeed || text[place] == ASCII.backslash
  }

  /// Whether the name just read labels what follows.
  var isLabel: Bool {
    let place = skippingBlanks(from: at)
    return place < text.count && text[place] == ASCII.colon
  }

  /// A name in the first column may open a section, in one word or in two.
  private mutating func takeKeyword() {
    guard wordEnd - wordStart <= 10, !isLabel else { return }
    let spelling = text.text(wordStart..<wordEnd).lowercased()
    if let keyword = LPWord(keyword: spelling) {
      word = keyword
    } else if spelling == "subject" || spelling == "such" {
      var place = skippingBlanks(from: at)
      let first = place
      while place < text.count, meanings[Int(text[place])] == LPBytes.nameStart { place += 1 }
      if text.text(first..<place).lowercased() == (spelling == "subject" ? "to" : "that") {
        word = .subjectTo
        wordEnd = place
        at = place
      }
    }
  }

  /// A keyword that is indented counts where a section may begin, if nothing else stands on its line and no
  /// column has its name.
  mutating func takeIndentedKeyword() {
    guard word == .name, wordEnd - wordStart <= 10 else { return }
    var place = wordStart
    while place > 0, meanings[Int(text[place - 1])] == LPBytes.blank { place -= 1 }
    if place > 0, text[place - 1] != ASCII.lineFeed { return }
    if columnNames.find(text.base + wordStart, wordEnd - wordStart) >= 0 { return }
    let (end, rest) = (wordEnd, at)
    takeKeyword()
    if word != .name && !isAtLineEnd { (word, wordEnd, at) = (.name, end, rest) }
  }

  /// Passes over the head of a section that cannot be read; several programs write one with nothing in it.
  mutating func skipEmptySection() throws(Problem) {
    while at < text.count, text[at] != ASCII.lineFeed { at += 1 }
    try next()
    takeIndentedKeyword()
    if [.name, .number, .plus, .minus, .colon, .bracket].contains(word) {
      throw expected("a linear model; what this section holds cannot be solved", kind: LPReader.notSupported)
    }
  }

  // MARK: What is missing

  /// The kind of a problem with a file that is in order, but no linear model.
  static let notSupported = "not supported"

  /// The current word where something else was expected.
  mutating func expected(_ what: String, kind: String = "cannot be read") -> Problem {
    if word == .endOfFile {
      return text.problem(
        text.count..<text.count, kind: kind, expected: "\(what), but the file ends here")
    }
    return text.problem(wordStart..<wordEnd, kind: kind, expected: what)
  }
}
