import TandemFiles
import TandemHLA

/// A row of `antibodies.csv` while it is read.
struct AntibodyRow: Sendable {
  /// The recipient's row; -1 before it is known.
  var recipient: Int32 = -1
  var specificity: Specificity?
  var mfi: Double?
  var c1q: Bool?
  var sampledOn: Day?

  /// The antibody, once its target is known.
  var antibody: Antibody? {
    specificity.map { Antibody($0, mfi: mfi, c1q: c1q, sampledOn: sampledOn) }
  }
}

extension Table where Row == AntibodyRow {
  /// `antibodies.csv`, whose first column points at the recipients' rows.
  static func antibodies(of recipients: IDIndex) -> Table {
    Table(
      file: antibodiesFile, empty: AntibodyRow(),
      columns: [
        Column(
          name: "recipient_id", form: "identifier of a row of recipients.csv", unit: "", required: true,
          missing: "not allowed",
          read: { field, row in
            guard let found = recipients.row(of: field) else {
              return Misfit(kind: "unknown recipient", expected: "the identifier of a row of recipients.csv")
            }
            row.recipient = Int32(found)
            return nil
          },
          write: { _ in nil }),
        Column(
          name: "specificity",
          form: "antigen, allele, Bw4, Bw6 or a pair of chains: A2, B15, A*24:02, DQA1*05:01~DQB1*02:01",
          unit: "", required: true, missing: "not allowed",
          read: { field, row in
            do throws(NotationError) {
              row.specificity = try Specificity(bytes: field)
              return nil
            } catch {
              return Misfit(
                kind: "unreadable specificity", expected: error.expected.rawValue, offset: error.offset)
            }
          },
          write: { $0.specificity?.text }),
        .number(
          "mfi", "mean fluorescence intensity", Antibody.mfiRange,
          missing: "unknown: a donor with the specificity needs review",
          { $0.mfi }, set: { $0.mfi = $1 }),
        .flag("c1q", missing: "not tested", { $0.c1q }, set: { $0.c1q = $1 }),
        .day("sampled_on", missing: "unknown", { $0.sampledOn }, set: { $0.sampledOn = $1 }),
      ],
      contradictions: { _ in [] })
  }

  /// The name of the file.
  static var antibodiesFile: String { "antibodies.csv" }

  /// The header line of the file.
  static var antibodiesHeader: String { antibodies(of: IDIndex([])).headerLine }
}

extension AntibodyRow {
  /// The fields of a line.
  static func fields(recipient: String, _ antibody: Antibody) -> [String] {
    [
      recipient, antibody.specificity.text, antibody.mfi.map(DecimalText.text) ?? "",
      antibody.c1q.map { $0 ? "yes" : "no" } ?? "", antibody.sampledOn?.description ?? "",
    ]
  }
}
