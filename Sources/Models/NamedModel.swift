public import TandemFiles
public import TandemGLPK

/// A linear or integer model as a file gives it: plain values, and what rows and columns are called.
public struct NamedModel: Sendable {
  /// Rows, columns, entries, objective.
  public var table: ModelTable
  /// The names of the rows, in their order.
  public var rowNames: Names
  /// The names of the columns, in their order.
  public var columnNames: Names
  /// What is odd about the file though it can be used, such as a missing end.
  public var warnings: [Problem]

  /// A model from its parts.
  public init(table: ModelTable, rowNames: Names, columnNames: Names, warnings: [Problem] = []) {
    self.table = table
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.warnings = warnings
  }
}

/// Many names in one block of bytes: a million of them are two allocations.
public struct Names: Sendable, Equatable {
  private var bytes: [UInt8] = []
  /// Name i is `bytes[starts[i] ..< starts[i + 1]]`.
  private var starts: [Int] = [0]

  /// No names.
  public init() {}

  init(bytes: [UInt8], starts: [Int]) {
    self.bytes = bytes
    self.starts = starts
  }

  /// How many names there are.
  public var count: Int { starts.count - 1 }

  /// One name; bytes that are no UTF-8 become replacement characters.
  public subscript(index: Int) -> String {
    String(decoding: bytes[starts[index]..<starts[index + 1]], as: UTF8.self)
  }

  /// Adds a name at the end.
  public mutating func append(_ name: String) {
    bytes += name.utf8
    starts.append(bytes.count)
  }

  /// The names at `places`, in that order.
  func picking(_ places: [Int]) -> Names {
    var picked = Names()
    picked.starts.reserveCapacity(places.count + 1)
    for place in places {
      picked.bytes += bytes[starts[place]..<starts[place + 1]]
      picked.starts.append(picked.bytes.count)
    }
    return picked
  }
}
