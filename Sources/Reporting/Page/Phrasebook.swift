import TandemFiles

/// The sentences of a page's data, each kept once.
///
/// The explanations of a roster repeat a few hundred sentences in which only the figures differ. A sentence is
/// kept as a pattern, with a control character where a figure stood, and the figures; on a roster of thousands
/// that is a tenth of the size. The page's script puts them together again.
struct Phrasebook {
  /// Stands for a figure in a pattern. It cannot occur in text, because control characters are replaced first.
  private static let gap: Unicode.Scalar = "\u{1}"

  private var places: [String: Int] = [:]
  /// The patterns, in the order in which they came.
  private(set) var patterns: [String] = []

  /// The sentence as the place of its pattern, or as a list of that and the figures.
  mutating func phrase(_ text: String) -> JSON {
    var pattern = ""
    var figures: [JSON] = []
    var figure = ""
    for scalar in text.unicodeScalars {
      if ("0"..."9").contains(scalar) || (!figure.isEmpty && (scalar == "." || scalar == ",")) {
        figure.unicodeScalars.append(scalar)
        continue
      }
      close(&figure, &figures, &pattern)
      let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
      pattern.unicodeScalars.append(isControl ? (scalar == "\n" ? " " : "\u{FFFD}") : scalar)
    }
    close(&figure, &figures, &pattern)
    let place = place(of: pattern)
    return figures.isEmpty ? .integer(place) : .array([.integer(place)] + figures)
  }

  /// A point or comma after the last digit belongs to the sentence, not to the figure.
  private func close(_ figure: inout String, _ figures: inout [JSON], _ pattern: inout String) {
    guard !figure.isEmpty else { return }
    var tail = ""
    while let last = figure.unicodeScalars.last, last == "." || last == "," {
      figure.unicodeScalars.removeLast()
      tail = String(last) + tail
    }
    pattern.unicodeScalars.append(Phrasebook.gap)
    pattern += tail
    figures.append(.string(figure))
    figure = ""
  }

  private mutating func place(of pattern: String) -> Int {
    if let place = places[pattern] { return place }
    places[pattern] = patterns.count
    patterns.append(pattern)
    return patterns.count - 1
  }
}
