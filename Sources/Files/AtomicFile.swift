#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that appears whole or not at all: bytes go to a temporary name beside it, `commit` renames.
///
/// The file is readable by its owner only, since what we write holds data about people. Dropping the
/// object without `commit`, an error, or Ctrl-C removes the temporary file.
///
/// A device or a pipe, such as `/dev/stdout`, is written to as it stands: a rename would put a file in its place.
public final class AtomicFile {
  /// Where the bytes will stand after `commit`.
  public let path: String
  /// Empty where the bytes go straight to `path`.
  private let temporaryPath: String
  private let slot: Int
  private var descriptor: Int32
  private var buffer: [UInt8] = []
  private static let flushAt = 1 << 18

  /// Starts a file that will become `path`.
  public init(_ path: String) throws(Problem) {
    self.path = path
    let place = try AtomicFile.place(path)
    var template = Array("\(path).XXXXXX.tmp".utf8CString)
    descriptor = place == .stream ? open(path, O_WRONLY | O_CLOEXEC) : mkstemps(&template, 4)
    let failure = errno
    temporaryPath =
      place == .stream
      ? "" : String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    guard descriptor >= 0 else { throw AtomicFile.unreachable(path, failure) }
    slot = place == .stream ? -1 : UnfinishedFiles.note(temporaryPath)
    buffer.reserveCapacity(AtomicFile.flushAt + 4096)
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if temporaryPath.isEmpty { return }
    unlink(temporaryPath)
    UnfinishedFiles.forget(slot)
  }

  /// Says what stands in the way of writing files, so that nobody learns it after hours of work: all of it at once, and
  /// that none of them is named twice. Nil stands for a file that nobody asked for.
  public static func check(_ paths: [String?]) throws(Problems) {
    var problems: [Problem] = []
    var seen = Set<String>()
    for path in paths.compactMap({ $0 }) {
      do throws(Problem) {
        if try place(path) == .stream {
          guard access(path, W_OK) == 0 else { throw unreachable(path, errno) }
        } else if !seen.insert(path).inserted {
          throw Problem(kind: "named twice", file: path, expected: "a file of its own for each output")
        } else {
          _ = try AtomicFile(path)
        }
      } catch {
        problems.append(error)
      }
    }
    if !problems.isEmpty { throw Problems(problems) }
  }

  private enum Place { case file, stream }

  /// What stands at a path, or will.
  private static func place(_ path: String) throws(Problem) -> Place {
    var status = stat()
    guard stat(path, &status) == 0 else { return .file }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: throw Problem(kind: "cannot write", file: path, expected: "a file, and this is a folder")
    default: return .stream
    }
  }

  private static func unreachable(_ path: String, _ code: Int32) -> Problem {
    Problem(
      kind: "cannot write", file: path,
      expected: "a folder that exists and may be written to (\(String(cString: strerror(code))))")
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
    // What is no file on a disk knows no `fsync`.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS,
      temporaryPath.isEmpty || rename(temporaryPath, path) == 0
    else { throw failed(errno) }
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
