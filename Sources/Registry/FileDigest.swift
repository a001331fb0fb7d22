import Dispatch
import Synchronization
import TandemFiles

/// The digest of several files, worked out beside the reading: a listing like that of `sha256sum`, digested
/// in turn, so that anybody can repeat it.
final class FileDigest: Sendable {
  private let result = Mutex("")
  private let done = DispatchGroup()

  /// Starts at once.
  init(_ files: [MappedFile]) {
    DispatchQueue.global().async(group: done) { [self] in
      var listing = ""
      for file in files {
        let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
        listing += "\(file.sha256)  \(name)\n"
      }
      let digest = SHA256.hex(listing)
      result.withLock { $0 = digest }
    }
  }

  /// The digest, as soon as it is there.
  func wait() -> String {
    done.wait()
    return result.withLock { $0 }
  }
}
