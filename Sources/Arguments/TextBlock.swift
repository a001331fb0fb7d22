/// Plain text set to a width.
enum TextBlock {
  /// Breaks `text` at spaces into lines of at most `width` characters; a longer word keeps a line of its
  /// own. Line ends in `text` part paragraphs: a single one joins, an empty line stays, and a line that is
  /// indented is kept as it is.
  static func wrap(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var open = false
    for source in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if source.isEmpty || source.hasPrefix(" ") {
        lines.append(String(source))
        open = false
        continue
      }
      for word in source.split(separator: " ") {
        if open, lines[lines.count - 1].count + 1 + word.count <= width {
          lines[lines.count - 1] += " " + word
        } else {
          lines.append(String(word))
          open = true
        }
      }
    }
    return lines
  }

  /// A term at `indent` and its text in a column; the term stands alone on its line when it is too long.
  static func entry(_ term: String, styled: String, _ text: String, column: Int, width: Int) -> String {
    let lines = wrap(text, width: width - column)
    let pad = String(repeating: " ", count: column)
    var out = "  " + styled
    var rest = lines[...]
    if 2 + term.count + 2 <= column, let first = rest.popFirst() {
      out += String(repeating: " ", count: column - 2 - term.count) + first
    }
    for line in rest { out += "\n" + pad + line }
    return out + "\n"
  }
}
