#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writing to a stream had an error, such as a full disk.
public struct OutputFailure: Error, Sendable, CustomStringConvertible {
  /// The system's number for it.
  public let code: Int32

  /// The system's words for it.
  public var description: String { "Standard output cannot be written: \(String(cString: strerror(code)))." }
}

/// A buffer before a file descriptor. When the reader has gone (`tandem ... | head`), what is written from
/// then on is dropped without a word; any other error is kept and told at the end.
struct DescriptorWriter: ~Copyable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private(set) var isReaderGone = false
  private(set) var failure: Int32?

  static let flushAt = 1 << 16

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  mutating func write(_ text: String) {
    if isReaderGone || failure != nil { return }
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= DescriptorWriter.flushAt { flush() }
  }

  mutating func flush() {
    var done = 0
    while done < buffer.count, !isReaderGone, failure == nil {
      let count = buffer.withUnsafeBytes { bytes in
        let start = bytes.baseAddress! + done
        #if canImport(Glibc)
          return Glibc.write(descriptor, start, bytes.count - done)
        #else
          return Darwin.write(descriptor, start, bytes.count - done)
        #endif
      }
      if count >= 0 {
        done += count
      } else if errno == EPIPE {
        isReaderGone = true
      } else if errno == EAGAIN {
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&ready, 1, -1)
      } else if errno != EINTR {
        failure = errno
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
