#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The largest memory that this process held since it was last asked to forget.
enum PeakMemory {
  /// Starts anew. Only Linux can (5 written to `clear_refs`, see proc(5)); elsewhere the peak stays that of the
  /// whole process.
  static func forget() {
    let file = open("/proc/self/clear_refs", O_WRONLY)
    guard file >= 0 else { return }
    _ = write(file, "5", 1)
    close(file)
  }

  /// Bytes.
  static var bytes: Int {
    if let kibibytes = highWaterMark() { return kibibytes * 1024 }
    var usage = rusage()
    #if canImport(Glibc)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return usage.ru_maxrss * 1024
    #else
      getrusage(RUSAGE_SELF, &usage)
      return usage.ru_maxrss
    #endif
  }

  /// The line `VmHWM:` of the process's own status, which forgets when asked to.
  private static func highWaterMark() -> Int? {
    let file = open("/proc/self/status", O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let lines = bytes[..<count].split(separator: UInt8(ascii: "\n"))
    guard let line = lines.first(where: { $0.starts(with: "VmHWM:".utf8) }) else { return nil }
    return Int(String(decoding: line.filter { $0 >= 0x30 && $0 <= 0x39 }, as: UTF8.self))
  }
}
