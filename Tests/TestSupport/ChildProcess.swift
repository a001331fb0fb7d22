import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program that runs beside the test. Its pipes are read by `poll`, so that none of them can fill up and
/// stop it.
struct ChildProcess {
  private let id: pid_t
  private var writeInput: Int32
  private var readOutput: Int32
  private var readErrors: Int32
  private var input: ArraySlice<UInt8>
  private var outputBytes: [UInt8] = []
  private var errorBytes: [UInt8] = []
  private let name: String

  /// Between the making of a pipe and its mark "close on exec", another thread's child could inherit it and
  /// keep it open: so one child is made at a time.
  private static let spawning = Mutex(())

  init(
    _ program: String, _ arguments: [String], environment: [String: String], input: [UInt8],
    output: Run.Stream, errors: Run.Stream, folder: String?
  ) throws {
    signal(SIGPIPE, SIG_IGN)
    name = ([program] + arguments).joined(separator: " ")
    self.input = input[...]
    (id, writeInput, readOutput, readErrors) = try ChildProcess.spawning.withLock { _ in
      let stdin = try ChildProcess.pipe()
      let stdout = try ChildProcess.channel(output)
      let stderr = try ChildProcess.channel(errors)
      defer { for end in [stdin.read, stdout.write, stderr.write] { close(end) } }
      let id = try ChildProcess.spawn(
        program, arguments, environment, streams: [stdin.read, stdout.write, stderr.write], folder)
      return (id, stdin.write, stdout.read, stderr.read)
    }
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], streams: [Int32],
    _ folder: String?
  ) throws -> pid_t {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
    }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, number) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // The threads that run tests block signals, and a child would inherit that.
    var blocked = sigset_t()
    sigemptyset(&blocked)
    posix_spawnattr_setsigmask(&attributes, &blocked)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))

    var variables = environment
    for name in ["PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH"] where variables[name] == nil {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    let inFolder = folder.map { ["sh", "-c", "cd \"$0\" && exec \"$@\"", $0] } ?? []
    let words = (inFolder + [program] + arguments).map { strdup($0) } + [nil]
    let settings = variables.sorted { $0.key < $1.key }.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in words + settings { free(text) } }
    var id = pid_t()
    let error = posix_spawnp(&id, words[0]!, &actions, &attributes, words, settings)
    guard error == 0 else { throw Broken("\(program) cannot be run: \(String(cString: strerror(error)))") }
    return id
  }

  /// Reads until both streams end, then waits for the program.
  mutating func collect(reactions: [Run.Reaction], timeLimit seconds: Int) throws -> Run {
    let limit = ContinuousClock.now + .seconds(seconds)
    var open = reactions[...]
    if input.isEmpty { closeInput() }
    while readOutput >= 0 || readErrors >= 0 {
      guard ContinuousClock.now < limit else {
        kill(id, SIGKILL)
        waitpid(id, nil, 0)
        throw Broken("\(name) was not done in \(seconds) s")
      }
      var ends = [
        pollfd(fd: readOutput, events: Int16(POLLIN), revents: 0),
        pollfd(fd: readErrors, events: Int16(POLLIN), revents: 0),
        pollfd(fd: writeInput, events: Int16(POLLOUT), revents: 0),
      ]
      poll(&ends, 3, 100)
      if ends[0].revents != 0 { ChildProcess.read(&readOutput, into: &outputBytes) }
      if ends[1].revents != 0 { ChildProcess.read(&readErrors, into: &errorBytes) }
      if ends[2].revents != 0 { feed() }
      if let next = open.first,
        [outputBytes, errorBytes].contains(where: { String(decoding: $0, as: UTF8.self).contains(next.text) })
      {
        kill(id, next.signal)
        open.removeFirst()
      }
    }
    closeInput()
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7F
    return Run(
      output: String(decoding: outputBytes, as: UTF8.self),
      errors: String(decoding: errorBytes, as: UTF8.self),
      code: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
  }

  private mutating func feed() {
    let count = input.withUnsafeBytes { write(writeInput, $0.baseAddress, $0.count) }
    if count > 0 { input = input.dropFirst(count) }
    if count < 0 && errno != EAGAIN && errno != EINTR || input.isEmpty { closeInput() }
  }

  private mutating func closeInput() {
    if writeInput >= 0 { close(writeInput) }
    writeInput = -1
  }

  /// Takes what is there. A terminal whose program has gone says EIO where a pipe says end.
  private static func read(_ end: inout Int32, into bytes: inout [UInt8]) {
    var block = [UInt8](repeating: 0, count: 1 << 16)
    #if canImport(Glibc)
      let count = Glibc.read(end, &block, block.count)
    #else
      let count = Darwin.read(end, &block, block.count)
    #endif
    if count > 0 {
      bytes += block[..<count]
    } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
      close(end)
      end = -1
    }
  }

  private static func channel(_ stream: Run.Stream) throws -> (read: Int32, write: Int32) {
    switch stream {
    case .pipe: return try pipe()
    case .terminal(let columns): return try terminal(columns: columns)
    case .goneReader:
      let ends = try pipe()
      close(ends.read)
      return (-1, ends.write)
    }
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [-1, -1]
    #if canImport(Glibc)
      let isMade = Glibc.pipe(&ends) == 0
    #else
      let isMade = Darwin.pipe(&ends) == 0
    #endif
    guard isMade else { throw Broken("no pipe can be made") }
    return (keepFromChildren(ends[0]), keepFromChildren(ends[1]))
  }

  private static func terminal(columns: UInt16) throws -> (read: Int32, write: Int32) {
    var master: Int32 = -1
    var slave: Int32 = -1
    var size = winsize(ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw Broken("no terminal can be made") }
    return (keepFromChildren(master), keepFromChildren(slave))
  }

  private static func keepFromChildren(_ end: Int32) -> Int32 {
    _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    return end
  }
}
