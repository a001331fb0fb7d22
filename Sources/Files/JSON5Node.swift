/// A piece of a JSON5 document together with its place, so that a wrong value can be pointed at.
public struct JSON5Node: Sendable {
  /// What the piece is.
  public enum Content: Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSON5Node])
    case object([Member])
  }

  /// A key with its value, and the place of the key.
  public struct Member: Sendable {
    /// The key as written.
    public let key: String
    /// Line of the key, counted from 1.
    public let line: Int
    /// Column of the key in bytes, counted from 1.
    public let column: Int
    /// The value behind the colon.
    public let value: JSON5Node
  }

  /// What the piece is.
  public let content: Content
  /// Line, counted from 1.
  public let line: Int
  /// Column in bytes, counted from 1.
  public let column: Int

  /// What the piece looks like in a message.
  public var summary: String {
    switch content {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .number(let value): DecimalText.text(value)
    case .string(let value): value
    case .array(let items): "[\(items.count) items]"
    case .object(let members): "{\(members.map(\.key).prefix(4).joined(separator: ", "))}"
    }
  }
}

extension JSON5Node {
  /// Reads a document: JSON with comments, trailing commas, bare keys, single quotes and the number forms
  /// of JSON5 (json5.org, version 1.0.0). Nesting deeper than 200 is refused.
  public static func read(_ bytes: UnsafeRawBufferPointer, path: String) throws(Problem) -> JSON5Node {
    var parser = JSON5Parser(bytes, path: path)
    return try parser.document()
  }

  /// Reads a document from text.
  public static func read(_ text: String, path: String) throws(Problem) -> JSON5Node {
    let bytes = Array(text.utf8)
    let outcome: Result<JSON5Node, Problem> = bytes.withUnsafeBytes { raw in
      do throws(Problem) { return .success(try read(raw, path: path)) } catch { return .failure(error) }
    }
    return try outcome.get()
  }
}
