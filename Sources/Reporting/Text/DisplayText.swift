/// Text from files as a terminal may show it: one line, of known width, that cannot act on the terminal.
///
/// Identifiers come from other people's files. A control character would move the cursor or change colours,
/// and a mark of text direction would turn the rest of the line around; both are made visible instead.
public enum DisplayText {
  /// `text` with line ends and tabs as spaces, and what is invisible or acts written as `\u{...}`.
  public static func visible(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var out = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n", "\r", "\t": out += " "
      case _ where acts(scalar): out += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  /// How many columns of a terminal `text` fills: East Asian wide characters and emoji fill two, combining
  /// marks none.
  public static func width(_ text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + width($1) }
  }

  /// The beginning of `text` that fits in `width` columns, with an ellipsis where something was cut off.
  public static func clipped(_ text: String, to width: Int) -> String {
    guard self.width(text) > width else { return text }
    guard width > 1 else { return width == 1 ? "…" : "" }
    var out = ""
    var used = 0
    for character in text {
      used += self.width(character)
      if used > width - 1 { break }
      out.append(character)
    }
    return out + "…"
  }

  /// `text` broken between words into lines of at most `width` columns; a longer word has a line of its own.
  public static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, self.width(line) + 1 + self.width(String(word)) > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " " + word
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// Control characters, marks of direction, and characters without any width.
  private static func acts(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: scalar.value != 0x200D
    default: false
    }
  }

  private static func width(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return isWide(first) || character.unicodeScalars.contains("\u{FE0F}") ? 2 : 1
    }
  }

  /// The blocks that Unicode's East Asian Width (UAX 11) counts as wide, as far as names can hold them.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
