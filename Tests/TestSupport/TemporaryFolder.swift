import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder that is gone, with all that is in it, when the last reference to it goes.
public final class TemporaryFolder: Sendable {
  /// Its path, without a slash at the end.
  public let path: String

  /// An empty folder that nobody else has.
  public init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/tandem-test.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Broken("no temporary folder could be made in \(parent)") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { TemporaryFolder.removeTree(path) }

  private static func removeTree(_ path: String) {
    if unlink(path) == 0 { return }
    for name in (try? names(in: path)) ?? [] { removeTree("\(path)/\(name)") }
    rmdir(path)
  }

  /// Writes a file into it and gives back its path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try AtomicFile.write(text, to: file)
    return file
  }

  /// The names of what lies in it, sorted.
  public func contents() throws -> [String] { try TemporaryFolder.names(in: path) }

  /// The permission bits of a file in it.
  public func permissions(_ name: String) throws -> UInt32 {
    var status = stat()
    guard stat("\(path)/\(name)", &status) == 0 else { throw Broken("there is no \(name)") }
    return UInt32(status.st_mode) & 0o777
  }

  private static func names(in path: String) throws -> [String] {
    guard let folder = opendir(path) else { throw Broken("\(path) cannot be listed") }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
        field.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
