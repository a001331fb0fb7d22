public import TandemTerminal

/// A table for a terminal or a pipe.
///
///     var table = TextTable([.init("rank", .right), .init("candidate", shrinksTo: 8)])
///     table.append(["1", "R-0017"])
///     table.text(width: 100, style: console.style)
///
/// With a width the table fits: first the columns move together, then those that may shrink are cut, the widest
/// first, then those that may be left out go, the least important first. Without a width, for a pipe, nothing
/// is cut.
public struct TextTable: Sendable {
  /// How the cells of a column stand.
  public enum Alignment: Sendable, Hashable {
    case left, right
  }

  /// One column.
  public struct Column: Sendable, Hashable {
    /// The heading; a line end in it makes the heading taller.
    public let title: String
    /// How its cells stand.
    public let alignment: Alignment
    /// The width down to which its cells may be cut; nil when they may not be cut.
    public let least: Int?
    /// The order in which columns are left out where the width does not do: the highest first; nil for never.
    public let dispensable: Int?

    /// A column.
    public init(
      _ title: String, _ alignment: Alignment = .left, shrinksTo least: Int? = nil, dispensable: Int? = nil
    ) {
      self.title = title
      self.alignment = alignment
      self.least = least
      self.dispensable = dispensable
    }
  }

  /// A cell's meaning, for its colour.
  public enum Tone: Sendable, Hashable {
    case plain, strong, good, warning, bad

    func marked(_ text: String, _ style: Style) -> String {
      switch self {
      case .plain: text
      case .strong: style.bold(text)
      case .good: style.good(text)
      case .warning: style.warning(text)
      case .bad: style.error(text)
      }
    }
  }

  /// The text of a cell with its tone.
  public struct Cell: Sendable, Hashable, ExpressibleByStringLiteral {
    let text: String
    let tone: Tone

    /// A cell; the text is made safe for a terminal.
    public init(_ text: String, _ tone: Tone = .plain) {
      self.text = DisplayText.visible(text)
      self.tone = tone
    }

    /// A plain cell.
    public init(stringLiteral text: String) { self.init(text) }
  }

  private let columns: [Column]
  private let titles: [[String]]
  private var rows: [[Cell]] = []
  private var widths: [Int]

  /// A table without rows.
  public init(_ columns: [Column]) {
    self.columns = columns
    titles = columns.map {
      $0.title.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    widths = titles.map { $0.map(DisplayText.width).max() ?? 0 }
  }

  /// Adds a row with a cell for each column.
  public mutating func append(_ cells: [Cell]) {
    precondition(cells.count == columns.count, "a row has a cell for each column")
    for (index, cell) in cells.enumerated() {
      widths[index] = max(widths[index], DisplayText.width(cell.text))
    }
    rows.append(cells)
  }

  /// The lines, headings first, at most `width` columns wide where that can be had, each with its line end.
  public func text(width: Int?, style: Style) -> String {
    let fit = TextFit(columns, widths: widths, width: width)
    let space = String(repeating: " ", count: fit.gap)
    let height = titles.map(\.count).max() ?? 0
    var out = ""
    for line in 0..<height {
      let cells = fit.shown.map { index in
        let title = titles[index]
        let from = line - (height - title.count)
        return self.cell(from < 0 ? "" : title[from], .strong, at: index, width: fit.widths[index], style)
      }
      out += TextTable.line(cells, space)
    }
    for row in rows {
      out += TextTable.line(
        fit.shown.map { cell(row[$0].text, row[$0].tone, at: $0, width: fit.widths[$0], style) }, space)
    }
    if !fit.leftOut.isEmpty {
      let names = fit.leftOut.map { titles[$0].joined(separator: " ") }.joined(separator: ", ")
      out += "Left out for want of width: \(names).\n"
    }
    return out
  }

  private func cell(_ text: String, _ tone: Tone, at index: Int, width: Int, _ style: Style) -> String {
    let clipped = DisplayText.clipped(text, to: width)
    let padding = String(repeating: " ", count: max(0, width - DisplayText.width(clipped)))
    let marked = clipped.isEmpty ? "" : tone.marked(clipped, style)
    return columns[index].alignment == .left ? marked + padding : padding + marked
  }

  /// The cells side by side, without blanks at the end.
  private static func line(_ cells: [String], _ space: String) -> String {
    var text = cells.joined(separator: space)
    while text.last == " " { text.removeLast() }
    return text + "\n"
  }
}

/// Which columns of a table are shown, and how wide.
struct TextFit {
  private(set) var shown: [Int]
  private(set) var leftOut: [Int] = []
  private(set) var widths: [Int]
  /// Blanks between columns.
  private(set) var gap = 2

  init(_ columns: [TextTable.Column], widths: [Int], width: Int?) {
    shown = Array(columns.indices)
    self.widths = widths
    guard let width else { return }
    while excess(over: width) > 0 {
      if gap > 1 {
        gap = 1
      } else if let widest = shown.filter({ self.widths[$0] > columns[$0].least ?? .max })
        .max(by: { self.widths[$0] < self.widths[$1] })
      {
        self.widths[widest] -= 1
      } else if let least = shown.filter({ columns[$0].dispensable != nil })
        .max(by: { columns[$0].dispensable! < columns[$1].dispensable! })
      {
        shown.removeAll { $0 == least }
        leftOut.append(least)
        for index in shown { self.widths[index] = widths[index] }
      } else {
        return
      }
    }
    leftOut.sort()
  }

  private func excess(over width: Int) -> Int {
    shown.reduce(0) { $0 + widths[$1] } + gap * (shown.count - 1) - width
  }
}
