internal import TandemFiles
internal import TandemGLPK

extension LPReader {
  /// The relation that the current word is.
  func relation() -> LPWord? {
    word == .less || word == .greater || word == .equal ? word : nil
  }

  /// The number or infinity at the current word, with its sign; nil when there is none. The current word is
  /// then its last one.
  mutating func limitValue() throws(Problem) -> Double? {
    var sign = 1.0
    if word == .plus || word == .minus {
      sign = word == .minus ? -1 : 1
      try next()
    }
    if word == .number { return sign * (number >= ModelNumber.infinity ? .infinity : number) }
    return isWord("inf") || isWord("infinity") ? sign * .infinity : nil
  }

  /// Whether the current word is this one, in whatever case.
  private func isWord(_ spelling: String) -> Bool {
    word == .name && wordEnd - wordStart == spelling.utf8.count
      && text.text(wordStart..<wordEnd).lowercased() == spelling
  }

  /// Narrows limits to `relation` `value`.
  mutating func limit(_ limits: inout Limits, _ relation: LPWord, _ value: Double) throws(Problem) {
    let isPointless =
      switch relation {
      case .less: value == -.infinity
      case .greater: value == .infinity
      default: value.isInfinite
      }
    if isPointless {
      throw expected("a finite number on this side of the relation", kind: "out of range")
    }
    if relation != .less { limits.lower = value }
    if relation != .greater { limits.upper = value }
  }

  /// `x <= 4`, `-2 <= x <= 4`, `4 >= x`, `x = 3`, `x free`, one after the other.
  mutating func readBounds() throws(Problem) {
    while true {
      takeIndentedKeyword()
      var left: (value: Double, relation: LPWord)?
      switch word {
      case .plus, .minus, .number:
        guard let value = try limitValue() else { throw expected("a number or infinity") }
        try next()
        guard let relation = relation() else { throw expected("<= or >= behind the number") }
        try next()
        left = (value, relation)
      case .name: break
      default: return
      }
      guard word == .name else { throw expected("the name of a variable") }
      let column = try column()
      var limits = columns[column].limits
      if let left { try limit(&limits, left.relation.turned, left.value) }
      try next()
      if let relation = relation() {
        if let left, left.relation == .equal || relation != left.relation {
          throw expected("a second relation only as in 0 <= x <= 5")
        }
        try next()
        guard let value = try limitValue() else { throw expected("a number or infinity") }
        try limit(&limits, relation, value)
        try next()
      } else if left == nil {
        guard isWord("free") else { throw expected("a relation or the word free behind the variable") }
        limits = .free
        try next()
      }
      columns[column].limits = limits
      text.release(before: wordStart)
    }
  }

  /// The names of variables that are whole-numbered, or binary.
  mutating func readKinds(binary: Bool) throws(Problem) {
    while true {
      if !columnNames.isName(lastColumn + 1, text.base + wordStart, wordEnd - wordStart) {
        takeIndentedKeyword()
      }
      guard word == .name else { return }
      let column = try column()
      columns[column].kind = .integer
      if binary { isBinary[column] = true }
      text.release(before: wordStart)
      try next()
    }
  }
}
