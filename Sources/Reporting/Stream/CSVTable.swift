import TandemFiles

/// A table for spreadsheets: RFC 4180, lines ended as spreadsheets want them, and no cell that a spreadsheet
/// would take for a formula.
public struct CSVTable: ~Copyable {
  private let write: (String) throws -> Void
  private let width: Int

  /// Begins a table with its header line.
  public init(_ header: [String], into write: @escaping (String) throws -> Void) throws {
    self.write = write
    width = header.count
    try line(header)
  }

  /// Adds a line with a cell for each column.
  public func append(_ cells: [String]) throws {
    precondition(cells.count == width, "a line has a cell for each column")
    try line(cells)
  }

  private func line(_ cells: [String]) throws {
    try write(cells.map(CSVText.cell).joined(separator: ",") + "\r\n")
  }
}
