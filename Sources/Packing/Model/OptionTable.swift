/// Options in columns: option `i` serves `claimant[i]`, is worth `value[i]`, and uses
/// `useAmount[j]` of `useResource[j]` for each `j` in `useStart[i] ..< useStart[i + 1]`.
///
/// Columns of plain integers keep ten million options in a few hundred megabytes, and a reader can fill
/// them without making an object for each.
public struct OptionTable: Sendable, Equatable {
  /// The claimant that the option serves.
  public private(set) var claimant: [UInt32] = []
  /// What serving the claimant by this option is worth; may be negative.
  public private(set) var value: [Int64] = []
  /// The groups the option belongs to, one bit a group.
  public private(set) var groups: [UInt64] = []
  /// Where the uses of each option start; one entry more than there are options.
  public private(set) var useStart: [UInt32] = [0]
  /// The resource of each use.
  public private(set) var useResource: [UInt32] = []
  /// The amount of each use, not negative.
  public private(set) var useAmount: [Int64] = []

  /// A table without options.
  public init() {}

  /// A table from its columns, which must agree.
  init(
    claimant: [UInt32], value: [Int64], groups: [UInt64], useStart: [UInt32], useResource: [UInt32],
    useAmount: [Int64]
  ) {
    self.claimant = claimant
    self.value = value
    self.groups = groups
    self.useStart = useStart
    self.useResource = useResource
    self.useAmount = useAmount
  }

  /// How many options there are.
  public var count: Int { claimant.count }

  /// Makes room for `options` options with `uses` uses in all.
  public mutating func reserve(options: Int, uses: Int) {
    claimant.reserveCapacity(options)
    value.reserveCapacity(options)
    groups.reserveCapacity(options)
    useStart.reserveCapacity(options + 1)
    useResource.reserveCapacity(uses)
    useAmount.reserveCapacity(uses)
  }

  /// Adds an option without uses and returns its index; `use` adds uses to the option added last.
  @discardableResult
  public mutating func add(claimant: Int, value: Int64, groups: UInt64 = 0) -> Int {
    self.claimant.append(UInt32(claimant))
    self.value.append(value)
    self.groups.append(groups)
    useStart.append(UInt32(useResource.count))
    return self.claimant.count - 1
  }

  /// Adds an option with its uses and returns its index.
  @discardableResult
  public mutating func add(
    claimant: Int, value: Int64, groups: UInt64 = 0, uses: [(resource: Int, amount: Int64)]
  ) -> Int {
    let index = add(claimant: claimant, value: value, groups: groups)
    for use in uses { self.use(use.amount, of: use.resource) }
    return index
  }

  /// Lets the option added last use `amount` of `resource`.
  public mutating func use(_ amount: Int64, of resource: Int) {
    useResource.append(UInt32(resource))
    useAmount.append(amount)
    useStart[useStart.count - 1] = UInt32(useResource.count)
  }

  /// The positions in `useResource` and `useAmount` that belong to `option`.
  @inline(__always)
  public func uses(of option: Int) -> Range<Int> {
    Int(useStart[option])..<Int(useStart[option + 1])
  }

  /// The same options with other values, one for each option.
  public func valued(_ values: [Int64]) -> OptionTable {
    precondition(values.count == count, "a value for every option")
    var copy = self
    copy.value = values
    return copy
  }
}
