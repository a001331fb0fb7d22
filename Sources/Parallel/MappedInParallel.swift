/// The results of `body` for 0 ..< `count`, in the order of the indices, worked out on at most `threads`
/// threads.
public func mappedInParallel<Result: Sendable>(
  _ count: Int, threads: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  [Result](unsafeUninitializedCapacity: count) { room, filled in
    nonisolated(unsafe) let base = room.baseAddress
    inParallel(count, threads: threads) { index in
      (base! + index).initialize(to: body(index))
    }
    filled = count
  }
}
