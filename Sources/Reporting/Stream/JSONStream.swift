public import TandemFiles

/// A JSON document written piece by piece, for lists that are too long to be held as a whole.
///
///     let stream = JSONStream { try file.write($0) }
///     try stream.document {
///       try stream.member("donor", "D-1")
///       try stream.list("screened_out") { try stream.element(...) }
///     }
///
/// The outer object stands on lines of its own; every element of a list is one line, so that a line tool can
/// pick it out. The same content gives the same bytes.
public final class JSONStream {
  private let write: (String) throws -> Void
  private var isFirst: [Bool] = []

  /// A stream into `write`, which is called with many small pieces.
  public init(into write: @escaping (String) throws -> Void) { self.write = write }

  /// The document: an object with what `members` writes.
  public func document(_ members: () throws -> Void) throws {
    try write("{")
    isFirst.append(true)
    try members()
    try write(isFirst.removeLast() ? "}\n" : "\n}\n")
  }

  /// A member with a value that is at hand.
  public func member(_ key: String, _ value: JSON) throws {
    try next()
    try write(JSON.string(key).text() + ": " + value.text().split(separator: "\n").joined(separator: "\n  "))
  }

  /// A member that is a list of what `elements` writes.
  public func list(_ key: String, _ elements: () throws -> Void) throws {
    try next()
    try write(JSON.string(key).text() + ": [")
    isFirst.append(true)
    try elements()
    try write(isFirst.removeLast() ? "]" : "\n  ]")
  }

  /// An element of the list being written.
  public func element(_ value: JSON) throws {
    try next()
    try write(value.text(indented: false))
  }

  private func next() throws {
    let depth = isFirst.count
    precondition(depth > 0, "a member belongs in a document")
    try write((isFirst[depth - 1] ? "\n" : ",\n") + String(repeating: "  ", count: depth))
    isFirst[depth - 1] = false
  }
}
