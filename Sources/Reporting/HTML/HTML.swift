public import TandemFiles

/// A piece of a page, escaped by construction: text can only become text.
///
/// Elements are made by calling their tag:
///
///     Tag.p(.class("note")) {
///       "Listed for "
///       Tag.strong { "R-0017" }
///     }
public indirect enum HTML: Sendable {
  /// Text, escaped where it is printed.
  case text(String)
  /// An element with its attributes and content.
  case element(Tag, [Attribute], [HTML])
  /// Pieces one after the other.
  case list([HTML])
  /// Data for the page's script, under the id by which it finds them.
  case island(id: StaticString, JSON)
  /// A script or style sheet that ships with the program.
  case asset(PageAsset)

  /// The markup.
  public var markup: String {
    var out = ""
    write(to: &out)
    return out
  }

  func write(to out: inout String) {
    switch self {
    case .text(let text): HTML.escape(text, to: &out)
    case .list(let pieces): for piece in pieces { piece.write(to: &out) }
    case .element(let tag, let attributes, let content):
      out += "<\(tag.name)"
      for attribute in attributes {
        out += " \(attribute.name)"
        if let value = attribute.value {
          out += "=\""
          HTML.escape(value, to: &out)
          out += "\""
        }
      }
      out += ">"
      assert(!tag.isVoid || content.isEmpty, "\(tag.name) has no content")
      if tag.isVoid { return }
      for piece in content { piece.write(to: &out) }
      out += "</\(tag.name)>"
    case .island(let id, let json):
      out += "<script type=\"application/json\" id=\"\(id)\">"
      HTML.writeIsland(json, to: &out)
      out += "</script>\n"
    case .asset(let asset):
      out += "<\(asset.kind.rawValue)>\(asset.text)</\(asset.kind.rawValue)>\n"
    }
  }

  /// Escapes text for content and quoted attributes alike. Control characters, which HTML does not allow,
  /// become the replacement character.
  private static func escape(_ text: String, to out: inout String) {
    for byte in text.unicodeScalars {
      switch byte {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      case "\n", "\t": out.unicodeScalars.append(byte)
      case _ where byte.value < 0x20 || (0x7F...0x9F).contains(byte.value): out += "\u{FFFD}"
      default: out.unicodeScalars.append(byte)
      }
    }
  }

  /// Inside a script element the parser looks for `</script` and `<!--` and knows no entities, so each `<`,
  /// `>` and `&` becomes the escape that JSON has for it.
  private static func writeIsland(_ json: JSON, to out: inout String) {
    for scalar in json.text(indented: false).unicodeScalars {
      switch scalar {
      case "<": out += "\\u003c"
      case ">": out += "\\u003e"
      case "&": out += "\\u0026"
      default: out.unicodeScalars.append(scalar)
      }
    }
  }
}

extension Tag {
  /// An element without content.
  public func callAsFunction(_ attributes: Attribute...) -> HTML { .element(self, attributes, []) }

  /// An element with content.
  public func callAsFunction(_ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    .element(self, attributes, [content()])
  }
}

/// Lets content be written one piece under the other, with `if` and `for`. A string becomes text.
@resultBuilder
public enum HTMLBuilder {
  public static func buildExpression(_ piece: HTML) -> HTML { piece }
  public static func buildExpression(_ text: String) -> HTML { .text(text) }
  public static func buildBlock(_ pieces: HTML...) -> HTML { .list(pieces) }
  public static func buildArray(_ pieces: [HTML]) -> HTML { .list(pieces) }
  public static func buildOptional(_ piece: HTML?) -> HTML { piece ?? .list([]) }
  public static func buildEither(first piece: HTML) -> HTML { piece }
  public static func buildEither(second piece: HTML) -> HTML { piece }
}
