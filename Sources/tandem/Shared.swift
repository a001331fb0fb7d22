import TandemArguments
import TandemFiles

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The options that many commands take, declared once.
enum Shared {
  static let json = Option<Bool>(
    "json", help: "Print one JSON document on standard output instead of text.")

  static let threads = Option<Int?>(
    "threads", value: "N", range: 1...1024, otherwise: "all cores",
    help: "Work on this many threads. The result does not depend on it.")

  static let seed = Option<UInt64>(
    "seed", value: "N", default: 1, help: "Where chance begins. The same seed gives the same bytes.")

  static let policy = Option<String?>(
    "policy", value: "FILE", otherwise: "balanced", completes: .file(["json5"]),
    help: "The policy: the name of one that ships, or the path of a file.")

  /// Those that a command takes, under the heading that they share.
  static func options(_ members: any Declared...) -> Group { Group(Group.common, members) }
}

extension Arguments {
  /// How many threads to use: as asked for, else one a core.
  var threadCount: Int { self[Shared.threads] ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Says before the work which of the files that these options name cannot be written.
  func checkOutputs(_ files: Option<String?>...) throws(Problems) {
    try AtomicFile.check(files.map { self[$0] })
  }
}
