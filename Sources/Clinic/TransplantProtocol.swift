public import TandemFiles

/// A way to transplant islets and blood stem cells of one donor into one recipient, as data: what is done on
/// which day, which grafts in which state, how much of each, and under which rules.
public struct TransplantProtocol: Sendable {
  /// A treatment or an infusion on one day or over several. Day 0 is the day of the islets.
  public struct Step: Sendable {
    /// What it is.
    public enum Kind: String, Sendable, CaseIterable {
      /// Conditioning or a drug, which must be given on its day whatever the grafts do.
      case treatment
      /// The infusion of islets.
      case islets
      /// The infusion of blood stem cells.
      case stemCells = "stem_cells"
    }

    /// What is done.
    public let name: String
    /// What it is.
    public let kind: Kind
    /// Its first day.
    public let day: SourcedNumber
    /// Its last day, nil when it is done on one day.
    public let untilDay: SourcedNumber?
  }

  /// How the islets are kept.
  public enum IsletForm: Sendable {
    /// In culture, for at least and at most so many hours.
    case fresh(leastCultureHours: SourcedNumber, mostCultureHours: SourcedNumber)
    /// Vitrified, without a limit in time that matters here.
    case vitrified
  }

  /// In which state the stem cells are infused.
  public enum StemCellForm: String, Sendable, CaseIterable {
    /// Never frozen.
    case fresh
    /// Frozen and thawed.
    case cryopreserved
    /// As they come.
    case either
  }

  /// What is asked of the stem cells.
  public struct StemCells: Sendable {
    /// The state in which they are infused.
    public let form: StemCellForm
    /// Whether CD34+ cells are selected.
    public let isSelected: Bool
    /// Least dose in CD34+ cells/kg.
    public let cd34Floor: SourcedNumber
    /// Greatest dose in CD34+ cells/kg.
    public let cd34Ceiling: SourcedNumber
    /// The CD3+ cells/kg that must be exceeded, nil when the protocol sets no floor.
    public let cd3Floor: SourcedNumber?
    /// Greatest dose in CD3+ cells/kg, nil when the protocol sets no ceiling.
    public let cd3Ceiling: SourcedNumber?
  }

  /// One choice of doses; the choice is the plan's.
  public struct Level: Sendable {
    /// The name in plans.
    public let name: String
    /// Islets in IEQ/kg.
    public let isletIEQPerKg: SourcedNumber
    /// CD34+ cells/kg aimed at.
    public let cd34PerKg: SourcedNumber
  }

  /// The blood group rule for one graft.
  public struct BloodGroupRule: Sendable {
    /// What is asked.
    public enum Demand: String, Sendable, CaseIterable {
      /// The same group.
      case identical
      /// The same group, or one that shows no foreign antigen.
      case compatible
      /// No bar; a mismatch is flagged with its kind.
      case flag
    }

    /// What is asked.
    public let demand: Demand
    /// Why.
    public let basis: Basis
  }

  /// The name that policies and plans use.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// What it is for and how far it has come, in a paragraph.
  public let summary: String
  /// How far it has been tried: a short statement.
  public let evidence: String
  /// Whether both grafts must come from one donor.
  public let oneDonor: Bool
  /// What is done, in the order of the file.
  public let steps: [Step]
  /// How the islets are kept.
  public let isletForm: IsletForm
  /// What is asked of the stem cells.
  public let stemCells: StemCells
  /// The dose levels, rising in islets.
  public let levels: [Level]
  /// The conditioning limits by their name in `clinic/conditioning.json5`.
  public let conditioningLimits: String
  /// The drugs with conditions of their own, by their names there.
  public let drugs: [String]
  /// The blood group rule for islets.
  public let isletBloodGroup: BloodGroupRule
  /// The blood group rule for stem cells.
  public let stemCellBloodGroup: BloodGroupRule
  /// SHA-256 of the file.
  public let sha256: String

  /// The day of the islets.
  public var isletDay: Double { steps.first { $0.kind == .islets }?.day.value ?? 0 }
  /// The day of the stem cells.
  public var stemCellDay: Double { steps.first { $0.kind == .stemCells }?.day.value ?? 0 }
  /// The first step of all, by day.
  public var firstStep: Step? {
    steps.min { $0.day.value < $1.day.value }
  }
  /// Hours from the first step to the islets; 0 when nothing comes before them.
  public var leadInHours: Double { (isletDay - (firstStep?.day.value ?? isletDay)) * 24 }
}
