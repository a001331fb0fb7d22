/// A data file by the name of one that ships with the project, or by the path of the user's own.
public struct DataDocument: Sendable {
  /// The shipped file's path below `Data`, or the path as the user gave it.
  public let path: String
  /// The whole document.
  public let root: JSON5Node
  /// SHA-256 of the bytes, so that a run can say exactly which rules it followed.
  public let sha256: String

  /// Reads `name`: the file `folder/name.json5` that ships with the project, or, when there is none, the
  /// user's file at that path. A name with a slash or the ending `.json5` is always a path.
  public init(_ name: String, in folder: String) throws(Problems) {
    let shipped = "\(folder)/\(name).json5"
    let isPath = name.contains("/") || name.hasSuffix(".json5")
    do throws(Problem) {
      if !isPath, let bytes = ShippedData.file(shipped) {
        self = try DataDocument(bytes, path: shipped)
      } else if isPath {
        let file = try MappedFile(name)
        self = try DataDocument(file.bytes, path: name)
      } else {
        throw DataDocument.unknown(name, folder)
      }
    } catch {
      throw Problems(error)
    }
  }

  /// A document from bytes that are already at hand.
  public init(_ bytes: UnsafeRawBufferPointer, path: String) throws(Problem) {
    self.path = path
    root = try JSON5Node.read(bytes, path: path)
    sha256 = SHA256.hex(bytes)
  }

  /// The names of the shipped files in a folder, sorted.
  public static func names(in folder: String) -> [String] {
    ShippedData.names.compactMap { path in
      guard path.hasPrefix(folder + "/"), path.hasSuffix(".json5") else { return nil }
      return String(path.dropFirst(folder.count + 1).dropLast(6))
    }
  }

  private static func unknown(_ name: String, _ folder: String) -> Problem {
    let names = names(in: folder)
    let hint = Spelling.nearest(to: name, among: names).map { "; did you mean \"\($0)\"?" } ?? ""
    return Problem(
      kind: "unknown name", value: name,
      expected: "one of \(names.joined(separator: ", ")), or the path of a file\(hint)")
  }
}
