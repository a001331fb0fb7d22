#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What stands at the other end of a file descriptor.
public enum TerminalProbe {
  /// Whether it is a terminal.
  public static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// How many characters fit in a line of the terminal, nil when it is none or does not tell.
  public static func width(_ descriptor: Int32) -> Int? {
    var size = winsize()
    guard isTerminal(descriptor), ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return nil
    }
    return Int(size.ws_col)
  }

  /// The value of an environment variable.
  public static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Whether a terminal understands escape sequences: all do that do not say `TERM=dumb`.
  static func isCapable(_ descriptor: Int32) -> Bool {
    isTerminal(descriptor) && environment("TERM") != "dumb"
  }

  /// Whether colours are welcome there: on a capable terminal, unless `NO_COLOR` is set and not empty.
  static func wantsColour(_ descriptor: Int32) -> Bool {
    isCapable(descriptor) && (environment("NO_COLOR") ?? "").isEmpty
  }
}
