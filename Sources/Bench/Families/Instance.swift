/// One instance of the allocation problem: people, donors, what each pair would use and be worth.
///
/// Amounts are whole numbers: islets in IEQ, stem cells in units of 100,000 CD34+ cells.
public struct Instance: Sendable {
  /// `family-recipients x donors-seed`, as used in file names.
  public var name: String
  /// How many recipients there are.
  public var recipientCount: Int
  /// What each donor yields.
  public var isletYield: [Int64] = []
  /// What each donor has in stem cells.
  public var cd34Yield: [Int64] = []
  /// How many beds each centre has; empty where beds are not counted.
  public var beds: [Int64] = []
  /// The centre of each recipient.
  public var centre: [Int] = []
  /// The groups of each recipient: bit 0 blood group O, bit 1 highly sensitised.
  public var groups: [UInt64] = []
  /// At least `numerator` of `denominator` transplants go to the group.
  public var shares: [(group: Int, numerator: Int64, denominator: Int64)] = []
  /// The options in order of donor, recipient, level.
  public var options: [Option] = []

  /// One recipient served by one donor at one dose level.
  public struct Option: Sendable {
    /// The donor.
    public var donor: Int32
    /// The recipient.
    public var recipient: Int32
    /// The dose level, 0 the lowest.
    public var level: Int32
    /// What it is worth.
    public var value: Int64
    /// IEQ given.
    public var islets: Int64
    /// Stem cells given.
    public var cd34: Int64
  }
}
