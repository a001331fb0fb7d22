#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that appears whole or not at all: bytes go to a temporary name beside it, `commit` renames.
///
/// The file is readable by its owner only, since what we write holds data about people. Dropping the
/// object without `commit`, an error, or Ctrl-C removes the temporary file.
public final class AtomicFile {
  /// Where the bytes will stand after `commit`.
  public let path: String
  private let temporaryPath: String
  private let slot: Int
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private static let flushAt = 1 << 18

  /// Starts a file that will become `path`.
  public init(_ path: String) throws(Problem) {
    self.path = path
    var template = Array("\(path).XXXXXX.tmp".utf8CString)
    descriptor = mkstemps(&template, 4)
    let failure = errno
    temporaryPath = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else {
      throw Problem(
        kind: "cannot write", file: path,
        expected: "a folder that exists and may be written to (\(String(cString: strerror(failure))))")
    }
    slot = UnfinishedFiles.note(temporaryPath)
    buffer.reserveCapacity(AtomicFile.flushAt + 4096)
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporaryPath)
    UnfinishedFiles.forget(slot)
  }

  /// Appends text.
  public func write(_ text: String) throws(Problem) {
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= AtomicFile.flushAt { try flush() }
  }

  /// Appends bytes.
  public func write(_ bytes: [UInt8]) throws(Problem) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= AtomicFile.flushAt { try flush() }
  }

  /// Puts the file in its place. Nothing may be written after it.
  public func commit() throws(Problem) {
    try flush()
    guard fsync(descriptor) == 0 || errno == EINVAL, rename(temporaryPath, path) == 0 else {
      throw failed(errno)
    }
    close(descriptor)
    descriptor = -1
    UnfinishedFiles.forget(slot)
  }

  /// Writes `text` to `path` in one step.
  public static func write(_ text: String, to path: String) throws(Problem) {
    let file = try AtomicFile(path)
    try file.write(text)
    try file.commit()
  }

  private func flush() throws(Problem) {
    var done = 0
    while done < buffer.count {
      let count = buffer.withUnsafeBytes { bytes in
        #if canImport(Glibc)
          Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        #else
          Darwin.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        #endif
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw failed(errno)
      }
      done += count
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failed(_ code: Int32) -> Problem {
    Problem(
      kind: "cannot write", file: path,
      expected: "room and leave to write (\(String(cString: strerror(code))))")
  }
}
