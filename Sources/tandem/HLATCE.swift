import TandemArguments
import TandemFiles
import TandemHLA
import TandemTerminal

/// `tandem hla tce`
let hlaTCE: Command = Command(
  "tce", "Tells whether DPB1 mismatches are permissive by T-cell epitope groups.",
  discussion: """
    Each DPB1 allele is in group 1, 2 or 3; a person's group is the smaller one of the two. Equal groups are \
    permissive. When the recipient's is smaller, the mismatch is not permissive in the direction graft versus \
    host, when it is larger in the direction host versus graft.
    """,
  takes: [HLAOptions.recipient, HLAOptions.donor, HLAOptions.tables, Shared.options(Shared.json)],
  examples: [
    Example(
      "tandem hla tce --recipient 'DPB1*09:01+DPB1*04:01' --donor 'DPB1*04:01+DPB1*02:01'",
      "Group 1 against group 3.")
  ],
  exits: [.badData: "A typing, the release or the table of codes is unreadable."]
) { arguments, console in
  let nomenclature = try arguments.nomenclature()
  let finding = EpitopeGroups.shipped.compare(
    recipient: try arguments.typing(HLAOptions.recipient), donor: try arguments.typing(HLAOptions.donor),
    nomenclature)
  if arguments[Shared.json] {
    console.print(finding.json.text())
  } else {
    console.print(finding.sentence)
    for note in finding.notes { console.note(note) }
  }
  return .done
}

extension EpitopeGroups.Finding {
  /// The verdict with the groups it rests on.
  var sentence: String {
    "\(permissiveness.rawValue) (recipient group \(words(recipient)), donor group \(words(donor)))"
  }

  /// The document of `hla tce`.
  var json: JSON {
    .object([
      ("permissiveness", .string(permissiveness.rawValue)),
      ("groups", .object([("recipient", group(recipient)), ("donor", group(donor))])),
      (
        "possible_groups",
        .object([
          ("recipient", .array(recipient.map { $0.map { .integer($0) } ?? .null })),
          ("donor", .array(donor.map { $0.map { .integer($0) } ?? .null })),
        ])
      ),
      ("notes", .strings(notes)),
    ])
  }

  private func words(_ groups: [Int?]) -> String {
    groups.map { $0.map(String.init) ?? "unknown" }.joined(separator: " or ")
  }

  /// The group when there is one only.
  private func group(_ groups: [Int?]) -> JSON {
    guard groups.count == 1, let group = groups[0] else { return .null }
    return .integer(group)
  }
}
