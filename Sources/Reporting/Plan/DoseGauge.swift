/// A dose between its marks, as a small picture: a bar to the dose, a line at each mark.
struct DoseGauge {
  let dose: Double
  /// The floor and the target, or the least and the greatest level.
  let marks: [Double]
  /// Whether the dose is less than what is aimed at.
  let isBelowTarget: Bool

  /// The picture. Screen readers pass over it, since the figures stand beside it.
  var html: HTML {
    // A little more than the greatest of them, so that a mark never lies on the end.
    let whole = 1.08 * max(dose, marks.max() ?? 0, 1e-9)
    return Tag.svg(
      .class("bar gauge"), .fixed("viewBox", "0 0 100 10"), .fixed("preserveAspectRatio", "none"),
      .fixed("aria-hidden", "true"), .fixed("focusable", "false")
    ) {
      Tag.rect(.class("track"), .fixed("y", "2"), .fixed("width", "100"), .fixed("height", "6"))
      Tag.rect(
        .class(isBelowTarget ? "dose-below" : "dose"), .fixed("y", "2"),
        .measure("width", 100 * dose / whole), .fixed("height", "6"))
      for mark in marks {
        Tag.rect(
          .class("mark"), .measure("x", 100 * mark / whole - 0.6), .fixed("width", "1.2"),
          .fixed("height", "10"))
      }
    }
  }
}
