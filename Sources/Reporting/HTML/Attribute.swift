import TandemFiles

/// An attribute of an element. Its name is written in the program; its value is escaped when it is printed.
///
/// There is none whose value a browser would run or fetch: no `on...`, no `style`, and `href` only to a place
/// of the page or a file that stands in it.
public struct Attribute: Sendable {
  let name: StaticString
  /// Nil for an attribute that stands alone, such as `hidden`.
  let value: String?

  private init(_ name: StaticString, _ value: String?) {
    self.name = name
    self.value = value
  }
}

extension Attribute {
  /// Classes for the style sheet.
  public static func `class`(_ names: StaticString) -> Attribute { Attribute("class", names.description) }
  /// The class of the nth of a series of colours, such as the parts of a bar. The style sheet has ten; after
  /// that they come again, paler.
  public static func series(_ number: Int) -> Attribute {
    Attribute("class", "series-\(number % 10)" + (number < 10 ? "" : " faded"))
  }
  /// The element's own name.
  public static func id(_ name: StaticString) -> Attribute { Attribute("id", name.description) }
  /// The element that a label belongs to.
  public static func `for`(_ id: StaticString) -> Attribute { Attribute("for", id.description) }
  /// A link to another place of the page.
  public static func href(to id: StaticString) -> Attribute { Attribute("href", "#" + id.description) }
  /// A word that explains what a browser should do, all of it written in the program.
  public static func fixed(_ name: StaticString, _ value: StaticString) -> Attribute {
    Attribute(name, value.description)
  }
  /// An attribute that stands alone.
  public static func flag(_ name: StaticString) -> Attribute { Attribute(name, nil) }
  /// What a screen reader says.
  public static func ariaLabel(_ text: String) -> Attribute { Attribute("aria-label", text) }
  /// What a pointer that rests shows.
  public static func tooltip(_ text: String) -> Attribute { Attribute("title", text) }
  /// The value of an option of a choice.
  public static func value(_ text: String) -> Attribute { Attribute("value", text) }
  /// How many columns a cell spans.
  public static func columns(_ count: Int) -> Attribute { Attribute("colspan", String(count)) }
  /// A value for the page's script.
  public static func data(_ name: StaticString, _ value: String) -> Attribute {
    Attribute(name, value)
  }
  /// A measure of a picture, to three decimals.
  public static func measure(_ name: StaticString, _ value: Double) -> Attribute {
    Attribute(name, DecimalText.text((value * 1000).rounded() / 1000))
  }
  /// The size of a picture in its own units.
  public static func viewBox(width: Double, height: Double) -> Attribute {
    Attribute("viewBox", "0 0 \(DecimalText.text(width)) \(DecimalText.text(height))")
  }
  /// The line of a path through points.
  public static func path(through points: [(x: Double, y: Double)]) -> Attribute {
    func text(_ value: Double) -> String { DecimalText.text((value * 1000).rounded() / 1000) }
    let steps = points.enumerated().map { "\($0 == 0 ? "M" : "L")\(text($1.x)) \(text($1.y))" }
    return Attribute("d", steps.joined())
  }
  /// A file that the page itself holds. Nothing is fetched for it.
  static func file(_ content: String, type: StaticString) -> Attribute {
    Attribute("href", "data:\(type);charset=utf-8;base64,\(Base64.text(Array(content.utf8)))")
  }
  /// The name under which a browser keeps a file.
  static func download(_ name: String) -> Attribute { Attribute("download", name) }
  /// The policy that a `meta` element states.
  static func content(_ text: String) -> Attribute { Attribute("content", text) }
}
