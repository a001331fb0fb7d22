#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole small files, for tests.
public enum TextFile {
  /// The text of the file at `path`.
  public static func read(_ path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Broken("\(path) cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, file)
      if count == 0 { break }
      bytes += block[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether there is something at `path`.
  public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
