import TandemFiles

/// What pictures are made of.
enum Picture {
  /// A picture with a title for those who cannot see it.
  static func svg(width: Double, height: Double, label: String, _ pieces: [HTML]) -> HTML {
    .element(
      .svg,
      [.class("picture"), .viewBox(width: width, height: height), .fixed("role", "img"), .ariaLabel(label)],
      pieces)
  }

  static func line(_ kind: Attribute, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> HTML {
    Tag.line(kind, .measure("x1", x1), .measure("y1", y1), .measure("x2", x2), .measure("y2", y2))
  }

  static func dot(_ kind: Attribute, _ x: Double, _ y: Double, _ radius: Double, _ words: String) -> HTML {
    Tag.circle(kind, .measure("cx", x), .measure("cy", y), .measure("r", radius)) { Tag.title { words } }
  }

  static func rectangle(
    _ kind: Attribute, x: Double, y: Double, width: Double, height: Double, _ words: String
  ) -> HTML {
    Tag.rect(
      kind, .measure("x", x), .measure("y", y), .measure("width", max(0, width)), .measure("height", height)
    ) { Tag.title { words } }
  }

  /// Text that begins, ends or is centred at a place.
  static func text(
    _ words: String, _ x: Double, _ y: Double, _ kind: Attribute = .class(""),
    anchor: Attribute = .fixed("text-anchor", "start")
  ) -> HTML {
    Tag.text(kind, anchor, .measure("x", x), .measure("y", y)) { words }
  }

  static let end = Attribute.fixed("text-anchor", "end")
  static let middle = Attribute.fixed("text-anchor", "middle")

  /// Upright lines at the marks of an axis, their values beneath, and what the axis is.
  static func uprights(
    _ axis: Axis, from top: Double, to bottom: Double, title: String, isSigned: Bool = false
  ) -> [HTML] {
    var pieces: [HTML] = []
    for mark in axis.marks {
      let x = axis.place(mark)
      pieces.append(line(.class("grid"), x, top, x, bottom))
      pieces.append(
        text(axis.text(mark, isSigned: isSigned), x, bottom + 15, .class("quiet"), anchor: middle))
    }
    let centre = (axis.places.lowerBound + axis.places.upperBound) / 2
    pieces.append(text(title, centre, bottom + 31, .class("quiet"), anchor: middle))
    return pieces
  }

  /// A panel with heading, picture and the numbers behind it for a spreadsheet.
  static func panel(
    _ title: String, explains: String? = nil, file: String, numbers: String, scrolls: Bool = true,
    _ picture: HTML
  ) -> HTML {
    Tag.div(.class("panel")) {
      Tag.div(.class("panel-head")) {
        Tag.h3 { title }
        save(numbers, as: file, "Numbers (CSV)")
      }
      if let explains { Tag.p(.class("explains")) { explains } }
      if scrolls { Tag.div(.class("scrolls-small")) { picture } } else { picture }
    }
  }

  /// A link that keeps a table.
  static func save(_ csv: String, as file: String, _ words: String) -> HTML {
    Tag.a(.class("save"), .file(csv, type: "text/csv"), .download(file)) { words }
  }

  /// Lines of a table for a spreadsheet.
  static func csv(_ lines: [[String]]) -> String {
    lines.map { $0.map(CSVText.cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// What the colours of a series mean.
  static func legend(_ names: [String]) -> HTML {
    Tag.ul(.class("legend")) {
      for (index, name) in names.enumerated() {
        Tag.li {
          StackedBar.swatch(index)
          Tag.span { name }
        }
      }
    }
  }

  /// A number for a spreadsheet.
  static func cell(_ value: Double?) -> String {
    value.map { $0.isFinite ? DecimalText.text($0) : "" } ?? ""
  }
}
