/// Everything that a cohort folder holds: donors, recipients, their antibodies, centres.
public struct Cohort: Sendable {
  /// The donors in the order of their file.
  public var donors: [Donor]
  /// The recipients in the order of their file.
  public var recipients: [Recipient]
  /// The centres in the order of their file.
  public var centres: [Centre]
  /// What is known of each recipient's antibodies.
  public var antibodies: AntibodyRegister
  /// The digest of the files, as `sha256sum donors.csv recipients.csv antibodies.csv centres.csv | sha256sum`
  /// gives it (of those that are there).
  public var inputSHA256: String

  /// A cohort from its parts.
  public init(
    donors: [Donor], recipients: [Recipient], centres: [Centre], antibodies: AntibodyRegister,
    inputSHA256: String = ""
  ) {
    self.donors = donors
    self.recipients = recipients
    self.centres = centres
    self.antibodies = antibodies
    self.inputSHA256 = inputSHA256
  }
}
