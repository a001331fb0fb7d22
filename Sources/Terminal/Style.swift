/// Marks in text for a terminal; on anything else they leave the text as it is.
public struct Style: Sendable, Hashable {
  /// Whether the marks are made.
  public let isColoured: Bool

  /// Text as it is.
  public static let plain = Style(isColoured: false)

  /// A style that makes marks or does not.
  public init(isColoured: Bool) { self.isColoured = isColoured }

  /// A heading.
  public func bold(_ text: String) -> String { marked(text, "1") }
  /// Something to type.
  public func accent(_ text: String) -> String { marked(text, "36") }
  /// Good news.
  public func good(_ text: String) -> String { marked(text, "32") }
  /// Something to look at.
  public func warning(_ text: String) -> String { marked(text, "33") }
  /// Something wrong.
  public func error(_ text: String) -> String { marked(text, "31") }

  private func marked(_ text: String, _ code: String) -> String {
    isColoured ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
