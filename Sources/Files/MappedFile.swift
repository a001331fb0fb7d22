#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file's bytes, mapped into memory and read once from front to back; no copy is made.
///
/// A path that is no regular file (a pipe, `/dev/stdin`) is read whole instead.
public final class MappedFile: Sendable {
  /// The path as the user gave it.
  public let path: String
  /// All of the file. Valid only as long as this object lives: use `withBytes` unless you hold it yourself.
  nonisolated(unsafe) package let bytes: UnsafeRawBufferPointer
  private let mapped: Bool

  /// Opens `path`, or throws a `Problem` that says what to do.
  public init(_ path: String) throws(Problem) {
    self.path = path
    let descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw MappedFile.unreadable(path, errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw MappedFile.unreadable(path, errno) }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR {
      throw Problem(kind: "not a file", file: path, expected: "a file, but this is a folder")
    }
    if kind == S_IFREG {
      mapped = true
      let size = Int(status.st_size)
      if size == 0 {
        bytes = UnsafeRawBufferPointer(start: nil, count: 0)
        return
      }
      guard let start = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED else {
        throw MappedFile.unreadable(path, errno)
      }
      madvise(start, size, MADV_SEQUENTIAL)
      bytes = UnsafeRawBufferPointer(start: start, count: size)
    } else {
      mapped = false
      bytes = try MappedFile.readToEnd(descriptor, path)
    }
  }

  deinit {
    guard let start = bytes.baseAddress else { return }
    if mapped {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    } else {
      UnsafeMutableRawPointer(mutating: start).deallocate()
    }
  }

  /// Gives all of the file to `body` and keeps it mapped until that returns.
  public func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  /// The whole file as text; bytes that are no UTF-8 become replacement characters.
  public var text: String { withBytes { String(decoding: $0, as: UTF8.self) } }

  /// The digest of the whole file.
  public var sha256: String { withBytes { SHA256.hex($0) } }

  /// Tells the system that a part will not be read again, so that a large file does not count against the
  /// memory of the process while its rows are kept in another form.
  public func release(_ range: Range<Int>) {
    guard mapped, let start = bytes.baseAddress else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let first = (range.lowerBound + page - 1) / page * page
    let last = range.upperBound / page * page
    if last > first { madvise(UnsafeMutableRawPointer(mutating: start + first), last - first, MADV_DONTNEED) }
  }

  private static func readToEnd(_ descriptor: Int32, _ path: String) throws(Problem) -> UnsafeRawBufferPointer
  {
    var collected: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 { throw unreadable(path, errno) }
      if count == 0 { break }
      collected.append(contentsOf: buffer[..<count])
    }
    if collected.isEmpty { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: collected.count, alignment: 1)
    copy.copyBytes(from: collected)
    return UnsafeRawBufferPointer(copy)
  }

  private static func unreadable(_ path: String, _ code: Int32) -> Problem {
    Problem(kind: "cannot read", file: path, expected: "a readable file (\(String(cString: strerror(code))))")
  }
}
