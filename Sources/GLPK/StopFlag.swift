internal import CTandemGuard

/// A flag that any thread may raise to stop a running solve; the solver looks at it between steps.
public final class StopFlag: @unchecked Sendable {
  // Sound: the pointer never changes and what it points to is one atomic word.
  let pointer: OpaquePointer

  /// A flag that is down.
  public init() { pointer = tandem_flag_make()! }

  deinit { tandem_flag_free(pointer) }

  /// Raises the flag; it cannot be lowered.
  public func raise() { tandem_flag_raise(pointer) }

  /// Whether the flag is up.
  public var isRaised: Bool { tandem_flag_is_raised(pointer) != 0 }
}
