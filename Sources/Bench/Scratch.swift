#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder for the files of one case, which goes with the last reference to it.
final class Scratch: Sendable {
  let path: String

  init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/tandem-bench.XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw NoScratch(parent: parent) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    if let folder = opendir(path) {
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { unlink("\(path)/\(name)") }
      }
      closedir(folder)
    }
    rmdir(path)
  }
}

/// No folder for temporary files could be made.
struct NoScratch: Error, CustomStringConvertible {
  let parent: String
  var description: String { "No folder could be made in \(parent); set TMPDIR to one that may be written." }
}
