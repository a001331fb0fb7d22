/// A bar of coloured parts, as a picture in a page.
public struct StackedBar: Sendable {
  private let parts: [Double]
  private let whole: Double
  private let classes: [Attribute]

  /// A bar whose full length is `whole`. The parts take the colours of the series in their order.
  public init(_ parts: [Double], whole: Double) {
    self.parts = parts
    self.whole = whole
    classes = parts.indices.map { .series($0 % StackedBar.colours) }
  }

  /// A bar of failures and reviews.
  public init(fails: Double, reviews: Double, whole: Double) {
    parts = [fails, reviews]
    self.whole = whole
    classes = [.class("fail-bar"), .class("review-bar")]
  }

  /// How many colours the style sheet has; after that they begin again.
  static let colours = 10

  /// The picture. Screen readers pass over it, since the figures stand beside it.
  public var html: HTML {
    var at = 0.0
    var rectangles = [StackedBar.rectangle(.class("track"), from: 0, length: 100)]
    for (part, colour) in zip(parts, classes) where whole > 0 && part > 0 {
      let length = 100 * part / whole
      rectangles.append(StackedBar.rectangle(colour, from: at, length: length))
      at += length
    }
    return .element(
      .svg,
      [
        .class("bar"), .fixed("viewBox", "0 0 100 10"), .fixed("preserveAspectRatio", "none"),
        .fixed("aria-hidden", "true"), .fixed("focusable", "false"),
      ], rectangles)
  }

  /// A small square of a series' colour, for a legend.
  public static func swatch(_ series: Int) -> HTML {
    Tag.svg(.fixed("viewBox", "0 0 12 12"), .fixed("aria-hidden", "true"), .fixed("focusable", "false")) {
      Tag.rect(.series(series % colours), .fixed("width", "12"), .fixed("height", "12"))
    }
  }

  private static func rectangle(_ colour: Attribute, from start: Double, length: Double) -> HTML {
    Tag.rect(
      colour, .measure("x", start), .fixed("y", "0"), .measure("width", length), .fixed("height", "10"))
  }
}
